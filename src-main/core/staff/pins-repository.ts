import type { StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'

export function findPinPhc(db: Database, id: StaffId): string | undefined {
  return db.find<{ pin_phc: string }>(sql`SELECT pin_phc FROM pins WHERE staff_id = ${id}`)?.pin_phc
}

export function updatePin(db: Database, id: StaffId, phc: string): void {
  db.run(sql`INSERT INTO pins (staff_id, pin_phc) VALUES (${id}, ${phc}) ON CONFLICT (staff_id) DO UPDATE SET pin_phc = excluded.pin_phc`)
}

export function deletePin(db: Database, id: StaffId): void {
  db.run(sql`DELETE FROM pins WHERE staff_id = ${id}`)
}

export function listIdsWithPin(db: Database): StaffId[] {
  return db.list<{ staff_id: StaffId }>(sql`SELECT staff_id FROM pins LIMIT 1000`).map((row) => row.staff_id)
}

export function findPinFailures(db: Database, id: StaffId, device: string): number {
  return db.find<{ failures: number }>(sql`SELECT failures FROM pin_failures WHERE staff_id = ${id} AND device = ${device}`)?.failures ?? 0
}

export function updatePinFailures(db: Database, id: StaffId, device: string, failures: number): void {
  db.run(sql`INSERT INTO pin_failures (staff_id, device, failures) VALUES (${id}, ${device}, ${failures})
    ON CONFLICT (staff_id, device) DO UPDATE SET failures = excluded.failures`)
}

/** On one device, and of ids that nobody has on any. */
export function deletePinFailures(db: Database, id: StaffId, device: string): void {
  db.run(sql`DELETE FROM pin_failures WHERE (staff_id = ${id} AND device = ${device}) OR staff_id NOT IN (SELECT id FROM staff)`)
}
