import { expect, test } from 'vitest'
import type { ConversationId, DeliveryStatus, MessageId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { AppError } from '#core/lib/app-error.ts'
import { createFakeGraph, type SendFate, type WireSend } from '#test/support/fake-graph.ts'
import { ANA, setUpSending, type Sending } from '#test/support/sending.ts'

/**
 * A shop in bad weather. The fake API knows what each customer really got; the shop learns only what answers and statuses say.
 * One seed decides everything: put a failing one into `SEEDS` alone to see it again.
 */
const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1)
const STEPS = 30
const ENDS: readonly DeliveryStatus[] = ['sent', 'delivered', 'read', 'failed', 'unconfirmed', 'cancelled']
const CUSTOMERS = ['5511987654321', '27821234567', '5215512345678']

test(`in ${SEEDS.length} seeds of bad weather no customer gets a message twice unasked, in another order, or not at all unnoticed`, async () => {
  const broken: string[] = []
  for (const seed of SEEDS) broken.push(...(await simulate(seed)))
  expect(broken).toEqual([])
}, 120_000)

type Written = {
  readonly id: MessageId
  readonly text: string
  readonly conversationId: ConversationId
  resends: number
  wasDoubtful: boolean
  rank: number
}
type Report = { readonly wamid: string; readonly tracker: string; readonly status: 'sent' | 'delivered' | 'read'; readonly at: number }

