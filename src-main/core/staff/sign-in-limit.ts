import { AppError } from '../lib/app-error.ts'
import type { Database } from '../db/database.ts'
import { storageProblemOf } from '../db/storage-failure.ts'
import type { Clock } from '../ports.ts'
import { deleteFailures, deleteStaleFailures, findFailures, updateFailures, type FailureRow } from './repository.ts'

const FREE_FAILURES = 3
const LONGEST_WAIT_MS = 15 * 60_000
const FORGET_STRANGERS_AFTER_MS = 24 * 60 * 60_000

export type SignInLimit = {
  /** Counts a try before it is checked, so that a crash in between is not a free guess. Throws `try-later`. */
  begin(login: string): void
  succeeded(login: string): void
}

/** One second after the fourth failure in a row, twice as long after each further one, at most a quarter of an hour. */
export function waitAfterMs(failures: number): number {
  if (failures <= FREE_FAILURES) return 0
  return Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(30, failures - FREE_FAILURES - 1))
}

/** Kept by the name that was typed, whether or not anybody has it: the wait says nothing about who exists. */
export function createSignInLimit(deps: { db: Database; clock: Clock }): SignInLimit {
  const { db, clock } = deps
  /** What a full or failing disk did not take: it must not be a way to guess on and on. */
  const unsaved = new Map<string, FailureRow>()

  function save(login: string, row: FailureRow): void {
    try {
      updateFailures(db, login, row)
      unsaved.delete(login)
    } catch (cause) {
      if (storageProblemOf(cause) === null) throw cause
      unsaved.set(login, row)
    }
  }

  return {
    begin(login) {
      const now = clock.now()
      const known = unsaved.get(login) ?? findFailures(db, login)
      const waitMs = Math.min(waitAfterMs(known?.failures ?? 0), (known?.not_before ?? 0) - now)
      // More than it ever was: the clock was set back. Written down anew, or it would not pass before the clock is there again.
      if (known !== undefined && waitMs > 0 && waitMs < known.not_before - now) save(login, { ...known, not_before: now + waitMs })
      if (waitMs > 0) throw new AppError('try-later', 'Too many failed tries', { facts: { seconds: Math.ceil(waitMs / 1000) } })
      const failures = (known?.failures ?? 0) + 1
      save(login, { failures, not_before: now + waitAfterMs(failures) })
    },
    succeeded(login) {
      unsaved.delete(login)
      deleteFailures(db, login)
      deleteStaleFailures(db, clock.now() - FORGET_STRANGERS_AFTER_MS)
    },
  }
}
