/** Often enough for the core, which locks by what it is told here. */
const TOUCH_EVERY_MS = 15_000
const WARN_BEFORE_MS = 20_000
const PUT_AWAY_BEFORE_MS = 8_000

export type IdleTimer = {
  /** The person has just done something. */
  see(): void
  /** To be asked every second: how many are left before the core locks the window; null while there is time enough. */
  secondsLeft(): number | null
  /** Time to put away what would be lost: not before nobody may be there, and soon enough for it to be done. */
  isNearlyOver(lookedAtEveryMs: number): boolean
}

/** Tells the core now and then that somebody is there, and knows when it has not been told for long. `now` only ever grows. */
export function createIdleTimer({ idleLockMs, now, touch }: { idleLockMs: number; now(): number; touch(): void }): IdleTimer {
  let touchedAt = now()
  let seenAt = touchedAt

  const leftMs = () => touchedAt + idleLockMs - now()

  function tell(): void {
    touchedAt = now()
    touch()
  }

  return {
    see() {
      seenAt = now()
      if (seenAt - touchedAt >= TOUCH_EVERY_MS) tell()
    },
    secondsLeft() {
      // What was seen soon after the core was told is told later.
      if (seenAt > touchedAt && now() - touchedAt >= TOUCH_EVERY_MS) tell()
      return leftMs() > WARN_BEFORE_MS ? null : Math.max(0, Math.ceil(leftMs() / 1000))
    },
    isNearlyOver: (lookedAtEveryMs) => leftMs() <= Math.min(PUT_AWAY_BEFORE_MS + lookedAtEveryMs, idleLockMs / 2),
  }
}
