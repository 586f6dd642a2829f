import type { I18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { builtInRoleId, builtInRoles, type JournalEntry, type RoleRecord, type StaffId, type StaffMember, type Team } from '#contract'
import { builtInOf, nameOfRole } from '#renderer/i18n/role-words.ts'

/** What the page knows of those who are named by an id. */
export type Known = {
  i18n: I18n
  membersById: ReadonlyMap<StaffId, StaffMember>
  roles: readonly RoleRecord[]
  teams: readonly Team[]
}

/** Whoever is not known any more, or whom the entry does not name. */
export function personNamed(id: string | null, { i18n, membersById }: Known): string {
  if (id === null) return i18n._(msg`somebody`)
  // The text is an id, or it finds nobody.
  return membersById.get(id as StaffId)?.name ?? i18n._(msg`a former colleague`)
}

export function personText(id: string | null, known: Known): string | null {
  return id === null ? null : personNamed(id, known)
}

export function teamText(id: string | null, { i18n, teams }: Known): string | null {
  return id === null ? null : (teams.find(({ teamId }) => teamId === id)?.name ?? i18n._(msg`a team that is no more`))
}

export function roleText(id: string | null, known: Known): string | null {
  return id === null ? null : roleOf(id, null, known)
}

/** `nameThen`: what the shop called it when the entry was written. Built-in roles have their names in the reader's language. */
export function roleOf(id: string | null, nameThen: string | null, { i18n, roles }: Known): string {
  const role = roles.find(({ roleId }) => roleId === id)?.roleId ?? builtInRoles.map(builtInRoleId).find((roleId) => roleId === id)
  const isBuiltIn = role !== undefined && builtInOf(role) !== null
  if (nameThen !== null && !isBuiltIn) return nameThen
  return role === undefined ? i18n._(msg`a role that is no more`) : nameOfRole(role, { i18n, roles })
}

export function customerNamed({ subject }: JournalEntry, i18n: I18n): string {
  switch (subject?.kind) {
    case 'contact':
      return subject.name
    case 'erased':
      return i18n._(msg`somebody whose data was erased`)
    case 'out-of-reach':
      return i18n._(msg`a customer out of your reach`)
    case undefined:
      return i18n._(msg`a customer`)
  }
}
