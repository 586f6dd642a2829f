import { z } from 'zod'
import { grant, roleId, staffId, teamId } from '#contract'
import { defineCommand } from '../commands/command-log.ts'
import { deleteRole, deleteTeam, updateMembers, updateTeamsOf, upsertRole, upsertTeam } from './repository.ts'

export const saveRole = defineCommand({
  kind: 'role.save',
  /** `grant` null: a built-in role is again as the program brings it. */
  payload: z.object({ roleId, name: z.string().nullable(), grant: grant.nullable() }),
  apply: (db, { payload }) => upsertRole(db, payload),
})

export const removeRole = defineCommand({
  kind: 'role.delete',
  payload: z.object({ roleId }),
  apply: (db, { payload }) => deleteRole(db, payload.roleId),
})

export const saveTeam = defineCommand({
  kind: 'team.save',
  payload: z.object({ teamId, name: z.string(), members: z.array(staffId) }),
  apply(db, { payload }) {
    upsertTeam(db, payload)
    updateMembers(db, payload.teamId, payload.members)
  },
})

export const removeTeam = defineCommand({
  kind: 'team.delete',
  payload: z.object({ teamId }),
  apply: (db, { payload }) => deleteTeam(db, payload.teamId),
})

export const setTeams = defineCommand({
  kind: 'staff.set-teams',
  payload: z.object({ staffId, teamIds: z.array(teamId) }),
  apply: (db, { payload }) => updateTeamsOf(db, payload.staffId, payload.teamIds),
})