/** Answers what was broken. */
async function simulate(seed: number): Promise<string[]> {
  const broken: string[] = []
  const random = randomOf(seed)
  const chance = (share: number) => random() < share
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)]

  const graph = createFakeGraph()
  const received: string[] = []
  const reports: Report[] = []
  const written: Written[] = []
  let weather: 'good' | 'bad' | 'none' = 'good'
  let wamids = 0
  let shop = await setUpSending({ graph })
  const start = () => setUpSending({ db: shop.db, clock: shop.clock, graph, ids: shop.ids })
  const conversations = CUSTOMERS.map((waId) => shop.hearFrom(waId))

  /** The message reaches the customer; its statuses are on their way, in any order, some of them twice. */
  function reach(wire: WireSend, soonMs: number): string {
    wamids += 1
    const wamid = `wamid.S${wamids}`
    received.push(wire.body)
    for (const status of ['sent', 'delivered', ...(chance(0.5) ? ['read' as const] : [])] as const) {
      const report = { wamid, tracker: wire.tracker, status, at: shop.clock.now() + Math.floor(random() * soonMs) }
      reports.push(report, ...(chance(0.2) ? [report] : []))
    }
    return wamid
  }

  graph.fate = (wire): SendFate => {
    if (weather === 'none') return { kind: 'nothing-sent' }
    if (weather === 'good' && chance(0.8)) return { kind: 'accepted', wamid: reach(wire, 30_000) }
    const dice = random()
    if (dice < 0.15) return { kind: 'nothing-sent' }
    // Not known to us: it may have come through or not, and its statuses may take their time.
    if (dice < 0.45) {
      if (chance(0.5)) reach(wire, 30 * 60_000)
      return dice < 0.3 ? { kind: 'maybe-sent' } : { kind: 'answered', httpStatus: 502, body: '<html>' }
    }
    if (dice < 0.55) return { kind: 'refused', code: 131000, httpStatus: 500 }
    // Meta says no, and yet it went: a status tells so within the minute.
    if (dice < 0.6) {
      reach(wire, 40_000)
      return { kind: 'refused', code: 131016, httpStatus: 503 }
    }
    if (dice < 0.85) return { kind: 'refused', code: pick([131056, 130429, 4, 131026, 190, 131042]) ?? 4 }
    if (dice < 0.95) {
      const waitMs = Math.floor(random() * 90_000)
      const isReached = chance(0.7)
      const fate: SendFate = isReached ? { kind: 'accepted', wamid: reach(wire, 60_000) } : { kind: 'maybe-sent' }
      return { kind: 'late', until: new Promise((resolve) => shop.clock.after(waitMs, () => resolve(fate))) }
    }
    if (chance(0.5)) reach(wire, 60_000)
    return { kind: 'late', until: new Promise(() => {}) }
  }

  function hearDueReports(): void {
    for (const report of reports.filter(({ at }) => at <= shop.clock.now())) {
      reports.splice(reports.indexOf(report), 1)
      shop.hearStatus(report.status, report)
    }
  }

  async function pass(ms: number, inSteps = 10_000): Promise<void> {
    for (let left = ms; left > 0; left -= inSteps) {
      await shop.clock.advance(Math.min(left, inSteps))
      hearDueReports()
      check(shop)
    }
  }

  /** Hundreds of thousands of times: an `expect` each would take longer than all the rest. */
  function must(condition: boolean, why: () => string): void {
    if (!condition) broken.push(`seed ${seed}: ${why()}`)
  }

  function check(now: Sending): void {
    const orphans = now.db.list(sql`
      SELECT message_id FROM outbox WHERE state = 'attempting'
        AND NOT EXISTS (SELECT 1 FROM attempts WHERE attempts.message_id = outbox.message_id AND result IS NULL)`)
    must(orphans.length === 0, () => `attempting without an attempt row`)
    const shown = now.db.list<{ id: MessageId; status: DeliveryStatus }>(sql`SELECT id, status FROM messages WHERE direction = 'out'`)
    const statuses = new Map(shown.map(({ id, status }) => [id, status]))
    for (const message of written) {
      const status = statuses.get(message.id)
      if (status === 'unconfirmed' || status === 'reconciling' || status === 'failed') message.wasDoubtful = true
      const rank = rankOf(status)
      must(rank >= message.rank, () => `shown status of "${message.text}" went down`)
      message.rank = rank
      const times = received.filter((text) => text === message.text).length
      must(times <= 1 + message.resends, () => `"${message.text}" came ${times} times after ${message.resends} resends`)
    }
    for (const conversationId of conversations) {
      const sure = written.filter((message) => message.conversationId === conversationId && !message.wasDoubtful).map(({ text }) => text)
      const order = received.filter((text, index) => sure.includes(text) && received.indexOf(text) === index)
      const wanted = sure.filter((text) => order.includes(text))
      must(order.join() === wanted.join(), () => `${order.join()} came instead of ${wanted.join()}`)
    }
  }

  function writeOne(): void {
    const conversationId = pick(conversations)
    if (conversationId === undefined) return
    const text = `m${written.length}`
    written.push({ id: shop.send(conversationId, text), text, conversationId, resends: 0, wasDoubtful: false, rank: 0 })
  }

  function decideOne(): void {
    const message = pick(written.filter(({ id }) => ['unconfirmed', 'failed'].includes(shop.statusOf(id) ?? '')))
    if (message === undefined) return
    shop.outbox.decide(message.id, 'send-again', ANA)
    message.resends += 1
    message.rank = 0
  }

  for (let step = 0; step < STEPS; step += 1) {
    const dice = random()
    if (dice < 0.45) writeOne()
    else if (dice < 0.55) weather = pick(['good', 'bad', 'none'] as const) ?? 'good'
    else if (dice < 0.62) {
      await shop.die()
      shop = await start()
    } else if (dice < 0.72) decideOne()
    else if (dice < 0.76) ignoreRefusal(() => shop.outbox.undo(pick(written)?.id ?? (0 as MessageId), ANA))
    else if (dice < 0.84) shop.number.resume(ANA)
    await pass(Math.floor(random() * 60_000))
  }

  // The weather clears: whatever is still open comes to an end by itself.
  weather = 'good'
  graph.fate = (wire) => ({ kind: 'accepted', wamid: reach(wire, 1000) })
  await shop.die()
  shop = await start()
  shop.number.resume(ANA)
  // In small steps while statuses of the bad weather are still awaited, within the minute in which they come.
  await pass(2 * 60_000)
  await pass(40 * 60_000, 5 * 60_000)
  for (const { id, text } of written) {
    const status = shop.statusOf(id) ?? 'queued'
    const came = received.includes(text)
    const why = () => `"${text}" ended as ${status}, and ${came ? 'came' : 'never came'}`
    must(ENDS.includes(status), why)
    // Every status has come by now: a message that arrived is shown as such, and none that did not.
    must(came === rankOf(status) > 0, why)
  }
  return broken
}

/** What has been proved about a message can never be unproved. */
function rankOf(status: DeliveryStatus | undefined): number {
  return status === undefined ? 0 : (['sent', 'delivered', 'read'] as DeliveryStatus[]).indexOf(status) + 1
}

function ignoreRefusal(act: () => unknown): void {
  try {
    act()
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause
  }
}

/** Mulberry32: small, seeded, good enough to roll dice with. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
