import type { Page } from 'playwright'
import { launchBrowser, memoryOf, openInbox, openWatchedPage } from '../browser.ts'
import type { BenchContext } from '../context.ts'
import { figure, latencyFigure, type Figure } from '../figures.ts'
import { serveFloorPage } from '../floor-page/serve-floor-page.ts'
import { withHostedShop } from '../hosted-shop.ts'
import { firstPaintOf, timeKey } from '../paint-watch.ts'
import { median } from '../statistics.ts'

const KEY_AIM_MS = 50
const KEYS = 'Chegou sim, separei o azul para voce hoje '
const STEPS = 30

/** What a person sees, in Chromium: the first rows after a reload, and the answer to a key. */
export async function measurePage(context: BenchContext, messages: number): Promise<Figure[]> {
  const floor = await serveFloorPage()
  const browser = await launchBrowser()
  try {
    return await withHostedShop(context, messages, async ({ host }) => {
      const page = await openInbox(browser, host)
      const floorPage = await openWatchedPage(browser)
      await floorPage.goto(floor.url)
      const times = { paint: list(), floorPaint: list(), typing: list(), floorTyping: list(), walking: list() }
      for (let round = -1; round < context.rounds; round += 1) {
        const each = {
          paint: [await reloaded(page)],
          floorPaint: [await reloaded(floorPage)],
          walking: await walk(page),
          typing: await type(page, () => page.keyboard.press('r')),
          floorTyping: await type(floorPage, () => floorPage.locator('[data-floor]').focus()),
        }
        await clear(page)
        if (round >= 0) for (const name of Object.keys(times) as (keyof typeof times)[]) times[name].push(each[name])
      }
      const memory = await memoryOf(page)
      return [
        figure({
          name: 'first useful paint of the inbox after a reload',
          messages,
          unit: 'ms',
          value: median(times.paint.flat()),
          floor: median(times.floorPaint.flat()),
        }),
        keyFigure('key press to paint: typing', messages, times.typing, times.floorTyping),
        keyFigure('key press to paint: next conversation with its messages', messages, times.walking, times.floorTyping),
        figure({
          name: 'memory of the page: heap',
          messages,
          unit: 'MB',
          value: memory.heapMegabytes,
          more: memory.residentMegabytes === null ? {} : { residentMegabytes: memory.residentMegabytes },
        }),
      ]
    })
  } finally {
    await browser.close()
    await floor.stop()
  }
}

export function keyFigure(name: string, messages: number, own: readonly number[][], floor: readonly number[][] | null): Figure {
  return latencyFigure({ name, messages, own, floor, aimMs: KEY_AIM_MS, share: 0.95 })
}

const list = (): number[][] => []

async function reloaded(page: Page): Promise<number> {
  await page.reload()
  return await firstPaintOf(page)
}

/** Down the list, conversation by conversation, as fast as they are shown. */
async function walk(page: Page): Promise<number[]> {
  await page.locator('[data-conversation]').first().click()
  await page.locator('[data-pane="thread"] [data-message]').first().waitFor()
  await page.keyboard.press('Escape')
  const times: number[] = []
  for (let step = 0; step < STEPS; step += 1) times.push(await timeKey(page, 'j', 'messages'))
  return times
}

/** A sentence, one key after the other. */
export async function type(page: Page, focus: () => Promise<void>): Promise<number[]> {
  await focus()
  const times: number[] = []
  for (const key of KEYS) times.push(await timeKey(page, key === ' ' ? 'Space' : key, 'frame'))
  return times
}

export async function clear(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await page.keyboard.press('Escape')
}
