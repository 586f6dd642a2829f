import { z } from 'zod'
import { grant, roleId, staffId, teamId, type Grant, type RoleId, type TeamId } from '#contract'
import { defineCommand } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import {
  deleteRole,
  deleteTeam,
  findStoredRole,
  findTeam,
  listMembersOf,
  listTeamIdsOf,
  updateMembers,
  updateTeamsOf,
  upsertRole,
  upsertTeam,
} from './repository.ts'
import { builtInGrantOf } from './role-rules.ts'

export const saveRole = defineCommand({
  kind: 'role.save',
  /** `grant` null: a built-in role is again as the program brings it. */
  payload: z.object({ roleId, name: z.string().nullable(), grant: grant.nullable() }),
  journal: {
    action: 'role.saved',
    details: (db, { roleId: id, name, grant: after }) => ({
      roleId: id,
      name,
      before: allowedBy(db, id),
      after: after ?? builtInGrantOf(id) ?? null,
    }),
  },
  apply: (db, { payload }) => upsertRole(db, payload),
})

export const removeRole = defineCommand({
  kind: 'role.delete',
  payload: z.object({ roleId }),
  journal: {
    action: 'role.deleted',
    details: (db, { roleId: id }) => ({ roleId: id, name: findStoredRole(db, id)?.name ?? null, before: allowedBy(db, id) }),
  },
  apply: (db, { payload }) => deleteRole(db, payload.roleId),
})

export const saveTeam = defineCommand({
  kind: 'team.save',
  payload: z.object({ teamId, name: z.string(), members: z.array(staffId) }),
  journal: {
    action: 'team.saved',
    details: (db, { teamId: id, name, members }) => ({ teamId: id, before: teamAsIs(db, id), after: { name, members } }),
  },
  apply(db, { payload }) {
    upsertTeam(db, payload)
    updateMembers(db, payload.teamId, payload.members)
  },
})

export const removeTeam = defineCommand({
  kind: 'team.delete',
  payload: z.object({ teamId }),
  journal: { action: 'team.deleted', details: (db, { teamId: id }) => ({ teamId: id, before: teamAsIs(db, id) }) },
  apply: (db, { payload }) => deleteTeam(db, payload.teamId),
})

export const setTeams = defineCommand({
  kind: 'staff.set-teams',
  payload: z.object({ staffId, teamIds: z.array(teamId) }),
  journal: {
    action: 'staff.teams-changed',
    details: (db, { staffId: id, teamIds }) => ({ staffId: id, before: listTeamIdsOf(db, id), after: teamIds }),
  },
  apply: (db, { payload }) => updateTeamsOf(db, payload.staffId, payload.teamIds),
})

function allowedBy(db: Database, id: RoleId): Grant | null {
  return findStoredRole(db, id)?.grant ?? builtInGrantOf(id) ?? null
}

function teamAsIs(db: Database, id: TeamId) {
  const team = findTeam(db, id)
  return team === undefined ? null : { name: team.name, members: listMembersOf(db, id) }
}
