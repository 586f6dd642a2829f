import {
  isGrantWithin,
  type Access,
  type Duty,
  type FieldMasks,
  type Grant,
  type Permission,
  type RoleId,
  type Scope,
  type SessionId,
  type StaffId,
  type TeamId,
} from '#contract'

/** Who a connection is signed in as. Lives on the connection, never in a frame; replaced as a whole when anything of it changes. */
export type Actor = {
  readonly staffId: StaffId
  readonly sessionId: SessionId
  readonly roleId: RoleId
  readonly permissions: ReadonlySet<Permission>
  readonly scope: Scope
  readonly masks: FieldMasks
  readonly teamIds: ReadonlySet<TeamId>
  readonly strength: 'pin' | 'full'
  readonly duties: ReadonlySet<Duty>
  /** Monotonic milliseconds until when password and code need not be given again. */
  readonly steppedUpUntil: number
}

/** What a person is, apart from how and where they came in. */
export type Standing = {
  readonly staffId: StaffId
  readonly roleId: RoleId
  readonly grant: Grant
  readonly teamIds: readonly TeamId[]
  readonly duties: readonly Duty[]
}

export function createActor(standing: Standing, session: Pick<Actor, 'sessionId' | 'strength' | 'steppedUpUntil'>): Actor {
  const { staffId, roleId, grant, teamIds, duties } = standing
  return {
    ...session,
    staffId,
    roleId,
    permissions: new Set(grant.permissions),
    scope: grant.scope,
    masks: grant.masks,
    teamIds: new Set(teamIds),
    duties: new Set(duties),
  }
}

/** Whether somebody may do and see all that they did before. */
export function isNoLess(now: Actor, before: Actor): boolean {
  return isGrantWithin(grantOf(before), grantOf(now)) && [...before.teamIds].every((id) => now.teamIds.has(id))
}

function grantOf({ permissions, scope, masks }: Actor): Grant {
  return { permissions: [...permissions], scope, masks }
}

export type Refusal = 'not-signed-in' | 'duty-first' | 'not-allowed'

/** Null when the actor may; else the code of the refusal. */
export function refusalOf(access: Access, actor: Actor | null): Refusal | null {
  if (access === 'public') return null
  if (actor === null) return 'not-signed-in'
  if (access === 'person') return null
  if (actor.duties.size > 0) return 'duty-first'
  if (access === 'signed-in' || actor.permissions.has(access.permission)) return null
  return 'not-allowed'
}
