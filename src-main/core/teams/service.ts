import {
  auditorPermissions,
  builtInRoleId,
  builtInRoles,
  type Grant,
  type Permission,
  type RoleChange,
  type RoleId,
  type RoleRecord,
} from '#contract'
import type { StaffId, StaffMember, Team, TeamId } from '#contract'
import type { CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import type { Actor } from '../dispatch/actor.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import { AppError } from '../lib/app-error.ts'
import { assertNever } from '../lib/assert.ts'
import type { Ids } from '../ports.ts'
import { removeRole, removeTeam, saveRole, saveTeam, setTeams } from './commands.ts'
import { findStoredRole, findTeam, listMembers, listMembersOf, listStoredRoles, listTeamIdsOf, listTeams } from './repository.ts'
import { assertPossible, assertWithin, builtInGrantOf, builtInOf, nameKey, tidied } from './role-rules.ts'

/** Roles and teams: what people of a kind may do, and whose conversations they share. */
export type Teams = {
  /** `not-found` for a role that does not exist. */
  grantOf(roleId: RoleId): Grant
  /** `grants-too-much` for a role that allows what the person does not hold; `not-found`. */
  assertMayGrant(roleId: RoleId, by: Actor): void
  teamIdsOf(staffId: StaffId): TeamId[]
  /** Who is in one of a person's teams, the person left out; not those who read the whole journal, whom nobody else watches. */
  teamMatesOf(staffId: StaffId): StaffId[]
  listRoles(): RoleRecord[]
  /** All or none; open sessions follow in the same turn. Refusals as the contract says. */
  changeRoles(changes: readonly RoleChange[], by: Actor): RoleRecord[]
  list(): Team[]
  teamIds(): TeamId[]
  /**
   * `not-found` for a team or a person who is not there, `name-taken`; `grants-too-much` for a team that the caller does not see into, and for
   * people of other teams or of none, unless the caller sees everything.
   */
  save(team: { teamId: TeamId | null; name: string; members: readonly StaffId[] }, by: Actor | null): Team
  delete(teamId: TeamId, by: Actor): void
  /** All of a person's teams at once. */
  setTeamsOf(staffId: StaffId, teamIds: readonly TeamId[], by: Actor | null): void
}

/** What this needs to know of people, who in turn need to know their roles and teams. */
export type RoleHolders = {
  /** Past colleagues, too. */
  list(): StaffMember[]
  /** After the commit their open sessions go on as what they are then. */
  refresh(staffId: StaffId): void
}

/** `onTeamDeleted` runs in the transaction in which a team goes. */
export function createTeams(deps: {
  db: Database
  commands: CommandLog
  ids: Ids
  publish: Publish
  holders: RoleHolders
  onTeamDeleted(teamId: TeamId, by: StaffId): void
}): Teams {
  const { db, commands, ids, publish, holders } = deps

  function grantOf(roleId: RoleId): Grant {
    const grant = findStoredRole(db, roleId)?.grant ?? builtInGrantOf(roleId)
    if (grant === undefined) throw new AppError('not-found', `No role ${roleId}`)
    return grant
  }

  function listRoles(): RoleRecord[] {
    const stored = listStoredRoles(db)
    const builtIn = builtInRoles.map((name) => {
      const roleId = builtInRoleId(name)
      const known = stored.find((role) => role.roleId === roleId)
      return { ...grantOf(roleId), roleId, name: null, isChanged: (known?.grant ?? null) !== null, revision: known?.revision ?? 0 }
    })
    const own = stored.flatMap(({ roleId, name, grant, revision }) =>
      grant === null || builtInOf(roleId) !== undefined ? [] : [{ ...grant, roleId, name, isChanged: false, revision }],
    )
    return [...builtIn, ...own]
  }

  function getRole(roleId: RoleId): RoleRecord {
    const role = listRoles().find((each) => each.roleId === roleId)
    if (role === undefined) throw new AppError('not-found', `No role ${roleId}`)
    return role
  }

  /** Of one that is there: not the owner's, as the caller knew it, and nothing in it that the caller does not hold. */
  function getChangeable(roleId: RoleId, { expectRevision, held }: { expectRevision: number; held: Grant }): RoleRecord {
    const role = getRole(roleId)
    if (roleId === builtInRoleId('owner')) throw new AppError('role-not-possible', 'The owner’s role never changes')
    if (role.revision !== expectRevision) throw new AppError('changed-meanwhile', `Role ${roleId} is at revision ${role.revision}`)
    assertWithin(grantOf(roleId), held)
    return role
  }

  function command(entity: string, by: StaffId | null) {
    return { key: `${entity}:${ids.ulid()}`, entity, by }
  }

  function changeRole(change: RoleChange, held: Grant, by: StaffId): RoleId {
    if (change.kind === 'save' && change.roleId === null) {
      if (change.name === null) throw new AppError('invalid-input', 'A role of the shop has a name', { facts: { field: 'name' } })
      // A fresh ulid is what a RoleId is.
      return save({ roleId: ids.ulid() as RoleId, name: change.name, grant: change.grant })
    }
    // The union has no other way to leave it out.
    const roleId = change.roleId as RoleId
    getChangeable(roleId, { expectRevision: change.expectRevision, held })
    const isBuiltIn = builtInOf(roleId) !== undefined
    switch (change.kind) {
      case 'save':
        if (isBuiltIn !== (change.name === null)) {
          throw new AppError('invalid-input', 'A role of the shop has a name, a built-in one has none', { facts: { field: 'name' } })
        }
        return save({ roleId, name: change.name, grant: change.grant })
      case 'reset':
        if (!isBuiltIn) throw new AppError('role-not-possible', 'Only a built-in role can be given back as it was')
        assertWithin(builtInGrantOf(roleId) ?? grantOf(roleId), held)
        commands.append(saveRole, { ...command(`role:${roleId}`, by), payload: { roleId, name: null, grant: null } })
        return roleId
      case 'delete':
        if (isBuiltIn) throw new AppError('role-not-possible', 'A built-in role stays')
        if (holders.list().some((person) => person.roleId === roleId)) throw new AppError('role-in-use', `Somebody has role ${roleId}`)
        commands.append(removeRole, { ...command(`role:${roleId}`, by), payload: { roleId } })
        return roleId
      default:
        return assertNever(change)
    }

    function save(role: { roleId: RoleId; name: string | null; grant: Grant }): RoleId {
      const grant = tidied(role.grant)
      assertWithin(grant, held)
      assertPossible(grant)
      commands.append(saveRole, { ...command(`role:${role.roleId}`, by), payload: { ...role, grant } })
      return role.roleId
    }
  }

  /** Looked at when all is changed, so that two roles can change names. */
  function assertRoleNames(): void {
    const names = [...builtInRoles, ...listRoles().flatMap(({ name }) => (name === null ? [] : [name]))]
    assertUnique(names)
  }

  function list(): Team[] {
    const members = Map.groupBy(listMembers(db), (row) => row.team_id)
    return listTeams(db).map(({ id, name }) => ({ teamId: id, name, members: (members.get(id) ?? []).map((row) => row.staff_id) }))
  }

  function getTeam(teamId: TeamId): Team {
    const team = list().find((each) => each.teamId === teamId)
    if (team === undefined) throw new AppError('not-found', `No team ${teamId}`)
    return team
  }

  function readsEverything({ roleId }: StaffMember): boolean {
    return grantOf(roleId).permissions.some((name) => (auditorPermissions as readonly Permission[]).includes(name))
  }

  /** Else somebody would come to manage whomever they put into their own team, and read what they did. */
  function assertMayTakeIn(id: StaffId, by: Actor | null): void {
    if (by === null || id === by.staffId || isOfTheirs(by, listTeamIdsOf(db, id))) return
    throw new AppError('grants-too-much', `${id} is not of the caller’s teams alone`)
  }

  function assertPeople(members: readonly StaffId[]): void {
    const known = new Set(holders.list().map(({ staffId }) => staffId))
    if (members.some((id) => !known.has(id))) throw new AppError('not-found', 'A member is nobody of this shop')
  }

  /** What they reach is another now: their sessions go on as that, and what their windows show is read again. */
  function tellReachOf(staffIds: ReadonlySet<StaffId>): void {
    for (const id of staffIds) holders.refresh(id)
    publish('conversations.stale', {}, (actor) => staffIds.has(actor.staffId))
  }

  function tellTeams(members: readonly StaffId[]): void {
    const touched = new Set(members)
    publish('teams.changed', { teams: list() })
    for (const member of holders.list()) if (touched.has(member.staffId)) publish('staff.changed', { member })
    tellReachOf(touched)
  }

  return {
    grantOf,
    assertMayGrant: (roleId, by) => assertWithin(grantOf(roleId), grantHeldBy(by)),
    teamIdsOf: (staffId) => listTeamIdsOf(db, staffId),
    teamMatesOf: (staffId) => {
      const mates = new Set(listTeamIdsOf(db, staffId).flatMap((id) => listMembersOf(db, id)))
      const readers = new Set(holders.list().flatMap((person) => (readsEverything(person) ? [person.staffId] : [])))
      return [...mates].filter((id) => id !== staffId && !readers.has(id))
    },
    listRoles,

    changeRoles: (changes, by) =>
      db.transaction(() => {
        const held = grantHeldBy(by)
        const changed = new Set(changes.map((change) => changeRole(change, held, by.staffId)))
        assertRoleNames()
        const roles = listRoles()
        publish('roles.changed', { roles })
        const touched = holders.list().filter(({ roleId }) => changed.has(roleId))
        tellReachOf(new Set(touched.map(({ staffId }) => staffId)))
        return roles
      }),

    list,
    teamIds: () => listTeams(db).map(({ id }) => id),

    save: (input, by) =>
      db.transaction(() => {
        // A fresh ulid is what a TeamId is.
        const teamId = input.teamId ?? (ids.ulid() as TeamId)
        const before = input.teamId === null ? [] : getTeam(teamId).members
        if (input.teamId !== null) assertMayFill(teamId, by)
        const members = [...new Set(input.members)]
        assertPeople(members)
        for (const id of members) if (!before.includes(id)) assertMayTakeIn(id, by)
        commands.append(saveTeam, {
          ...command(`team:${teamId}`, by?.staffId ?? null),
          payload: { teamId, name: input.name, members },
        })
        assertUnique(listTeams(db).map(({ name }) => name))
        tellTeams(before.filter((id) => !members.includes(id)).concat(members.filter((id) => !before.includes(id))))
        return getTeam(teamId)
      }),

    delete: (teamId, by) =>
      db.transaction(() => {
        const { members } = getTeam(teamId)
        assertMayFill(teamId, by)
        deps.onTeamDeleted(teamId, by.staffId)
        commands.append(removeTeam, { ...command(`team:${teamId}`, by.staffId), payload: { teamId } })
        tellTeams(members)
      }),

    setTeamsOf: (staffId, teamIds, by) =>
      db.transaction(() => {
        const before = listTeamIdsOf(db, staffId)
        const after = [...new Set(teamIds)]
        const changed = [...before.filter((id) => !after.includes(id)), ...after.filter((id) => !before.includes(id))]
        if (changed.length === 0) return
        assertPeople([staffId])
        for (const id of changed) {
          if (findTeam(db, id) === undefined) throw new AppError('not-found', `No team ${id}`)
          assertMayFill(id, by)
        }
        commands.append(setTeams, { ...command(`staff:${staffId}`, by?.staffId ?? null), payload: { staffId, teamIds: after } })
        tellTeams([staffId])
      }),
  }
}

/** Whether somebody who is in these teams works in the caller's alone. Whoever sees everything has everybody. */
export function isOfTheirs({ scope, teamIds }: Pick<Actor, 'scope' | 'teamIds'>, of: readonly TeamId[]): boolean {
  return scope === 'all' || (of.length > 0 && of.every((id) => teamIds.has(id)))
}

/** Whoever sees no more than their teams would otherwise see more by putting themselves into another. */
function assertMayFill(teamId: TeamId, by: Actor | null): void {
  if (by !== null && by.scope !== 'all' && !by.teamIds.has(teamId)) {
    throw new AppError('grants-too-much', `Team ${teamId} is out of the caller’s reach`)
  }
}

function grantHeldBy({ permissions, scope, masks }: Actor): Grant {
  return { permissions: [...permissions], scope, masks }
}

function assertUnique(names: readonly string[]): void {
  if (new Set(names.map(nameKey)).size < names.length) throw new AppError('name-taken', 'Another has this name')
}
