import type { ConversationId, DeliveryProblem, ErrorKey, MessageId, NumberId, OutgoingContent } from '#contract'

/**
 * Where a message stands on its way out. Times are epoch ms. Those before `accepted` are open: the program goes on with them
 * by itself, one at a time for each conversation and in order.
 */
export type OutboxState = OpenState | ClosedState

export type OpenState =
  /** Not before `dueAt`: until then it can be taken back. */
  | { readonly kind: 'queued'; readonly dueAt: number }
  /** An attempt row without a result exists; bytes may be leaving. */
  | { readonly kind: 'attempting' }
  /** Surely not sent; tried again at `dueAt`. */
  | { readonly kind: 'waiting'; readonly dueAt: number }
  /** Perhaps sent. A status with our tracker settles it; without one until `dueAt`, `next` follows. */
  | { readonly kind: 'reconciling'; readonly dueAt: number; readonly next: 'retry' | 'ask' }

export type ClosedState =
  | { readonly kind: 'accepted' }
  /** Surely not sent, and not tried again by itself. */
  | { readonly kind: 'failed' }
  /** Nobody knows; a person decides. */
  | { readonly kind: 'unconfirmed' }
  | { readonly kind: 'cancelled' }
  /** A person decided: it arrived. */
  | { readonly kind: 'arrived' }
  /** A person decided: let it be. */
  | { readonly kind: 'dropped' }

export type OutboxEntry = {
  readonly messageId: MessageId
  readonly conversationId: ConversationId
  readonly numberId: NumberId
  readonly clientKey: string
  readonly contentKind: OutgoingContent['kind']
  readonly state: OutboxState
  readonly queuedAt: number
  /** How often a person decided to send it again. */
  readonly resends: number
}

/** One try to send. Its row is committed before the first byte leaves. */
export type Attempt = {
  readonly messageId: MessageId
  readonly attempt: number
  readonly resends: number
  readonly tracker: string
  readonly result: AttemptResult | null
  readonly problem: DeliveryProblem | null
}

export type AttemptResult = 'accepted' | 'not-sent' | 'probably-not-sent' | 'unknown'

/** Whether the customer may have got something from an attempt that was not accepted. */
export function mayHaveGone(attempt: Pick<Attempt, 'result'>): boolean {
  return attempt.result !== 'not-sent'
}

export function ownProblem(key: ErrorKey): DeliveryProblem {
  return { key, code: null, details: null }
}
