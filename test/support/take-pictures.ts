import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium, type BrowserContextOptions, type Page } from 'playwright'
import { findChromium } from './chromium.ts'
import { startSecretService } from './secret-service.ts'
import { startServe } from './serve-process.ts'

/** `npm run pictures`: the README's pictures, taken of a practice shop at work. */
const images = resolve(import.meta.dirname, '../../docs/images')
const WIDE = { width: 1360, height: 860 }
const NARROW = { width: 400, height: 820 }

const keychain = await startSecretService()
Object.assign(process.env, keychain.env)
const folder = mkdtempSync(join(tmpdir(), 'balcao-pictures-'))
const executablePath = findChromium()
const browser = await chromium.launch({ ...(executablePath !== undefined && { executablePath }), args: ['--no-sandbox'] })
const host = await startServe(['--shop', join(folder, 'shop'), '--tickets', '4', '--speed', '10'])
const urls = [...host.urls]

async function open(options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-US', timezoneId: 'America/Sao_Paulo', ...options })
  const page = await context.newPage()
  await page.goto(urls.shift() ?? '')
  return page
}

async function openAs(name: string, options: BrowserContextOptions): Promise<Page> {
  const page = await open(options)
  await page.getByRole('button', { name: new RegExp(`^${name} `) }).click()
  return page
}

async function answer(page: Page, customer: string, text: string): Promise<void> {
  await page.getByRole('link', { name: new RegExp(customer) }).click()
  await page.getByRole('textbox', { name: new RegExp(customer.split(' ')[0] ?? '') }).fill(text)
  await page.keyboard.press('Enter')
}

const first = await open({ viewport: WIDE, colorScheme: 'light' })
await first.getByRole('button', { name: /practice/i }).waitFor()
await first.screenshot({ path: join(images, 'first-screen.png') })
await first.getByRole('button', { name: /practice/i }).click()

const light = await openAs('Ana', { viewport: WIDE, colorScheme: 'light' })
await answer(light, 'Marina Sato', 'Oi, Marina! Temos sim. O bolo para 20 pessoas fica em R$ 180. 🎂')
await light.waitForTimeout(12_000)
await answer(light, 'Marina Sato', 'Fazemos parecido, com recheio de *jabuticaba* ou de _doce de leite_. Qual prefere?')
await light.waitForTimeout(9_000)
await light.screenshot({ path: join(images, 'inbox-light.png') })

// Whoever answered looks after it: other attendants no longer see it.
const dark = await openAs('Helena', { viewport: WIDE, colorScheme: 'dark', locale: 'pt-BR' })
await dark.getByRole('link', { name: /Marina Sato/ }).click()
await dark.waitForTimeout(1_500)
await dark.screenshot({ path: join(images, 'inbox-dark.png') })

const narrow = await openAs('Marcos', { viewport: NARROW, colorScheme: 'light' })
await narrow.getByRole('link', { name: /Marina Sato/ }).click()
await narrow.waitForTimeout(1_500)
await narrow.mouse.move(5, 5)
await narrow.screenshot({ path: join(images, 'thread-narrow.png') })

await browser.close()
await host.stop()
await keychain.stop()
rmSync(folder, { recursive: true, force: true })
