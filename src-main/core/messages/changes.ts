import type { ContactId, ConversationId, MessageId } from '#contract'

/** What a transaction touched: what has to be derived again before it commits, and told after. */
export type Changes = {
  readonly messages: Set<MessageId>
  readonly conversations: Set<ConversationId>
  readonly contacts: Set<ContactId>
  readonly merged: { from: ConversationId; into: ConversationId }[]
}

export function createChanges(): Changes {
  return { messages: new Set(), conversations: new Set(), contacts: new Set(), merged: [] }
}
