import { expect, test } from './fixtures.ts'
import { acceptInvitation, confirmKit, firstRun, invite, setUpApp } from './steps.ts'

const ATTENDANT = { name: 'Rui', login: 'rui', password: 'chuva fina no telhado velho' }

test('an owner sets up the shop, keeps the kit, connects the number, and a customer’s message comes in', async ({ rig }) => {
  const page = await rig.open()
  await firstRun(page)
  await setUpApp(page)
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

test('an invited attendant signs in with their own password and code, and is out everywhere the moment the owner ends their access', async ({
  rig,
}) => {
  const owner = await rig.open()
  await firstRun(owner)
  await setUpApp(owner)
  await owner.getByRole('button', { name: 'Depois' }).click()
  await owner.getByRole('button', { name: 'Depois' }).click()
  const code = await invite(owner, ATTENDANT)
  const first = await rig.open()
  await acceptInvitation(first, { code, password: ATTENDANT.password })
  const app = await setUpApp(first)
  await expect(first.getByRole('heading', { name: 'Conversas' })).toBeVisible()

  const attendant = await rig.open()
  await attendant.getByRole('button', { name: 'Outra pessoa' }).click()
  await attendant.getByLabel('Login').fill(ATTENDANT.login)
  await attendant.getByLabel('Senha', { exact: true }).fill('not the password at all')
  await attendant.getByRole('button', { name: 'Entrar', exact: true }).click()
  await expect(attendant.getByRole('alert').first()).toBeVisible()
  await attendant.getByLabel('Senha', { exact: true }).fill(ATTENDANT.password)
  await attendant.getByRole('button', { name: 'Entrar', exact: true }).click()
  await attendant.getByLabel('Código do aplicativo autenticador').fill(await app.freshCode())
  await expect(attendant.getByRole('heading', { name: 'Conversas' })).toBeVisible()
  await expect(attendant.getByRole('link', { name: 'Equipe' })).toHaveCount(0)

  await owner.getByRole('button', { name: 'Mais para Rui' }).click()
  await owner.getByRole('menuitem', { name: 'Sai da loja' }).click()
  await owner.getByRole('button', { name: 'Encerrar acesso' }).click()
  for (const page of [first, attendant]) await expect(page.getByRole('heading', { name: 'Conversas' })).toHaveCount(0, { timeout: 2_000 })
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
