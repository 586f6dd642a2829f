import { assertNever } from '../lib/assert.ts'
import type { GraphProblem, SendResult } from '../whatsapp/graph-client.ts'
import { mayHaveGone, type Attempt, type ClosedState, type OpenState } from './entry.ts'
import { backOffMs, OFFLINE_BACK_OFF, TROUBLE_BACK_OFF, type BackOff } from './gate.ts'

/** Statuses are given this long to come, after the receiver could have had them, before a person is asked. */
export const RECONCILE_MS = 2 * 60_000 + 30_000

export type AfterAttempt = {
  readonly state: OpenState | ClosedState
  /** What the answer says about the next message of the number, whoever it is for. */
  readonly number: { readonly kind: 'fine' } | BackOffOfNumber | { readonly kind: 'stop' }
  /**
   * Nothing left this machine, so the attempt is taken back: the next one carries the same tracker, a night without network
   * leaves no thousand rows, and the message can still be undone.
   */
  readonly isTakenBack: boolean
}

/** `atLeastMs`: what the answer asked for. */
type BackOffOfNumber = { readonly kind: 'back-off'; readonly backOff: BackOff; readonly atLeastMs: number }

const fine = { kind: 'fine' } as const

/**
 * What follows from one answer. `earlier` are the attempts before this one since a person last decided; `random` from 0 up to 1.
 * A blind second send cannot come out of this: only surely-not-sent leads to `waiting`, and probably-not-sent waits for a
 * status first.
 */
export function afterAttempt(
  result: SendResult,
  { earlier, now, random }: { earlier: readonly Attempt[]; now: number; random: number },
): AfterAttempt {
  switch (result.kind) {
    case 'accepted':
      return { state: { kind: 'accepted' }, number: fine, isTakenBack: false }
    case 'unknown':
      return {
        state: { kind: 'reconciling', dueAt: now + RECONCILE_MS, next: 'ask' },
        number: backOffOf(TROUBLE_BACK_OFF, result.problem),
        isTakenBack: false,
      }
    case 'probably-not-sent':
      return {
        state: afterProbablyNotSent(result.problem, { earlier, now }),
        number: backOffOf(TROUBLE_BACK_OFF, result.problem),
        isTakenBack: false,
      }
    case 'not-sent':
      return afterNotSent(result.problem, { earlier, now, random })
    default:
      return assertNever(result)
  }
}

function afterProbablyNotSent({ row }: GraphProblem, { earlier, now }: { earlier: readonly Attempt[]; now: number }): OpenState {
  if (row.retry.kind !== 'after-waiting-for-status') return { kind: 'reconciling', dueAt: now + RECONCILE_MS, next: 'ask' }
  const tries = 1 + earlier.filter((attempt) => attempt.result === 'probably-not-sent').length
  return { kind: 'reconciling', dueAt: now + row.retry.waitMs, next: tries < row.retry.maxAttempts ? 'retry' : 'ask' }
}

function backOffOf(backOff: BackOff, { retryAfterMs }: GraphProblem): BackOffOfNumber {
  return { kind: 'back-off', backOff, atLeastMs: retryAfterMs ?? 0 }
}

function afterNotSent(
  problem: GraphProblem,
  { earlier, now, random }: { earlier: readonly Attempt[]; now: number; random: number },
): AfterAttempt {
  const { row } = problem
  if (row.scope === 'network') {
    return { state: { kind: 'waiting', dueAt: now }, number: backOffOf(OFFLINE_BACK_OFF, problem), isTakenBack: true }
  }
  // The queue stays as it was, this message included: nothing failed that goes on once a person has put things right.
  if (row.stopsQueue) return { state: { kind: 'queued', dueAt: now }, number: { kind: 'stop' }, isTakenBack: false }
  if (row.retry.kind === 'back-off') {
    // The gate of the number makes all of them wait; only this message's own trouble makes it wait by itself.
    if (row.scope === 'number' || row.scope === 'account') {
      return { state: { kind: 'waiting', dueAt: now }, number: backOffOf(row.retry, problem), isTakenBack: false }
    }
    const before = earlier.filter((attempt) => attempt.problem?.key === row.key).length
    const waitMs = Math.max(problem.retryAfterMs ?? 0, backOffMs(row.retry, { before, random }))
    return { state: { kind: 'waiting', dueAt: now + waitMs }, number: fine, isTakenBack: false }
  }
  return { state: { kind: earlier.some(mayHaveGone) ? 'unconfirmed' : 'failed' }, number: fine, isTakenBack: false }
}
