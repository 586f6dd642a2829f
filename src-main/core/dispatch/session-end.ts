import { isShiftOver, type Moment } from './shifts.ts'

/** What of a session decides when it ends by itself. */
export type SessionTimes = {
  /** When password and code were shown. */
  readonly shiftFrom: Moment
  /** The last sign that somebody is there. */
  readonly active: Moment
  /** Wall clock less monotonic clock, the most there was since somebody came in: what it falls by, the wall clock was set back. */
  readonly highestOffset: number
}

/** How far the clock may be set back without locking: more is no correction but somebody who wants time. */
const SET_BACK_MS = 2 * 60_000

export type EndByItself = 'shift-over' | 'clock-set-back' | 'idle'

/** Null when it goes on. Sleep counts as idle: the monotonic clock may stand still meanwhile, the one on the wall does not. */
export function endByItself(times: SessionTimes, now: Moment, idleLockMs: number): EndByItself | null {
  if (isShiftOver(times.shiftFrom, now)) return 'shift-over'
  if (offsetOf(now) < times.highestOffset - SET_BACK_MS) return 'clock-set-back'
  const idleMs = Math.max(now.monotonic - times.active.monotonic, now.wall - times.active.wall)
  return idleMs >= idleLockMs ? 'idle' : null
}

export function offsetOf(moment: Moment): number {
  return moment.wall - moment.monotonic
}
