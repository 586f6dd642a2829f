import type { NumberId } from '#contract'
import type { Database } from '../db/database.ts'
import type { Clock, Log } from '../ports.ts'
import { limits } from '../whatsapp/limits.ts'
import { createFactsRepository } from './facts-repository.ts'

/** Opening a shop has more urgent things to do. */
const FIRST_LOOK_AFTER_MS = 60_000
const LOOK_EVERY_MS = 24 * 60 * 60_000
/** WhatsApp brings what it has for so long; a message that is not here by then does not come. */
const HELD_MS = limits.webhookRetryMs
/** Older ones are news to nobody. Their statuses stay. */
const TOLD_FOR_MS = 30 * 24 * 60 * 60_000

/**
 * Looks once a day for messages of which WhatsApp has told for a week though they are not here, and says how many there are: another
 * program sends from the number, or they were lost.
 */
export function createUnclaimedWatch(deps: {
  db: Database
  clock: Clock
  log: Log
  numberId(): NumberId | null
  found(count: number): void
}) {
  const { db, clock, log } = deps
  const facts = createFactsRepository({ db })
  let cancelNext: (() => void) | null = null

  function look(): void {
    cancelNext = clock.after(LOOK_EVERY_MS, look)
    const numberId = deps.numberId()
    if (numberId === null) return
    try {
      const now = clock.now()
      const count = db.transaction(() => {
        facts.deleteClaimed({ toldBefore: now - TOLD_FOR_MS })
        return facts.countUnclaimed(numberId, { toldBefore: now - HELD_MS })
      })
      if (count > 0) log.warn('statuses.unclaimed', { count })
      deps.found(count)
    } catch (cause) {
      // A disk that fails says so elsewhere; tomorrow is early enough for this.
      log.error('statuses.not-looked-through', {}, cause)
    }
  }

  return {
    start(): void {
      cancelNext = clock.after(FIRST_LOOK_AFTER_MS, look)
    },
    stop(): void {
      cancelNext?.()
    },
  }
}
