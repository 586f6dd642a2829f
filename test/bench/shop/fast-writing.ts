import type { Database } from '#core/db/database.ts'
import { sql, Sql } from '#core/db/sql.ts'

/** Tables of many rows whose indexes are cheaper made at the end. */
const LARGE_TABLES = ['messages', 'outbox', 'attempts', 'commands', 'reactions', 'raw_events', 'journal']

/**
 * For a file that nobody would miss: no log, no waiting for the disk, and indexes made once the rows are there. After `end` everything
 * is as it was; on disk it is once the shop has been closed.
 */
export function beginFastWriting(db: Database): { makeIndexes(): void; end(): void } {
  // Straight from WAL to MEMORY is refused in silence.
  db.exec(
    'PRAGMA journal_mode = DELETE; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -524288; PRAGMA foreign_keys = OFF',
  )
  const indexes = db.list<{ name: string; sql: string }>(sql`
    SELECT name, sql FROM sqlite_master
    WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (SELECT value FROM json_each(${JSON.stringify(LARGE_TABLES)}))`)
  for (const { name } of indexes) db.exec(`DROP INDEX ${name}`)
  return {
    makeIndexes() {
      for (const index of indexes) db.exec(index.sql)
    },
    end() {
      db.exec('PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE)')
    },
  }
}

/** One row after the other into the same columns. */
export function createInsert<Column extends string>(
  db: Database,
  table: string,
  columns: readonly Column[],
): (row: Readonly<Record<Column, string | number | Buffer | null>>) => void {
  const text = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
  return (row) =>
    void db.run(
      new Sql(
        text,
        columns.map((column) => row[column]),
      ),
    )
}
