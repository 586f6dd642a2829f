import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'
import { createShopRig, type ShopRig } from '#test/support/shop-rig.ts'
import { startServe, type ServeProcess } from '#test/support/serve-process.ts'

export { expect } from '@playwright/test'

export type Windows = {
  /** A window of its own: another browser profile, let in by the host's next ticket. */
  open(options?: BrowserContextOptions): Promise<Page>
  /** For a window without a page. */
  nextAddress(): string
}

export type PracticeShop = Windows & {
  /** A window in which one of the ready-made people is at work. */
  openAs(name: string, options?: BrowserContextOptions): Promise<Page>
}

/** Time in the practice shop runs this much faster than here, so that a customer's pause is not the test's. */
const SPEED = 20
const WINDOWS = 6

export const test = base.extend<{
  folder: string
  newDesk: Windows
  practiceShop: PracticeShop
  rig: ShopRig & Windows
  closedWindows: void
}>({
  // One that is left open goes on drawing beside the tests that come next: the browser is the worker's.
  closedWindows: [
    async ({ browser }, use) => {
      await use()
      await Promise.all(browser.contexts().map((context) => context.close()))
    },
    { auto: true },
  ],

  // Playwright reads a fixture's needs from its first parameter, which must be destructured.
  // oxlint-disable-next-line eslint/no-empty-pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'balcao-e2e-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },

  newDesk: async ({ browser, folder }, use) => {
    const host = await startServe(['--shop', join(folder, 'shop'), '--tickets', String(WINDOWS), '--speed', String(SPEED)])
    await use(windowsOf(browser, host))
    await host.stop()
  },

  practiceShop: async ({ browser, folder }, use) => {
    const host = await startServe(['--shop', join(folder, 'shop'), '--practice', '--tickets', String(WINDOWS), '--speed', String(SPEED)])
    const windows = windowsOf(browser, host)
    await use({
      ...windows,
      async openAs(name, options) {
        const page = await windows.open(options)
        await page.getByRole('button', { name: new RegExp(`^${name} `) }).click()
        await page.getByRole('navigation').first().waitFor()
        return page
      },
    })
    await host.stop()
  },

  rig: async ({ browser, folder }, use) => {
    const rig = await createShopRig({ folder: join(folder, 'shop'), speed: SPEED })
    const host = await rig.startHost(['--tickets', String(WINDOWS)])
    await use({ ...rig, ...windowsOf(browser, host) })
    await rig.stop()
  },
})

function windowsOf(browser: Browser, host: ServeProcess): Windows {
  const urls = [...host.urls]
  function nextAddress(): string {
    const url = urls.shift()
    if (url === undefined) throw new Error('More windows than tickets: raise WINDOWS')
    return url
  }
  return {
    nextAddress,
    async open(options = {}) {
      const context = await browser.newContext(options)
      const page = await context.newPage()
      page.on('pageerror', (error) => {
        throw error
      })
      await page.goto(nextAddress())
      return page
    },
  }
}
