import type { ApprovalId } from '#contract'
import type { Database } from '../db/database.ts'
import type { Clock } from '../ports.ts'
import { getWait, insertWait, updateWaited } from './repository.ts'

/** How long something that nobody else can agree to can still be stopped. */
export const COOLING_MS = 24 * 60 * 60_000

/**
 * How long an approval has really waited. While the program runs, a stretch of time counts as the shorter of what the wall clock and the
 * monotonic clock say of it, so that setting the clock forward gains nothing and setting it back only makes it longer; over a restart the
 * wall clock is all there is. What was counted is kept.
 */
export type Cooling = {
  begin(id: ApprovalId, options: { kitIssuedAt: number }): void
  /** Counts the time since the last look. */
  look(id: ApprovalId): void
  /** Milliseconds that are missing, by both the time that was counted and the clock on the wall. */
  leftMs(approval: { id: ApprovalId; coolsUntil: number }): number
}

type Stretch = { readonly wallMs: number; readonly monotonicMs: number | null }

/** What of a stretch counts; `monotonicMs` is null over a restart. */
export function countedMs({ wallMs, monotonicMs }: Stretch): number {
  return Math.max(0, monotonicMs === null ? wallMs : Math.min(wallMs, monotonicMs))
}

export function createCooling(deps: { db: Database; clock: Clock }): Cooling {
  const { db, clock } = deps
  /** Monotonic time of the last look in this run. */
  const lookedAt = new Map<ApprovalId, number>()

  function waitedMs(id: ApprovalId): number {
    const { waited_ms, seen_at } = getWait(db, id)
    const before = lookedAt.get(id)
    const monotonicMs = before === undefined ? null : clock.monotonic() - before
    return waited_ms + countedMs({ wallMs: clock.now() - seen_at, monotonicMs })
  }

  return {
    begin(id, { kitIssuedAt }) {
      insertWait(db, id, { seenAt: clock.now(), kitIssuedAt })
      lookedAt.set(id, clock.monotonic())
    },
    look(id) {
      updateWaited(db, id, { waited_ms: waitedMs(id), seen_at: clock.now() })
      lookedAt.set(id, clock.monotonic())
    },
    leftMs: ({ id, coolsUntil }) => Math.max(0, COOLING_MS - waitedMs(id), coolsUntil - clock.now()),
  }
}
