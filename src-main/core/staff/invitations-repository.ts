import type { StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'

export type InvitationPurpose = 'password' | 'mfa'

export type InvitationRow = {
  staff_id: StaffId
  purpose: InvitationPurpose
  /** Null once it was used. */
  code_hash: Buffer | null
  made_at: number
  expires_at: number
}

/** The one before it no longer works. */
export function replaceInvitation(db: Database, row: InvitationRow): void {
  db.run(sql`
    INSERT INTO invitations (staff_id, purpose, code_hash, made_at, expires_at)
    VALUES (${row.staff_id}, ${row.purpose}, ${row.code_hash}, ${row.made_at}, ${row.expires_at})
    ON CONFLICT (staff_id, purpose) DO UPDATE
    SET code_hash = excluded.code_hash, made_at = excluded.made_at, expires_at = excluded.expires_at`)
}

export function findInvitation(db: Database, id: StaffId, purpose: InvitationPurpose): InvitationRow | undefined {
  return db.find(sql`
    SELECT staff_id, purpose, code_hash, made_at, expires_at FROM invitations WHERE staff_id = ${id} AND purpose = ${purpose}`)
}

export function findInvitationByHash(db: Database, codeHash: Buffer): InvitationRow | undefined {
  return db.find(sql`SELECT staff_id, purpose, code_hash, made_at, expires_at FROM invitations WHERE code_hash = ${codeHash}`)
}

export function updateInvitationUsed(db: Database, id: StaffId, purpose: InvitationPurpose): void {
  db.run(sql`UPDATE invitations SET code_hash = NULL WHERE staff_id = ${id} AND purpose = ${purpose}`)
}

export function deleteInvitation(db: Database, id: StaffId, purpose: InvitationPurpose): void {
  db.run(sql`DELETE FROM invitations WHERE staff_id = ${id} AND purpose = ${purpose}`)
}

/** Those for a password that were not used, expired ones too: at most one for each person. */
export function listOpenInvitations(db: Database): InvitationRow[] {
  return db.list(sql`
    SELECT staff_id, purpose, code_hash, made_at, expires_at FROM invitations WHERE purpose = 'password' AND code_hash IS NOT NULL LIMIT 1000`)
}
