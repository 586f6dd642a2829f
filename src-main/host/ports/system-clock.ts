import type { Clock } from '#core/ports.ts'

/** Longer delays make `setTimeout` fire at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1

export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after(delayMs, run) {
      let timer: NodeJS.Timeout
      function arm(remainingMs: number) {
        const stepMs = Math.min(Math.max(0, remainingMs), LONGEST_TIMEOUT_MS)
        timer = setTimeout(() => (remainingMs > stepMs ? arm(remainingMs - stepMs) : run()), stepMs)
      }
      arm(delayMs)
      return () => clearTimeout(timer)
    },
  }
}
