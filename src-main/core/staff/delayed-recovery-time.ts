import { RECOVERY_WAITS_HOURS } from '#contract'
import { countedMs } from '../approvals/cooling.ts'

/**
 * How long a recovery has really waited, whatever is done to the clock. While the program runs, a stretch of time counts as the shorter of what
 * the wall clock and the monotonic clock say of it. While it is closed nothing counts, as anybody may set the clock meanwhile; unless servers
 * said before and after what time it was.
 */
export type Waited = {
  readonly askedAt: number
  readonly waitedMs: number
  /** Wall time of the last look. */
  readonly seenAt: number
  /** The true time when it was first known, and how long it had waited by then. Kept as it is, so that an inexact answer counts once. */
  readonly trueAt: number | null
  readonly trueWaitedMs: number
  /** When it was first seen to be ready, and how long it had waited by then. */
  readonly readyAt: number | null
  readonly readyWaitedMs: number
}

export type Look = {
  readonly now: number
  /** Since the last look of this run; null when this is its first. */
  readonly monotonicMs: number | null
  /** Null while no server has said what time it is. */
  readonly trueNow: number | null
}

export type RecoveryPhase =
  | { readonly is: 'waiting'; readonly leftMs: number }
  | { readonly is: 'ready'; readonly lapsesAt: number }
  | { readonly is: 'lapsed' }

export const RECOVERY_WAITS_MS = RECOVERY_WAITS_HOURS * 60 * 60_000
/** Far more than the longest time that an answer, and the time it bears, may be under way. */
const TRUE_TIME_SLACK_MS = 5 * 60_000

export function beginWaiting({ now, trueNow }: Omit<Look, 'monotonicMs'>): Waited {
  return { askedAt: now, waitedMs: 0, seenAt: now, trueAt: trueNow, trueWaitedMs: 0, readyAt: null, readyWaitedMs: 0 }
}

/** With the time since the last look, and whether it is ready by now. */
export function lookAgain(before: Waited, { now, monotonicMs, trueNow }: Look): Waited {
  const byRunning = before.waitedMs + (monotonicMs === null ? 0 : countedMs({ wallMs: now - before.seenAt, monotonicMs }))
  const byServers = before.trueAt === null || trueNow === null ? 0 : before.trueWaitedMs + trueNow - before.trueAt - TRUE_TIME_SLACK_MS
  const waitedMs = Math.max(byRunning, byServers)
  const waited = { ...before, waitedMs, seenAt: now, ...(before.trueAt === null && { trueAt: trueNow, trueWaitedMs: waitedMs }) }
  return waited.readyAt === null && leftMs(waited) === 0 ? { ...waited, readyAt: now, readyWaitedMs: waitedMs } : waited
}

/** At the last look. What was asked by a clock that was far ahead is never ready: it lapses instead. */
export function phaseOf(waited: Waited): RecoveryPhase {
  const { seenAt, waitedMs, readyAt, readyWaitedMs } = waited
  const left = leftMs(waited)
  const isLapsed =
    readyAt === null ? waitedMs >= 2 * RECOVERY_WAITS_MS : Math.max(seenAt - readyAt, waitedMs - readyWaitedMs) >= RECOVERY_WAITS_MS
  if (isLapsed) return { is: 'lapsed' }
  return left > 0 || readyAt === null ? { is: 'waiting', leftMs: left } : { is: 'ready', lapsesAt: readyAt + RECOVERY_WAITS_MS }
}

/** By both the time that was counted and the clock on the wall. */
function leftMs({ askedAt, waitedMs, seenAt }: Waited): number {
  return Math.max(0, RECOVERY_WAITS_MS - waitedMs, askedAt + RECOVERY_WAITS_MS - seenAt)
}
