import type { RecoveryId, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'
import type { Waited } from './delayed-recovery-time.ts'

export type DelayedRecovery = {
  readonly id: RecoveryId
  readonly target: StaffId
  readonly codeHash: Buffer
  readonly waited: Waited
}

type Row = {
  id: RecoveryId
  target: StaffId
  code_hash: Buffer
  asked_at: number
  waited_ms: number
  seen_at: number
  true_at: number | null
  true_waited_ms: number
  ready_at: number | null
  ready_waited_ms: number
}

export function insertRecovery(db: Database, { id, target, codeHash, waited }: DelayedRecovery): void {
  db.run(sql`
    INSERT INTO delayed_recoveries
      (id, target, code_hash, asked_at, waited_ms, seen_at, true_at, true_waited_ms, ready_at, ready_waited_ms, state)
    VALUES (${id}, ${target}, ${codeHash}, ${waited.askedAt}, ${waited.waitedMs}, ${waited.seenAt}, ${waited.trueAt},
      ${waited.trueWaitedMs}, ${waited.readyAt}, ${waited.readyWaitedMs}, 'open')`)
}

/** There is one at most. */
export function openRecoveryQuery(): Sql {
  return sql`
    SELECT id, target, code_hash, asked_at, waited_ms, seen_at, true_at, true_waited_ms, ready_at, ready_waited_ms
    FROM delayed_recoveries WHERE state = 'open'`
}

export function findOpenRecovery(db: Database): DelayedRecovery | null {
  const row = db.find<Row>(openRecoveryQuery())
  return row === undefined ? null : rowToRecovery(row)
}

export function updateRecoveryWaited(db: Database, id: RecoveryId, waited: Waited): void {
  db.run(sql`
    UPDATE delayed_recoveries
    SET waited_ms = ${waited.waitedMs}, seen_at = ${waited.seenAt}, true_at = ${waited.trueAt}, true_waited_ms = ${waited.trueWaitedMs},
      ready_at = ${waited.readyAt}, ready_waited_ms = ${waited.readyWaitedMs}
    WHERE id = ${id}`)
}

/** Whether it was still open. */
export function updateRecoveryEnded(db: Database, id: RecoveryId, { state, at }: { state: 'done' | 'cancelled'; at: number }): boolean {
  return db.run(sql`UPDATE delayed_recoveries SET state = ${state}, ended_at = ${at} WHERE id = ${id} AND state = 'open'`).changes === 1
}

function rowToRecovery(row: Row): DelayedRecovery {
  return {
    id: row.id,
    target: row.target,
    codeHash: row.code_hash,
    waited: {
      askedAt: row.asked_at,
      waitedMs: row.waited_ms,
      seenAt: row.seen_at,
      trueAt: row.true_at,
      trueWaitedMs: row.true_waited_ms,
      readyAt: row.ready_at,
      readyWaitedMs: row.ready_waited_ms,
    },
  }
}
