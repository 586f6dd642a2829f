import type { RoleId, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'

export type StaffRow = {
  id: StaffId
  name: string
  login: string
  role_id: RoleId
  /** Since when the person is here with this role. */
  role_since: number
  is_active: 0 | 1
  created_at: number
}

export function insertStaff(db: Database, row: StaffRow): void {
  db.run(sql`INSERT INTO staff (id, name, login, role_id, role_since, is_active, created_at)
    VALUES (${row.id}, ${row.name}, ${row.login}, ${row.role_id}, ${row.role_since}, ${row.is_active}, ${row.created_at})`)
}

export function updateStaffActive(db: Database, id: StaffId, { isActive, at }: { isActive: boolean; at: number }): void {
  db.run(sql`UPDATE staff SET is_active = ${isActive ? 1 : 0}, role_since = ${at} WHERE id = ${id}`)
}

export function updateStaffRole(db: Database, id: StaffId, { roleId, at }: { roleId: RoleId; at: number }): void {
  db.run(sql`UPDATE staff SET role_id = ${roleId}, role_since = ${at} WHERE id = ${id}`)
}

export function findStaff(db: Database, id: StaffId): StaffRow | undefined {
  return db.find(sql`SELECT id, name, login, role_id, role_since, is_active, created_at FROM staff WHERE id = ${id}`)
}

export function findStaffByLogin(db: Database, login: string): StaffRow | undefined {
  return db.find(sql`SELECT id, name, login, role_id, role_since, is_active, created_at FROM staff WHERE login = ${login}`)
}

/** Far above what a shop ever has; none more are made, so that a list of them has them all. */
export const MAX_STAFF = 1000

/** Everyone who ever had an account, oldest first. */
export function listStaff(db: Database): (StaffRow & { last_sign_in_at: number | null })[] {
  return db.list(sql`
    SELECT id, name, login, role_id, role_since, is_active, created_at, last_sign_in_at
    FROM staff LEFT JOIN credentials ON staff_id = id
    ORDER BY created_at, id
    LIMIT ${MAX_STAFF}`)
}

export function countStaff(db: Database): number {
  return db.get<{ people: number }>(sql`SELECT COUNT(*) AS people FROM staff`).people
}

export function hasStaff(db: Database): boolean {
  return db.find(sql`SELECT 1 FROM staff LIMIT 1`) !== undefined
}

export function findSettings(db: Database, id: StaffId): string | undefined {
  return db.find<{ settings: string }>(sql`SELECT settings FROM staff_settings WHERE staff_id = ${id}`)?.settings
}

export function updateSettings(db: Database, id: StaffId, settings: string): void {
  db.run(sql`INSERT INTO staff_settings (staff_id, settings) VALUES (${id}, ${settings})
    ON CONFLICT (staff_id) DO UPDATE SET settings = excluded.settings`)
}
