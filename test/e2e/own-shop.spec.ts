import type { Page } from '@playwright/test'
import { OWNER } from '#test/support/shop-rig.ts'
import { expect, test } from './fixtures.ts'

const ATTENDANT = { name: 'Rui', login: 'rui', password: 'chuva fina no telhado velho' }

async function firstRun(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Conectar seu número/ }).click()
  await page.getByLabel('Nome da loja').fill(OWNER.shopName)
  await page.getByLabel('Seu nome').fill(OWNER.name)
  await page.getByLabel('Login').fill(OWNER.login)
  await page.getByLabel('Senha', { exact: true }).fill(OWNER.password)
  await page.getByRole('button', { name: 'Criar a loja' }).click()
}

/** The sheet's groups, and then the two that are asked for. */
async function confirmKit(page: Page): Promise<void> {
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

test('an owner sets up the shop, keeps the kit, connects the number, and a customer’s message comes in', async ({ rig }) => {
  const page = await rig.open()
  await firstRun(page)
  await confirmKit(page)

  await page.getByLabel('Token de acesso').fill('EAAnot-the-token-of-this-number')
  await page.getByLabel('Chave secreta do app').fill(rig.account.appSecret)
  await page.getByLabel('ID do número de telefone').fill(rig.account.phoneNumberId)
  await page.getByLabel('ID da conta do WhatsApp Business').fill(rig.account.wabaId)
  await page.getByRole('button', { name: 'Verificar e conectar' }).click()
  await expect(page.getByLabel('Token de acesso')).toHaveAttribute('aria-invalid', 'true')

  await page.getByLabel('Token de acesso').fill(rig.account.token)
  await page.getByRole('button', { name: 'Verificar e conectar' }).click()
  await expect(page.getByRole('heading', { name: 'Conversas' })).toBeVisible()

  rig.practice.control.sendFromCustomer({ customer: { name: 'Beatriz Moura', waId: '5511900000555' }, text: 'Bom dia! Ainda tem o azul?' })
  await page.getByRole('link', { name: /Beatriz Moura/ }).click()
  await expect(page.getByRole('article').filter({ hasText: 'Ainda tem o azul?' })).toBeVisible()
})

test('an added attendant signs in with their own password, and is out the moment the owner switches them off', async ({ rig }) => {
  const owner = await rig.open()
  await firstRun(owner)
  await owner.getByRole('button', { name: 'Depois' }).click()
  await owner.getByRole('button', { name: 'Depois' }).click()
  await owner.getByRole('link', { name: 'Equipe' }).click()
  await owner.getByRole('button', { name: 'Adicionar pessoa' }).first().click()
  await owner.getByLabel('Nome', { exact: true }).fill(ATTENDANT.name)
  await owner.getByLabel('Login').fill(ATTENDANT.login)
  await owner.getByLabel('Primeira senha').fill(ATTENDANT.password)
  await owner.getByRole('button', { name: 'Adicionar', exact: true }).click()

  const attendant = await rig.open()
  await attendant.getByLabel('Login').fill(ATTENDANT.login)
  await attendant.getByLabel('Senha', { exact: true }).fill('not the password at all')
  await attendant.getByRole('button', { name: 'Entrar' }).click()
  await expect(attendant.getByRole('alert').first()).toBeVisible()
  await attendant.getByLabel('Senha', { exact: true }).fill(ATTENDANT.password)
  await attendant.getByRole('button', { name: 'Entrar' }).click()
  await expect(attendant.getByRole('heading', { name: 'Conversas' })).toBeVisible()
  await expect(attendant.getByRole('link', { name: 'Equipe' })).toHaveCount(0)

  await owner.getByRole('row', { name: /Rui/ }).getByRole('button').last().click()
  await owner.getByRole('button', { name: 'Desativar' }).click()
  await expect(attendant.getByLabel('Senha', { exact: true })).toBeVisible({ timeout: 2_000 })
})

test('a reload keeps the sign-in, and a used address lets nobody in', async ({ practiceShop, browser }) => {
  const ana = await practiceShop.openAs('Ana')
  await ana.reload()
  await expect(ana.getByRole('heading', { name: 'Conversas' })).toBeVisible()

  const stranger = await (await browser.newContext()).newPage()
  await stranger.goto(new URL('/#ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAA', ana.url()).href)
  await expect(stranger.getByText(/link|endereço/i).first()).toBeVisible()
  await expect(stranger.getByRole('heading', { name: 'Conversas' })).toHaveCount(0)
})
