import type { Message } from '#contract'
import type { ThreadItem } from '#renderer/stores/messages-window.ts'

/** Pictures and films that one sends in a row come one a message, within seconds. */
const ALBUM_WITHIN_MS = 60_000
const CALM: ReadonlySet<string> = new Set(['accepted', 'sent', 'delivered', 'read'])

/** Whether two messages that follow each other are drawn as one album. */
export function isSameAlbum(a: ThreadItem, b: ThreadItem): boolean {
  if (!fitsAlbum(a) || !fitsAlbum(b) || authorOf(a.message) !== authorOf(b.message)) return false
  return b.message.sentAt - a.message.sentAt <= ALBUM_WITHIN_MS
}

/** What has something of its own to say or to decide stands by itself. */
function fitsAlbum({ message, handover }: ThreadItem): boolean {
  const { content, replyTo, forwarded, referral, productId, isRevoked, delivery, files } = message
  if (content.kind !== 'media' || (content.media !== 'image' && content.media !== 'video')) return false
  if ((content.caption ?? '') !== '' || replyTo !== null || forwarded !== 'no' || referral !== null || productId !== null) return false
  const [file] = files
  const isComing = file !== undefined && file.state !== 'gone' && file.state !== 'refused'
  return isComing && !isRevoked && handover === null && (delivery === null || CALM.has(delivery.status))
}

function authorOf({ author }: Message): string {
  return author.kind === 'staff' ? author.staffId : author.kind
}
