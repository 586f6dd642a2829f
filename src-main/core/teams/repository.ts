import { permissions, type Grant, type RoleId, type StaffId, type TeamId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'

export type StoredRole = {
  readonly roleId: RoleId
  readonly name: string | null
  /** Null for a built-in role that is as the program brings it. */
  readonly grant: Grant | null
  readonly revision: number
}

/** All that the shop made or changed, by id, which is in the order they were made. A shop has a few. */
export function listStoredRoles(db: Database): StoredRole[] {
  return db.list<RoleRow>(sql`SELECT id, name, allows, revision FROM roles ORDER BY id LIMIT 1000`).map(rowToRole)
}

export function findStoredRole(db: Database, roleId: RoleId): StoredRole | undefined {
  const row = db.find<RoleRow>(sql`SELECT id, name, allows, revision FROM roles WHERE id = ${roleId}`)
  return row === undefined ? undefined : rowToRole(row)
}

/** Its revision grows with each change, also when it is given back as it was. */
export function upsertRole(db: Database, role: { roleId: RoleId; name: string | null; grant: Grant | null }): void {
  const allows = role.grant === null ? null : JSON.stringify(role.grant)
  db.run(sql`
    INSERT INTO roles (id, name, allows, revision) VALUES (${role.roleId}, ${role.name}, ${allows}, 1)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, allows = excluded.allows, revision = revision + 1`)
}

export function deleteRole(db: Database, roleId: RoleId): void {
  db.run(sql`DELETE FROM roles WHERE id = ${roleId}`)
}

export type TeamRow = { readonly id: TeamId; readonly name: string }

/** By id, which is in the order they were made. */
export function listTeams(db: Database): TeamRow[] {
  return db.list(sql`SELECT id, name FROM teams ORDER BY id LIMIT 1000`)
}

export function findTeam(db: Database, teamId: TeamId): TeamRow | undefined {
  return db.find(sql`SELECT id, name FROM teams WHERE id = ${teamId}`)
}

export function upsertTeam(db: Database, team: { teamId: TeamId; name: string }): void {
  db.run(sql`INSERT INTO teams (id, name) VALUES (${team.teamId}, ${team.name}) ON CONFLICT (id) DO UPDATE SET name = excluded.name`)
}

export function deleteTeam(db: Database, teamId: TeamId): void {
  db.run(sql`DELETE FROM team_members WHERE team_id = ${teamId}`)
  db.run(sql`DELETE FROM teams WHERE id = ${teamId}`)
}

export function listMembers(db: Database): { team_id: TeamId; staff_id: StaffId }[] {
  return db.list(sql`SELECT team_id, staff_id FROM team_members ORDER BY team_id, staff_id LIMIT 100000`)
}

export function listMembersOf(db: Database, teamId: TeamId): StaffId[] {
  return db
    .list<{ staff_id: StaffId }>(sql`SELECT staff_id FROM team_members WHERE team_id = ${teamId} ORDER BY staff_id LIMIT 1000`)
    .map((row) => row.staff_id)
}

export function updateMembers(db: Database, teamId: TeamId, members: readonly StaffId[]): void {
  db.run(sql`DELETE FROM team_members WHERE team_id = ${teamId}`)
  db.run(sql`INSERT INTO team_members (team_id, staff_id) SELECT DISTINCT ${teamId}, value FROM json_each(${JSON.stringify(members)})`)
}

export function listTeamIdsOf(db: Database, staffId: StaffId): TeamId[] {
  return db
    .list<{ team_id: TeamId }>(sql`SELECT team_id FROM team_members WHERE staff_id = ${staffId} ORDER BY team_id LIMIT 1000`)
    .map((row) => row.team_id)
}

export function updateTeamsOf(db: Database, staffId: StaffId, teamIds: readonly TeamId[]): void {
  db.run(sql`DELETE FROM team_members WHERE staff_id = ${staffId}`)
  db.run(sql`INSERT INTO team_members (team_id, staff_id) SELECT DISTINCT value, ${staffId} FROM json_each(${JSON.stringify(teamIds)})`)
}

type RoleRow = { id: RoleId; name: string | null; allows: string | null; revision: number }

function rowToRole({ id, name, allows, revision }: RoleRow): StoredRole {
  return { roleId: id, name, grant: allows === null ? null : parseGrant(allows), revision }
}

/** Written by this program, but perhaps by an earlier version: what it allowed that is gone now is no reason to keep anybody out. */
function parseGrant(allows: string): Grant {
  const stored = JSON.parse(allows) as Grant
  return { ...stored, permissions: permissions.filter((name) => stored.permissions.includes(name)) }
}
