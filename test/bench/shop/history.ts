import { hash } from 'node:crypto'
import type { ContactId, ConversationId, DeliveryProblem, DeliveryStatus, MessageContent, OutgoingContent, StaffId } from '#contract'
import type { Database } from '#core/db/database.ts'
import { contentKey, kindOf, OWN_CONTENT_KEY } from '#core/messages/rows.ts'
import { trackerOf } from '#core/outbox/tracker.ts'
import { createSeededRandom } from '#test/support/seeded-random.ts'
import { inboundFrame, messageBody, NUMBER, statusBody, statusFrame } from './bodies.ts'
import { createContents } from './contents.ts'
import { createInsert } from './fast-writing.ts'
import type { PastJournal } from './past-journal.ts'
import { createPeople, type Customer } from './people.ts'
import type { Turn } from './timeline.ts'
import { createWriter } from './vocabulary.ts'

export type Thread = {
  readonly customer: Customer
  readonly contactId: ContactId
  readonly conversationId: ConversationId
  /** When a body last named the customer with their name, and when one last named them at all. */
  lastNamedAt: number
  lastSeenAt: number
  lastWamid: string | null
  lastFrom: 'in' | 'out'
}

const QUOTING_PERCENT = 6
const FORWARDED_PERCENT = 1
const REACTING_PERCENT = 2
const FAILED_PERCENT = 1
const READ_PERCENT = 75

const UNDELIVERABLE = { code: 131026, title: 'Message undeliverable', details: 'Message Undeliverable.' }
const PRICING = { billable: false, pricing_model: 'PMP', category: 'service', type: 'free_customer_service' }
const PRICING_ROW = JSON.stringify({ model: 'PMP', type: 'free_customer_service', category: 'service', billable: false })
const HEARTS = ['❤️', '👍', '🙏', '😂'] as const
/** Of the decoder that is in the program; a newer one reads again only what an older one kept. */
const DECODER_VERSION = 1

