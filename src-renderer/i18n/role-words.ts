import type { I18n, MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { builtInRoles, type BuiltInRole, type RoleId, type RoleRecord } from '#contract'

const builtInNames: Readonly<Record<BuiltInRole, MessageDescriptor>> = {
  owner: msg({ message: 'Owner', context: 'role' }),
  manager: msg({ message: 'Manager', context: 'role' }),
  attendant: msg({ message: 'Attendant', context: 'role' }),
  auditor: msg({ message: 'Auditor', context: 'role' }),
}

/** What each may do, in a sentence. */
const builtInMeanings: Readonly<Record<BuiltInRole, MessageDescriptor>> = {
  owner: msg`May do everything, and answers for the shop.`,
  manager: msg`Runs the daily work: quick replies, attendants, every conversation.`,
  attendant: msg`Answers customers.`,
  auditor: msg`Reads everything and changes nothing.`,
}

/** A role of the shop's own is called what the shop calls it; until that is known, by nothing. */
export function nameOfRole(roleId: RoleId, { i18n, roles }: { i18n: I18n; roles: readonly RoleRecord[] }): string {
  const builtIn = builtInOf(roleId)
  return builtIn === null ? (roles.find((role) => role.roleId === roleId)?.name ?? '') : i18n._(builtInNames[builtIn])
}

/** Null for a role of the shop's own: its rights say what it means. */
export function meaningOfRole(roleId: RoleId, i18n: I18n): string | null {
  const builtIn = builtInOf(roleId)
  return builtIn === null ? null : i18n._(builtInMeanings[builtIn])
}

export function builtInOf(roleId: RoleId): BuiltInRole | null {
  return builtInRoles.find((name) => name === roleId) ?? null
}
