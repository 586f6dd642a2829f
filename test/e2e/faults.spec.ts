import { expect, test } from './fixtures.ts'

test('F72: what somebody was typing when the page crashed is there again: at most the last second is lost', async ({ practiceShop }) => {
  const page = await practiceShop.openAs('Ana')
  await page.getByRole('link', { name: /Marina Sato/ }).click({ timeout: 40_000 })
  const composer = page.getByRole('textbox', { name: /Marina/ })
  await composer.pressSequentially('O bolo fica pronto na sexta')
  // Exactly what is promised, so there is nothing else to wait for.
  await page.waitForTimeout(1000)

  const crashed = page.waitForEvent('crash')
  const browser = await page.context().newCDPSession(page)
  // Never answered: there is nobody left who could.
  void browser.send('Page.crash').catch(() => undefined)
  await crashed

  const again = await practiceShop.openAs('Ana')
  await again.getByRole('link', { name: /Marina Sato/ }).click()
  await expect(again.getByRole('textbox', { name: /Marina/ })).toHaveValue('O bolo fica pronto na sexta')
})
