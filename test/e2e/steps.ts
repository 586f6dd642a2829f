import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { codesOf } from '#test/support/authenticator.ts'
import { OWNER } from '#test/support/shop-rig.ts'

/** What owners and new colleagues do on the way in, in Portuguese. */
export async function firstRun(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Conectar seu número/ }).click()
  await page.getByLabel('Nome da loja').fill(OWNER.shopName)
  await page.getByLabel('Seu nome').fill(OWNER.name)
  await page.getByLabel('Login').fill(OWNER.login)
  await page.getByLabel('Senha', { exact: true }).fill(OWNER.password)
  await page.getByRole('button', { name: 'Criar a loja' }).click()
}

/** A code may count twice a minute only: waits for the next one where both that count now were used. */
export type App = { freshCode(): Promise<string> }

/** Reads the key as somebody does who cannot scan it, confirms with a code, and keeps the recovery codes. */
export async function setUpApp(page: Page): Promise<App> {
  await page.getByText('Não dá para escanear').click()
  const secret = await page.locator('details code').textContent()
  const next = codesOf((secret ?? '').replaceAll(' ', ''))
  await page.getByLabel('Código que o aplicativo mostra').fill(next())
  await page.getByRole('button', { name: 'Já estão no papel' }).click()
  return {
    async freshCode() {
      for (;;) {
        try {
          return next()
        } catch {
          await page.waitForTimeout(500)
        }
      }
    },
  }
}

/** The sheet's groups, and then the two that are asked for. */
export async function confirmKit(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Fazer o kit de recuperação' }).click()
  const codes = page.getByRole('list', { name: 'Grupos do kit' }).getByRole('code')
  // Reading them all does not wait for them.
  await codes.first().waitFor()
  const groups = await codes.allTextContents()
  await page.getByRole('button', { name: 'Já tenho no papel' }).click()
  await page
    .getByLabel(/^Grupo \d+$/)
    .first()
    .waitFor()
  for (const [index, text] of groups.entries()) {
    const field = page.getByLabel(`Grupo ${index + 1}`, { exact: true })
    if ((await field.count()) > 0) await field.fill(text)
  }
  await page.getByRole('button', { name: 'Confirmar' }).click()
}

type Account = { token: string; appSecret: string; phoneNumberId: string; wabaId: string }

export async function connectNumber(page: Page, account: Account): Promise<void> {
  await page.getByLabel('Token de acesso').fill(account.token)
  await page.getByLabel('Chave secreta do app').fill(account.appSecret)
  await page.getByLabel('ID do número de telefone').fill(account.phoneNumberId)
  await page.getByLabel('ID da conta do WhatsApp Business').fill(account.wabaId)
  await page.getByRole('button', { name: 'Verificar e conectar' }).click()
  await page.getByRole('heading', { name: 'Conversas' }).waitFor()
}

/** Answers the code that is handed over. */
export async function invite(owner: Page, person: { name: string; login: string }): Promise<string> {
  await owner.getByRole('link', { name: 'Equipe', exact: true }).click()
  await owner.getByRole('button', { name: 'Convidar uma pessoa' }).click()
  await owner.getByLabel('Nome', { exact: true }).fill(person.name)
  await owner.getByLabel('Login').fill(person.login)
  await owner.getByRole('button', { name: 'Gerar o convite' }).click()
  const dialog = owner.getByRole('dialog', { name: `Código para ${person.name}` })
  const code = await dialog.getByRole('code').textContent()
  await dialog.getByRole('button', { name: 'Já entreguei' }).click()
  return code ?? ''
}

/** Until the authenticator app is to be set up. */
export async function acceptInvitation(page: Page, { code, password }: { code: string; password: string }): Promise<void> {
  await page.getByRole('button', { name: 'Recebi um código' }).click()
  await page.getByLabel('Código do convite').fill(code)
  await page.keyboard.press('Enter')
  await page.getByLabel('Nova senha').fill(password)
  await page.keyboard.press('Enter')
}

/** At the counter, where others of the shop have been before. */
export async function comeIn(page: Page, { name, pin }: { name: string; pin: string }): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByLabel(`PIN de ${name}`).fill(pin)
  await page.getByRole('heading', { name: 'Conversas' }).waitFor()
}

/** Dialogs and menus are drawn at the end of the page, outside its landmarks, on purpose. */
const NOT_ASKED = ['region']

export async function expectAccessible(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).disableRules(NOT_ASKED).analyze()
  expect(violations.map(({ id, nodes }) => ({ what, id, where: nodes.map((node) => node.target.join(' ')) }))).toEqual([])
}
