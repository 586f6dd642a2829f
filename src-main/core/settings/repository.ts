import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** The value as JSON text, as its writer left it. */
export function findSetting(db: Database, key: string): string | undefined {
  return db.find<{ value: string }>(sql`SELECT value FROM settings WHERE key = ${key}`)?.value
}

export function updateSetting(db: Database, key: string, value: string): void {
  db.run(sql`INSERT INTO settings (key, value) VALUES (${key}, ${value}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`)
}
