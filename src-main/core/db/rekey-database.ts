import { assert } from '../lib/assert.ts'
import type { Redacted } from '../lib/redacted.ts'
import type { Database } from './database.ts'
import { sql } from './sql.ts'
import { isWhole } from './whole.ts'

/**
 * Encrypts the whole file anew under another 32-byte key, in one transaction: when it throws, the old key is still the one. It needs as
 * much free disk as the file is large, and blocks: about 2 s a million messages.
 */
export function rekeyDatabase(db: Database, { key, salt }: { key: Redacted<Buffer>; salt: string }): void {
  assert(key.reveal().length === 32, 'the vault derives keys of 32 bytes')
  const { journal_mode: mode } = db.get<{ journal_mode: string }>(sql`PRAGMA journal_mode`)
  assert(mode === 'wal', 'with a rollback journal, a kill can leave a file that neither key opens')
  db.exec(`PRAGMA rekey = "x'${key.reveal().toString('hex')}${salt}'"`)
}

/** Brings everything out of the journal into the file, and reads every page of it from the disk again. */
export function provePages(db: Database): void {
  const { busy } = db.get<{ busy: number }>(sql`PRAGMA wal_checkpoint(TRUNCATE)`)
  assert(busy === 0, 'the one connection there is keeps nobody from a checkpoint')
  // What is still in memory would be believed without a look at the disk.
  db.exec('PRAGMA shrink_memory')
  assert(isWhole(db), 'what was just written and committed can be read')
}
