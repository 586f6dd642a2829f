import {
  auditorPermissions,
  neededFor,
  ownerPermissions,
  readingPermissions,
  type Grant,
  type MethodInput,
  type Permission,
  type RoleRecord,
} from '#contract'

/** One column of the table as it would be: `key` is the role's id, or one of this page's own for a role that does not exist yet. */
export type StagedRole = {
  readonly key: string
  /** Null for a role that does not exist yet. */
  readonly before: RoleRecord | null
  readonly name: string | null
  readonly grant: Grant
  readonly isDeleted: boolean
}

/** A right that was given or taken, and what came or went with it. */
export type Carried = {
  readonly role: StagedRole
  readonly permission: Permission
  readonly isHeld: boolean
  readonly along: readonly Permission[]
}

export type Change = MethodInput<'roles.change'>['changes'][number]

export function stageRoles(roles: readonly RoleRecord[]): StagedRole[] {
  return roles.map((role) => ({ key: role.roleId, before: role, name: role.name, grant: grantOf(role), isDeleted: false }))
}

/** Puts what was staged onto the roles as they are by now. A role that was changed since, or is no more, is left as it is. */
export function restageRoles(
  changed: readonly StagedRole[],
  roles: readonly RoleRecord[],
): { staged: StagedRole[]; lost: readonly StagedRole[] } {
  const isLost = ({ before }: StagedRole) =>
    before !== null && !roles.some(({ roleId, revision }) => roleId === before.roleId && revision === before.revision)
  const kept = changed.filter((role) => !isLost(role))
  return {
    staged: [...stageRoles(roles).map((role) => kept.find(({ key }) => key === role.key) ?? role), ...kept.filter(isNew)],
    lost: changed.filter(isLost),
  }
}

function isNew({ before }: StagedRole): boolean {
  return before === null
}

function grantOf({ permissions, scope, masks }: Grant): Grant {
  return { permissions, scope, masks }
}

/** Order does not matter, and neither does what the role is called. */
export function isSameGrant(a: Grant, b: Grant): boolean {
  return a.scope === b.scope && a.masks.phone === b.masks.phone && sorted(a.permissions) === sorted(b.permissions)
}

/** Gives or takes a right; `along` is what comes or goes with it, because one of them is of no use without the other. */
export function withPermission(grant: Grant, permission: Permission, isHeld: boolean): { grant: Grant; along: readonly Permission[] } {
  const along = isHeld
    ? needsOf(permission).filter((name) => !grant.permissions.includes(name))
    : grant.permissions.filter((name) => needsOf(name).includes(permission))
  const moved: readonly Permission[] = [permission, ...along]
  const others = grant.permissions.filter((name) => !moved.includes(name))
  return { grant: { ...grant, permissions: isHeld ? [...others, ...moved] : others }, along }
}

/** What a right is of no use without, the nearest first. */
function needsOf(permission: Permission): readonly Permission[] {
  const needed = neededFor[permission]
  return needed === undefined ? [] : [needed, ...needsOf(needed)]
}

/** What has to be asked of the core so that the table becomes true. */
export function changesOf(staged: readonly StagedRole[]): Change[] {
  return staged.flatMap((role): Change[] => {
    const { before, name, grant, isDeleted } = role
    if (before === null) return isDeleted ? [] : [{ kind: 'save', roleId: null, name, grant, expectRevision: 0 }]
    const target = { roleId: before.roleId, expectRevision: before.revision }
    if (isDeleted) return [{ kind: 'delete', ...target }]
    return isChanged(role) ? [{ kind: 'save', ...target, name, grant }] : []
  })
}

export function isChanged({ before, name, grant, isDeleted }: StagedRole): boolean {
  return before === null || isDeleted || name !== before.name || !isSameGrant(grant, grantOf(before))
}

/** Why a right cannot be in this role, whoever asks; null when it can. */
export function whyImpossible({ before, grant }: StagedRole, permission: Permission): 'owner-only' | 'auditor-only' | 'reads-only' | null {
  if (before?.roleId === 'owner') return null
  if (isOneOf(ownerPermissions, permission)) return 'owner-only'
  const writes = grant.permissions.some((name) => !isOneOf(readingPermissions, name))
  const audits = grant.permissions.some((name) => isOneOf(auditorPermissions, name))
  if (isOneOf(auditorPermissions, permission) && writes) return 'auditor-only'
  return audits && !isOneOf(readingPermissions, permission) ? 'reads-only' : null
}

function isOneOf(list: readonly Permission[], permission: Permission): boolean {
  return list.includes(permission)
}

function sorted(permissions: readonly Permission[]): string {
  return permissions.toSorted().join()
}
