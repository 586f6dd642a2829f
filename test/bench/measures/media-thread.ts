import type { Page } from 'playwright'
import type { ConversationId } from '#contract'
import type { PieceName } from '#practice/customers/pieces/pieces.ts'
import type { PracticeControl } from '#practice/options.ts'
import { launchBrowser, openInbox } from '../browser.ts'
import type { BenchContext } from '../context.ts'
import { figure, type Figure } from '../figures.ts'
import { withPracticedShop, type PracticedShop } from '../practiced-shop.ts'
import { median } from '../statistics.ts'
import { measureFiles } from './files.ts'

const MESSAGES = 1000
const PAGE = 50
const WHEEL_PX = 240
const TURNS_A_LOOK = 20
/** What the eye takes for a jump. */
const JUMP_PX = 4
const THREADS = {
  mixed: { name: 'Mista Prado', waId: '5511900000801' },
  text: { name: 'Textual Prado', waId: '5511900000802' },
} as const
type Kind = keyof typeof THREADS

/** Of ten messages; the others are words. */
const PIECES: Readonly<Record<number, PieceName>> = {
  1: 'photo',
  3: 'voice-note',
  5: 'video',
  6: 'sticker',
  7: 'pdf',
  8: 'place',
  9: 'contact-card',
}

/** A long thread of everything against one of words alone, from the newest to the oldest with the wheel; and files through the host. */
export async function measureMediaThread(context: BenchContext): Promise<Figure[]> {
  const browser = await launchBrowser()
  try {
    return await withPracticedShop(context, async (shop) => {
      const threads = await fillThreads(shop, context)
      const page = await openInbox(browser, shop.host)
      const scrolled: Record<Kind, Scrolled[]> = { mixed: [], text: [] }
      for (let round = -1; round < context.rounds; round += 1) {
        for (const kind of ['mixed', 'text'] as const) {
          const one = await scrollThrough(page, threads[kind])
          if (round >= 0) scrolled[kind].push(one)
        }
      }
      return [...figuresOf(scrolled), ...(await measureFiles(context, shop))]
    })
  } finally {
    await browser.close()
  }
}

function figuresOf({ mixed, text }: Record<Kind, Scrolled[]>): Figure[] {
  const workMs = (all: readonly Scrolled[]) => median(all.map((one) => one.workMs / (MESSAGES / PAGE)))
  const jumps = (all: readonly Scrolled[]) => all.reduce((sum, one) => sum + one.jumps, 0)
  return [
    figure({
      name: 'a page of fifty in a thread of 1,000 mixed messages, scrolled to: work of the page until it is painted',
      messages: MESSAGES,
      unit: 'ms',
      value: workMs(mixed),
      floor: workMs(text),
    }),
    figure({
      name: `the same thread: jumps back by more than ${JUMP_PX} px`,
      messages: MESSAGES,
      unit: 'times',
      value: jumps(mixed),
      aim: { of: 'value', atMost: 0 },
      more: {
        largestJumpPx: Math.max(...mixed.map((one) => one.largestPx)),
        ofWordsAlone: jumps(text),
        frames: mixed.reduce((sum, one) => sum + one.frames, 0),
      },
    }),
  ]
}

async function fillThreads({ window, control }: PracticedShop, context: BenchContext): Promise<Record<Kind, ConversationId>> {
  context.tell(`two threads of ${MESSAGES.toLocaleString('en')} messages`)
  for (let index = 0; index < MESSAGES; index += 1) {
    sendMixed(control, index)
    control.sendFromCustomer({ customer: THREADS.text, text: wordsOf(index) })
  }
  for (;;) {
    const { conversations } = await window.call('conversations.list', { view: 'all', limit: 10 })
    const { waiting } = await window.call('media.storage', {})
    const idOf = (kind: Kind) =>
      conversations.find(({ contactName, inboundCount }) => contactName === THREADS[kind].name && inboundCount === MESSAGES)
    const [mixed, text] = [idOf('mixed'), idOf('text')]
    if (mixed !== undefined && text !== undefined && waiting === 0) return { mixed: mixed.conversationId, text: text.conversationId }
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

function sendMixed(control: PracticeControl, index: number): void {
  const piece = PIECES[index % 10]
  if (piece === undefined) control.sendFromCustomer({ customer: THREADS.mixed, text: wordsOf(index) })
  else control.sendPiece(THREADS.mixed, piece)
}

function wordsOf(index: number): string {
  return `Pedido ${index}: ${'duas broas de fubá e um café coado, '.repeat(1 + (index % 5))}obrigada!`
}

type Scrolled = { workMs: number; jumps: number; largestPx: number; frames: number }

async function scrollThrough(page: Page, conversationId: ConversationId): Promise<Scrolled> {
  await page.reload()
  await page.locator(`[data-conversation="${conversationId}"]`).click()
  const thread = page.locator('[data-area="messages"]')
  await thread.locator('[data-message]').first().waitFor()
  await page.waitForTimeout(1000)
  await thread.hover()
  await watchJumps(page)
  const workSince = await countWork(page)
  const beginning = page.getByText('A conversa começa aqui.')
  let isAtBeginning = false
  while (!isAtBeginning) {
    for (let turn = 0; turn < TURNS_A_LOOK; turn += 1) {
      await page.mouse.wheel(0, -WHEEL_PX)
      // Nobody turns it faster than the screen shows.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    }
    isAtBeginning = (await beginning.count()) > 0 && (await thread.evaluate((element) => element.scrollTop)) === 0
  }
  const workMs = await workSince()
  return { workMs, ...(await page.evaluate(() => globalThis.jumpWatch.end())) }
}

/** Counts everything that the page's main thread does from now on: scripts, styles, layout, paint. */
async function countWork(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const taskMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
  }
  const before = await taskMs()
  return async () => {
    const after = await taskMs()
    await session.detach()
    return after - before
  }
}

declare global {
  // oxlint-disable-next-line no-var -- how a global is declared
  var jumpWatch: { end(): Omit<Scrolled, 'workMs'> }
}

/** Frame by frame, where what was in view is now: going up, everything moves down, and nothing ever back. */
async function watchJumps(page: Page): Promise<void> {
  await page.evaluate((jumpPx) => {
    const scroller = document.querySelector('[data-area="messages"]')
    if (scroller === null) throw new Error('There is a thread')
    const seen = { jumps: 0, largestPx: 0, frames: 0 }
    let anchor: { element: Element; top: number } | null = null
    let isOver = false
    const look = () => {
      if (isOver) return
      const now = anchor?.element.isConnected === true ? anchor.element.getBoundingClientRect().top : null
      if (anchor !== null && now !== null) {
        const backPx = anchor.top - now
        seen.frames += 1
        seen.largestPx = Math.max(seen.largestPx, backPx)
        if (backPx > jumpPx) seen.jumps += 1
      }
      const edge = scroller.getBoundingClientRect()
      // By rows, for what is out of view is not laid out and must not be for this.
      const row = [...scroller.querySelectorAll('[data-key]')].find((each) => each.getBoundingClientRect().bottom > edge.top + 1)
      const element = row?.querySelector('article') ?? row?.nextElementSibling?.querySelector('article') ?? undefined
      anchor = element === undefined ? null : { element, top: element.getBoundingClientRect().top }
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
    globalThis.jumpWatch = {
      end() {
        isOver = true
        return seen
      },
    }
  }, JUMP_PX)
}
