import type { ApprovalId, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'

export type ApprovalRow = {
  id: ApprovalId
  /** An `ApprovalRequest` as JSON. */
  request: string
  target: StaffId
  asked_by: StaffId
  asked_at: number
  expires_at: number
  /** Ids as JSON. */
  approvers: string
  cools_until: number | null
}

export type WaitRow = { waited_ms: number; seen_at: number; kit_issued_at: number; kit_tries: number }

export function insertApproval(db: Database, row: ApprovalRow): void {
  db.run(sql`
    INSERT INTO approvals (id, request, target, asked_by, asked_at, expires_at, approvers, cools_until, state)
    VALUES (${row.id}, ${row.request}, ${row.target}, ${row.asked_by}, ${row.asked_at}, ${row.expires_at}, ${row.approvers},
      ${row.cools_until}, 'open')`)
}

/** Those whose time is not over, in the order in which they were asked. A few, as each names an owner. */
export function openApprovalsQuery(now: number): Sql {
  return sql`
    SELECT id, request, target, asked_by, asked_at, expires_at, approvers, cools_until
    FROM approvals INDEXED BY approvals_open
    WHERE state = 'open' AND expires_at > ${now}
    ORDER BY asked_at, id
    LIMIT 100`
}

export function listOpenApprovals(db: Database, now: number): ApprovalRow[] {
  return db.list(openApprovalsQuery(now))
}

export function findOpenApproval(db: Database, id: ApprovalId, now: number): ApprovalRow | undefined {
  return db.find(sql`
    SELECT id, request, target, asked_by, asked_at, expires_at, approvers, cools_until
    FROM approvals
    WHERE id = ${id} AND state = 'open' AND expires_at > ${now}`)
}

export function updateApprovalState(
  db: Database,
  decision: { id: ApprovalId; state: 'done' | 'cancelled'; by: StaffId | null; at: number },
): void {
  db.run(sql`
    UPDATE approvals SET state = ${decision.state}, decided_by = ${decision.by}, decided_at = ${decision.at}
    WHERE id = ${decision.id} AND state = 'open'`)
}

export function insertWait(db: Database, id: ApprovalId, { seenAt, kitIssuedAt }: { seenAt: number; kitIssuedAt: number }): void {
  db.run(sql`
    INSERT INTO approval_waits (approval_id, waited_ms, seen_at, kit_issued_at, kit_tries) VALUES (${id}, 0, ${seenAt}, ${kitIssuedAt}, 0)`)
}

export function getWait(db: Database, id: ApprovalId): WaitRow {
  return db.get(sql`SELECT waited_ms, seen_at, kit_issued_at, kit_tries FROM approval_waits WHERE approval_id = ${id}`)
}

export function updateWaited(db: Database, id: ApprovalId, row: Pick<WaitRow, 'waited_ms' | 'seen_at'>): void {
  db.run(sql`UPDATE approval_waits SET waited_ms = ${row.waited_ms}, seen_at = ${row.seen_at} WHERE approval_id = ${id}`)
}

/** Answers how many there were by now. */
export function countKitTry(db: Database, id: ApprovalId): number {
  db.run(sql`UPDATE approval_waits SET kit_tries = kit_tries + 1 WHERE approval_id = ${id}`)
  return getWait(db, id).kit_tries
}
