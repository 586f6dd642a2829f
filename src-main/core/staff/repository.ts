import type { RoleId, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'

export type StaffRow = {
  id: StaffId
  name: string
  login: string
  role_id: RoleId
  is_active: 0 | 1
  created_at: number
}

export function insertStaff(db: Database, row: StaffRow): void {
  db.run(sql`INSERT INTO staff (id, name, login, role_id, is_active, created_at)
    VALUES (${row.id}, ${row.name}, ${row.login}, ${row.role_id}, ${row.is_active}, ${row.created_at})`)
}

export function updateStaffActive(db: Database, id: StaffId, isActive: boolean): void {
  db.run(sql`UPDATE staff SET is_active = ${isActive ? 1 : 0} WHERE id = ${id}`)
}

export function findStaff(db: Database, id: StaffId): StaffRow | undefined {
  return db.find(sql`SELECT id, name, login, role_id, is_active, created_at FROM staff WHERE id = ${id}`)
}

export function findStaffByLogin(db: Database, login: string): StaffRow | undefined {
  return db.find(sql`SELECT id, name, login, role_id, is_active, created_at FROM staff WHERE login = ${login}`)
}

/** Everyone who ever had an account, oldest first. A shop has tens of them. */
export function listStaff(db: Database): (StaffRow & { last_sign_in_at: number | null })[] {
  return db.list(sql`
    SELECT id, name, login, role_id, is_active, created_at, last_sign_in_at
    FROM staff LEFT JOIN credentials ON staff_id = id
    ORDER BY created_at, id
    LIMIT 1000`)
}

export function countActiveOwners(db: Database): number {
  return db.get<{ owners: number }>(sql`SELECT COUNT(*) AS owners FROM staff WHERE role_id = 'owner' AND is_active = 1`).owners
}

export function hasStaff(db: Database): boolean {
  return db.find(sql`SELECT 1 FROM staff LIMIT 1`) !== undefined
}

export function findPasswordPhc(db: Database, id: StaffId): string | undefined {
  return db.find<{ password_phc: string }>(sql`SELECT password_phc FROM credentials WHERE staff_id = ${id}`)?.password_phc
}

export function updatePassword(db: Database, id: StaffId, phc: string, at: number): void {
  db.run(sql`INSERT INTO credentials (staff_id, password_phc, changed_at) VALUES (${id}, ${phc}, ${at})
    ON CONFLICT (staff_id) DO UPDATE SET password_phc = excluded.password_phc, changed_at = excluded.changed_at`)
}

export function updateLastSignIn(db: Database, id: StaffId, at: number): void {
  db.run(sql`UPDATE credentials SET last_sign_in_at = ${at} WHERE staff_id = ${id}`)
}

export type FailureRow = { failures: number; not_before: number }

export function findFailures(db: Database, login: string): FailureRow | undefined {
  return db.find(sql`SELECT failures, not_before FROM sign_in_failures WHERE login = ${login}`)
}

export function updateFailures(db: Database, login: string, row: FailureRow): void {
  db.run(sql`INSERT INTO sign_in_failures (login, failures, not_before) VALUES (${login}, ${row.failures}, ${row.not_before})
    ON CONFLICT (login) DO UPDATE SET failures = excluded.failures, not_before = excluded.not_before`)
}

export function deleteFailures(db: Database, login: string): void {
  db.run(sql`DELETE FROM sign_in_failures WHERE login = ${login}`)
}

/** Names that were only ever typed, by nobody's account, would pile up: drops those whose wait ended before `at`. */
export function deleteStaleFailures(db: Database, at: number): void {
  db.run(sql`DELETE FROM sign_in_failures WHERE not_before < ${at} AND login NOT IN (SELECT login FROM staff)`)
}

export function findSettings(db: Database, id: StaffId): string | undefined {
  return db.find<{ settings: string }>(sql`SELECT settings FROM staff_settings WHERE staff_id = ${id}`)?.settings
}

export function updateSettings(db: Database, id: StaffId, settings: string): void {
  db.run(sql`INSERT INTO staff_settings (staff_id, settings) VALUES (${id}, ${settings})
    ON CONFLICT (staff_id) DO UPDATE SET settings = excluded.settings`)
}
