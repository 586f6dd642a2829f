import Sqlite from 'better-sqlite3'
import { createDatabase, type Database } from '#core/db/database.ts'
import { migrate, type Migration } from '#core/db/migrate.ts'
import { migrations } from '#core/db/migrations/list.ts'
import { createFakeClock } from './fake-clock.ts'
import { createFakeLog } from './fake-ports.ts'

/** A real SQLite in memory with the real schema, up to the given migration when one is named. */
export function createMemoryDatabase(options: { migrations?: readonly Migration[] } = {}): Database {
  const connection = new Sqlite(':memory:')
  connection.pragma('foreign_keys = ON')
  const db = createDatabase({ connection, clock: createFakeClock(), log: createFakeLog() })
  migrate(db, options.migrations ?? migrations)
  return db
}
