import type { Message } from '#contract'
import { countBigEmoji } from '#renderer/text/big-emoji.ts'
import { kindOf } from './content-words.ts'

/**
 * `bubble`: words, with the time beside the last of them; `card`: the time below; `sound`: below on the right; `media`: a picture up to the
 * edges; `bare`: without a bubble; `line`: in the middle, said by nobody.
 */
export type MessageLook = 'bubble' | 'card' | 'sound' | 'media' | 'bare' | 'line'

const cards: ReadonlySet<string> = new Set(['document', 'location', 'contacts', 'form', 'order', 'interactive', 'template'])

export function lookOf({ content, isRevoked, replyTo, forwarded, referral, productId, files }: Message): MessageLook {
  if (content.kind === 'system') return 'line'
  if (isRevoked) return 'bubble'
  const kind = kindOf(content)
  if (kind === 'image' || kind === 'video') return 'media'
  if (kind === 'voice' || kind === 'audio') return files[0]?.facts?.fileClass === 'inline-audio' ? 'sound' : 'card'
  if (cards.has(kind)) return 'card'
  const isAlone = replyTo === null && forwarded === 'no' && referral === null && productId === null
  const isSticker = kind === 'sticker' && files[0]?.state === 'here'
  const isBig = content.kind === 'text' && countBigEmoji(content.body) > 0
  return isAlone && (isSticker || isBig) ? 'bare' : 'bubble'
}

/** The time stands on the picture where there are no words below it to stand beside. */
export function hasTimeOnPicture(message: Message): boolean {
  const { content } = message
  return lookOf(message) === 'media' && content.kind === 'media' && (content.caption ?? '') === ''
}
