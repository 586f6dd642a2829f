import type { MessageId } from '#contract'
import type { Database } from '../db/database.ts'
import { codeOf } from '../db/open-database.ts'
import { storageProblemOf } from '../db/storage-failure.ts'
import type { Clock, Log } from '../ports.ts'
import type { Attempts } from './attempts.ts'
import { mayHaveGone, ownProblem, type OutboxEntry } from './entry.ts'
import type { Transitions } from './transitions.ts'

/** A message that cannot be dealt with is set aside for a person, and does not hold up those behind it. */
export type Isolation = {
  /** What `act` answers is when to look again; what it throws is the message's own trouble, unless it is everybody's. */
  alone(entry: OutboxEntry, act: () => number): number
  /** The same for what was thrown elsewhere. */
  setAside(entry: OutboxEntry, cause: unknown): number
}

/** Those that could not even be set aside are tried again this much later, and hold up their own thread alone. */
const TRY_AGAIN_MS = 60_000
/** Somebody else has the file, or there is no memory: it passes. */
const PASSING = /^SQLITE_(BUSY|LOCKED|CANTOPEN|PERM|NOMEM|PROTOCOL)/

export function createIsolation(deps: { db: Database; clock: Clock; log: Log; attempts: Attempts; transitions: Transitions }): Isolation {
  const { db, clock, log, attempts, transitions } = deps
  const stuckUntil = new Map<MessageId, number>()

  function setAside(entry: OutboxEntry, reason: unknown): number {
    if (isOfAll(reason)) throw reason
    const { messageId } = entry
    log.error('outbox.message-failed', { messageId }, reason)
    try {
      const kind = attempts.ofThisDecision(entry).some(mayHaveGone) ? 'unconfirmed' : 'failed'
      db.transaction(() => transitions.move(messageId, { kind }, ownProblem('could-not-prepare')))
      stuckUntil.delete(messageId)
      return 0
    } catch (cause) {
      log.error('outbox.message-stuck', { messageId }, cause)
      stuckUntil.set(messageId, clock.monotonic() + TRY_AGAIN_MS)
      return TRY_AGAIN_MS
    }
  }

  return {
    alone(entry, act) {
      const { messageId } = entry
      const waitMs = (stuckUntil.get(messageId) ?? 0) - clock.monotonic()
      if (waitMs > 0) return waitMs
      try {
        const nextMs = act()
        stuckUntil.delete(messageId)
        return nextMs
      } catch (cause) {
        return setAside(entry, cause)
      }
    },
    setAside,
  }
}

/** A disk that takes nothing is no fault of the message that met it; a page that cannot be read may be. */
function isOfAll(cause: unknown): boolean {
  const problem = storageProblemOf(cause)
  return problem === 'disk-full' || problem === 'read-only' || PASSING.test(codeOf(cause))
}
