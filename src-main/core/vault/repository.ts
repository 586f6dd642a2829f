import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'

const GENERATION = 'vault.generation'

export function findGeneration(db: Database): number | undefined {
  const row = db.find<{ value: string }>(sql`SELECT value FROM settings WHERE key = ${GENERATION}`)
  return row === undefined ? undefined : Number(row.value)
}

export function updateGeneration(db: Database, generation: number): void {
  db.run(sql`INSERT INTO settings (key, value) VALUES (${GENERATION}, ${String(generation)})
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`)
}
