import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../ports.ts'
import { waitAfterMs } from './sign-in-limit.ts'

export type GuessLimit = {
  /** Counts a try of a device, or a person, as wrong before it is checked; the answer says that it was right. Throws `try-later`. */
  begin(who: string): () => void
}

/** What a window says it is, it may say anew each time: those that tried longest ago are forgotten, and the code's length does the rest. */
const MOST_DEVICES = 200

/**
 * For codes that nobody could guess anyway: it takes away the pleasure of trying. In memory, on the clock that nobody can set, each device
 * for itself, so that a stranger's tries keep nobody else waiting.
 */
export function createGuessLimit(deps: { clock: Clock }): GuessLimit {
  const { clock } = deps
  const triesByDevice = new Map<string, { wrong: number; lastAt: number }>()

  return {
    begin(device) {
      const now = clock.monotonic()
      const { wrong, lastAt } = triesByDevice.get(device) ?? { wrong: 0, lastAt: now }
      const waitMs = lastAt + waitAfterMs(wrong) - now
      if (waitMs > 0) throw new AppError('try-later', 'Too many wrong codes', { facts: { seconds: Math.ceil(waitMs / 1000) } })
      triesByDevice.delete(device)
      triesByDevice.set(device, { wrong: wrong + 1, lastAt: now })
      const oldest = triesByDevice.keys().next()
      if (triesByDevice.size > MOST_DEVICES && oldest.done !== true) triesByDevice.delete(oldest.value)
      return () => triesByDevice.delete(device)
    },
  }
}
