import { expect, test } from 'vitest'
import type { ConversationId, DeliveryStatus, MessageId, NumberId } from '#contract'
import type { Database } from '#core/db/database.ts'
import { sql } from '#core/db/sql.ts'
import type { Derived } from '#core/inbox/derived.ts'
import { wholeShop } from '#core/inbox/reach.ts'
import type { MessageRow } from '#core/messages/repository.ts'
import type { DecodedEvent, Person } from '#core/whatsapp/decoded.ts'
import { echo, edit, NOON, NUMBER, person, reaction, REFERRAL, revoke, status, text } from '#test/support/decoded-events.ts'
import { ana, createReceiving } from '#test/support/receiving.ts'
import { createSeededRandom } from '#test/support/seeded-random.ts'

/** What a thread makes of its conversation, told from all its messages; written apart from the program's own two ways. */
function deriveFrom(messages: readonly MessageRow[], reactedAt: readonly number[]): Derived {
  const inOrder = messages
    .filter((message) => message.status !== 'cancelled')
    .toSorted((a, b) => a.sent_at - b.sent_at || Number(a.id) - Number(b.id))
  const last = inOrder.at(-1)
  const answers = messages.filter((message) => message.direction === 'out' && message.status !== 'failed' && message.status !== 'cancelled')
  const answeredAts = [...answers.map((message) => message.sent_at), ...reactedAt]
  const answeredAt = answeredAts.length === 0 ? null : Math.max(...answeredAts)
  const asked = messages.filter((message) => message.direction === 'in' && message.source === 'live' && message.author === 'customer')
  const open = asked.filter((message) => answeredAt === null || message.sent_at >= answeredAt)
  const referredAts = asked.filter(({ beside }) => beside?.includes('fb.me') === true).map((message) => message.sent_at)
  const freeFrom = referredAts.flatMap((at) => {
    const first = Math.min(...answeredAts.filter((each) => each > at))
    return first - at <= 24 * HOUR_MS ? [first] : []
  })
  const isRevoked = last !== undefined && last.revoked_at !== null
  return {
    last_at: last?.sent_at ?? null,
    last_message_id: last?.id ?? null,
    preview_direction: last?.direction ?? null,
    preview_kind: isRevoked ? 'revoked' : (last?.kind ?? null),
    preview_text: isRevoked ? null : (last?.body ?? null),
    preview_status: last?.status ?? null,
    last_outbound_at: answeredAt,
    waiting_since: open.length === 0 ? null : Math.min(...open.map((message) => message.sent_at)),
    referred_at: referredAts.length === 0 ? null : Math.max(...referredAts),
    free_entry_until: freeFrom.length === 0 ? null : Math.max(...freeFrom) + 72 * HOUR_MS,
    inbound_count: asked.length,
  }
}

function threadsOf(db: Database) {
  const ids = db.list<{ id: ConversationId }>(sql`SELECT id FROM conversations WHERE merged_into IS NULL ORDER BY id`)
  const kept = ids.map(({ id }) =>
    db.get<Derived>(sql`
      SELECT last_at, last_message_id, preview_direction, preview_kind, preview_text, preview_status, last_outbound_at, waiting_since,
        referred_at, free_entry_until, inbound_count FROM conversations WHERE id = ${id}`),
  )
  const expected = ids.map(({ id }) =>
    deriveFrom(db.list<MessageRow>(sql`SELECT * FROM messages WHERE conversation_id = ${id}`), reactionsOf(db, id)),
  )
  return { kept, expected }
}

/** When the shop reacted, of what it did not take back. */
function reactionsOf(db: Database, id: ConversationId): number[] {
  return db
    .list<{ at: number }>(
      sql`SELECT at FROM reactions WHERE conversation_id = ${id} AND author = 'shop' AND emoji <> '' AND state <> 'failed'`,
    )
    .map(({ at }) => at)
}

const HOUR_MS = 60 * 60_000
const OWN: readonly [DeliveryStatus, ...DeliveryStatus[]] = ['queued', 'attempting', 'accepted', 'failed', 'unconfirmed', 'cancelled']
const REPORTED = ['sent', 'delivered', 'read', 'failed'] as const

