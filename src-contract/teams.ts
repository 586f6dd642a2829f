import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'
import { roleId, staffId, teamId } from './ids.ts'
import { grant } from './permissions.ts'

export const roleName = z.string().trim().min(1).max(40)

export const roleRecord = grant.extend({
  roleId,
  /** Null for the built-in roles: the interface has words for them. */
  name: z.string().nullable(),
  /** Of a built-in role: whether the shop changed it. */
  isChanged: z.boolean(),
  revision: z.number().int(),
})
export type RoleRecord = z.infer<typeof roleRecord>

/** `roleId` null makes a new role; `reset` gives a built-in one back as it was. */
export const roleChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('save'), roleId: roleId.nullable(), name: roleName.nullable(), grant, expectRevision: z.number().int() }),
  z.object({ kind: z.literal('reset'), roleId, expectRevision: z.number().int() }),
  z.object({ kind: z.literal('delete'), roleId, expectRevision: z.number().int() }),
])
export type RoleChange = z.infer<typeof roleChange>

export const team = z.object({ teamId, name: z.string(), members: z.array(staffId) })
export type Team = z.infer<typeof team>

export const teamMethods = defineMethods({
  'roles.list': { access: 'signed-in', reach: 'remote', input: z.object({}), output: z.object({ roles: z.array(roleRecord) }) },
  /**
   * All or none. `grants-too-much` for what the caller does not hold, `role-not-possible` for a mix no role may have, `role-in-use`,
   * `name-taken`, `changed-meanwhile`. It holds in open sessions at once.
   */
  'roles.change': {
    access: { permission: 'role.manage' },
    reach: 'remote',
    stepUp: true,
    input: z.object({ changes: z.array(roleChange).min(1).max(50) }),
    output: z.object({ roles: z.array(roleRecord) }),
  },
  'teams.list': { access: 'signed-in', reach: 'remote', input: z.object({}), output: z.object({ teams: z.array(team) }) },
  /** Who is of which team decides what they see. `teamId` null makes a new one. */
  'teams.save': {
    access: { permission: 'team.manage' },
    reach: 'remote',
    stepUp: true,
    input: z.object({ teamId: teamId.nullable(), name: z.string().trim().min(1).max(40), members: z.array(staffId).max(500) }),
    output: z.object({ team }),
  },
  /** Its conversations belong to no team then. */
  'teams.delete': {
    access: { permission: 'team.manage' },
    reach: 'remote',
    stepUp: true,
    input: z.object({ teamId }),
    output: z.object({}),
  },
})

export const teamEvents = defineEvents({
  'roles.changed': { access: 'signed-in', payload: z.object({ roles: z.array(roleRecord) }) },
  'teams.changed': { access: 'signed-in', payload: z.object({ teams: z.array(team) }) },
})
