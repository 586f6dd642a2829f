import type { ContactId, ConversationId, MessageId } from '#contract'
import type { ThreadNews } from './thread-news.ts'

/** What a transaction touched: what has to be derived again before it commits, and told after. */
export type Changes = {
  readonly messages: Set<MessageId>
  /** Whose row in the list looks otherwise; those whose messages changed are found out by deriving. */
  readonly conversations: Set<ConversationId>
  readonly contacts: Set<ContactId>
  readonly merged: { from: ConversationId; into: ConversationId }[]
  /** What happened in each thread, in order; `whole` where only the thread as a whole tells what its conversation shows now. */
  readonly threads: Map<ConversationId, ThreadNews[] | 'whole'>
}

export function createChanges(): Changes {
  return { messages: new Set(), conversations: new Set(), contacts: new Set(), merged: [], threads: new Map() }
}

export function noteNews(changes: Changes, conversationId: ConversationId, news: ThreadNews): void {
  const known = changes.threads.get(conversationId)
  if (known === undefined) changes.threads.set(conversationId, [news])
  else if (known !== 'whole') known.push(news)
}

export function noteWhole(changes: Changes, conversationId: ConversationId): void {
  changes.threads.set(conversationId, 'whole')
}

/** Takes over what happened after. */
export function addChanges(changes: Changes, more: Changes): void {
  for (const id of more.messages) changes.messages.add(id)
  for (const id of more.conversations) changes.conversations.add(id)
  for (const id of more.contacts) changes.contacts.add(id)
  changes.merged.push(...more.merged)
  for (const [id, news] of more.threads) {
    if (news === 'whole') noteWhole(changes, id)
    else for (const one of news) noteNews(changes, id, one)
  }
}
