import type { Page } from 'playwright'
import { Redacted } from '#core/lib/redacted.ts'
import { createArgon2Passwords } from '#host/ports/argon2-passwords.ts'
import { OWNER } from '#test/support/shop-rig.ts'
import { launchBrowser, openWatchedPage } from '../browser.ts'
import type { BenchContext } from '../context.ts'
import { latencyFigure, type Figure } from '../figures.ts'
import { serveFloorPage } from '../floor-page/serve-floor-page.ts'
import { READER } from '../generate-shop.ts'
import { withHostedShop, type HostedShop } from '../hosted-shop.ts'
import { openLightWindow } from '../light-window.ts'
import { firstPaintOf, timeKey } from '../paint-watch.ts'
import { percentile } from '../statistics.ts'
import { timeLock, timeSwitch, watchSwitches, type SwitchTimes } from '../switch-watch.ts'

const AIM_MS = 800
const PIN = '739164'
const TURNS_A_ROUND = 15

/** In ms, all of one turn: own and floor come one after the other. */
type Turn = SwitchTimes & { readonly lockMs: number; readonly argon2Ms: number; readonly emptyPageMs: number }

/** Two people take turns at one counter, in Chromium: lock, the other's name, six digits, and the inbox. */
export async function measureSwitch(context: BenchContext, messages: number): Promise<Figure[]> {
  const floor = await serveFloorPage()
  const browser = await launchBrowser()
  const timeArgon2 = await createArgon2Floor()
  try {
    return await withHostedShop(context, messages, async (hosted) => {
      await givePins(hosted)
      const page = await openWatchedPage(browser)
      await watchSwitches(page)
      await page.goto(hosted.host.takeUrl())
      await page.locator('button[aria-pressed]').first().waitFor()
      await timeSwitch(page, PIN)
      const floorPage = await openWatchedPage(browser)
      await floorPage.goto(floor.url)

      const rounds: Turn[][] = []
      for (let round = -1; round < context.rounds; round += 1) {
        const turns: Turn[] = []
        for (let turn = 0; turn < TURNS_A_ROUND; turn += 1) {
          const lockMs = await timeLock(page)
          const taken = await timeSwitch(page, PIN)
          // What the inbox took keys for; and the next lock finds a conversation open.
          await timeKey(page, 'j', 'messages')
          turns.push({ lockMs, ...taken, argon2Ms: await timeArgon2(), emptyPageMs: await reloaded(floorPage) })
        }
        if (round >= 0) rounds.push(turns)
      }
      return figuresOf(rounds, messages)
    })
  } finally {
    await browser.close()
    await floor.stop()
  }
}

function figuresOf(rounds: readonly Turn[][], messages: number): Figure[] {
  const of = (pick: (turn: Turn) => number) => rounds.map((turns) => turns.map(pick))
  const common = { messages, share: 0.95 }
  const fromTap = latencyFigure({
    ...common,
    name: 'switch: tap on a name and PIN, until the inbox takes keys',
    own: of(({ fromTapMs }) => fromTapMs),
    floor: of(({ argon2Ms }) => argon2Ms),
    aimMs: AIM_MS,
  })
  const digits = rounds.flat().map(({ fromLastDigitMs }) => fromLastDigitMs)
  return [
    { ...fromTap, more: { ...fromTap.more, fromLastDigitP50: percentile(digits, 0.5), fromLastDigitP95: percentile(digits, 0.95) } },
    latencyFigure({
      ...common,
      name: 'switch: lock, until the names are painted',
      own: of(({ lockMs }) => lockMs),
      floor: of(({ emptyPageMs }) => emptyPageMs),
    }),
    latencyFigure({
      ...common,
      name: 'switch: both together',
      own: of(({ lockMs, fromTapMs }) => lockMs + fromTapMs),
      floor: of(({ emptyPageMs, argon2Ms }) => emptyPageMs + argon2Ms),
    }),
  ]
}

/** Whoever came in with password and code, or within their days of grace, is one of the names at the counter. */
async function givePins({ host, window }: HostedShop): Promise<void> {
  await window.call('pin.set', { pin: PIN })
  const colleague = await openLightWindow(host.takeUrl())
  await colleague.call('session.signIn', { login: READER, password: OWNER.password })
  await colleague.call('pin.set', { pin: PIN })
  colleague.close()
}

/** The least that checking a PIN costs: the hash that keeps it from being tried out. */
async function createArgon2Floor(): Promise<() => Promise<number>> {
  const passwords = createArgon2Passwords()
  const pepper = new Redacted(Buffer.alloc(32, 7))
  const phc = await passwords.hash(PIN, pepper)
  return async () => {
    const startedAt = performance.now()
    await passwords.verify(phc, PIN, pepper)
    return performance.now() - startedAt
  }
}

async function reloaded(page: Page): Promise<number> {
  await page.reload()
  return await firstPaintOf(page)
}
