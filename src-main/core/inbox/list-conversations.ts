import type { ConversationId, InboxView, TeamId } from '#contract'
import { fold } from '../contacts/fold.ts'
import { isPhoneShown } from '../contacts/masks.ts'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'
import { AppError } from '../lib/app-error.ts'
import { assertNever } from '../lib/assert.ts'
import { reaches, seenCondition, type Viewer } from './reach.ts'
import type { PersonalConversationRow } from './repository.ts'

/**
 * The inbox's order is two lists one after the other, each read along an index of its own: those who wait, the longest wait
 * first; then the rest, newest activity first. A cursor says in which of them a page ended, and after which row. The view of windows that are
 * about to close is a list of its own.
 */
type Segment = 'waiting' | 'answered' | 'closing'
export type Cursor = { readonly segment: Segment; readonly after: { readonly at: number; readonly id: number } | null }

/** So many conversations are fetched whole and sorted. */
const AMONG_MAX = 500
/** Of so many it is first found out where they are; of more, the list's order soon meets as many as a page takes. */
const FEW_MAX = 2000
/** A window that closes within this is about to. */
const CLOSING_MS = 4 * 60 * 60_000

export type ListOptions = {
  readonly viewer: Viewer
  readonly view: InboxView
  readonly now: number
  readonly filter: string
  readonly cursor: string | null
  readonly limit: number
}

type Sources = {
  /** A person's unread conversations; may give some that are read. */
  unread(viewer: Viewer): ReadonlySet<ConversationId>
  /** Of the whole shop. */
  teamIds(): readonly TeamId[]
}

/** `nextCursor` is null at the end. */
export function listConversations(
  db: Database,
  options: ListOptions & Sources,
): { rows: PersonalConversationRow[]; nextCursor: string | null } {
  const few = findFew(db, options)
  const among = few !== null && few.length <= AMONG_MAX ? few : null
  const streams = among === null ? streamsOf(options, few) : null
  const rows: PersonalConversationRow[] = []
  let cursor: Cursor | null = startOf(options)
  while (cursor !== null) {
    const wanted = options.limit - rows.length
    const segment: Segment = cursor.segment
    const page = readSegment(db, cursor, { ...options, among, limit: wanted + 1 }, streams)
    rows.push(...page.slice(0, wanted))
    const last = rows.at(-1)
    if (page.length > wanted && last !== undefined) return { rows, nextCursor: formatCursor({ segment, after: positionOf(segment, last) }) }
    cursor = segment === 'waiting' && options.view !== 'waiting' ? { segment: 'answered', after: null } : null
    if (cursor !== null && rows.length === options.limit) return { rows, nextCursor: formatCursor(cursor) }
  }
  return { rows, nextCursor: null }
}

/** From several streams: the first of each, then the first of those. */
function readSegment(db: Database, cursor: Cursor, options: SegmentOptions, streams: readonly Stream[] | null): PersonalConversationRow[] {
  if (streams === null) return db.list<PersonalConversationRow>(segmentQuery(cursor, options))
  const found = streams.flatMap((stream) => db.list<Position>(streamQuery(stream, cursor, options)))
  const sign = cursor.segment === 'waiting' ? 1 : -1
  const sorted = found.toSorted((a, b) => sign * (a.at - b.at || a.id - b.id))
  const among = [...new Set(sorted.map(({ id }) => id))].slice(0, options.limit)
  return db.list<PersonalConversationRow>(segmentQuery(cursor, { ...options, among }))
}

/** All that can be in the list, when they are few; null when they are not, or nobody knows. */
function findFew(db: Database, { viewer, view, filter, unread }: ListOptions & Sources): readonly ConversationId[] | null {
  const wanted = wantedText(filter)
  if (INDEXED.test(wanted)) {
    const named = db.list<{ id: ConversationId }>(namedQuery(wanted))
    if (named.length <= FEW_MAX) return named.map(({ id }) => id)
  }
  if (view !== 'unread') return null
  const ids = unread(viewer)
  return ids.size <= FEW_MAX ? [...ids] : null
}

