import type { Clock } from '#core/ports.ts'

const DAY_MS = 24 * 60 * 60_000

/**
 * The time of a simulated world. WhatsApp and the customers live by the true time; the shop's computer has a wall clock that may
 * be wrong by any amount and jump, and a monotonic one that stands still while the computer sleeps.
 */
export type WorldClock = {
  /** Each look at the clock takes the computer a while, so that what is due comes late. */
  readonly isSlow: boolean
  /** True time, epoch ms. */
  now(): number
  wall(): number
  /** Something of the world happens then, by the true time, whatever the computer does. */
  at(delayMs: number, run: () => void): void
  /** The clock of one life of the program. After `die` it never calls back. */
  startLife(): { readonly clock: Clock; die(): void }
  /** Moves the wall clock alone. */
  jumpBy(ms: number): void
  jumpToTruth(): void
  isWallBehindByADay(): boolean
  /** What is due happens in its order; everything settles in between. */
  pass(ms: number): Promise<void>
  /** True time and the wall clock go on, the computer does not. */
  sleep(ms: number): Promise<void>
  /** Goes to whatever is due next, at most `ms` on. */
  passToNext(ms: number): Promise<void>
}

type Due = { readonly dueAt: number; readonly order: number; readonly run: () => void }

/** `callMs`: how long each look at the monotonic clock takes, as on a computer that is far too slow. */
export function createWorldClock(deps: { startAt: number; callMs: number; settle(): Promise<void> }): WorldClock {
  let elapsed = 0
  let slept = 0
  let shift = 0
  let order = 0
  let isAsleep = false
  const ofWorld = new Set<Due>()
  const ofProgram = new Set<Due>()

  const now = () => deps.startAt + Math.floor(elapsed) + slept

  function next(until: number): { due: Due; list: Set<Due>; inMs: number } | null {
    const world = earliest(ofWorld)
    const program = isAsleep ? undefined : earliest(ofProgram)
    const worldInMs = world === undefined ? Infinity : Math.max(0, world.dueAt - now())
    const programInMs = program === undefined ? Infinity : Math.max(0, program.dueAt - elapsed)
    if (Math.min(worldInMs, programInMs) > until) return null
    if (program !== undefined && (programInMs < worldInMs || (programInMs === worldInMs && program.order < (world?.order ?? Infinity))))
      return { due: program, list: ofProgram, inMs: programInMs }
    return world === undefined ? null : { due: world, list: ofWorld, inMs: worldInMs }
  }

  function move(ms: number): void {
    if (isAsleep) slept += ms
    else elapsed += ms
  }

  async function pass(ms: number): Promise<void> {
    const end = now() + ms
    for (let step = next(end - now()); step !== null; step = next(end - now())) {
      step.list.delete(step.due)
      move(step.inMs)
      step.due.run()
      await deps.settle()
    }
    move(Math.max(0, end - now()))
    await deps.settle()
  }

  return {
    isSlow: deps.callMs > 0,
    now,
    wall: () => now() + shift,
    at(delayMs, run) {
      ofWorld.add({ dueAt: now() + Math.max(0, delayMs), order: order++, run })
    },
    startLife() {
      let isDead = false
      const own = new Set<Due>()
      return {
        clock: {
          now: () => now() + shift,
          monotonic() {
            elapsed += deps.callMs
            return elapsed
          },
          after(delayMs, run) {
            if (isDead) return () => {}
            const due = { dueAt: elapsed + Math.max(0, delayMs), order: order++, run }
            own.add(due)
            ofProgram.add(due)
            return () => void ofProgram.delete(due)
          },
        },
        die() {
          isDead = true
          for (const due of own) ofProgram.delete(due)
        },
      }
    },
    jumpBy(ms) {
      shift += ms
    },
    jumpToTruth() {
      shift = 0
    },
    isWallBehindByADay: () => shift <= -DAY_MS,
    pass,
    async sleep(ms) {
      isAsleep = true
      await pass(ms)
      isAsleep = false
      await deps.settle()
    },
    async passToNext(ms) {
      const step = next(ms)
      await pass(step === null ? ms : Math.ceil(step.inMs) + 1)
    },
  }
}

function earliest(list: Set<Due>): Due | undefined {
  let best: Due | undefined
  for (const due of list) {
    if (best === undefined || due.dueAt < best.dueAt || (due.dueAt === best.dueAt && due.order < best.order)) best = due
  }
  return best
}

/** What is done for one event of the world takes a handful. */
const TURNS_MAX = 1000

/** Counts what the program does, so that the world knows when it has come to rest. */
export function createTurns() {
  let done = 0
  return {
    note() {
      done += 1
    },
    /** Until nothing has happened for some turns of the event loop; nothing in it waits for real input or output. */
    async settle(): Promise<void> {
      let turns = 0
      for (let quiet = 0; quiet < 3; turns += 1) {
        if (turns > TURNS_MAX) throw new Error('The program does not come to rest')
        const before = done
        await new Promise((resolve) => setImmediate(resolve))
        quiet = done === before ? quiet + 1 : 0
      }
    },
  }
}
