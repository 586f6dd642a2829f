import type { I18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { JournalEntry, RoleRecord, StaffId, StaffMember, Team } from '#contract'
import { nameOfRole } from '#renderer/i18n/role-words.ts'
import { journalWords } from './journal-words.ts'

type Known = {
  i18n: I18n
  membersById: ReadonlyMap<StaffId, StaffMember>
  roles: readonly RoleRecord[]
  teams: readonly Team[]
}

/** What happened, as one would say it. */
export function sentenceOf(entry: JournalEntry, known: Known): string {
  const { i18n, membersById } = known
  const values = {
    who: entry.by === null ? i18n._(msg`Somebody`) : nameOf(entry.by, membersById, i18n),
    customer: customerOf(entry, i18n),
    person: personOf(entry, known),
    thing: thingOf(entry, known),
  }
  return i18n._({ ...journalWords[entry.action], values })
}

function customerOf({ subject }: JournalEntry, i18n: I18n): string {
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

function personOf({ details }: JournalEntry, { i18n, membersById }: Known): string {
  const id = details?.['staffId'] ?? details?.['target'] ?? details?.['to']
  if (id === null) return i18n._(msg`nobody`)
  if (typeof id !== 'string') return i18n._(msg`somebody`)
  // The text is an id, or it finds nobody.
  return nameOf(id as StaffId, membersById, i18n)
}

function nameOf(id: StaffId, membersById: ReadonlyMap<StaffId, StaffMember>, i18n: I18n): string {
  return membersById.get(id)?.name ?? i18n._(msg`a former colleague`)
}

/** The name of what was changed: the first detail that is one. */
function thingOf({ action, details }: JournalEntry, { i18n, roles, teams }: Known): string {
  const said = ['title', 'name', 'shortcut', 'filter', 'method', 'displayPhoneNumber', 'after'].flatMap((key) => details?.[key] ?? [])
  const text = said.find((value) => typeof value === 'string')
  if (action.startsWith('role.')) {
    const roleId = details?.['roleId']
    const role = roles.find((each) => each.roleId === roleId)
    if (role !== undefined) return nameOfRole(role.roleId, { i18n, roles })
  }
  const team = teams.find(({ teamId }) => teamId === (details?.['teamId'] ?? details?.['to']))
  return typeof text === 'string' ? text : (team?.name ?? '…')
}