/** Texts of fewer than three code points are in no index. */
const INDEXED = /.{3}/u

/** Conversations with whoever is called so, one more than are fetched one by one. Exported for the test of its plan. */
export function namedQuery(wanted: string): Sql {
  // Letters, digits and spaces alone: nothing of it can end the phrase.
  return sql`
    SELECT c.id FROM contact_search s CROSS JOIN conversations c ON c.contact_id = s.rowid
    WHERE s.search_text MATCH ${`"${wanted}"`} LIMIT ${FEW_MAX + 1}`
}

/**
 * What a person sees is part of a few lists that are each read along an index of its own, in the inbox's order: what they look after or once
 * did, by who looks after it now; what nobody does, of a team or of none; and all of a team.
 */
export type Stream =
  | { readonly kind: 'people'; readonly heldBy: 'self' | 'nobody' | 'other' }
  | { readonly kind: 'free'; readonly teamId: TeamId | null }
  | { readonly kind: 'team'; readonly teamId: TeamId }
  /** Few enough to be gone through and sorted. */
  | { readonly kind: 'few'; readonly ids: readonly ConversationId[] }

/** Null where the list is read along the whole inbox, or from a person's drafts. */
function streamsOf({ viewer, view, teamIds }: ListOptions & Sources, few: readonly ConversationId[] | null): readonly Stream[] | null {
  const self: Stream = { kind: 'people', heldBy: 'self' }
  if (view === 'drafts' || view === 'closing') return null
  if (few !== null) return [{ kind: 'few', ids: few }]
  if (view === 'mine') return [self]
  if (view === 'unassigned') {
    if (viewer.scope === 'all') return freeOf([null, ...teamIds()])
    const once: Stream[] = reaches(viewer, 'assigned') ? [{ kind: 'people', heldBy: 'nobody' }] : []
    return reaches(viewer, 'with-unassigned') ? [...once, ...freeOf([null, ...viewer.teamIds])] : once
  }
  if (viewer.scope === 'all') return null
  if (!reaches(viewer, 'assigned')) return [self]
  const once: Stream[] = [self, { kind: 'people', heldBy: 'nobody' }, { kind: 'people', heldBy: 'other' }]
  if (reaches(viewer, 'team')) {
    return [...once, ...freeOf([null]), ...[...viewer.teamIds].map((teamId): Stream => ({ kind: 'team', teamId }))]
  }
  return reaches(viewer, 'with-unassigned') ? [...once, ...freeOf([null, ...viewer.teamIds])] : once
}

function freeOf(teamIds: readonly (TeamId | null)[]): Stream[] {
  return teamIds.map((teamId) => ({ kind: 'free', teamId }))
}

type SegmentOptions = Omit<ListOptions, 'cursor'> & { readonly among: readonly ConversationId[] | null }
type Position = { readonly id: ConversationId; readonly at: number }

