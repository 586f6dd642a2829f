import type { DeliveryStatus, MessageId } from '#contract'
import type { Derived } from '../inbox/derived.ts'
import { toPreview } from '../inbox/preview.ts'
import { limits } from '../whatsapp/limits.ts'
import type { MessageRow } from './repository.ts'

/** What most often happens in a thread, of which its conversation's columns follow without reading the thread. */
export type ThreadNews =
  | {
      readonly kind: 'message'
      readonly message: Pick<MessageRow, 'id' | 'direction' | 'source' | 'author' | 'kind' | 'body' | 'sent_at' | 'status' | 'beside'>
    }
  | {
      readonly kind: 'status'
      readonly messageId: MessageId
      readonly before: DeliveryStatus | null
      readonly after: DeliveryStatus | null
    }

/**
 * The columns after the news, exactly as reading the whole thread would give them. Null where only that can tell.
 * The cost of an event does not grow with the thread it comes into.
 */
function follow(thread: Derived, news: ThreadNews): Derived | null {
  if (news.kind === 'status') return followStatus(thread, news)
  const { message } = news
  return message.direction === 'in' ? followInbound(thread, message) : followOutbound(thread, message)
}

export function followAll(thread: Derived, news: readonly ThreadNews[]): Derived | null {
  let followed: Derived | null = thread
  for (const one of news) if (followed !== null) followed = follow(followed, one)
  return followed
}

export function isSame(a: Derived, b: Derived): boolean {
  // Both are made of the same columns.
  return (Object.keys(a) as (keyof Derived)[]).every((column) => a[column] === b[column])
}

function followStatus(thread: Derived, { messageId, before, after }: ThreadNews & { kind: 'status' }): Derived | null {
  if (isAnswer(before) !== isAnswer(after) || isTakenBack(before) !== isTakenBack(after)) return null
  return thread.last_message_id === messageId ? { ...thread, preview_status: after } : thread
}

type NewMessage = (ThreadNews & { kind: 'message' })['message']

function followInbound(thread: Derived, message: NewMessage): Derived | null {
  // An ad may have been answered already, by what came before it did.
  if (message.beside !== null) return null
  const shown = isNewest(thread, message) ? { ...thread, ...shownOf(message) } : thread
  if (!needsAnswer(message)) return shown
  // In one and the same second nobody knows who was first: better a customer too many in the queue than one forgotten.
  const isUnanswered = thread.last_outbound_at === null || message.sent_at >= thread.last_outbound_at
  return {
    ...shown,
    inbound_count: thread.inbound_count + 1,
    waiting_since: isUnanswered ? Math.min(thread.waiting_since ?? message.sent_at, message.sent_at) : thread.waiting_since,
  }
}

function followOutbound(thread: Derived, message: NewMessage): Derived | null {
  const isLast = thread.last_at === null || message.sent_at > thread.last_at
  if (!isLast || !isAnswer(message.status)) return null
  return {
    ...thread,
    ...shownOf(message),
    last_outbound_at: Math.max(thread.last_outbound_at ?? message.sent_at, message.sent_at),
    waiting_since: null,
    free_entry_until: freeEntryAfter(thread, message.sent_at),
  }
}

/** Of the first answer since the customer came by an ad, when it comes within a day. */
function freeEntryAfter(thread: Derived, answeredAt: number): number | null {
  const { referred_at: referredAt, last_outbound_at: lastAnswerAt, free_entry_until: until } = thread
  if (referredAt === null || (lastAnswerAt !== null && lastAnswerAt > referredAt)) return until
  if (answeredAt - referredAt > limits.serviceWindowMs) return until
  return Math.max(until ?? 0, answeredAt + limits.freeEntryPointMs)
}

function shownOf(message: NewMessage) {
  return {
    last_at: message.sent_at,
    last_message_id: message.id,
    preview_direction: message.direction,
    preview_kind: message.kind,
    preview_text: message.body === null ? null : toPreview(message.body),
    preview_status: message.status,
  }
}

function isNewest({ last_at: lastAt, last_message_id: lastId }: Derived, { sent_at: at, id }: NewMessage): boolean {
  return lastAt === null || lastId === null || at > lastAt || (at === lastAt && id > lastId)
}

/** What a customer wrote to this desk: counts as unread until somebody reads it, and waits until somebody answers. */
function needsAnswer({ direction, source, author }: NewMessage): boolean {
  return direction === 'in' && source === 'live' && author === 'customer'
}

/** What did not go out is no answer. */
function isAnswer(status: DeliveryStatus | null): boolean {
  return status !== null && status !== 'failed' && !isTakenBack(status)
}

/** It never happened, so it is no news of the thread either. */
function isTakenBack(status: DeliveryStatus | null): boolean {
  return status === 'cancelled'
}
