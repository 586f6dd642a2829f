import type { ConversationId, MessageId } from '#contract'
import { assertNever } from '../lib/assert.ts'
import type { MessagesRepository, ShownMessageRow } from './repository.ts'

export type Anchor = { readonly at: 'before' | 'after' | 'around'; readonly messageId: MessageId }

export type Page = { readonly rows: readonly ShownMessageRow[]; readonly hasBefore: boolean; readonly hasAfter: boolean }

/** The end of a thread, in the thread's order. */
export function readNewest(repository: MessagesRepository, conversationId: ConversationId, limit: number): Page {
  const rows = repository.listNewest(conversationId, { limit: limit + 1 })
  return { rows: rows.slice(0, limit).toReversed(), hasBefore: rows.length > limit, hasAfter: false }
}

/** What stands before, after or around a message, in the thread's order; only `around` has the message itself. */
export function readBeside(repository: MessagesRepository, anchor: ShownMessageRow, at: Anchor['at'], limit: number): Page {
  const thread = anchor.conversation_id
  const position = { sentAt: anchor.sent_at, id: anchor.id }
  switch (at) {
    case 'before': {
      const rows = repository.listBefore(thread, position, { limit: limit + 1 })
      return { rows: rows.slice(0, limit).toReversed(), hasBefore: rows.length > limit, hasAfter: true }
    }
    case 'after': {
      const rows = repository.listAfter(thread, position, { limit: limit + 1 })
      return { rows: rows.slice(0, limit), hasBefore: true, hasAfter: rows.length > limit }
    }
    case 'around': {
      const beforeLimit = Math.floor((limit - 1) / 2)
      const afterLimit = limit - 1 - beforeLimit
      const before = repository.listBefore(thread, position, { limit: beforeLimit + 1 })
      const after = repository.listAfter(thread, position, { limit: afterLimit + 1 })
      return {
        rows: [...before.slice(0, beforeLimit).toReversed(), anchor, ...after.slice(0, afterLimit)],
        hasBefore: before.length > beforeLimit,
        hasAfter: after.length > afterLimit,
      }
    }
    default:
      return assertNever(at)
  }
}
