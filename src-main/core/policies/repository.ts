import type { PolicyId, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'

export type PolicyRow = { id: PolicyId; version: number; title: string; text: string; published_at: number }

/** Far above what anybody would read. */
export const MAX_POLICIES = 100

export function findCurrentPolicy(db: Database, id: PolicyId): PolicyRow | undefined {
  return db.find(sql`SELECT id, version, title, text, published_at FROM policies WHERE id = ${id} AND is_current = 1`)
}

export function countCurrentPolicies(db: Database): number {
  return db.get<{ policies: number }>(sql`SELECT COUNT(*) AS policies FROM policies WHERE is_current = 1`).policies
}

/** Which hold now, the oldest first. */
export function listCurrentVersions(db: Database): { id: PolicyId; version: number }[] {
  return db.list(sql`SELECT id, version FROM policies WHERE is_current = 1 ORDER BY id LIMIT ${MAX_POLICIES}`)
}

/** Those that hold now, and when `reader` acknowledged each; the oldest first. */
export function currentPoliciesQuery(reader: StaffId): Sql {
  return sql`
    SELECT id, policies.version AS version, title, text, published_at, at AS acknowledged_at
    FROM policies LEFT JOIN policy_acknowledgements AS read
      ON read.policy_id = id AND read.version = policies.version AND read.staff_id = ${reader}
    WHERE is_current = 1
    ORDER BY id
    LIMIT ${MAX_POLICIES}`
}

export function listCurrentPolicies(db: Database, reader: StaffId): (PolicyRow & { acknowledged_at: number | null })[] {
  return db.list(currentPoliciesQuery(reader))
}

/** Whether the person has yet to read one that holds now. */
export function unreadPolicyQuery(reader: StaffId): Sql {
  return sql`
    SELECT 1 FROM policies
    WHERE is_current = 1 AND NOT EXISTS (
      SELECT 1 FROM policy_acknowledgements AS read
      WHERE read.policy_id = id AND read.version = policies.version AND read.staff_id = ${reader})
    LIMIT 1`
}

export function hasUnreadPolicy(db: Database, reader: StaffId): boolean {
  return db.find(unreadPolicyQuery(reader)) !== undefined
}

/** Of the version that holds now, in order of time. */
export function acknowledgementsQuery(policy: { id: PolicyId; version: number }): Sql {
  return sql`
    SELECT staff_id, at FROM policy_acknowledgements
    WHERE policy_id = ${policy.id} AND version = ${policy.version}
    ORDER BY at, staff_id
    LIMIT 1000`
}

export function listAcknowledgements(db: Database, policy: { id: PolicyId; version: number }): { staff_id: StaffId; at: number }[] {
  return db.list(acknowledgementsQuery(policy))
}

export function insertPolicyVersion(db: Database, row: PolicyRow & { published_by: StaffId | null }): void {
  db.run(sql`
    INSERT INTO policies (id, version, title, text, published_by, published_at, is_current)
    VALUES (${row.id}, ${row.version}, ${row.title}, ${row.text}, ${row.published_by}, ${row.published_at}, 1)`)
}

export function updatePolicyRetired(db: Database, id: PolicyId): void {
  db.run(sql`UPDATE policies SET is_current = 0 WHERE id = ${id} AND is_current = 1`)
}

/** The first time counts. */
export function insertAcknowledgement(db: Database, row: { id: PolicyId; version: number; staffId: StaffId; at: number }): void {
  db.run(sql`
    INSERT INTO policy_acknowledgements (policy_id, version, staff_id, at)
    VALUES (${row.id}, ${row.version}, ${row.staffId}, ${row.at})
    ON CONFLICT DO NOTHING`)
}
