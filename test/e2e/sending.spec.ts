import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { z } from 'zod'
import { takenPhoto } from '#practice/made/recorded.ts'
import { findChromium } from '#test/support/chromium.ts'
import { probeSound } from '#test/support/ffprobe.ts'
import type { ShopRig } from '#test/support/shop-rig.ts'
import { expect, test, type Windows } from './fixtures.ts'
import { CUSTOMER, openShop, OWNER_PIN } from './open-shop.ts'
import { comeIn } from './steps.ts'

const HOUR_MS = 60 * 60 * 1000
const executablePath = findChromium()

/** A microphone that beeps; who may use it is still asked. */
test.use({
  launchOptions: {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--use-fake-device-for-media-stream'],
  },
  permissions: ['microphone'],
  actionTimeout: 20_000,
})

/** Somebody at the counter who finds a conversation and comes to its composer, all without a pointer. */
async function sitDown(rig: ShopRig & Windows, { wroteAt }: { wroteAt?: number } = {}) {
  const { wamid } = await openShop(rig, { address: rig.nextAddress(), ...(wroteAt !== undefined && { wroteAt }) })
  const page = await rig.open({ locale: 'pt-BR', permissions: ['microphone'] })
  await comeIn(page, { name: 'Helena', pin: OWNER_PIN })
  let pointers = 0
  await page.exposeFunction('countPointer', () => (pointers += 1))
  await page.evaluate(`addEventListener('pointerdown', () => countPointer(), { capture: true })`)
  await page.keyboard.press('/')
  await page.keyboard.type('zulmira')
  await expect(page.getByRole('list').getByRole('link', { name: /Zulmira/ })).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('article').filter({ hasText: 'Tem bolo de cenoura?' })).toBeVisible()
  return { page, wamid, received: () => rig.practice.control.truth.received(), pointersUsed: () => pointers }
}

const composerOf = (page: Page) => page.getByRole('textbox', { name: `Mensagem para ${CUSTOMER.name}` })

async function goToComposer(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.keyboard.press('r')
  await expect(composerOf(page)).toBeFocused()
}

async function goToLastMessage(page: Page): Promise<void> {
  await goToComposer(page)
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('article').last()).toBeFocused()
}

test('a text, with marks, by keyboard alone', async ({ rig }) => {
  const { page, received, pointersUsed } = await sitDown(rig)
  await goToComposer(page)
  await page.keyboard.type('Temos sim, ')
  await page.keyboard.press('ControlOrMeta+b')
  await page.keyboard.type('de cenoura')
  await page.keyboard.press('ControlOrMeta+b')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('article').last().getByRole('strong')).toHaveText('de cenoura')
  await expect.poll(() => received().map(({ text }) => text)).toEqual(['Temos sim, *de cenoura*'])
  expect(pointersUsed()).toBe(0)
})

test('a quote, by keyboard alone', async ({ rig }) => {
  const { page, wamid, pointersUsed } = await sitDown(rig)
  await goToLastMessage(page)
  await page.keyboard.press('r')
  await expect(composerOf(page)).toBeFocused()
  await page.keyboard.type('Este mesmo')
  await page.keyboard.press('Enter')
  await expect
    .poll(() => rig.practice.control.truth.accepted().map(({ text, quotes }) => ({ text, quotes })))
    .toEqual([{ text: 'Este mesmo', quotes: wamid }])
  expect(pointersUsed()).toBe(0)
})

test('a reaction, and it taken back, by keyboard alone', async ({ rig }) => {
  const { page, wamid, pointersUsed } = await sitDown(rig)
  const reactions = () => rig.practice.control.truth.accepted().map(({ type, content }) => ({ type, content }))
  await goToLastMessage(page)
  await page.keyboard.press('+')
  await expect(page.getByRole('toolbar', { name: 'Reação' }).getByRole('button').first()).toBeFocused()
  await page.keyboard.press('ArrowRight')
  const chosen = await page.evaluate(() => document.activeElement?.textContent ?? '')
  await page.keyboard.press('Enter')
  await expect.poll(reactions).toEqual([{ type: 'reaction', content: { message_id: wamid, emoji: chosen } }])
  await expect(page.getByRole('article').last()).toContainText(`A loja reagiu com ${chosen}`)
  await expect(page.getByRole('article').last()).toBeFocused()

  // It stands first now, as the one used last.
  await page.keyboard.press('+')
  await expect(page.getByRole('button', { name: `Retirar ${chosen}` }).first()).toBeVisible()
  while (!(await page.evaluate(() => document.activeElement?.getAttribute('aria-pressed') === 'true')))
    await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect.poll(reactions).toEqual([
    { type: 'reaction', content: { message_id: wamid, emoji: chosen } },
    { type: 'reaction', content: { message_id: wamid, emoji: '' } },
  ])
  expect(pointersUsed()).toBe(0)
})

