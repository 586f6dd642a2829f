import type { Database } from './database.ts'
import { codeOf } from './open-database.ts'
import { sql } from './sql.ts'

/** Reads every page; 2 to 5 s a million messages. A page that was altered is thrown by SQLite, and not listed. */
export function isWhole(db: Database): boolean {
  try {
    return db.list<{ quick_check: string }>(sql`PRAGMA quick_check`).every((row) => row.quick_check === 'ok')
  } catch (cause) {
    if (!codeOf(cause).startsWith('SQLITE_CORRUPT')) throw cause
    return false
  }
}
