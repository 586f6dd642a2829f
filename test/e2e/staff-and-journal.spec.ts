import type { Page } from '@playwright/test'
import { OWNER } from '#test/support/shop-rig.ts'
import { openWindow } from '#test/support/window-client.ts'
import { expect, test } from './fixtures.ts'
import { confirmKit, connectNumber, firstRun, invite, setUpApp, acceptInvitation } from './steps.ts'

const ATTENDANT = { name: 'Rui Tavares', login: 'rui', password: 'chuva fina no telhado' }
const MINE = { name: 'Beatriz Moura', waId: '5511900000555' }
const OTHERS = { name: 'Carlos Nogueira', waId: '5511900000556' }

/** Attendants see what is theirs and nothing else: changed in the table, looked at once more, then made true. */
async function narrowAttendants(owner: Page): Promise<void> {
  await owner.getByRole('link', { name: 'Equipe', exact: true }).click()
  await owner.getByRole('link', { name: 'Funções' }).click()
  await owner.getByLabel('Alcance de Atendente').selectOption({ label: 'Só as suas' })
  await owner.getByRole('button', { name: 'Ver as mudanças' }).click()
  await expect(owner.getByRole('dialog').getByText(/Só as suas/)).toBeVisible()
  await owner.getByRole('button', { name: 'Alterar as funções' }).click()
  await expect(owner.getByRole('dialog')).toHaveCount(0)
}

test('an attendant sees only their own conversations, is refused an export, and the owner reads that in the journal', async ({ rig }) => {
  const owner = await rig.open({ locale: 'pt-BR' })
  await firstRun(owner)
  await setUpApp(owner)
  await confirmKit(owner)
  await connectNumber(owner, rig.account)
  await narrowAttendants(owner)
  const code = await invite(owner, ATTENDANT)

  for (const customer of [MINE, OTHERS]) rig.practice.control.sendFromCustomer({ customer, text: `Bom dia! Aqui é ${customer.name}.` })
  await owner.getByRole('link', { name: 'Conversas' }).click()
  await owner.getByRole('link', { name: new RegExp(MINE.name) }).click()
  await owner.getByRole('button', { name: /Responsável/ }).click()
  await owner.getByRole('menuitemradio', { name: ATTENDANT.name }).click()
  await owner.keyboard.press('Escape')
  await owner.getByRole('link', { name: new RegExp(OTHERS.name) }).click()
  const foreign = owner.url().slice(owner.url().indexOf('#'))

  const attendant = await rig.open({ locale: 'pt-BR' })
  await acceptInvitation(attendant, { code, password: ATTENDANT.password })
  const app = await setUpApp(attendant)
  await expect(attendant.getByRole('link', { name: new RegExp(MINE.name) })).toBeVisible()
  await expect(attendant.getByRole('link', { name: new RegExp(OTHERS.name) })).toHaveCount(0)
  await expect(attendant.getByRole('link', { name: 'Equipe', exact: true })).toHaveCount(0)
  await attendant.evaluate((hash) => (location.hash = hash), foreign)
  await expect(attendant.getByText(OTHERS.name)).toHaveCount(0)

  // What no button of an attendant's offers, asked for all the same.
  const curious = await openWindow(rig.nextAddress())
  expect(await curious.call('session.signIn', { login: ATTENDANT.login, password: ATTENDANT.password })).toEqual({ next: 'code' })
  await curious.call('session.giveCode', { code: await app.freshCode() })
  await expect(curious.call('journal.export', { language: 'pt-BR' })).rejects.toMatchObject({ code: 'not-allowed' })
  curious.close()

  await owner.getByRole('link', { name: 'Registro' }).click()
  await owner.getByLabel('O quê').selectOption({ label: 'O que foi recusado' })
  await expect(owner.getByText(/Rui Tavares tentou .*(?:journal\.export|exportar)/)).toBeVisible()
  await expect(owner.getByText(/Rui Tavares tentou .*(?:messages\.list|mensagens|conversa)/).first()).toBeVisible()
  await owner.getByLabel('O quê').selectOption({ label: 'Consultas a clientes' })
  await expect(owner.getByText(`Rui Tavares abriu a conversa com ${MINE.name}.`)).toHaveCount(0)
  await owner.getByRole('button', { name: 'Conferir' }).click()
  await expect(owner.getByRole('dialog', { name: 'O registro está íntegro' })).toBeVisible()
})

test('a colleague comes back to the counter with a PIN, and nothing of the one before is on the page', async ({ rig }) => {
  const page = await rig.open({ locale: 'pt-BR' })
  await firstRun(page)
  await setUpApp(page)
  await page.getByRole('button', { name: 'Depois' }).click()
  await page.getByRole('button', { name: 'Depois' }).click()
  await page.getByRole('link', { name: 'Ajustes' }).click()
  await page.getByRole('button', { name: 'Definir um PIN' }).click()
  await page.getByLabel('Novo PIN').fill('739164')
  await page.getByLabel('Mais uma vez').fill('739164')
  await page.getByRole('button', { name: 'Definir o PIN' }).click()
  await expect(page.getByText('Seu PIN está definido.')).toBeVisible()

  await page.keyboard.press('F9')
  await expect(page.getByLabel(`PIN de ${OWNER.name}`)).toBeFocused()
  expect(await page.evaluate(() => location.hash)).toBe('')
  await page.getByLabel(`PIN de ${OWNER.name}`).fill('739165')
  await expect(page.getByText('Este PIN não está certo.', { exact: false }).first()).toBeVisible()
  await page.getByLabel(`PIN de ${OWNER.name}`).fill('739164')
  await expect(page.getByRole('heading', { name: 'Conversas' })).toBeVisible()
})
