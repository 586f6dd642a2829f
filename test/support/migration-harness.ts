import { createHash } from 'node:crypto'
import Sqlite from 'better-sqlite3'
import { createDatabase, type Database } from '#core/db/database.ts'
import { migrate, type Migration } from '#core/db/migrate.ts'
import { sql, Sql } from '#core/db/sql.ts'
import { createFakeClock } from './fake-clock.ts'
import { createFakeLog } from './fake-ports.ts'

export type Tables = Record<string, unknown[]>

/** A database with no schema yet. */
export function createEmptyDatabase(): Database {
  const connection = new Sqlite(':memory:')
  connection.pragma('foreign_keys = ON')
  return createDatabase({ connection, clock: createFakeClock(), log: createFakeLog() })
}

/**
 * From N-1 to N as in a shop that is in use: migrates up to the step before the last, runs `insert`, takes the last step.
 * Answers every row of every table that was there, before and after; the test says what may differ.
 */
export function migrateLastStep(options: { migrations: readonly Migration[]; insert(db: Database): void }): {
  db: Database
  before: Tables
  after: Tables
} {
  const db = createEmptyDatabase()
  migrate(db, options.migrations.slice(0, -1))
  options.insert(db)
  const tables = tableNames(db)
  const before = readTables(db, tables)
  migrate(db, options.migrations)
  const broken = db.list(sql`PRAGMA foreign_key_check`)
  if (broken.length > 0) throw new Error(`The migration left rows that point nowhere: ${JSON.stringify(broken)}`)
  return { db, before, after: readTables(db, tables) }
}

/** Fingerprint of a migration's text. Spaces and comments count: what was released is not touched at all. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex')
}

/** Names of released files that are gone or not what they were. */
export function changedSinceRelease(options: { released: Record<string, string>; read(file: string): string | null }): string[] {
  return Object.entries(options.released)
    .filter(([file, expected]) => {
      const text = options.read(file)
      return text === null || fingerprint(text) !== expected
    })
    .map(([file]) => file)
}

function tableNames(db: Database): string[] {
  return db
    .list<{ name: string }>(sql`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
    .map(({ name }) => name)
}

function readTables(db: Database, names: readonly string[]): Tables {
  return Object.fromEntries(names.map((name) => [name, db.list(new Sql(`SELECT * FROM "${name}"`, []))]))
}
