import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { sealedAppKeys, type SealedAppKeys } from './header.ts'

const GENERATION = 'vault.generation'
const APP_KEYS = 'vault.app-keys'

export function findGeneration(db: Database): number | undefined {
  const row = db.find<{ value: string }>(sql`SELECT value FROM settings WHERE key = ${GENERATION}`)
  return row === undefined ? undefined : Number(row.value)
}

export function updateGeneration(db: Database, generation: number): void {
  updateSetting(db, GENERATION, String(generation))
}

/** By the check value of the root key that each is sealed under. */
export function listSealedAppKeys(db: Database): Readonly<Record<string, SealedAppKeys>> {
  const row = db.find<{ value: string }>(sql`SELECT value FROM settings WHERE key = ${APP_KEYS}`)
  return row === undefined ? {} : z.record(z.string(), sealedAppKeys).parse(JSON.parse(row.value))
}

export function updateSealedAppKeys(db: Database, byKeyCheck: Readonly<Record<string, SealedAppKeys>>): void {
  updateSetting(db, APP_KEYS, JSON.stringify(byKeyCheck))
}

function updateSetting(db: Database, key: string, value: string): void {
  db.run(sql`INSERT INTO settings (key, value) VALUES (${key}, ${value}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`)
}