/** Where the rows of a stream are, in its order. Exported for the tests of its plan. */
export function streamQuery(stream: Stream, cursor: Cursor, options: Omit<ListOptions, 'cursor' | 'now'>): Sql {
  const { viewer, view, limit } = options
  const isWaiting = cursor.segment === 'waiting'
  const { at, id } = cursor.after ?? (isWaiting ? BEFORE_ALL_WAITING : BEFORE_ALL_ANSWERED)
  const isOfPeople = stream.kind === 'people'
  const position = isOfPeople
    ? { at: isWaiting ? sql`p.waiting_since` : sql`p.answered_at`, id: sql`p.conversation_id` }
    : { at: isWaiting ? sql`c.waiting_since` : sql`c.last_at`, id: sql`c.id` }
  const isAfter = isWaiting
    ? sql`(${position.at}, ${position.id}) > (${at}, ${id})`
    : sql`(${position.at}, ${position.id}) < (${at}, ${id})`
  const order = isWaiting ? sql`${position.at}, ${position.id}` : sql`${position.at} DESC, ${position.id} DESC`
  const filter = filterCondition(options)
  const asksRow = view === 'unread' || filter !== null
  const from = isOfPeople
    ? asksRow
      ? sql`conversation_people p CROSS JOIN conversations c ON c.id = p.conversation_id`
      : sql`conversation_people p`
    : stream.kind === 'few'
      ? sql`json_each(${JSON.stringify(stream.ids)}) a CROSS JOIN conversations c ON c.id = a.value`
      : sql`conversations c`
  const unread = sql`LEFT JOIN read_marks r ON r.staff_id = ${viewer.staffId} AND r.conversation_id = c.id`
  return sql`
    SELECT ${position.id} AS id, ${position.at} AS at FROM ${from}
    ${filter === null ? sql`` : sql`JOIN contacts k ON k.id = c.contact_id`} ${view === 'unread' ? unread : sql``}
    WHERE ${ofStream(stream, options, isWaiting)} AND ${isAfter}
      ${view === 'unread' && stream.kind !== 'few' ? sql`AND c.inbound_count > coalesce(r.read_count, 0)` : sql``} ${filter === null ? sql`` : sql`AND ${filter}`}
    ORDER BY ${order} LIMIT ${limit}`
}

/** With the conditions of the partial indexes, so that the planner sees that they apply. */
function ofStream(stream: Stream, options: Pick<ListOptions, 'viewer' | 'view'>, isWaiting: boolean): Sql {
  const { viewer } = options
  const inSegment = isWaiting ? sql`c.waiting_since IS NOT NULL` : sql`c.waiting_since IS NULL`
  switch (stream.kind) {
    case 'people': {
      const inOwnSegment = isWaiting ? sql`p.waiting_since IS NOT NULL` : sql`p.answered_at IS NOT NULL`
      return sql`p.staff_id = ${viewer.staffId} AND p.held_by = ${stream.heldBy} AND ${inOwnSegment}`
    }
    case 'free':
      return sql`c.assigned_to IS NULL AND c.team_id IS ${stream.teamId} AND ${inSegment}`
    case 'team':
      return sql`c.team_id = ${stream.teamId} AND c.team_id IS NOT NULL AND ${inSegment}`
    case 'few':
      return sql`${inSegment} AND ${seenCondition(viewer)} ${viewCondition(options)}`
    default:
      return assertNever(stream)
  }
}

/** Whole rows, and none that the viewer does not see, wherever the ids come from. Exported for the tests of its plan. */
export function segmentQuery(cursor: Cursor, options: SegmentOptions): Sql {
  const { viewer, view, among } = options
  const { staffId } = viewer
  const { inSegment, order } = ofSegment(cursor, options.now)
  const filter = filterCondition(options)
  // A person's drafts are few: from them to their conversations, not the other way round.
  const from =
    view === 'drafts'
      ? sql`drafts d CROSS JOIN conversations c ON c.id = d.conversation_id`
      : among === null
        ? sql`conversations c`
        : sql`json_each(${JSON.stringify(among)}) a CROSS JOIN conversations c ON c.id = a.value`
  const draft = view === 'drafts' ? sql`` : sql`LEFT JOIN drafts d ON d.staff_id = ${staffId} AND d.conversation_id = c.id`
  return sql`
    SELECT c.*, k.shown_name, k.shown_phone, coalesce(r.read_count, 0) AS read_count, d.text AS draft_text,
      json_array_length(d.files) AS draft_files
    FROM ${from}
    JOIN contacts k ON k.id = c.contact_id
    LEFT JOIN read_marks r ON r.staff_id = ${staffId} AND r.conversation_id = c.id
    ${draft}
    WHERE ${inSegment} AND ${seenCondition(viewer)} ${viewCondition(options)} ${filter === null ? sql`` : sql`AND ${filter}`}
    ORDER BY ${order} LIMIT ${options.limit}`
}

