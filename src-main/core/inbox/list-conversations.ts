import type { ConversationId, InboxView, StaffId } from '#contract'
import { fold } from '../contacts/fold.ts'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'
import { AppError } from '../lib/app-error.ts'
import type { PersonalConversationRow } from './repository.ts'

/**
 * The inbox's order is two lists one after the other, each read along an index of its own: those who wait, the longest wait
 * first; then the rest, newest activity first. A cursor says in which of them a page ended, and after which row.
 */
type Segment = 'waiting' | 'answered'
export type Cursor = { readonly segment: Segment; readonly after: { readonly at: number; readonly id: number } | null }

/** So many conversations are fetched one by one and sorted; where more are wanted, the list's order soon meets as many as a page takes. */
const AMONG_MAX = 500

export type ListOptions = {
  readonly staffId: StaffId
  readonly view: InboxView
  readonly filter: string
  readonly cursor: string | null
  readonly limit: number
}

/** `nextCursor` is null at the end. `unread` gives a person's unread conversations, and may give some that are read. */
export function listConversations(
  db: Database,
  options: ListOptions & { unread(staffId: StaffId): ReadonlySet<ConversationId> },
): { rows: PersonalConversationRow[]; nextCursor: string | null } {
  const among = findAmong(db, options)
  const rows: PersonalConversationRow[] = []
  let cursor: Cursor | null = options.cursor === null ? { segment: 'waiting', after: null } : parseCursor(options.cursor)
  while (cursor !== null) {
    const wanted = options.limit - rows.length
    const segment: Segment = cursor.segment
    const page: PersonalConversationRow[] = db.list<PersonalConversationRow>(segmentQuery(cursor, { ...options, among, limit: wanted + 1 }))
    rows.push(...page.slice(0, wanted))
    const last = rows.at(-1)
    if (page.length > wanted && last !== undefined) return { rows, nextCursor: formatCursor({ segment, after: positionOf(segment, last) }) }
    cursor = segment === 'waiting' && options.view !== 'waiting' ? { segment: 'answered', after: null } : null
    if (cursor !== null && rows.length === options.limit) return { rows, nextCursor: formatCursor(cursor) }
  }
  return { rows, nextCursor: null }
}

/** All that can be in the list, when they are few; null when they are not, or nobody knows. */
function findAmong(
  db: Database,
  { staffId, view, filter, unread }: ListOptions & { unread(staffId: StaffId): ReadonlySet<ConversationId> },
): readonly ConversationId[] | null {
  const wanted = wantedText(filter)
  if (INDEXED.test(wanted)) {
    const named = db.list<{ id: ConversationId }>(namedQuery(wanted))
    if (named.length <= AMONG_MAX) return named.map(({ id }) => id)
  }
  if (view !== 'unread') return null
  const ids = unread(staffId)
  return ids.size <= AMONG_MAX ? [...ids] : null
}

/** Texts of fewer than three code points are in no index. */
const INDEXED = /.{3}/u

/** Conversations with whoever is called so, one more than are fetched one by one. Exported for the test of its plan. */
export function namedQuery(wanted: string): Sql {
  // Letters, digits and spaces alone: nothing of it can end the phrase.
  return sql`
    SELECT c.id FROM contact_search s CROSS JOIN conversations c ON c.contact_id = s.rowid
    WHERE s.search_text MATCH ${`"${wanted}"`} LIMIT ${AMONG_MAX + 1}`
}

/** Exported for the tests of its plan. */
export function segmentQuery(cursor: Cursor, options: Omit<ListOptions, 'cursor'> & { among: readonly ConversationId[] | null }): Sql {
  const { staffId, view, among } = options
  const isWaiting = cursor.segment === 'waiting'
  const { at, id } = cursor.after ?? (isWaiting ? BEFORE_ALL_WAITING : BEFORE_ALL_ANSWERED)
  const inSegment = isWaiting
    ? sql`c.waiting_since IS NOT NULL AND (c.waiting_since, c.id) > (${at}, ${id})`
    : sql`c.waiting_since IS NULL AND (c.last_at, c.id) < (${at}, ${id})`
  const order = isWaiting ? sql`c.waiting_since, c.id` : sql`c.last_at DESC, c.id DESC`
  const unread = view === 'unread' ? sql`AND c.inbound_count > coalesce(r.read_count, 0)` : sql``
  // A person's drafts are few: from them to their conversations, not the other way round.
  const from =
    view === 'drafts'
      ? sql`drafts d CROSS JOIN conversations c ON c.id = d.conversation_id`
      : among === null
        ? sql`conversations c`
        : sql`json_each(${JSON.stringify(among)}) a CROSS JOIN conversations c ON c.id = a.value`
  const draft = view === 'drafts' ? sql`` : sql`LEFT JOIN drafts d ON d.staff_id = ${staffId} AND d.conversation_id = c.id`
  const own = view === 'drafts' ? sql`AND d.staff_id = ${staffId}` : sql``
  return sql`
    SELECT c.*, k.shown_name, k.shown_phone, coalesce(r.read_count, 0) AS read_count, d.text AS draft_text
    FROM ${from}
    JOIN contacts k ON k.id = c.contact_id
    LEFT JOIN read_marks r ON r.staff_id = ${staffId} AND r.conversation_id = c.id
    ${draft}
    WHERE ${inSegment} ${own} ${unread} ${filterClause(options.filter)}
    ORDER BY ${order} LIMIT ${options.limit}`
}

const BEFORE_ALL_WAITING = { at: Number.MIN_SAFE_INTEGER, id: 0 }
const BEFORE_ALL_ANSWERED = { at: Number.MAX_SAFE_INTEGER, id: 0 }

function filterClause(filter: string): Sql {
  const wanted = wantedText(filter)
  return wanted === '' ? sql`` : sql`AND instr(k.search_text, ${wanted}) > 0`
}

/** Accent-blind; a number may be written with any spaces and signs. */
function wantedText(filter: string): string {
  const words = fold(filter)
  return /^\p{N}[\p{N} ]*$/u.test(words) ? words.replaceAll(' ', '') : words
}

function positionOf(segment: Segment, row: PersonalConversationRow): { at: number; id: number } {
  const at = segment === 'waiting' ? row.waiting_since : row.last_at
  return { at: at ?? 0, id: row.id }
}

function formatCursor({ segment, after }: Cursor): string {
  return after === null ? segment : `${segment}.${after.at}.${after.id}`
}

function parseCursor(text: string): Cursor {
  const parts = /^(waiting|answered)(?:\.(-?\d{1,16})\.(\d{1,16}))?$/.exec(text)
  const segment = parts?.[1]
  if (segment !== 'waiting' && segment !== 'answered') {
    throw new AppError('invalid-input', 'The cursor is not one this program gave', { facts: { field: 'cursor' } })
  }
  return { segment, after: parts?.[2] === undefined ? null : { at: Number(parts[2]), id: Number(parts[3]) } }
}
