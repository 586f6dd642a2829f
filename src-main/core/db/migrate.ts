import { AppError } from '../lib/app-error.ts'
import { assert } from '../lib/assert.ts'
import type { Database } from './database.ts'
import { sql } from './sql.ts'

/** One frozen step of the schema. Numbered in tens, so that a hotfix fits between two releases. */
export type Migration = {
  readonly version: number
  readonly name: string
  up(db: Database): void
}

/**
 * Brings the schema to the newest version, all pending steps in one transaction.
 * A database made by a newer program is refused as `read-only` and left untouched.
 */
export function migrate(db: Database, migrations: readonly Migration[]): { from: number; to: number } {
  assertInOrder(migrations)
  const newest = migrations.at(-1)?.version ?? 0
  return db.transaction(() => {
    // Read inside the transaction: another process may have migrated meanwhile.
    const from = schemaVersion(db)
    if (from > newest)
      throw new AppError('read-only', `The database has schema ${from}, this program knows up to ${newest}; update the program`)
    for (const migration of migrations) {
      if (migration.version <= from) continue
      migration.up(db)
      db.exec(`PRAGMA user_version = ${migration.version}`)
    }
    return { from, to: newest }
  })
}

export function schemaVersion(db: Database): number {
  return db.get<{ user_version: number }>(sql`PRAGMA user_version`).user_version
}

function assertInOrder(migrations: readonly Migration[]): void {
  migrations.forEach((migration, index) => {
    const before = migrations[index - 1]?.version ?? 0
    assert(migration.version > before, `migration ${migration.name} comes after ${before}`)
  })
}
