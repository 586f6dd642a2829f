import type { StorageProblem } from '#contract'
import type { Database } from '../db/database.ts'
import { codeOf } from '../db/open-database.ts'
import { sql } from '../db/sql.ts'
import { damageFound, storageProblemOf } from '../db/storage-failure.ts'
import { assertNever } from '../lib/assert.ts'
import type { Clock, Log } from '../ports.ts'

/** What the disk does to an open shop. */
export type StorageWatch = {
  /** The shop's database: what fails in it is noticed, and after damage it is read from only. */
  readonly db: Database
  problem(): StorageProblem | null
  /** A file beside the database could not be written. */
  noteFailure(cause: unknown): void
  stop(): void
}

/** How soon after somebody made space the shop goes on. */
const TRY_AGAIN_MS = 5000
const LOOK_EVERY_MS = 5 * 60_000
const LOW_BYTES = 1024 ** 3
/** A copy, a rekey and an update of the tables each need the size of the database once more, besides the journal. */
const LOW_TIMES_SIZE = 2
/** As large as a webhook with a long message: less would go through while real messages do not. */
const PROBE_CHARACTERS = 64 * 1024

export function createStorageWatch(deps: {
  db: Database
  /** Found damaged at this or an earlier start. */
  isDamaged: boolean
  /** Null when it cannot be told. */
  freeBytes(): number | null
  sizeBytes(): number
  /** Keeps in mind over restarts that a page could not be read. */
  noteDamage(): void
  changed(): void
  clock: Clock
  log: Log
}): StorageWatch {
  const { db, clock, log } = deps
  let problem: StorageProblem | null = null
  let damage: unknown = null
  let cancel: (() => void) | null = null
  let afterReading: (() => void)[] | null = null

  function become(next: StorageProblem | null): void {
    cancel?.()
    cancel = waitThenLook(next)
    if (problem === next) return
    log.warn('storage.problem', { problem: next })
    problem = next
    try {
      deps.changed()
    } catch (cause) {
      // What the status is made of may be on the very page that cannot be read.
      log.error('storage.not-told', {}, cause)
    }
  }

  function waitThenLook(next: StorageProblem | null): (() => void) | null {
    switch (next) {
      case 'database-damaged':
        return null
      case 'disk-full':
      case 'read-only':
        return clock.after(TRY_AGAIN_MS, tryToWrite)
      case 'disk-nearly-full':
      case null:
        return deps.freeBytes() === null ? null : clock.after(LOOK_EVERY_MS, look)
      default:
        return assertNever(next)
    }
  }

  function look(): void {
    become(isLow() ? 'disk-nearly-full' : null)
  }

  function isLow(): boolean {
    const free = deps.freeBytes()
    return free !== null && free < Math.max(LOW_BYTES, LOW_TIMES_SIZE * deps.sizeBytes())
  }

  function tryToWrite(): void {
    try {
      db.run(sql`INSERT INTO settings (key, value) VALUES ('storage.probe', ${JSON.stringify('x'.repeat(PROBE_CHARACTERS))})
        ON CONFLICT (key) DO UPDATE SET value = excluded.value`)
      db.run(sql`DELETE FROM settings WHERE key = 'storage.probe'`)
    } catch (cause) {
      notice(cause)
      if (damage === null) become(problem)
      return
    }
    look()
  }

  function notice(cause: unknown): void {
    // What is told at each failing statement again is news only once.
    if (damage !== null) return
    const found = storageProblemOf(cause)
    if (found === 'database-damaged') {
      if (isOfTheFile(cause)) stopWriting(cause)
    } else if (found !== null && found !== problem) {
      become(found)
    }
  }

  /** Nothing is written over what may still be saved. Reading goes on wherever it can. */
  function stopWriting(cause: unknown): void {
    damage = cause
    log.error('storage.damaged', {}, cause)
    try {
      deps.noteDamage()
    } catch (failure) {
      log.error('storage.damage-not-noted', {}, failure)
    }
    db.exec('PRAGMA query_only = ON')
    become('database-damaged')
  }

  /** A transaction begins by writing; where nothing can change, reading needs none. */
  function readOnly<Result>(act: () => Result): Result {
    if (afterReading !== null) return act()
    const pending: (() => void)[] = []
    afterReading = pending
    let result: Result
    try {
      result = act()
    } finally {
      afterReading = null
    }
    for (const later of pending) later()
    return result
  }

  /** What is to be thrown instead: after damage, why nothing is written any more. */
  function noticed(cause: unknown): unknown {
    const wasRefused = damage !== null && codeOf(cause).startsWith('SQLITE_READONLY')
    notice(cause)
    return wasRefused ? damage : cause
  }

  // Not one function around all: each statement of the shop goes through here.
  const watchedDb: Database = {
    ...db,
    find(query) {
      try {
        return db.find(query)
      } catch (cause) {
        throw noticed(cause)
      }
    },
    get(query) {
      try {
        return db.get(query)
      } catch (cause) {
        throw noticed(cause)
      }
    },
    list(query) {
      try {
        return db.list(query)
      } catch (cause) {
        throw noticed(cause)
      }
    },
    run(query) {
      try {
        return db.run(query)
      } catch (cause) {
        throw noticed(cause)
      }
    },
    exec(text) {
      try {
        db.exec(text)
      } catch (cause) {
        throw noticed(cause)
      }
    },
    transaction(act) {
      try {
        return damage === null ? db.transaction(act) : readOnly(act)
      } catch (cause) {
        throw noticed(cause)
      }
    },
    afterCommit(act) {
      if (afterReading === null) db.afterCommit(act)
      else afterReading.push(act)
    },
  }

  if (deps.isDamaged) stopWriting(damageFound('at an earlier start'))
  else look()

  return {
    problem: () => problem,
    noteFailure(cause) {
      const found = storageProblemOf(cause)
      if (found === 'disk-full' || found === 'read-only') notice(cause)
    },
    stop() {
      cancel?.()
      cancel = null
    },
    db: watchedDb,
  }
}

/** A read that the disk refused may go through the next time, and the file may be whole. */
function isOfTheFile(cause: unknown): boolean {
  return !codeOf(cause).startsWith('SQLITE_IOERR')
}
