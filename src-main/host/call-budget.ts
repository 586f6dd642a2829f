import type { Clock } from '#core/ports.ts'

export type CallBudget = {
  /** `refuse`: answer `too-many-requests`. `close`: so far over that no person is behind it. */
  spend(): 'allow' | 'refuse' | 'close'
}

/** A screen that opens causes some ten calls at once, and a fast typist a few a second. */
const BURST = 200
const PER_SECOND = 50
const REFUSALS_BEFORE_CLOSE = 1_000

export function createCallBudget(deps: { clock: Pick<Clock, 'monotonic'> }): CallBudget {
  let tokens = BURST
  let refusals = 0
  let filledAt = deps.clock.monotonic()

  return {
    spend() {
      const now = deps.clock.monotonic()
      tokens = Math.min(BURST, tokens + ((now - filledAt) / 1000) * PER_SECOND)
      filledAt = now
      if (tokens === BURST) refusals = 0
      if (tokens >= 1) {
        tokens -= 1
        return 'allow'
      }
      refusals += 1
      return refusals > REFUSALS_BEFORE_CLOSE ? 'close' : 'refuse'
    },
  }
}
