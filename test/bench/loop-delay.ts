import { monitorEventLoopDelay } from 'node:perf_hooks'

export type LoopDelay = { readonly delayP50Ms: number; readonly delayP99Ms: number; readonly delayMaxMs: number }

const RESOLUTION_MS = 10

/** How much later than asked for this thread's event loop came round to a timer, since `begin`. */
export function watchLoopDelay(): { begin(): void; end(): LoopDelay } {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  // The histogram has the time from one timer to the next, so what is beyond the timer's own is delay.
  const ms = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS)
  return {
    begin: () => delay.reset(),
    end: () => ({ delayP50Ms: ms(delay.percentile(50)), delayP99Ms: ms(delay.percentile(99)), delayMaxMs: ms(delay.max) }),
  }
}
