import type { Page } from 'playwright'
import { startBystander } from '../bystander.ts'
import { launchBrowser, memoryOf, openInbox } from '../browser.ts'
import type { BenchContext } from '../context.ts'
import { figure, type Figure } from '../figures.ts'
import { CREDENTIALS } from '../generate-shop.ts'
import type { LoopDelay } from '../loop-delay.ts'
import { withHostedShop, type HostedShop } from '../hosted-shop.ts'
import type { HostFigures } from '../processes/host-preload.ts'
import { runLoad } from '../run-load.ts'
import { median } from '../statistics.ts'
import { clear, keyFigure, type } from './page.ts'

const BATCH = 100
const CONNECTIONS = 32
const IDLE_MS = 10_000

/** A flood of messages, half of them one a POST and half in batches, while somebody types at a window. */
export async function measureBurst(context: BenchContext, messages: number): Promise<Figure[]> {
  const browser = await launchBrowser()
  const bystander = startBystander()
  try {
    return await withHostedShop(context, messages, async (hosted) => {
      const { host } = hosted
      const openedBytes = await host.residentBytes()
      const page = await openInbox(browser, host)
      await page.locator('[data-conversation]').first().click()
      await page.locator('[data-pane="thread"] [data-message]').first().waitFor()
      const typed: number[][] = []
      const floods: Flood[] = []
      let highestBytes = 0
      for (let round = 0; round < context.rounds; round += 1) {
        await host.begin()
        bystander.begin()
        const flood = floodWith(hosted, context.burst, round)
        typed.push(await typeUntil(page, flood))
        const applied = await flood
        const figures = await host.end()
        highestBytes = Math.max(highestBytes, figures.rssBytes)
        floods.push({ ...applied, figures, idle: await bystander.end() })
      }
      const pageMemory = await memoryOf(page)
      await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
      const idleBytes = await host.residentBytes()
      await page.close()
      await hosted.checkNothingLost()
      return figuresOf({
        messages,
        burst: context.burst,
        typed,
        floods,
        pageMemory,
        bytes: { opened: openedBytes, highest: highestBytes, idle: idleBytes },
      })
    })
  } finally {
    await browser.close()
    await bystander.stop()
  }
}

type Flood = { readonly acknowledgedMs: number; readonly appliedMs: number; readonly figures: HostFigures; readonly idle: LoopDelay }

async function floodWith(hosted: HostedShop, burst: number, round: number): Promise<Pick<Flood, 'acknowledgedMs' | 'appliedMs'>> {
  const base = {
    url: hosted.host.webhook,
    appSecret: CREDENTIALS.appSecret,
    customers: hosted.customers,
    connections: CONNECTIONS,
    rate: null,
  }
  const half = Math.floor(burst / 2 / BATCH) * BATCH
  const singles = await runLoad({ ...base, seed: 400 + round, posts: half, messagesAPost: 1 })
  const batches = await runLoad({ ...base, seed: 500 + round, posts: half / BATCH, messagesAPost: BATCH })
  const startedAt = performance.now()
  await hosted.allApplied(2 * half)
  const acknowledgedMs = singles.durationMs + batches.durationMs
  return { acknowledgedMs, appliedMs: acknowledgedMs + performance.now() - startedAt }
}

async function typeUntil(page: Page, end: Promise<unknown>): Promise<number[]> {
  let isOver = false
  void end.finally(() => (isOver = true))
  const times: number[] = []
  while (!isOver) {
    times.push(...(await type(page, () => page.keyboard.press('r'))))
    await clear(page)
  }
  return times
}

function figuresOf(made: {
  messages: number
  burst: number
  typed: number[][]
  floods: readonly Flood[]
  pageMemory: { heapMegabytes: number; residentMegabytes: number | null }
  bytes: { opened: number; highest: number; idle: number }
}): Figure[] {
  const { messages, burst, typed, floods, pageMemory, bytes } = made
  const of = (pick: (flood: Flood) => number) => median(floods.map(pick))
  const name = `under ${burst.toLocaleString('en')} messages`
  const delay = (thread: 'host' | 'core', what: string, aim: number | null) =>
    figure({
      name: `${name}: ${what}, p99`,
      messages,
      unit: 'ms',
      value: of(({ figures }) => figures[thread].delayP99Ms),
      floor: of(({ idle }) => idle.delayP99Ms),
      aim: aim === null ? null : { of: 'value', atMost: aim },
      more: {
        p50: of(({ figures }) => figures[thread].delayP50Ms),
        worst: Math.max(...floods.map(({ figures }) => figures[thread].delayMaxMs)),
        cpuSeconds: of(({ figures }) => figures[thread].cpuMs) / 1000,
        heapUsedMegabytes: of(({ figures }) => figures[thread].heapUsedBytes) / 2 ** 20,
        heapTotalMegabytes: of(({ figures }) => figures[thread].heapTotalBytes) / 2 ** 20,
      },
    })
  const host = (what: string, value: number) =>
    figure({ name: `memory of the host: ${what}`, messages, unit: 'MB', value: value / 2 ** 20, aim: { of: 'value', atMost: 250 } })
  return [
    delay('host', 'event-loop delay of the host', 20),
    delay('core', 'event-loop delay of the core’s thread', null),
    keyFigure(`${name}: key press to paint`, messages, typed, null),
    figure({
      name: `${name}: all applied, a second`,
      messages,
      unit: 'per second',
      value: of(({ appliedMs }) => (burst / appliedMs) * 1000),
      more: { acknowledged: of(({ acknowledgedMs }) => (burst / acknowledgedMs) * 1000) },
    }),
    host('opened', bytes.opened),
    host(name, bytes.highest),
    host('idle afterwards', bytes.idle),
    figure({
      name: `memory of the page: heap ${name}`,
      messages,
      unit: 'MB',
      value: pageMemory.heapMegabytes,
      more: pageMemory.residentMegabytes === null ? {} : { residentMegabytes: pageMemory.residentMegabytes },
    }),
  ]
}
