import type Sqlite from 'better-sqlite3'
import type { Fact } from './facts.ts'
import type { World } from './world.ts'

const DAY_MS = 24 * 60 * 60_000

type MessageRow = {
  id: number
  conversation_id: number
  wamid: string | null
  source: string
  direction: string
  author: string
  kind: string
  body: string | null
  media_id: string | null
  sent_at: number
  edited_at: number | null
  revoked_at: number | null
  status: string | null
}

type ConversationRow = {
  id: number
  last_at: number | null
  last_message_id: number | null
  preview_direction: string | null
  preview_kind: string | null
  preview_text: string | null
  preview_status: string | null
  last_outbound_at: number | null
  waiting_since: number | null
  window_expires_at: number | null
  inbound_count: number
}

/** Whether everything that was answered 200 is applied: only then can it be compared with what WhatsApp said. */
export function isAllApplied({ known }: World, db: Sqlite.Database): boolean {
  const stored = db.prepare(`SELECT count(*) FROM raw_events`).pluck().get()
  const waiting = db.prepare(`SELECT count(*) FROM raw_events WHERE state = 'stored'`).pluck().get()
  return waiting === 0 && stored === known.bodies.size
}

/** What a list shows of each thread is what its messages make of it, counted anew; and each message says what was said. */
export function checkThreads(world: World, db: Sqlite.Database): void {
  const messages = db
    .prepare(
      `SELECT id, conversation_id, wamid, source, direction, author, kind, body, media_id, sent_at, edited_at, revoked_at, status
       FROM messages ORDER BY sent_at, id`,
    )
    .all() as MessageRow[]
  const conversations = db
    .prepare(
      `SELECT id, last_at, last_message_id, preview_direction, preview_kind, preview_text, preview_status, last_outbound_at, waiting_since,
         window_expires_at, inbound_count FROM conversations`,
    )
    .all() as ConversationRow[]
  const reactions = db
    .prepare(`SELECT conversation_id, at FROM reactions WHERE author = 'shop' AND emoji <> '' AND state <> 'failed'`)
    .all() as { conversation_id: number; at: number }[]
  const byThread = Map.groupBy(messages, (row) => row.conversation_id)
  for (const row of conversations) {
    const { window_expires_at: _window, ...shown } = row
    const reactedAt = reactions.filter(({ conversation_id: id }) => id === row.id).map(({ at }) => at)
    const expected = derive(row.id, byThread.get(row.id) ?? [], reactedAt)
    if (JSON.stringify(shown) !== JSON.stringify(expected))
      world.break(`conversation ${row.id} is ${differenceOf(shown, expected)}, counted anew from its messages`)
  }
  if (!isAllApplied(world, db)) return
  // What came in while the clock was a day behind is dated by that clock, and so is the order of its edits.
  if (!world.wasFarBehind) checkSaid(world, messages)
  checkWindows(world, conversations, messages, db)
  checkPeople(world, messages)
}

function derive(id: number, thread: readonly MessageRow[], reactedAt: readonly number[]): Omit<ConversationRow, 'window_expires_at'> {
  const last = thread.findLast(({ status }) => status !== 'cancelled')
  const outbound = thread.filter(({ direction, status }) => direction === 'out' && status !== 'failed' && status !== 'cancelled')
  const answeredAt = [...outbound.map(({ sent_at: at }) => at), ...reactedAt]
  const lastOutboundAt = answeredAt.length === 0 ? null : Math.max(...answeredAt)
  const inbound = thread.filter(({ direction, source, author }) => direction === 'in' && source === 'live' && author === 'customer')
  const isRevoked = last !== undefined && last.revoked_at !== null
  return {
    id,
    last_at: last?.sent_at ?? null,
    last_message_id: last?.id ?? null,
    preview_direction: last?.direction ?? null,
    preview_kind: isRevoked ? 'revoked' : (last?.kind ?? null),
    preview_text: isRevoked ? null : (last?.body ?? null),
    preview_status: last?.status ?? null,
    last_outbound_at: lastOutboundAt,
    waiting_since: inbound.find(({ sent_at: at }) => lastOutboundAt === null || at >= lastOutboundAt)?.sent_at ?? null,
    inbound_count: inbound.length,
  }
}