/** Turns of a timeline as the rows that taking them in and sending them would have left, raw bodies byte for byte. */
export function createHistory(deps: {
  db: Database
  seed: number
  staffIds: readonly StaffId[]
  trackerKey: Buffer
  journal: PastJournal
  /** A customer writes for the first time. */
  begin(customer: Customer, at: number): { contactId: ContactId; conversationId: ConversationId }
}) {
  const { db, seed, staffIds } = deps
  const random = createSeededRandom(seed)
  const writer = createWriter({ seed })
  const people = createPeople({ seed })
  const contents = createContents({ seed, sentence: writer.sentence })
  const threads: Thread[] = []
  const insert = createInserts(db)
  let messageId = 0
  let rawEventId = 0

  function addRaw(body: string, receivedAt: number): number {
    rawEventId += 1
    const bytes = Buffer.from(body)
    insert.rawEvent({
      id: rawEventId,
      received_at: receivedAt,
      sha256: hash('sha256', bytes, 'buffer'),
      state: 'applied',
      decoder_version: DECODER_VERSION,
    })
    insert.rawBody({ raw_event_id: rawEventId, body: bytes })
    return rawEventId
  }

  function newWamid(customer: Customer): string {
    const tail = `${random.below(2 ** 32).toString(16)}${messageId.toString(16).padStart(8, '0')}`
    return `wamid.${Buffer.from(`\x1d\x01\x18\x0c${customer.waId ?? customer.userId ?? ''}\x15\x02${tail.toUpperCase()}`).toString('base64')}`
  }

  function addInbound(thread: Thread, at: number): void {
    const { customer } = thread
    const { wire, content, body, mediaId } = contents.next()
    const wamid = newWamid(customer)
    const quotedWamid = quoted(thread)
    const forwarded = quotedWamid === null && random.below(100) < FORWARDED_PERCENT ? 'once' : 'no'
    const context =
      quotedWamid !== null
        ? { context: { from: NUMBER.phone, id: quotedWamid } }
        : forwarded === 'once'
          ? { context: { forwarded: true } }
          : {}
    const raw = addRaw(messageBody(customer, { ...context, ...inboundFrame(customer, { wamid, at }), ...wire }), at + 1200)
    insert.message({
      ...messageRow(thread, { at, content, body, wamid }),
      raw_event_id: raw,
      direction: 'in',
      author: 'customer',
      staff_id: null,
      content_key: contentKey({ isGhost: false, source: 'live', content, body, sentAt: at, referral: null, productId: null }),
      media_id: mediaId,
      quoted_wamid: quotedWamid,
      forwarded,
      own_status: null,
      status: null,
      problem: null,
    })
    thread.lastNamedAt = at
    thread.lastSeenAt = Math.max(thread.lastSeenAt, at)
    thread.lastWamid = wamid
    thread.lastFrom = 'in'
  }

  function addOutbound(thread: Thread, at: number): void {
    const staffId = staffIds[random.below(staffIds.length)] ?? null
    const text = writer.sentence()
    const wamid = newWamid(thread.customer)
    const quotedWamid = thread.lastFrom === 'in' ? quoted(thread) : null
    const clientKey = `CK${messageId.toString(36).padStart(24, '0')}`.toUpperCase()
    const tracker = trackerOf(deps.trackerKey, { clientKey, attempt: 1 })
    const shown = addStatuses(thread, { wamid, tracker, at })
    const content: MessageContent = { kind: 'text', body: text }
    insert.message({
      ...messageRow(thread, { at, content, body: text, wamid }),
      raw_event_id: null,
      direction: 'out',
      author: 'staff',
      staff_id: staffId,
      content_key: OWN_CONTENT_KEY,
      media_id: null,
      quoted_wamid: quotedWamid,
      forwarded: 'no',
      own_status: 'accepted',
      ...shown,
    })
    const { conversationId } = thread
    const outgoing: OutgoingContent = { kind: 'text', body: text, hasLinkPreview: false }
    const place = { clientKey, conversationId, numberId: NUMBER.numberId }
    insert.command({
      key: `message.send:${clientKey}`,
      kind: 'message.send',
      entity: `conversation:${conversationId}`,
      by_staff: staffId,
      at,
      payload: JSON.stringify({ ...place, content: outgoing, shown: content, body: text, replyTo: null, undoUntil: at + 5000 }),
    })
    if (staffId !== null) {
      const entry = { by: staffId, contactId: thread.contactId }
      // Whoever has just opened it answers more than once.
      if (messageId % 3 === 0) deps.journal.append({ ...entry, at: at - 60_000, action: 'conversation.opened' })
      deps.journal.append({ ...entry, at, action: 'message.sent', details: { clientKey } })
    }
    insert.outbox({
      message_id: messageId,
      conversation_id: conversationId,
      number_id: NUMBER.numberId,
      client_key: clientKey,
      payload: JSON.stringify(outgoing),
      state: 'accepted',
      due_at: at + 5000,
      queued_at: at,
    })
    insert.attempt({
      message_id: messageId,
      attempt: 1,
      resends: 0,
      tracker,
      started_at: at + 5000,
      finished_at: at + 5400,
      result: 'accepted',
      wamid,
    })
    thread.lastWamid = wamid
    thread.lastFrom = 'out'
  }

  /** Each as a body of its own, and what they make of the message. */
  function addStatuses(
    thread: Thread,
    sent: { wamid: string; tracker: string; at: number },
  ): { status: DeliveryStatus; problem: string | null } {
    const { wamid, tracker } = sent
    const { customer } = thread
    const frame = (status: string, at: number) => statusFrame(customer, { wamid, status, at, tracker })
    const add = (
      status: DeliveryStatus,
      afterSeconds: number,
      rest: { wire?: object; problem?: string | null; pricing?: string | null },
    ) => {
      const at = sent.at + afterSeconds * 1000
      addRaw(statusBody({ ...frame(status, at), ...rest.wire }), at + 900)
      insert.status({
        number_id: NUMBER.numberId,
        wamid,
        status,
        recipient: '',
        at,
        tracker,
        problem: rest.problem ?? null,
        pricing: rest.pricing ?? null,
      })
      thread.lastSeenAt = Math.max(thread.lastSeenAt, at)
    }

    if (random.below(100) < FAILED_PERCENT) {
      const { code, title, details } = UNDELIVERABLE
      const problem = JSON.stringify({ key: 'undeliverable', code, details } satisfies DeliveryProblem)
      add('failed', 6, { wire: { errors: [{ code, title, message: title, error_data: { details } }] }, problem })
      return { status: 'failed', problem }
    }
    add('sent', 6, { wire: { pricing: PRICING }, pricing: PRICING_ROW })
    add('delivered', 7 + random.below(20), { wire: { pricing: PRICING }, pricing: PRICING_ROW })
    if (random.below(100) >= READ_PERCENT) return { status: 'delivered', problem: null }
    add('read', 30 + random.below(3000), {})
    return { status: 'read', problem: null }
  }

  function addReaction(thread: Thread, at: number): void {
    const targetWamid = thread.lastWamid
    if (targetWamid === null) return
    const { customer } = thread
    const emoji = random.pick(HEARTS)
    const reaction = { type: 'reaction', reaction: { message_id: targetWamid, emoji } }
    addRaw(messageBody(customer, { ...inboundFrame(customer, { wamid: `${newWamid(customer)}R`, at }), ...reaction }), at + 1200)
    insert.reaction({
      number_id: NUMBER.numberId,
      target_wamid: targetWamid,
      author: 'customer',
      conversation_id: thread.conversationId,
      emoji,
      at,
    })
    thread.lastNamedAt = at
    thread.lastSeenAt = Math.max(thread.lastSeenAt, at)
  }

  function messageRow(thread: Thread, said: { at: number; content: MessageContent; body: string | null; wamid: string }) {
    return {
      id: messageId,
      conversation_id: thread.conversationId,
      number_id: NUMBER.numberId,
      wamid: said.wamid,
      source: 'live',
      kind: kindOf(said.content),
      body: said.body,
      content: JSON.stringify(said.content),
      sent_at: said.at,
    }
  }

  function quoted(thread: Thread): string | null {
    return random.below(100) < QUOTING_PERCENT ? thread.lastWamid : null
  }

  return {
    add(turn: Turn): void {
      messageId += 1
      let thread = threads[turn.conversation]
      if (thread === undefined) {
        const customer = people.next()
        thread = { customer, ...deps.begin(customer, turn.at), lastNamedAt: turn.at, lastSeenAt: turn.at, lastWamid: null, lastFrom: 'in' }
        threads[turn.conversation] = thread
      }
      if (turn.direction === 'in') addInbound(thread, turn.at)
      else addOutbound(thread, turn.at)
      if (turn.direction === 'out' && random.below(100) < REACTING_PERCENT) addReaction(thread, turn.at + 10_000)
    },
    threads: (): readonly Thread[] => threads,
  }
}

