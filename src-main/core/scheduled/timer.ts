import type { Database } from '../db/database.ts'
import { createClockWatch } from '../outbox/clock-watch.ts'
import type { Clock, Log } from '../ports.ts'
import { findNextScheduledAt, listDueScheduled, type Scheduled } from './repository.ts'

/** Looks at what is due, when it is due; nothing by a clock that has just jumped. */
export type ScheduleTimer = {
  start(): void
  /** Another time may be the next. */
  wake(): void
  stop(): void
}

/** Also how often it looks by itself: the wall clock may have been set meanwhile. */
const LOOK_AGAIN_MS = 60_000

/** `settle`: after it, the message is no longer due. Throws when it could not be written down. */
export function createScheduleTimer(deps: { db: Database; clock: Clock; log: Log; settle(due: Scheduled): void }): ScheduleTimer {
  const { db, clock, log } = deps
  const clockWatch = createClockWatch(clock)
  let isRunning = false
  let cancel: (() => void) | null = null

  function wakeAfter(afterMs: number): void {
    if (!isRunning) return
    cancel?.()
    cancel = clock.after(Math.min(LOOK_AGAIN_MS, Math.max(0, afterMs)), look)
  }

  function look(): void {
    cancel = null
    if (!isRunning) return
    let afterMs = LOOK_AGAIN_MS
    try {
      afterMs = settleDue()
    } catch (cause) {
      log.error('scheduled.look-failed', {}, cause)
    }
    wakeAfter(afterMs)
  }

  /** Answers when to look again at the latest. */
  function settleDue(): number {
    clockWatch.hasJumped()
    const doubtMs = clockWatch.doubtMs()
    if (doubtMs > 0) return doubtMs
    let isEachSettled = true
    const due = listDueScheduled(db, clock.now())
    for (const each of due) {
      try {
        deps.settle(each)
      } catch (cause) {
        // The disk may have room again; those behind it go on.
        isEachSettled = false
        log.error('scheduled.not-settled', { scheduledId: each.id }, cause)
      }
    }
    if (!isEachSettled) return LOOK_AGAIN_MS
    return due.length > 0 ? 0 : (findNextScheduledAt(db) ?? Infinity) - clock.now()
  }

  return {
    start() {
      isRunning = true
      wakeAfter(0)
    },
    wake: () => wakeAfter(0),
    stop() {
      isRunning = false
      cancel?.()
    },
  }
}
