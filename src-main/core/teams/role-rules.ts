import {
  auditorPermissions,
  builtInGrants,
  builtInRoles,
  isGrantWithin,
  neededFor,
  ownerPermissions,
  permissions,
  readingPermissions,
  type BuiltInRole,
  type Grant,
  type Permission,
  type RoleId,
} from '#contract'
import { AppError } from '../lib/app-error.ts'

export function builtInOf(roleId: RoleId): BuiltInRole | undefined {
  return builtInRoles.find((name) => name === roleId)
}

export function builtInGrantOf(roleId: RoleId): Grant | undefined {
  const name = builtInOf(roleId)
  return name === undefined ? undefined : builtInGrants[name]
}

/** Each permission once, in the catalogue's order. */
export function tidied(grant: Grant): Grant {
  return { ...grant, permissions: permissions.filter((name) => grant.permissions.includes(name)) }
}

/** `role-not-possible` for a mix that no role but the owner's may have. */
export function assertPossible(grant: Grant): void {
  const has = (names: readonly Permission[]) => grant.permissions.some((name) => names.includes(name))
  const lacks = grant.permissions.find((name) => {
    const needed = neededFor[name]
    return needed !== undefined && !grant.permissions.includes(needed)
  })
  const readsOnly = grant.permissions.every((name) => (readingPermissions as readonly Permission[]).includes(name))
  if (has(ownerPermissions)) throw new AppError('role-not-possible', 'These permissions are the owner’s alone')
  if (has(auditorPermissions) && !readsOnly) throw new AppError('role-not-possible', 'Whoever may take the journal along only reads')
  if (lacks !== undefined) throw new AppError('role-not-possible', `${lacks} needs ${neededFor[lacks]}`)
}

/** `grants-too-much`: nobody gives, changes or takes away what they do not hold themselves. */
export function assertWithin(grant: Grant, held: Grant): void {
  if (!isGrantWithin(grant, held)) throw new AppError('grants-too-much', 'Allows what the caller does not hold')
}

/** What nobody tells apart when reading is one name. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/\s+/gu, ' ')
    .trim()
}
