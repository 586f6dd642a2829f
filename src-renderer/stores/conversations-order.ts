import type { ConversationRow, InboxView, StaffId } from '#contract'

/** What a row is sorted by. */
export type OrderKey = Pick<ConversationRow, 'conversationId' | 'waitingSince' | 'lastAt'>

/** As the core orders a list: those who wait first, the longest wait first; then the rest, newest activity first. */
export function compareRows(a: OrderKey, b: OrderKey): number {
  if (a.waitingSince !== null || b.waitingSince !== null) {
    if (a.waitingSince === null) return 1
    if (b.waitingSince === null) return -1
    return a.waitingSince - b.waitingSince || a.conversationId - b.conversationId
  }
  return (b.lastAt ?? 0) - (a.lastAt ?? 0) || b.conversationId - a.conversationId
}

export function isUnread(row: ConversationRow): boolean {
  return row.inboundCount > row.readCount
}

export function isInView(row: ConversationRow, view: InboxView, me: StaffId | null): boolean {
  switch (view) {
    case 'all':
      return true
    case 'mine':
      return row.assignedTo === me
    case 'unassigned':
      return row.assignedTo === null
    case 'waiting':
      return row.waitingSince !== null
    case 'unread':
      return isUnread(row)
    case 'drafts':
      return row.draftPreview !== null
  }
}
