import type { ConversationRow, InboxView, StaffId } from '#contract'

/** What a row is sorted by. */
export type OrderKey = Pick<ConversationRow, 'conversationId' | 'waitingSince' | 'lastAt' | 'windowExpiresAt'>

/** In the view of those whose window closes: four hours or less are left. */
const CLOSING_WITHIN_MS = 4 * 60 * 60_000

/** As the core orders a list: those who wait first, the longest wait first; then the rest, newest activity first. */
export function compareRows(a: OrderKey, b: OrderKey): number {
  if (a.waitingSince !== null || b.waitingSince !== null) {
    if (a.waitingSince === null) return 1
    if (b.waitingSince === null) return -1
    return a.waitingSince - b.waitingSince || a.conversationId - b.conversationId
  }
  return (b.lastAt ?? 0) - (a.lastAt ?? 0) || b.conversationId - a.conversationId
}

/** As the core orders one view. */
export function comparerOf(view: InboxView): (a: OrderKey, b: OrderKey) => number {
  return view === 'closing' ? compareClosing : compareRows
}

/** The first to close first. */
function compareClosing(a: OrderKey, b: OrderKey): number {
  return (a.windowExpiresAt ?? 0) - (b.windowExpiresAt ?? 0) || a.conversationId - b.conversationId
}

export function isUnread(row: ConversationRow): boolean {
  return row.inboundCount > row.readCount
}

export function isInView(row: ConversationRow, view: InboxView, { me, now }: { me: StaffId | null; now: number }): boolean {
  switch (view) {
    case 'all':
      return true
    case 'mine':
      return row.assignedTo === me
    case 'unassigned':
      return row.assignedTo === null
    case 'waiting':
      return row.waitingSince !== null
    case 'closing':
      return row.windowExpiresAt !== null && row.windowExpiresAt > now && row.windowExpiresAt <= now + CLOSING_WITHIN_MS
    case 'unread':
      return isUnread(row)
    case 'drafts':
      return row.draftPreview !== null
  }
}
