import { events, methods, type ConversationId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { decodeWebhook } from '#core/whatsapp/decode/envelope.ts'
import { wholeShop } from '#core/inbox/reach.ts'
import { createReceiving } from '#test/support/receiving.ts'
import { contact, inboundText, messagesChange, NUMBER_ID, toBody, WABA_ID, webhook, type Json } from '#test/support/webhook-builder.ts'
import { expectThat } from './decoder-property.ts'

/** In each name and text that must not be found in a log. */
const CANARY = 'canário'
const RECEIVED_AT = 1_795_348_860_000

/**
 * What must be so of taking in any bodies, from the raw bytes to what windows get: good messages before, in and behind them are
 * shown, nothing is left waiting or called a defect, the tables agree with each other, and every list and event is as the contract says.
 */
export async function checkIntake(bodies: readonly Buffer[]): Promise<void> {
  const receiving = createReceiving({ decode: decodeWebhook, ownNumberId: () => NUMBER_ID })
  const { clock, db, intake, log } = receiving
  clock.setWall(RECEIVED_AT)
  const told = receiving.listen()
  const sentinels = createSentinels()
  await intake.receiveUnsigned(sentinels.body())
  for (const body of bodies) {
    await intake.receiveUnsigned(body)
    const beside = sentinels.beside(body)
    if (beside !== null) await intake.receiveUnsigned(beside)
  }
  await intake.receiveUnsigned(sentinels.body())
  await intake.settled()

  const failures = log.lines.filter(({ level }) => level === 'error')
  expectThat(failures.length === 0, `logs ${failures[0]?.event}: ${String(failures[0]?.cause)}`)
  expectThat(!JSON.stringify(log.lines).includes(CANARY), 'writes a name or text into the log')
  const shown = db.list<{ wamid: string }>(sql`SELECT wamid FROM messages WHERE wamid LIKE 'wamid.good%' AND kind = 'text'`)
  expectThat(shown.length === sentinels.count(), `shows ${shown.length} of ${sentinels.count()} good messages`)
  for (const [rule, query] of rules) {
    const against = db.list(query)
    expectThat(against.length === 0, `${rule}: ${JSON.stringify(against[0])}`)
  }
  checkUnknownIsShown(receiving)
  checkPages(receiving)
  for (const { event, payload } of told) {
    expectThat(Object.hasOwn(events, event), `tells of ${event}`)
    // The line above says that it is one of them.
    events[event as keyof typeof events].payload.parse(payload)
  }
  await intake.close()
  db.close()
}

/** Good messages that stand among the bad ones; each has a wamid, a person and a time of its own. */
function createSentinels() {
  let count = 0
  function change(): Json {
    count += 1
    const who = { wa_id: `55119${String(60_000_000 + count)}`, user_id: `BR.good${count}` }
    return messagesChange({
      contacts: [contact({ ...who, profile: { name: CANARY } })],
      messages: [inboundText(CANARY, { id: `wamid.good${count}`, from: who.wa_id, from_user_id: who.user_id })],
    })
  }
  return {
    count: () => count,
    body: () => toBody(webhook(change())),
    /** The same body with a good entry before its own, when it has a list of entries. */
    beside(body: Buffer): Buffer | null {
      const text = body.toString('utf8')
      const [before, after, ...more] = text.split('"entry":[')
      if (before === undefined || after === undefined || more.length > 0 || !hasEntries(parsed(body))) return null
      const entry = JSON.stringify({ id: WABA_ID, changes: [change()] })
      return Buffer.from(`${before}"entry":[${entry}${/^\s*\]/.test(after) ? '' : ','}${after}`)
    },
  }
}

const rules = [
  ['waits for ever', sql`SELECT id, state FROM raw_events WHERE state = 'stored'`],
  ['keeps as a defect', sql`SELECT reason, path FROM kept_items WHERE reason IN ('apply-failed', 'decoder-failed')`],
  ['points at what is not there', sql`PRAGMA foreign_key_check`],
  [
    'leaves messages in a merged thread',
    sql`SELECT m.id FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE c.merged_into IS NOT NULL`,
  ],
  [
    'leaves a thread with a merged contact',
    sql`SELECT v.id FROM conversations v JOIN contacts c ON c.id = v.contact_id WHERE c.merged_into IS NOT NULL AND v.merged_into IS NULL`,
  ],
  [
    'leaves an id with a merged contact',
    sql`SELECT i.kind FROM identities i JOIN contacts c ON c.id = i.contact_id WHERE c.merged_into IS NOT NULL`,
  ],
  [
    'shows another message than the newest',
    sql`
      SELECT c.id, c.last_message_id FROM conversations c WHERE c.merged_into IS NULL AND c.last_message_id IS NOT (
        SELECT id FROM messages WHERE conversation_id = c.id AND status IS NOT 'cancelled' ORDER BY sent_at DESC, id DESC LIMIT 1)`,
  ],
  [
    'counts other messages than came in',
    sql`
      SELECT c.id, c.inbound_count FROM conversations c WHERE c.merged_into IS NULL AND c.inbound_count <> (
        SELECT count(*) FROM messages WHERE conversation_id = c.id AND direction = 'in' AND source = 'live' AND author = 'customer')`,
  ],
  ['gives ticks to what came in', sql`SELECT id FROM messages WHERE direction = 'in' AND status IS NOT NULL`],
  [
    'has a time that cannot be',
    sql`SELECT id FROM messages WHERE sent_at < ${Date.UTC(2009, 0, 1)} OR sent_at > ${RECEIVED_AT + 24 * 60 * 60 * 1000}`,
  ],
] as const

/** A message of a type that nobody knows is in its thread, and kept whole to be read again. */
function checkUnknownIsShown({ reports, db }: ReturnType<typeof createReceiving>): void {
  for (const { outcomes } of reports) {
    for (const { item, outcome } of outcomes) {
      if (item.event.kind !== 'message' || item.event.content.kind !== 'unknown' || outcome.kind === 'kept') continue
      const rows = db.list(sql`SELECT id FROM messages WHERE number_id = ${item.event.numberId} AND wamid = ${item.event.wamid}`)
      expectThat(rows.length === 1, 'does not show a message of an unknown type')
      const beside = outcomes.find((other) => other.item.path === `${item.path}.type`)
      expectThat(beside?.outcome.kind === 'kept', 'does not keep a message of an unknown type')
    }
  }
}

/** Every page of the inbox and of every thread, through the contract's own schemas. */
function checkPages({ inbox, messages, db }: ReturnType<typeof createReceiving>): void {
  const listed: ConversationId[] = []
  let cursor: string | null = null
  do {
    const page = methods['conversations.list'].output.parse(inbox.list({ viewer: wholeShop, view: 'all', filter: '', cursor, limit: 100 }))
    listed.push(...page.conversations.map(({ conversationId }) => conversationId))
    cursor = page.nextCursor
  } while (cursor !== null)
  const { count } = db.get<{ count: number }>(
    sql`SELECT count(*) AS count FROM conversations WHERE merged_into IS NULL AND last_at IS NOT NULL`,
  )
  expectThat(new Set(listed).size === listed.length && listed.length === count, `lists ${listed.length} of ${count} threads`)
  let messageCount = 0
  for (const conversationId of listed) {
    const page = methods['messages.list'].output.parse(messages.list({ conversationId, anchor: null, limit: 100 }, wholeShop))
    messageCount += page.messages.length
    expectThat(!page.hasBefore || page.messages.length === 100, 'gives a page that is not full')
  }
  expectThat(messageCount >= Math.min(listed.length, 1), 'lists threads with nothing in them')
}

function hasEntries(json: unknown): boolean {
  if (typeof json !== 'object' || json === null || !('entry' in json) || !('object' in json)) return false
  return json.object === 'whatsapp_business_account' && Array.isArray(json.entry)
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    // Then nothing can stand beside it.
    return null
  }
}
