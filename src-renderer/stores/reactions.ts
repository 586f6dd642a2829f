import type { Message } from '#contract'

/** The message as it looks while the shop's reaction is on its way. */
export function withReaction(message: Message, emoji: string): Message {
  const others = message.reactions.filter((reaction) => reaction.from !== 'shop')
  return { ...message, reactions: emoji === '' ? others : [...others, { emoji, from: 'shop', state: 'sending' }] }
}
