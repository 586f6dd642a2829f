import { permissionsByRole, type Access, type Permission, type Role, type StaffId } from '#contract'

/** Who a connection is signed in as. Lives on the connection, never in a frame. */
export type Actor = {
  readonly staffId: StaffId
  readonly role: Role
  readonly permissions: ReadonlySet<Permission>
}

export function createActor(staff: { staffId: StaffId; role: Role }): Actor {
  return { ...staff, permissions: new Set(permissionsByRole[staff.role]) }
}

/** Null when the actor may; else the code of the refusal. */
export function refusalOf(access: Access, actor: Actor | null): 'not-signed-in' | 'not-allowed' | null {
  if (access === 'public') return null
  if (actor === null) return 'not-signed-in'
  if (access === 'signed-in' || actor.permissions.has(access.permission)) return null
  return 'not-allowed'
}
