import type { Message } from '#contract'

/** A message of the shop as it is drawn before the core has it. */
export function unsentMessage(
  said: Pick<Message, 'messageId' | 'conversationId' | 'author' | 'content' | 'sentAt' | 'replyTo' | 'files'>,
): Message {
  return {
    ...said,
    direction: 'out',
    reactions: [],
    forwarded: 'no',
    referral: null,
    productId: null,
    isHeard: false,
    isEdited: false,
    isRevoked: false,
    delivery: { status: 'queued', problem: null, undoUntil: null },
  }
}
