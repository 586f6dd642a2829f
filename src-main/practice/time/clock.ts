/** What time is taken from: the machine's own by default, a fake in tests. The shape is Node-free on purpose. */
export type TimeSource = {
  /** Wall time, epoch ms. */
  now(): number
  /** Milliseconds that only grow. */
  monotonic(): number
  /** Calls `run` once after `delayMs`; the answer cancels it. */
  after(delayMs: number, run: () => void): () => void
}

export type PracticeClock = {
  /**
   * The calendar, epoch ms: what stands in timestamps and what windows, limits and expiries are measured by. It is the
   * machine's and is never scaled, because the program under practice shares it: two calendars would put a customer's
   * answer before the question.
   */
  now(): number
  /** Calls `run` after `delayMs` of practice time: sooner by `speed`, and not at all while paused. */
  after(delayMs: number, run: () => void): () => void
  /** 1…1000; what is already waiting is sped up too. */
  setSpeed(speed: number): void
  speed(): number
  pause(): void
  resume(): void
  /** How many calls wait. */
  pending(): number
  /** Drops all that waits and takes nothing new. */
  stop(): void
}

// Longer delays overflow the 32-bit timer of the platform; the alarm simply rings early and is set again.
const LONGEST_TIMER_MS = 0x7fff_ffff

export function createPracticeClock({
  speed: firstSpeed = 1,
  source = systemTime(),
}: { speed?: number; source?: TimeSource } = {}): PracticeClock {
  let speed = clampSpeed(firstSpeed)
  let isPaused = false
  let isStopped = false
  let practiceAtMark = 0
  let sourceAtMark = source.monotonic()
  let nextOrder = 0
  let cancelAlarm: (() => void) | null = null
  const waiting = new Set<{ dueAt: number; order: number; run: () => void }>()

  function practiceNow(): number {
    return isPaused ? practiceAtMark : practiceAtMark + (source.monotonic() - sourceAtMark) * speed
  }

  function mark(): void {
    practiceAtMark = practiceNow()
    sourceAtMark = source.monotonic()
  }

  function earliest() {
    let best: { dueAt: number; order: number; run: () => void } | null = null
    for (const call of waiting) {
      if (best === null || call.dueAt < best.dueAt || (call.dueAt === best.dueAt && call.order < best.order)) best = call
    }
    return best
  }

  function setAlarm(): void {
    cancelAlarm?.()
    cancelAlarm = null
    const next = earliest()
    if (next === null || isPaused || isStopped) return
    const delayMs = Math.max(0, Math.ceil((next.dueAt - practiceNow()) / speed))
    cancelAlarm = source.after(Math.min(delayMs, LONGEST_TIMER_MS), ring)
  }

  function ring(): void {
    cancelAlarm = null
    const until = practiceNow()
    for (let next = earliest(); next !== null && next.dueAt <= until && !isPaused && !isStopped; next = earliest()) {
      waiting.delete(next)
      next.run()
    }
    setAlarm()
  }

  return {
    now: () => source.now(),
    after(delayMs, run) {
      if (isStopped) return () => {}
      const call = { dueAt: practiceNow() + Math.max(0, delayMs), order: nextOrder++, run }
      waiting.add(call)
      setAlarm()
      return () => {
        if (waiting.delete(call)) setAlarm()
      }
    },
    setSpeed(newSpeed) {
      mark()
      speed = clampSpeed(newSpeed)
      setAlarm()
    },
    speed: () => speed,
    pause() {
      mark()
      isPaused = true
      setAlarm()
    },
    resume() {
      if (!isPaused) return
      sourceAtMark = source.monotonic()
      isPaused = false
      setAlarm()
    },
    pending: () => waiting.size,
    stop() {
      isStopped = true
      waiting.clear()
      cancelAlarm?.()
      cancelAlarm = null
    },
  }
}

function clampSpeed(speed: number): number {
  return Number.isFinite(speed) ? Math.min(1000, Math.max(1, speed)) : 1
}

function systemTime(): TimeSource {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs)
      return () => clearTimeout(timer)
    },
  }
}
