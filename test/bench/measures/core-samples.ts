import type Sqlite from 'better-sqlite3'
import type { ContactId, ConversationId, MessageId } from '#contract'
import { createSeededRandom } from '#test/support/seeded-random.ts'
import { OWNER } from '#test/support/shop-rig.ts'

/** As many as a window asks for at once. */
export const PAGE = 50
/** More than are open in a day. */
const FULL_THREADS = 600

/** `middle` stands in the middle of the newest page. */
type FullThread = { readonly id: ConversationId; readonly newest: MessageId; readonly middle: MessageId }

export type Samples = {
  /** Spread over the shop at random, so that pages are not always the same. */
  readonly conversations: readonly { id: ConversationId; contactId: ContactId; size: number }[]
  /** With more than a page of messages. */
  readonly full: readonly FullThread[]
  readonly longest: readonly ConversationId[]
  readonly shortest: readonly ConversationId[]
  readonly phoneFragments: readonly string[]
  /** That the owner looks after, for a colleague whose own they never were. */
  readonly foreign: readonly ConversationId[]
}

/** Which conversations a shop is measured with: always the same of the same shop. */
export function sampleOf(bare: Sqlite.Database): Samples {
  const random = createSeededRandom(3)
  const threads = bare
    .prepare('SELECT conversation_id AS id, count(*) AS size FROM messages GROUP BY conversation_id ORDER BY size DESC')
    .all() as { id: ConversationId; size: number }[]
  const contacts = new Map(
    (bare.prepare('SELECT id, contact_id FROM conversations').all() as { id: number; contact_id: ContactId }[]).map((row) => [
      row.id,
      row.contact_id,
    ]),
  )
  const fromEnd = bare.prepare('SELECT id FROM messages WHERE conversation_id = ? ORDER BY sent_at DESC, id DESC LIMIT 1 OFFSET ?')
  const messageFromEnd = (id: ConversationId, offset: number) => (fromEnd.get(id, offset) as { id: MessageId }).id
  const phones = bare.prepare("SELECT value FROM identities WHERE kind = 'wa_id' LIMIT 2000").all() as { value: string }[]
  return {
    conversations: random.shuffled(threads).map(({ id, size }) => ({ id, size, contactId: known(contacts.get(id)) })),
    full: random
      .shuffled(threads.filter(({ size }) => size > PAGE))
      .slice(0, FULL_THREADS)
      .map(({ id }) => ({ id, newest: messageFromEnd(id, 0), middle: messageFromEnd(id, PAGE / 2) })),
    longest: threads.slice(0, 5).map(({ id }) => id),
    shortest: threads.slice(-500).map(({ id }) => id),
    foreign: (
      bare
        .prepare(`
          SELECT c.id FROM conversations c JOIN staff s ON s.id = c.assigned_to WHERE s.login = ? AND c.merged_into IS NULL
          AND (SELECT count(*) FROM conversation_people p WHERE p.conversation_id = c.id) = 1`)
        .all(OWNER.login) as { id: ConversationId }[]
    ).map(({ id }) => id),
    phoneFragments: random.shuffled(phones).map(({ value }) => value.slice(-5)),
  }
}

export function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('The generated shop has none of these')
  return value
}