test.each([1, 2, 3, 4, 5, 6])('whatever happens in a thread, its conversation shows what all its messages say (seed %i)', async (seed) => {
  const { pick, below } = createSeededRandom(seed)
  const { receive, db, messages, inbox, clock } = createReceiving()
  const byId = person({ waId: null, userId: 'BR.zelia' })
  const people: [Person, ...Person[]] = [person({ waId: '5511987654321' }), person({ waId: '27821234567' }), byId]
  const wamids: [string, ...string[]] = ['wamid.0']
  const ours: MessageId[] = []
  // Seconds apart, or days: an answer within one counts for an ad.
  const at = () => NOON + below(40) * 1000 + (below(6) === 0 ? below(4) * 12 * HOUR_MS : 0)
  const newWamid = () => {
    wamids.push(`wamid.${wamids.length}`)
    return `wamid.${wamids.length - 1}`
  }
  await receive(text('oi', { wamid: 'wamid.0', person: people[0], sentAt: NOON }))

  function oneEvent(): DecodedEvent {
    const about = { person: pick(people), sentAt: at() }
    const kinds: [() => DecodedEvent, ...(() => DecodedEvent)[]] = [
      () => text(`oi ${wamids.length}`, { ...about, wamid: newWamid() }),
      () => text(`de antes ${wamids.length}`, { ...about, wamid: newWamid(), source: 'history' }),
      () => text('de novo', { ...about, wamid: pick(wamids) }),
      () => text('pelo anúncio', { ...about, wamid: newWamid(), referral: REFERRAL }),
      () => reaction(pick(['', '👍', '🎉']), { ...about, direction: 'out', source: 'echo', targetWamid: pick(wamids) }),
      () => reaction('👍', { ...about, targetWamid: pick(wamids) }),
      () => echo('do celular', { ...about, wamid: newWamid() }),
      () => edit('corrigida', { ...about, targetWamid: pick(wamids) }),
      () => revoke({ ...about, targetWamid: pick(wamids) }),
      () => status(pick(REPORTED), { wamid: pick(wamids), at: about.sentAt }),
    ]
    return pick(kinds)()
  }

  async function act(): Promise<void> {
    const dice = below(10)
    clock.setWall(at())
    if (dice < 2) {
      const threads = db.list<{ id: ConversationId }>(sql`SELECT id FROM conversations WHERE merged_into IS NULL ORDER BY id`)
      ours.push(insert(threads[below(threads.length)]?.id ?? (1 as ConversationId)))
    } else if (dice < 4 && ours.length > 0) {
      messages.setOutgoing(ours[below(ours.length)] ?? (0 as MessageId), { status: pick(OWN), problem: null })
    } else if (dice < 5 && ours.length > 0) {
      const id = ours[below(ours.length)] ?? (0 as MessageId)
      if (messages.wamidOf(id) === null) messages.learnWamid(id, newWamid())
    } else {
      await receive(...Array.from({ length: 1 + below(4) }, oneEvent))
    }
  }

  function insert(conversationId: ConversationId): MessageId {
    const content = { kind: 'text', body: 'Já vai' } as const
    const where = { conversationId: inbox.get(conversationId).conversationId, numberId: NUMBER as NumberId, staffId: ana }
    return messages.insertOutgoing({ ...where, content, body: content.body, quotedMessageId: null, undoUntil: null })
  }

  for (let step = 0; step < 120; step += 1) {
    await act()
    const { kept, expected } = threadsOf(db)
    expect(kept, `step ${step}`).toEqual(expected)
    const waiting = expected.filter((thread) => thread.waiting_since !== null).length
    expect(inbox.countWaiting(wholeShop), `step ${step}`).toBe(waiting)
  }
  // The one without a phone turns out to be the first: two threads become one.
  await receive(text('sou eu', { wamid: newWamid(), person: person({ waId: '5511987654321', userId: 'BR.zelia' }), sentAt: NOON + 99_000 }))
  const { kept, expected } = threadsOf(db)
  expect(kept.length).toBe(2)
  expect(kept).toEqual(expected)
})