function ofSegment({ segment, after }: Cursor, now: number): { inSegment: Sql; order: Sql } {
  switch (segment) {
    case 'waiting': {
      const { at, id } = after ?? BEFORE_ALL_WAITING
      return {
        inSegment: sql`c.waiting_since IS NOT NULL AND (c.waiting_since, c.id) > (${at}, ${id})`,
        order: sql`c.waiting_since, c.id`,
      }
    }
    case 'answered': {
      const { at, id } = after ?? BEFORE_ALL_ANSWERED
      return {
        inSegment: sql`c.waiting_since IS NULL AND (c.last_at, c.id) < (${at}, ${id})`,
        order: sql`c.last_at DESC, c.id DESC`,
      }
    }
    case 'closing': {
      const { at, id } = after ?? BEFORE_ALL_WAITING
      // What has closed since the page before is passed over, too.
      const from = Math.max(at, now)
      return {
        inSegment: sql`c.window_expires_at IS NOT NULL AND (c.window_expires_at, c.id) > (${from}, ${from > at ? Number.MAX_SAFE_INTEGER : id})
          AND c.window_expires_at <= ${now + CLOSING_MS}`,
        order: sql`c.window_expires_at, c.id`,
      }
    }
    default:
      return assertNever(segment)
  }
}

function viewCondition({ view, viewer: { staffId } }: Pick<ListOptions, 'viewer' | 'view'>): Sql {
  switch (view) {
    case 'all':
    case 'waiting':
    case 'closing':
      return sql``
    case 'mine':
      return sql`AND c.assigned_to = ${staffId}`
    case 'unassigned':
      return sql`AND c.assigned_to IS NULL`
    case 'unread':
      return sql`AND c.inbound_count > coalesce(r.read_count, 0)`
    case 'drafts':
      return sql`AND d.staff_id = ${staffId}`
    default:
      return assertNever(view)
  }
}

const BEFORE_ALL_WAITING = { at: Number.MIN_SAFE_INTEGER, id: 0 }
const BEFORE_ALL_ANSWERED = { at: Number.MAX_SAFE_INTEGER, id: 0 }

/** Null for none. Whoever does not see phones does not find by them either. */
function filterCondition({ filter, viewer }: Pick<ListOptions, 'filter' | 'viewer'>): Sql | null {
  const wanted = wantedText(filter)
  if (wanted === '') return null
  return isPhoneShown(viewer) ? sql`instr(k.search_text, ${wanted}) > 0` : sql`instr(k.search_names, ${wanted}) > 0`
}

/** Accent-blind; a number may be written with any spaces and signs. */
function wantedText(filter: string): string {
  const words = fold(filter)
  return /^\p{N}[\p{N} ]*$/u.test(words) ? words.replaceAll(' ', '') : words
}

function positionOf(segment: Segment, row: PersonalConversationRow): { at: number; id: number } {
  const columns = { waiting: row.waiting_since, answered: row.last_at, closing: row.window_expires_at }
  return { at: columns[segment] ?? 0, id: row.id }
}

function formatCursor({ segment, after }: Cursor): string {
  return after === null ? segment : `${segment}.${after.at}.${after.id}`
}

function startOf({ cursor, view }: Pick<ListOptions, 'cursor' | 'view'>): Cursor {
  const start: Cursor = { segment: view === 'closing' ? 'closing' : 'waiting', after: null }
  const parsed = cursor === null ? start : parseCursor(cursor)
  if ((parsed.segment === 'closing') !== (view === 'closing')) throw notACursor()
  return parsed
}

function parseCursor(text: string): Cursor {
  const parts = /^(waiting|answered|closing)(?:\.(-?\d{1,16})\.(\d{1,16}))?$/.exec(text)
  const segment = parts?.[1]
  if (segment !== 'waiting' && segment !== 'answered' && segment !== 'closing') throw notACursor()
  return { segment, after: parts?.[2] === undefined ? null : { at: Number(parts[2]), id: Number(parts[3]) } }
}

function notACursor(): AppError {
  return new AppError('invalid-input', 'The cursor is not one this program gave', { facts: { field: 'cursor' } })
}
