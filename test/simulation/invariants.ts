import type Sqlite from 'better-sqlite3'
import type { World } from './world.ts'
import { checkChain, checkJournal } from './journal-invariants.ts'
import { checkKnown } from './known-invariants.ts'
import { checkCommands } from './command-invariants.ts'
import { checkOwnWords } from './own-words-invariants.ts'
import { checkCharges } from './cost-invariants.ts'
import { checkFiles } from './file-invariants.ts'
import { checkLater } from './later-invariants.ts'
import { checkThreads } from './thread-invariants.ts'
import { checkOutbox } from './outbox-invariants.ts'

/**
 * What must hold after every step, by the letters of the catalogue. Read from the shop's own connection while nothing runs.
 * I1 known-invariants and thread-invariants, I2 to I5 and I10 outbox-invariants, I6 replay-invariant at the end of every third seed, I7
 * command-invariants and journal-invariants, I9 thread-invariants and file-invariants, I11 log-watch. I8 and I12 wait for full-text search
 * and backups.
 */
export function checkAll(world: World): void {
  const db = world.program.connection()
  const points = world.program.points() + world.known.bodies.size
  if (db === null || points === world.checkedAt) return
  world.checkedAt = points
  checkKnown(world, db)
  checkLater(world, db)
  checkFiles(world, db)
  checkCharges(world, db)
  checkOutbox(world, db)
  checkThreads(world, db)
  checkCommands(world, db)
  checkJournal(world, db)
  checkOwnWords(world, db)
}

/** I10: right after a start, before anything has gone on. */
export async function checkOpened(world: World): Promise<void> {
  const db = world.program.connection()
  if (db === null || !hasSchema(db)) return
  checkOutbox(world, db)
  await checkChain(world, db)
  const waiting = db.prepare(`SELECT count(*) FROM raw_events WHERE state = 'stored'`).pluck().get()
  if (waiting !== 0 && !world.program.hadStorageTrouble()) world.break('I10: what an earlier run had stored is not taken up')
}

function hasSchema(db: Sqlite.Database): boolean {
  return db.prepare(`SELECT count(*) AS count FROM sqlite_master WHERE name = 'attempts'`).pluck().get() === 1
}
