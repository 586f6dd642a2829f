import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'

export type FailureRow = { account: string; device: string; failures: number; at: number }

/** Newest first; with some of what strangers' names were counted as, see `createSignInLimit`. */
export function listFailures(db: Database): FailureRow[] {
  return db.list(sql`SELECT account, device, failures, at FROM sign_in_failures WHERE failures > 0 ORDER BY at DESC LIMIT 10000`)
}

export function updateFailures(db: Database, { account, device, failures, at }: FailureRow): void {
  db.run(sql`INSERT INTO sign_in_failures (account, device, failures, at) VALUES (${account}, ${device}, ${failures}, ${at})
    ON CONFLICT (account, device) DO UPDATE SET failures = excluded.failures, at = excluded.at`)
}

export function deleteFailures(db: Database, account: string): void {
  db.run(sql`DELETE FROM sign_in_failures WHERE account = ${account}`)
}
