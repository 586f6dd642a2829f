import { isSameAlbum } from '#renderer/features/messages/album.ts'
import type { ThreadItem } from '#renderer/stores/messages-window.ts'

/** Messages of one author this close together are drawn as one group. */
const GROUP_WITHIN_MS = 5 * 60_000

/** A single short line in the middle of a group; a line between days is not less. Padding goes above the first of a group. */
const LEAST_ROW_PX = 34
const GROUP_START_PX = 12

export type ThreadRow =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: string }
  | { kind: 'message'; key: string; item: ThreadItem; isGroupStart: boolean; isGroupEnd: boolean }
  | { kind: 'album'; key: string; items: ThreadItem[]; isGroupStart: boolean }

/** What stands in a thread: messages with lines between days and before the first unread one. Taken-back messages are not there. */
export function threadRows({
  items,
  isSameDay,
  firstUnread,
}: {
  items: readonly ThreadItem[]
  isSameDay: (a: number, b: number) => boolean
  firstUnread: number | null
}): ThreadRow[] {
  const shown = items.filter(({ message: { delivery } }) => !(delivery?.status === 'cancelled' && delivery.problem === null))
  const rows: ThreadRow[] = []
  shown.forEach((item, index) => {
    const before = shown[index - 1]
    const after = shown[index + 1]
    const { sentAt, messageId } = item.message
    const isNewDay = before === undefined || !isSameDay(before.message.sentAt, sentAt)
    if (isNewDay) rows.push({ kind: 'day', key: `day-${messageId}`, at: sentAt })
    if (messageId === firstUnread) rows.push({ kind: 'unread', key: 'unread' })
    const isFirstUnread = messageId === firstUnread
    const isEndOfDay = after === undefined || !isSameDay(after.message.sentAt, sentAt)
    const previous = rows.at(-1)
    // Whatever stands between two messages, as a line between days does, parts them.
    if (before !== undefined && isSameAlbum(before, item) && (previous?.kind === 'message' || previous?.kind === 'album')) {
      const grown = previous.kind === 'album' ? [...previous.items, item] : [before, item]
      rows[rows.length - 1] = { kind: 'album', key: previous.key, items: grown, isGroupStart: previous.isGroupStart }
      return
    }
    rows.push({
      kind: 'message',
      key: item.key,
      item,
      isGroupStart: isNewDay || isFirstUnread || !isSameGroup(before, item),
      isGroupEnd: isEndOfDay || after.message.messageId === firstUnread || !isSameGroup(item, after),
    })
  })
  return rows
}

/** How many rows from the end fill so much height, even if each says no more than a word. */
export function countToFill(rows: readonly ThreadRow[], heightPx: number): number {
  let leftPx = heightPx
  let count = 0
  while (leftPx > 0 && count < rows.length) {
    count += 1
    const row = rows.at(-count)
    const isStart = (row?.kind === 'message' || row?.kind === 'album') && row.isGroupStart
    leftPx -= LEAST_ROW_PX + (isStart ? GROUP_START_PX : 0)
  }
  return count
}

function isSameGroup(a: ThreadItem, b: ThreadItem): boolean {
  if (b.message.sentAt - a.message.sentAt > GROUP_WITHIN_MS) return false
  return authorOf(a) === authorOf(b)
}

function authorOf({ message: { author } }: ThreadItem): string {
  return author.kind === 'staff' ? author.staffId : author.kind
}
