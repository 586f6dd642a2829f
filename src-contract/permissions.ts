import { z } from 'zod'

/** One id for each function of the program that not everybody may use. A method names exactly one. */
export const permissions = [
  'conv.view',
  'conv.reply',
  'msg.resend_ambiguous',
  'contact.view',
  'contact.edit',
  'reply.use',
  'reply.manage_shared',
  'staff.view',
  'staff.invite',
  'staff.disable',
  'wa.token_manage',
  'kit.reprint',
] as const

export const permission = z.enum(permissions)
export type Permission = z.infer<typeof permission>

export const roles = ['owner', 'manager', 'attendant', 'auditor'] as const
export const role = z.enum(roles)
export type Role = z.infer<typeof role>

/** The four built-in roles. The auditor reads and never writes. */
export const permissionsByRole: Readonly<Record<Role, readonly Permission[]>> = {
  owner: permissions,
  manager: [
    'conv.view',
    'conv.reply',
    'msg.resend_ambiguous',
    'contact.view',
    'contact.edit',
    'reply.use',
    'reply.manage_shared',
    'staff.view',
    'staff.invite',
    'staff.disable',
  ],
  attendant: ['conv.view', 'conv.reply', 'msg.resend_ambiguous', 'contact.view', 'contact.edit', 'reply.use'],
  auditor: ['conv.view', 'contact.view', 'staff.view'],
}

/** The roles that a holder of `staff.invite` may give: nobody grants what they do not hold. */
export const rolesGrantedBy: Readonly<Record<Role, readonly Role[]>> = {
  owner: roles,
  manager: ['attendant'],
  attendant: [],
  auditor: [],
}
