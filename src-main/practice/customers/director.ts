import type { PracticeClock } from '../time/clock.ts'
import type { Random } from '../time/random.ts'
import type { Customer } from './customer.ts'

/** Keeps the counter alive and never floods it: who waits at the start, and who comes in when it has been quiet. */
export type Director = {
  start(): void
  /** Somebody spoke: the next newcomer waits again. */
  spoken(): void
}

const FIRST_MS = [150, 2_200] as const
const QUIET_MS = [20_000, 60_000] as const

export function createDirector({
  customers,
  clock,
  random,
}: {
  customers: readonly Customer[]
  clock: PracticeClock
  random: Random
}): Director {
  let cancelNext: (() => void) | null = null
  let isRunning = false

  function plan(): void {
    if (!isRunning) return
    cancelNext?.()
    cancelNext = clock.after(random.between(...QUIET_MS), bringSomebody)
  }

  function bringSomebody(): void {
    const newcomer = customers.find((customer) => !customer.hasOpened())
    if (newcomer !== undefined) newcomer.open()
    else customers.find((customer) => customer.canComeBack())?.comeBack()
    plan()
  }

  return {
    start() {
      isRunning = true
      for (const customer of customers) {
        const { waitingForMs } = customer.character
        if (waitingForMs !== undefined && !customer.hasOpened()) clock.after(random.between(...FIRST_MS), () => customer.open(waitingForMs))
      }
      plan()
    },
    spoken: plan,
  }
}