test('a file with words, by keyboard alone', async ({ rig }) => {
  const { page, received, pointersUsed } = await sitDown(rig)
  await goToComposer(page)
  const choosing = page.waitForEvent('filechooser')
  await page.keyboard.press('ControlOrMeta+o')
  await (await choosing).setFiles({ name: 'bolo.jpg', mimeType: 'image/jpeg', buffer: takenPhoto() })
  // It is at the core: before that Enter would say to wait.
  await expect(page.locator('[data-media]').filter({ hasText: 'bolo.jpg' })).toBeVisible()
  await expect(composerOf(page)).toBeFocused()
  await page.keyboard.type('O de hoje')
  await page.keyboard.press('Enter')
  await expect.poll(() => received().map(({ type, text }) => ({ type, text }))).toEqual([{ type: 'image', text: 'O de hoje' }])
  expect(await sentFile(rig)).toEqual(takenPhoto())
  await expect(page.getByRole('article').last().getByRole('button', { name: 'Abrir a foto' })).toBeVisible()
  expect(pointersUsed()).toBe(0)
})

test('a voice note, by keyboard alone, reaches the customer as mono Opus in Ogg', async ({ rig, folder }) => {
  const { page, received, pointersUsed } = await sitDown(rig)
  await page.keyboard.press('Escape')
  await page.keyboard.press('v')
  await expect(page.getByRole('timer')).toHaveText(/^0:0[3-9]$/)
  // Listened to before it goes.
  await page.keyboard.press(' ')
  await expect(page.getByLabel('A gravação', { exact: true })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect
    .poll(() => received().map(({ type, content }) => ({ type, content })))
    .toEqual([{ type: 'audio', content: { id: expect.stringMatching(/^\d+$/) as unknown, voice: true } }])
  const path = join(folder, 'sent.ogg')
  writeFileSync(path, await sentFile(rig))
  const { container, streams, complaints, seconds } = probeSound(path)
  expect({ container, streams, complaints }).toEqual({ container: 'ogg', streams: [{ codec: 'opus', channels: 1 }], complaints: '' })
  expect(seconds).toBeGreaterThan(1.9)
  await expect(composerOf(page)).toBeFocused()
  expect(pointersUsed()).toBe(0)
})

test('a template where the window is closed, by keyboard alone', async ({ rig }) => {
  const { page, received, pointersUsed } = await sitDown(rig, { wroteAt: Date.now() - 25 * HOUR_MS })
  rig.practice.control.ageWindow(CUSTOMER, 25 * HOUR_MS)
  await expect(page.getByText('A janela de 24 horas está fechada.')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('t')
  await expect(page.getByRole('combobox', { name: 'Buscar modelos' })).toBeFocused()
  await page.keyboard.type('retomar')
  await expect(page.getByRole('option', { name: /retomar_conversa/ }).first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'retomar_conversa' })).toBeVisible()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('Zulmira')
  await page.keyboard.press('Enter')
  await expect
    .poll(() => received().map(({ type, text }) => ({ type, text })))
    .toEqual([{ type: 'template', text: expect.stringContaining('Olá, Zulmira! Aqui é da Casa Jabuticaba.') as unknown }])
  await expect(page.getByRole('article').last()).toContainText('retomar_conversa')
  expect(pointersUsed()).toBe(0)
})

/** What WhatsApp has of the only file that was sent. */
async function sentFile({ practice, graphUrl, account }: ShopRig): Promise<Buffer> {
  const content = practice.control.truth.received()[0]?.content
  const { id } = z.object({ id: z.string() }).parse(content)
  const headers = { authorization: `Bearer ${account.token}` }
  const described = await fetch(`${graphUrl}/v25.0/${id}`, { headers })
  const { url } = z.object({ url: z.string() }).parse(await described.json())
  return Buffer.from(await (await fetch(url, { headers })).arrayBuffer())
}
