import type { ErrorKey, OutgoingContent } from '#contract'
import { assertNever } from '../lib/assert.ts'
import type { OpenState } from './entry.ts'

/** A message that waited longer is not sent unasked: what it says may no longer be true. */
const STALE_AFTER_MS = 6 * 60 * 60_000

/** The oldest open message of a conversation: the only one that may move. */
export type Head = {
  readonly state: OpenState
  readonly queuedAt: number
  /** A template is for when the window is closed. */
  readonly needsWindow: boolean
  /** When the customer's 24 hours end; null when they never wrote. */
  readonly windowExpiresAt: number | null
  /** An attempt since the last decision of a person may have reached the customer. */
  readonly mayHaveGone: boolean
}

type NextStep =
  /** The answer to an attempt is awaited, or its time has not come. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'send' }
  /** It does not go by itself any more; a person decides. `reason` is null when the attempt's own stays. */
  | { readonly kind: 'ask'; readonly state: 'failed' | 'unconfirmed'; readonly reason: ErrorKey | null }

/** What to do with a head now. Pace and the number's gate are asked after this: they delay a send, and change nothing else. */
export function decideNext(head: Head, now: number): NextStep {
  const { state } = head
  switch (state.kind) {
    case 'attempting':
      return { kind: 'wait' }
    case 'reconciling':
      if (state.dueAt > now) return { kind: 'wait' }
      return state.next === 'ask' ? { kind: 'ask', state: 'unconfirmed', reason: null } : (objection(head, now) ?? { kind: 'send' })
    case 'queued':
    case 'waiting':
      return objection(head, now) ?? (state.dueAt > now ? { kind: 'wait' } : { kind: 'send' })
    default:
      return assertNever(state)
  }
}

function objection(head: Head, now: number): NextStep | null {
  const mayGo = !head.needsWindow || isWindowOpen(head.windowExpiresAt, now)
  const reason = now - head.queuedAt > STALE_AFTER_MS ? 'waited-too-long' : mayGo ? null : 'window-closed'
  return reason === null ? null : { kind: 'ask', state: head.mayHaveGone ? 'unconfirmed' : 'failed', reason }
}

/** For everything else the customer must have written within 24 hours (Meta, customer service window). */
export function needsWindow(kind: OutgoingContent['kind']): boolean {
  return kind !== 'template'
}

export function isWindowOpen(expiresAt: number | null, now: number): boolean {
  return expiresAt !== null && expiresAt > now
}