function differenceOf(shown: object, expected: object): string {
  const other: Record<string, unknown> = { ...expected }
  return Object.entries(shown)
    .filter(([name, value]) => value !== other[name])
    .map(([name, value]) => `${name} ${String(value)} instead of ${String(other[name])}`)
    .join(', ')
}

/** I1 and I9: what was said is shown as it was said, its last edit and its deletion included; of a file, what it is fetched by. */
function checkSaid(world: World, messages: readonly MessageRow[]): void {
  for (const row of messages) {
    const said = row.wamid === null || row.author === 'staff' ? undefined : world.known.messages.get(row.wamid)
    if (said === undefined) continue
    const changes = [...world.known.changes.values()].filter(({ target }) => target === said.wamid && said.direction === 'in')
    const edit = changes
      .filter(({ change }) => change === 'edit')
      .toSorted(byTime)
      .at(-1)
    const expected = {
      direction: said.direction,
      source: said.source,
      kind: edit === undefined ? said.contentKind : 'text',
      body: edit === undefined ? said.body : edit.body,
      media: said.mediaId,
      isRevoked: changes.some(({ change }) => change === 'revoke'),
    }
    const { direction, source, kind, body, media_id: media } = row
    const shown = { direction, source, kind, body, media, isRevoked: row.revoked_at !== null }
    if (JSON.stringify(shown) !== JSON.stringify(expected)) world.break(`I1: ${said.wamid} is shown as ${differenceOf(shown, expected)}`)
    if (said.sentAt !== null && said.sentAt !== row.sent_at)
      world.break(`I1: ${said.wamid} is dated ${row.sent_at}, said at ${said.sentAt}`)
  }
}

function byTime(a: { at: number; wamid: string }, b: { at: number; wamid: string }): number {
  return a.at - b.at || (a.wamid < b.wamid ? -1 : 1)
}

/** Open for a day after the last thing the customer did, by WhatsApp's time; by nothing that the shop did. */
function checkWindows(world: World, conversations: readonly ConversationRow[], messages: readonly MessageRow[], db: Sqlite.Database): void {
  if (world.wasFarBehind) return
  const threadOf = threadsByCustomer(messages, world)
  for (const customer of world.customers.all) {
    const thread = threadOf.get(customer.index)
    if (thread === undefined) continue
    const heard = [
      ...[...world.known.messages.values()].filter((fact) => opensWindow(fact, customer.index)).map(({ sentAt }) => sentAt),
      ...[...world.known.reactionTimes].filter(([, by]) => by.customer === customer.index).map(([, by]) => by.at),
    ]
    if (heard.includes(null)) continue
    const newest = Math.max(...heard.map((at) => at ?? 0))
    const expected = heard.length === 0 ? null : newest + DAY_MS
    const shown = conversations.find(({ id }) => id === thread)?.window_expires_at ?? null
    const kept = db.prepare(`SELECT count(*) FROM kept_items WHERE reason = 'apply-failed'`).pluck().get()
    if (shown !== expected && kept === 0) world.break(`the window of conversation ${thread} ends at ${shown}, not ${expected}`)
  }
}

function opensWindow(fact: Extract<Fact, { kind: 'message' }>, customer: number): boolean {
  return fact.customer === customer && fact.direction === 'in' && fact.source === 'live' && fact.contentKind !== 'system'
}

/** Each customer has one thread, and none has two customers. */
function checkPeople(world: World, messages: readonly MessageRow[]): void {
  const customers = new Map<number, number>()
  const threads = new Map<number, number>()
  for (const row of messages) {
    const said = row.wamid === null ? undefined : world.known.messages.get(row.wamid)
    if (said === undefined) continue
    if ((customers.get(row.conversation_id) ?? said.customer) !== said.customer) world.break(`two customers share a thread`)
    if ((threads.get(said.customer) ?? row.conversation_id) !== row.conversation_id) world.break(`a customer has two threads`)
    customers.set(row.conversation_id, said.customer)
    threads.set(said.customer, row.conversation_id)
  }
}

function threadsByCustomer(messages: readonly Pick<MessageRow, 'wamid' | 'conversation_id'>[], world: World): Map<number, number> {
  const threads = new Map<number, number>()
  for (const { wamid, conversation_id: thread } of messages) {
    const said = wamid === null ? undefined : world.known.messages.get(wamid)
    if (said !== undefined) threads.set(said.customer, thread)
  }
  return threads
}