function createInserts(db: Database) {
  return {
    rawEvent: createInsert(db, 'raw_events', ['id', 'received_at', 'sha256', 'state', 'decoder_version']),
    rawBody: createInsert(db, 'raw_bodies', ['raw_event_id', 'body']),
    message: createInsert(db, 'messages', [
      'id',
      'conversation_id',
      'number_id',
      'wamid',
      'raw_event_id',
      'source',
      'direction',
      'author',
      'staff_id',
      'kind',
      'body',
      'content',
      'content_key',
      'media_id',
      'sent_at',
      'quoted_wamid',
      'forwarded',
      'own_status',
      'status',
      'problem',
    ]),
    status: createInsert(db, 'statuses', ['number_id', 'wamid', 'status', 'recipient', 'at', 'tracker', 'problem', 'pricing']),
    reaction: createInsert(db, 'reactions', ['number_id', 'target_wamid', 'author', 'conversation_id', 'emoji', 'at']),
    command: createInsert(db, 'commands', ['key', 'kind', 'entity', 'by_staff', 'at', 'payload']),
    outbox: createInsert(db, 'outbox', [
      'message_id',
      'conversation_id',
      'number_id',
      'client_key',
      'payload',
      'state',
      'due_at',
      'queued_at',
    ]),
    attempt: createInsert(db, 'attempts', ['message_id', 'attempt', 'resends', 'tracker', 'started_at', 'finished_at', 'result', 'wamid']),
  }
}
