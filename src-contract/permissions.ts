import { z } from 'zod'
import { roleId, type RoleId } from './ids.ts'

/** One id for each function of the program that not everybody may use. A method names exactly one. */
export const permissions = [
  'conv.view',
  'conv.reply',
  'conv.assign_self',
  'conv.assign_other',
  'msg.resend_ambiguous',
  'contact.view',
  'contact.edit',
  'contact.reveal',
  'reply.use',
  'reply.manage_shared',
  'media.save',
  'template.use',
  'template.manage',
  'number.view',
  'cost.view',
  'cost.manage',
  'staff.view',
  'staff.invite',
  'staff.disable',
  'staff.role_assign',
  'staff.mfa_reset',
  'staff.session_kill',
  'team.manage',
  'role.manage',
  'policy.manage',
  'settings.manage',
  'audit.view',
  'audit.verify',
  'audit.export',
  'wa.token_manage',
  'kit.reprint',
  'key.rotate',
  'owner.transfer',
] as const

export const permission = z.enum(permissions)
export type Permission = z.infer<typeof permission>

/** Of these a role that reads only may hold any; with any other it would no longer only read. */
export const readingPermissions = [
  'conv.view',
  'contact.view',
  'contact.reveal',
  'media.save',
  'number.view',
  'cost.view',
  'staff.view',
  'audit.view',
  'audit.verify',
  'audit.export',
] as const satisfies readonly Permission[]

/** Never part of a role but the owner's. */
export const ownerPermissions = ['kit.reprint', 'key.rotate', 'owner.transfer'] as const satisfies readonly Permission[]

/** Whoever may take the whole journal along must not be able to cause what is in it: held by the owner, or by a role that reads only. */
export const auditorPermissions = ['audit.verify', 'audit.export'] as const satisfies readonly Permission[]

/** Without the one that it names, a permission would show in its answers what the role does not see. */
export const neededFor: Partial<Readonly<Record<Permission, Permission>>> = {
  'conv.reply': 'conv.view',
  'conv.assign_self': 'conv.view',
  'conv.assign_other': 'conv.view',
  'msg.resend_ambiguous': 'conv.view',
  'contact.edit': 'contact.view',
  'contact.reveal': 'contact.view',
  'media.save': 'conv.view',
  'template.use': 'conv.reply',
}

/**
 * Whose conversations and customers a role reaches; each holds the one before it.
 * `own`: those assigned to the person. `assigned`: and those that once were. `with-unassigned`: and those that nobody has, of their teams or
 * of no team. `team`: and all of their teams. `all`: everything.
 */
export const scopes = ['own', 'assigned', 'with-unassigned', 'team', 'all'] as const
export const scope = z.enum(scopes)
export type Scope = z.infer<typeof scope>

/** What a role sees of a field: all of it, its end until the person asks for it (which is on record), or its end only. */
export const masking = z.enum(['shown', 'on-request', 'hidden'])
export type Masking = z.infer<typeof masking>

export const fieldMasks = z.object({ phone: masking })
export type FieldMasks = z.infer<typeof fieldMasks>

/** What a role allows, apart from what it is called. */
export const grant = z.object({
  permissions: z.array(permission),
  scope,
  masks: fieldMasks,
})
export type Grant = z.infer<typeof grant>

export const builtInRoles = ['owner', 'manager', 'attendant', 'auditor'] as const
export type BuiltInRole = (typeof builtInRoles)[number]

export function builtInRoleId(name: BuiltInRole): RoleId {
  return roleId.parse(name)
}

/** What the built-in roles allow until the shop changes them. The owner's never changes. */
export const builtInGrants: Readonly<Record<BuiltInRole, Grant>> = {
  owner: { permissions: [...permissions], scope: 'all', masks: { phone: 'shown' } },
  manager: {
    permissions: [
      'conv.view',
      'conv.reply',
      'conv.assign_self',
      'conv.assign_other',
      'msg.resend_ambiguous',
      'contact.view',
      'contact.edit',
      'contact.reveal',
      'reply.use',
      'reply.manage_shared',
      'media.save',
      'template.use',
      'template.manage',
      'number.view',
      'cost.view',
      'staff.view',
      'staff.invite',
      'staff.disable',
      'staff.role_assign',
      'staff.mfa_reset',
      'staff.session_kill',
      'team.manage',
      'audit.view',
    ],
    scope: 'all',
    masks: { phone: 'shown' },
  },
  attendant: {
    permissions: [
      'conv.view',
      'conv.reply',
      'conv.assign_self',
      'msg.resend_ambiguous',
      'contact.view',
      'contact.edit',
      'reply.use',
      'media.save',
      'template.use',
      'audit.view',
    ],
    scope: 'with-unassigned',
    masks: { phone: 'shown' },
  },
  auditor: {
    permissions: [
      'conv.view',
      'contact.view',
      'contact.reveal',
      'media.save',
      'number.view',
      'cost.view',
      'staff.view',
      'audit.view',
      'audit.verify',
      'audit.export',
    ],
    scope: 'all',
    masks: { phone: 'on-request' },
  },
}

/** Whether `inner` allows nothing that `outer` does not: nobody gives more than they hold. */
export function isGrantWithin(inner: Grant, outer: Grant): boolean {
  const held = new Set(outer.permissions)
  return (
    inner.permissions.every((name) => held.has(name)) &&
    scopes.indexOf(inner.scope) <= scopes.indexOf(outer.scope) &&
    isMaskWithin(inner.masks.phone, outer.masks.phone)
  )
}

function isMaskWithin(inner: Masking, outer: Masking): boolean {
  return masking.options.indexOf(inner) >= masking.options.indexOf(outer)
}
