import { expect, test } from './fixtures.ts'

test('an attendant answers with a quick reply, quotes, takes back and goes on, without a mouse', async ({ practiceShop }) => {
  const page = await practiceShop.openAs('Ana')
  await expect(page.getByRole('link', { name: /Marina Sato/ })).toBeVisible({ timeout: 20_000 })

  // Find one person in the list and begin to write to her.
  await page.keyboard.press('/')
  await page.keyboard.type('marina')
  await expect(page.getByRole('list').getByRole('link', { name: /Sato|Prado|Brandt/ })).toHaveCount(1)
  await page.keyboard.press('Enter')
  const composer = page.getByRole('textbox', { name: /Mensagem para Marina/ })
  await expect(composer).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('r')
  await expect(composer).toBeFocused()

  // A quick reply by its shortcut, with the customer's name filled in.
  await page.keyboard.type('/')
  const options = page.getByRole('listbox').getByRole('option')
  await expect(options.first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(composer).not.toHaveValue('/')
  await expect(composer).not.toHaveValue('')
  const text = await composer.inputValue()
  expect(text).not.toContain('{{customer}}')

  // Sent, and taken back while it is held: the text is a draft again.
  await page.keyboard.press('Enter')
  await expect(composer).toHaveValue('')
  await page.keyboard.press('Escape')
  await page.keyboard.press('z')
  await expect(composer).toHaveValue(text)

  // The sheet of keys, and out of it again.
  await composer.press('Escape')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
