import { closeSync, openSync, readSync } from 'node:fs'
import { codeOf } from '../db/open-database.ts'
import type { Database } from '../db/database.ts'
import type { Log } from '../ports.ts'

/** Of the header of a journal (WAL): it changes whenever the journal begins anew. Source: sqlite.org/fileformat2.html, section 4.1. */
const JOURNAL_HEADER_BYTES = 32

/**
 * The same database, looking after each commit: it calls `begunAnew` after the first commit since the journal's content was moved into the
 * database file. Until then a lost journal shows, because the file has an older generation than its header; from then on only after the
 * generation was raised once more. When it throws, it is called again after the next commit.
 */
export function watchJournal(deps: { db: Database; databasePath: string; begunAnew(): void; log: Log }): Database {
  const { db, begunAnew, log } = deps
  const path = `${deps.databasePath}-wal`
  let file: number | null = null
  let seen = readHeader()
  let depth = 0

  function readHeader(): string {
    file ??= openIfThere(path)
    if (file === null) return ''
    const bytes = Buffer.alloc(JOURNAL_HEADER_BYTES)
    const length = readSync(file, bytes, 0, JOURNAL_HEADER_BYTES, 0)
    return bytes.toString('latin1', 0, length)
  }

  /** Never throws: what was committed stays so. */
  function look(): void {
    try {
      if (readHeader() === seen) return
      begunAnew()
      // What was just done may itself have been the first commit in it.
      seen = readHeader()
    } catch (cause) {
      log.error('vault.journal-not-watched', {}, cause)
    }
  }

  return {
    ...db,
    transaction(act) {
      if (depth > 0) return db.transaction(act)
      depth += 1
      try {
        return db.transaction(() => {
          db.afterCommit(look)
          return act()
        })
      } finally {
        depth -= 1
      }
    },
    run(query) {
      const result = db.run(query)
      if (depth === 0) look()
      return result
    },
    close() {
      if (file !== null) closeSync(file)
      file = null
      db.close()
    },
  }
}

/** SQLite makes the journal with the first write. */
function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT') throw cause
    return null
  }
}
