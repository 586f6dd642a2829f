import type { ConversationId, ScheduledId, ScheduledMessage, ScheduledPage } from '#contract'
import type { Database } from '../db/database.ts'
import type { Viewer } from '../inbox/reach.ts'
import { AppError } from '../lib/app-error.ts'
import { shownContentTo } from '../messages/rows.ts'
import { countScheduledIn, listScheduledIn, type Scheduled, type ScheduledPosition } from './repository.ts'

type Page = {
  readonly conversationId: ConversationId
  readonly rows: readonly Scheduled[]
  /** Behind which there are more. */
  readonly last: ScheduledPosition | null
  readonly total: number
}

/** More than there are as long as people write them one by one. */
const PAGE_LENGTH = 100

/** Throws `invalid-input` for a cursor that this program did not give. */
export function readScheduledPage(
  db: Database,
  { conversationId, cursor }: { conversationId: ConversationId; cursor?: string | undefined },
): Page {
  const after = cursor === undefined ? null : parseCursor(cursor)
  const found = listScheduledIn(db, { conversationId, after, limit: PAGE_LENGTH + 1 })
  const rows = found.slice(0, PAGE_LENGTH)
  const last = found.length > rows.length ? (rows.at(-1) ?? null) : null
  return { conversationId, rows, last, total: countScheduledIn(db, conversationId) }
}

export function toPage({ conversationId, rows, last, total }: Page, viewer: Pick<Viewer, 'masks'>): ScheduledPage {
  const nextCursor = last === null ? null : `${last.dueAt}.${last.id}`
  return { conversationId, scheduled: rows.map((each) => toMessage(each, viewer)), nextCursor, total }
}

export function toMessage(
  { id, conversationId, staffId, shown, dueAt, state, problem }: Scheduled,
  viewer: Pick<Viewer, 'masks'>,
): ScheduledMessage {
  const content = shownContentTo(shown, viewer)
  return { scheduledId: id, conversationId, staffId, content, dueAt, state, problem }
}

function parseCursor(text: string): ScheduledPosition {
  const [, dueAt, id] = /^(\d{1,16})\.(\w{1,40})$/.exec(text) ?? []
  if (dueAt === undefined || id === undefined)
    throw new AppError('invalid-input', 'The cursor is not one this program gave', { facts: { field: 'cursor' } })
  // Only compared with ids.
  return { dueAt: Number(dueAt), id: id as ScheduledId }
}
