import type { Clock } from '#core/ports.ts'

export type FakeClock = Clock & {
  /** Moves both clocks on and runs what falls due, in order. Awaits between timers, so that promises settle. */
  advance(byMs: number): Promise<void>
  /** Sets the wall clock alone, as a person or NTP does. */
  setWall(epochMs: number): void
  /** How many timers wait: what keeps a process from ending. */
  waiting(): number
}

export function createFakeClock(startAt = Date.UTC(2026, 10, 23, 12, 0, 0)): FakeClock {
  let wall = startAt
  let monotonic = 0
  let nextId = 1
  const timers = new Map<number, { dueAt: number; run: () => void }>()

  function nextDue(until: number): number | null {
    let best: number | null = null
    for (const [id, timer] of timers) {
      if (timer.dueAt > until) continue
      const bestDueAt = best === null ? Infinity : (timers.get(best)?.dueAt ?? Infinity)
      if (timer.dueAt < bestDueAt) best = id
    }
    return best
  }

  return {
    now: () => wall,
    monotonic: () => monotonic,
    after(delayMs, run) {
      const id = nextId++
      timers.set(id, { dueAt: monotonic + Math.max(0, delayMs), run })
      return () => timers.delete(id)
    },
    async advance(byMs) {
      const until = monotonic + byMs
      for (let id = nextDue(until); id !== null; id = nextDue(until)) {
        const timer = timers.get(id)
        if (timer === undefined) break
        timers.delete(id)
        const step = Math.max(0, timer.dueAt - monotonic)
        monotonic += step
        wall += step
        timer.run()
        await settle()
      }
      wall += until - monotonic
      monotonic = until
      await settle()
    },
    setWall(epochMs) {
      wall = epochMs
    },
    waiting: () => timers.size,
  }
}

/** Lets everything that is already resolved run on, real I/O callbacks included. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
