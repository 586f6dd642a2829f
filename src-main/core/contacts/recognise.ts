import type { Person } from '../whatsapp/decoded.ts'
import { phoneKey } from './phone-key.ts'
import type { ContactRow, ContactsRepository, IdentityRow } from './repository.ts'

/** `isSeenLater`: one of their ids may be their newest now. */
export type Recognised = { readonly contact: ContactRow; readonly isSeenLater: boolean }

/**
 * Nearly everything that happens comes from somebody known by every id it names, which were seen together before and belong to
 * nobody else: then nothing is found out about who is who, and only the times of the ids move on. Null in any other case, in which
 * nothing was written.
 */
export function recognise(repository: ContactsRepository, person: Person, at: number): Recognised | null {
  const key = person.waId === null ? null : phoneKey(person.waId)
  const named = { userId: person.userId, parentUserId: person.parentUserId, waId: person.waId, matchKey: key }
  const count = Object.values(named).filter((id) => id !== null).length
  if (count === 0) return null
  const rows = repository.listIdentitiesNamed(named)
  const first = rows[0]
  if (first === undefined || rows.length < count || !rows.every((row) => isTheirs(row, first, person, at))) return null
  const contact = repository.get(first.contact_id)
  if (contact.first_seen_at > at) return null
  const seenEarlier = rows.filter((row) => row.seen_at < at)
  for (const { kind, value } of seenEarlier) repository.updateIdentityTimes({ kind, value, seenAt: at })
  const pair = rows.find((row) => row.kind === 'match_key')
  if (pair !== undefined && person.userId !== null && (pair.user_id_at ?? at) < at) {
    repository.updateIdentityUser(pair.value, { userId: person.userId, at })
  }
  return { contact, isSeenLater: seenEarlier.length > 0 }
}

function isTheirs(row: IdentityRow, first: IdentityRow, person: Person, at: number): boolean {
  if (row.contact_id !== first.contact_id || row.first_seen_at > at || row.left_at !== null) return false
  return row.kind !== 'match_key' || person.userId === null || row.user_id === person.userId
}
