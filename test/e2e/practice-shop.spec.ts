import { expect, test } from './fixtures.ts'

/** Generous: customers read and write like people, only twenty times faster. */
const PATIENCE = { timeout: 40_000 }

test('from the first screen, one click opens the practice shop and another is a day at the counter', async ({ newDesk }) => {
  const page = await newDesk.open()
  await page.getByRole('button', { name: /loja de treino/i }).click()
  await page.getByRole('button', { name: /^Ana / }).click()
  await expect(page.getByRole('link', { name: /Marina Sato/ })).toBeVisible(PATIENCE)
  await expect(page.getByText(/Os clientes são simulados/)).toBeVisible()
})

test('a customer writes, an attendant and a manager see it, one answers, the ticks turn to read, and the customer replies', async ({
  practiceShop,
}) => {
  const ana = await practiceShop.openAs('Ana')
  const marcos = await practiceShop.openAs('Marcos')

  // It comes in by itself, in both windows.
  const row = /Marina Sato/
  await ana.getByRole('link', { name: row }).click(PATIENCE)
  await marcos.getByRole('link', { name: row }).click(PATIENCE)
  const question = /é pra 20 pessoas/
  await expect(ana.getByRole('article').filter({ hasText: question })).toBeVisible(PATIENCE)
  await expect(marcos.getByRole('article').filter({ hasText: question })).toBeVisible(PATIENCE)

  const answer = 'Oi, Marina! Temos sim, o bolo para 20 pessoas fica em R$ 180.'
  await ana.getByRole('textbox', { name: /Marina/ }).fill(answer)
  await ana.keyboard.press('Enter')
  const sent = ana.getByRole('article').filter({ hasText: answer })
  await expect(sent).toBeVisible()
  await expect(sent).toContainText('Lida', PATIENCE)

  // The colleague sees the answer, who gave it, and what the customer says to it.
  const seen = marcos.getByRole('article').filter({ hasText: answer })
  await expect(seen).toContainText('Ana')
  const reply = /cabe no bolso|tá dentro do que pensei|que bom/
  await expect(ana.getByRole('article').filter({ hasText: reply }).first()).toBeVisible(PATIENCE)
  await expect(marcos.getByRole('article').filter({ hasText: reply }).first()).toBeVisible(PATIENCE)
})

test('an auditor reads everything and has nothing to write with', async ({ practiceShop }) => {
  const celia = await practiceShop.openAs('Célia')
  await celia.getByRole('link', { name: /Marina Sato/ }).click(PATIENCE)
  await expect(celia.getByRole('article').first()).toBeVisible(PATIENCE)
  await expect(celia.getByRole('textbox', { name: /Marina/ })).toHaveCount(0)
})
