import type { StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'

export type CredentialsRow = {
  /** Null for somebody who left, or whose password was reset. */
  password_phc: string | null
  changed_at: number
  first_sign_in_at: number | null
}

export function findCredentials(db: Database, id: StaffId): CredentialsRow | undefined {
  return db.find(sql`SELECT password_phc, changed_at, first_sign_in_at FROM credentials WHERE staff_id = ${id}`)
}

export function updatePassword(db: Database, id: StaffId, phc: string, at: number): void {
  db.run(sql`INSERT INTO credentials (staff_id, password_phc, changed_at) VALUES (${id}, ${phc}, ${at})
    ON CONFLICT (staff_id) DO UPDATE SET password_phc = excluded.password_phc, changed_at = excluded.changed_at`)
}

/** The same password, hashed anew; nothing when it was changed meanwhile. */
export function updatePhc(db: Database, id: StaffId, { from, to }: { from: string; to: string }): void {
  db.run(sql`UPDATE credentials SET password_phc = ${to} WHERE staff_id = ${id} AND password_phc = ${from}`)
}

export function updateLastSignIn(db: Database, id: StaffId, at: number): void {
  db.run(sql`UPDATE credentials SET last_sign_in_at = ${at}, first_sign_in_at = COALESCE(first_sign_in_at, ${at}) WHERE staff_id = ${id}`)
}

export type AuthenticatorRow = {
  seed: Buffer
  drift_steps: number
  last_step: number
  is_replaced: 0 | 1
  since: number
}

export function findAuthenticator(db: Database, id: StaffId): AuthenticatorRow | undefined {
  return db.find(sql`SELECT seed, drift_steps, last_step, is_replaced, since FROM authenticators WHERE staff_id = ${id}`)
}

export function replaceAuthenticator(db: Database, id: StaffId, row: AuthenticatorRow): void {
  db.run(sql`
    INSERT INTO authenticators (staff_id, seed, drift_steps, last_step, is_replaced, since)
    VALUES (${id}, ${row.seed}, ${row.drift_steps}, ${row.last_step}, ${row.is_replaced}, ${row.since})
    ON CONFLICT (staff_id) DO UPDATE
    SET seed = excluded.seed, drift_steps = excluded.drift_steps, last_step = excluded.last_step, is_replaced = excluded.is_replaced,
      since = excluded.since`)
}

/** Only ever forwards: false when this step, or a newer one, was used before. */
export function updateLastStep(db: Database, id: StaffId, { step, driftSteps }: { step: number; driftSteps: number }): boolean {
  return (
    db.run(sql`UPDATE authenticators SET last_step = ${step}, drift_steps = ${driftSteps} WHERE staff_id = ${id} AND last_step < ${step}`)
      .changes === 1
  )
}

export function updateIsReplaced(db: Database, id: StaffId): void {
  db.run(sql`UPDATE authenticators SET is_replaced = 1 WHERE staff_id = ${id}`)
}

/** Whose app counts. */
export function listIdsWithAuthenticator(db: Database): StaffId[] {
  return db
    .list<{ staff_id: StaffId }>(sql`SELECT staff_id FROM authenticators WHERE is_replaced = 0 LIMIT 1000`)
    .map((row) => row.staff_id)
}

export function insertRecoveryCode(db: Database, id: StaffId, code: { finder: string; phc: string }): void {
  db.run(sql`INSERT INTO recovery_codes (staff_id, finder, code_phc) VALUES (${id}, ${code.finder}, ${code.phc})`)
}

export function findRecoveryCode(db: Database, id: StaffId, finder: string): string | undefined {
  return db.find<{ code_phc: string }>(sql`SELECT code_phc FROM recovery_codes WHERE staff_id = ${id} AND finder = ${finder}`)?.code_phc
}

/** Whether it was still there: a code works once. */
export function deleteRecoveryCode(db: Database, id: StaffId, phc: string): boolean {
  return db.run(sql`DELETE FROM recovery_codes WHERE staff_id = ${id} AND code_phc = ${phc}`).changes === 1
}

export function countRecoveryCodes(db: Database, id: StaffId): number {
  return db.get<{ codes: number }>(sql`SELECT COUNT(*) AS codes FROM recovery_codes WHERE staff_id = ${id}`).codes
}

export function deleteRecoveryCodes(db: Database, id: StaffId): void {
  db.run(sql`DELETE FROM recovery_codes WHERE staff_id = ${id}`)
}

/** Authenticator and recovery codes. */
export function deleteAuthenticator(db: Database, id: StaffId): void {
  db.run(sql`DELETE FROM authenticators WHERE staff_id = ${id}`)
  deleteRecoveryCodes(db, id)
}

/** When they first and last were here stays: days of grace do not begin anew. */
export function deletePassword(db: Database, id: StaffId): void {
  db.run(sql`UPDATE credentials SET password_phc = NULL WHERE staff_id = ${id}`)
}
