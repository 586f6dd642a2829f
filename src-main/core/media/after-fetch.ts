import type { ErrorKey } from '#contract'
import type { GraphProblem } from '../whatsapp/graph-client.ts'

/** What became of one try to fetch a file that did not bring it. */
export type FetchFailure =
  | { readonly kind: 'problem'; readonly problem: GraphProblem }
  /** It is not what WhatsApp said it is. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'too-large' }

export type AfterFetch =
  /** Not because of this file: all of them wait, and none has been tried. */
  | { readonly kind: 'pause'; readonly inMs: number }
  | { readonly kind: 'again'; readonly inMs: number; readonly problem: ErrorKey }
  | { readonly kind: 'gone'; readonly problem: ErrorKey }
  | { readonly kind: 'refused'; readonly problem: ErrorKey }

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** WhatsApp keeps what customers send for seven days; an hour only, where the shop has it keep nothing. */
export const KEPT_BY_WHATSAPP_MS = 7 * 24 * HOUR_MS

/** Soon at first, for the sake of whoever has an hour; the last one again and again. */
const RETRY_AFTER_MS = [30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, 24 * HOUR_MS] as const
/** More than a day. What a token may not see is said not to be there, too, and a person needs a while to put that right; so it is with a clock. */
const LAST_TRY = 7
const DAMAGED_TRIES = 4
const OFFLINE_AFTER_MS = [5 * SECOND_MS, 15 * SECOND_MS, MINUTE_MS] as const
const ACCOUNT_AFTER_MS = 10 * MINUTE_MS

/**
 * `tries`: how often it failed in the same way before; `paused`: how often all of them were held up in a row. By the clock alone no file is
 * given up: it may be wrong.
 */
export function afterFetch(
  failure: FetchFailure,
  { tries, since, now, paused }: { tries: number; since: number; now: number; paused: number },
): AfterFetch {
  if (failure.kind === 'too-large') return { kind: 'refused', problem: 'media-too-large' }
  const inMs = at(RETRY_AFTER_MS, tries)
  if (failure.kind === 'damaged') {
    if (tries + 1 >= DAMAGED_TRIES) return { kind: 'refused', problem: 'media-damaged' }
    return { kind: 'again', inMs, problem: 'media-damaged' }
  }
  const { row, retryAfterMs } = failure.problem
  if (row.scope === 'network') return { kind: 'pause', inMs: at(OFFLINE_AFTER_MS, paused) }
  if (row.scope !== 'message' && row.scope !== 'chat') return { kind: 'pause', inMs: Math.max(retryAfterMs ?? 0, ACCOUNT_AFTER_MS) }
  const isOver = now - since > KEPT_BY_WHATSAPP_MS
  const isNotThere = row.key === 'object-not-found'
  const isLastTry = tries + 1 >= LAST_TRY
  if ((isOver && isNotThere) || ((isOver || isNotThere) && isLastTry)) return { kind: 'gone', problem: row.key }
  return { kind: 'again', inMs: Math.max(retryAfterMs ?? 0, inMs), problem: row.key }
}

function at(delays: readonly number[], count: number): number {
  return delays[Math.min(count, delays.length - 1)] ?? 0
}
