import type { Clock } from '../ports.ts'

/**
 * Notices that the wall clock went on without this program: somebody set it, or the machine slept. The two look alike, and in both
 * nothing that depends on how late it is should be decided in that very moment.
 */
export type ClockWatch = {
  /** True once for each jump forward. Asked often: what the wall clock gains between two questions is the jump. */
  hasJumped(): boolean
  /** For a moment after a jump: a clock that was set wrong by mistake is put right, and one that woke up hears what it missed. */
  doubtMs(): number
}

/** Beyond what correcting a clock a little at a time, or a busy machine, can make of the time between two looks. */
const JUMP_MS = 5000
const DOUBT_MS = 60_000

export function createClockWatch(clock: Pick<Clock, 'now' | 'monotonic'>): ClockWatch {
  let lead = clock.now() - clock.monotonic()
  let doubtUntil = -Infinity

  return {
    hasJumped() {
      const before = lead
      lead = clock.now() - clock.monotonic()
      if (lead - before < JUMP_MS) return false
      doubtUntil = clock.monotonic() + DOUBT_MS
      return true
    },
    doubtMs: () => Math.max(0, doubtUntil - clock.monotonic()),
  }
}
