import { existsSync, readFileSync } from 'node:fs'
import { chromium, type Browser, type Page } from 'playwright'
import { findChromium } from '#test/support/chromium.ts'
import { OWNER } from '#test/support/shop-rig.ts'
import type { HostProcess } from './host-process.ts'
import { watchPaint } from './paint-watch.ts'

const VIEWPORT = { width: 1360, height: 860 }

export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  return await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox'] })
}

export async function openWatchedPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: VIEWPORT, locale: 'pt-BR' })
  const page = await context.newPage()
  await watchPaint(page)
  return page
}

/** A page of the program with the owner signed in and the inbox on it. */
export async function openInbox(browser: Browser, host: HostProcess): Promise<Page> {
  const page = await openWatchedPage(browser)
  await page.goto(host.takeUrl())
  // A window of the same computer has somebody signed in: it offers them first.
  await page.getByRole('button', { name: 'Outra pessoa' }).click()
  await page.getByLabel('Login').fill(OWNER.login)
  await page.getByLabel('Senha', { exact: true }).fill(OWNER.password)
  await page.keyboard.press('Enter')
  await page.getByLabel('Código do aplicativo autenticador').fill(await host.nextCode())
  await page.locator('[data-conversation]').first().waitFor()
  return page
}

export type PageMemory = { readonly heapMegabytes: number; readonly residentMegabytes: number | null }

/** The page's heap after a collection, and what its process takes, where the system tells. */
export async function memoryOf(page: Page): Promise<PageMemory> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  await session.send('Performance.enable')
  const { metrics } = await session.send('Performance.getMetrics')
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN
  await session.detach()
  return { heapMegabytes: heap / 2 ** 20, residentMegabytes: await residentOf(page) }
}

/** Of the largest of the browser's renderers: the page at hand, when there is no other. */
async function residentOf(page: Page): Promise<number | null> {
  const browser = page.context().browser()
  if (browser === null || process.platform !== 'linux') return null
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentMegabytes(id))
  return Math.max(...sizes)
}

function residentMegabytes(pid: number): number {
  const path = `/proc/${pid}/status`
  const line = existsSync(path) ? /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(path, 'utf8')) : null
  return line === null ? Number.NaN : Number(line[1]) / 1024
}
