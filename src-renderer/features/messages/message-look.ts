import type { Message } from '#contract'
import { countBigEmoji } from '#renderer/text/big-emoji.ts'

/** `media`: a picture up to the edges; `bare`: without a bubble; `line`: in the middle, said by nobody. */
export type MessageLook = 'bubble' | 'media' | 'bare' | 'line'

export function lookOf({ content, isRevoked, replyTo, forwarded, referral, productId, files }: Message): MessageLook {
  if (content.kind === 'system') return 'line'
  if (isRevoked) return 'bubble'
  if (content.kind === 'media' && (content.media === 'image' || content.media === 'video')) return 'media'
  const isAlone = replyTo === null && forwarded === 'no' && referral === null && productId === null
  const isSticker = content.kind === 'media' && content.media === 'sticker' && files[0]?.state === 'here'
  const isBig = content.kind === 'text' && countBigEmoji(content.body) > 0
  return isAlone && (isSticker || isBig) ? 'bare' : 'bubble'
}

/** The time stands on the picture where there are no words below it to stand beside. */
export function hasTimeOnPicture(message: Message): boolean {
  const { content, files } = message
  return lookOf(message) === 'media' && content.kind === 'media' && (content.caption ?? '') === '' && files[0]?.state === 'here'
}
