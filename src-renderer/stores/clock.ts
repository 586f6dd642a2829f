import { createStore } from 'zustand/vanilla'
import { liveStore } from './live-slice.ts'

/** Waiting clocks, windows and days are shown in minutes: this is often enough, and one timer serves every row. */
const TICK_EVERY_MS = 15_000
/** Below this a difference between two machines is only the way there and back. */
const WORTH_CORRECTING_MS = 5_000

/** Time as stores get it, so that tests can hold it. */
export type Timers = {
  now(): number
  /** Returns a function that takes the timer back. */
  after(delayMs: number, run: () => void): () => void
}

export function createBrowserTimers(): Timers {
  return {
    now: () => Date.now(),
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs)
      return () => clearTimeout(timer)
    },
  }
}

export type ClockState = {
  /** The core's time at the last tick, in epoch ms. Everything on the screen that ages reads this one. */
  now: number
  /** The core's time this moment, for what cannot wait for a tick. */
  exactNow(): number
  /** Call with a time the core has just stamped, to learn how far this machine's clock is off. */
  noteCoreTime(coreNow: number): void
}

export type ClockStore = ReturnType<typeof createClockStore>

export function createClockStore({ timers }: { timers: Timers }) {
  let offsetMs = 0
  let stopTicking: (() => void) | null = null

  const store = createStore<ClockState>((set) => ({
    now: timers.now(),
    exactNow: () => timers.now() + offsetMs,
    noteCoreTime(coreNow) {
      const measured = coreNow - timers.now()
      const next = Math.abs(measured) < WORTH_CORRECTING_MS ? 0 : measured
      if (Math.abs(next - offsetMs) < WORTH_CORRECTING_MS) return
      offsetMs = next
      set({ now: timers.now() + offsetMs })
    },
  }))

  function tick(): void {
    store.setState({ now: timers.now() + offsetMs })
    stopTicking = timers.after(TICK_EVERY_MS, tick)
  }

  function stop(): void {
    stopTicking?.()
    stopTicking = null
  }

  return liveStore(store, {
    start() {
      stop()
      tick()
    },
    stop,
  })
}
