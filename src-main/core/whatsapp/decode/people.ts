import type { Person } from '../decoded.ts'
import { matchKey } from '../phone.ts'
import { elementsOf, filledOf, firstFilled, isObject, objectOf, type Element, type WireObject } from './read.ts'

/** The ids by which one object names a person, before its `contacts` entry adds name and the other ids. */
export type Ids = { readonly userId: string | null; readonly parentUserId: string | null; readonly waId: string | null }

export type People = {
  /** The person with what `contacts` says about them; null when nothing names anybody. Notes that the contact was used. */
  complete(ids: Ids): Person | null
  /** Contacts that no message, status or other element has named. */
  listUnused(): readonly Element[]
}

/** Contacts are paired by business-scoped user id, then by phone; never by their place in the list. */
export function createPeople(contacts: unknown, path: string): People {
  const entries = elementsOf(contacts, path).map((element) => ({ element, person: contactPerson(objectOf(element.value)), isUsed: false }))

  function findEntry(ids: Ids) {
    const byUserId = ids.userId === null ? undefined : entries.find(({ person }) => person.userId === ids.userId)
    if (byUserId !== undefined || ids.waId === null) return byUserId
    const key = matchKey(ids.waId)
    return entries.find(
      ({ person }) =>
        person.waId !== null &&
        (person.waId === ids.waId || (key !== null && matchKey(person.waId) === key)) &&
        (person.userId === null || ids.userId === null),
    )
  }

  return {
    complete(ids) {
      const isNamed = ids.userId !== null || ids.waId !== null || ids.parentUserId !== null
      // With a single contact there is no other person it could be.
      const entry = isNamed ? findEntry(ids) : entries.length === 1 ? entries[0] : undefined
      if (entry !== undefined) entry.isUsed = true
      const known = entry?.person ?? nobody
      const person = {
        userId: ids.userId ?? known.userId,
        parentUserId: ids.parentUserId ?? known.parentUserId,
        waId: ids.waId ?? known.waId,
        profileName: known.profileName,
        username: known.username,
      }
      return hasId(person) ? person : null
    },
    listUnused: () => entries.filter(({ isUsed }) => !isUsed).map(({ element }) => element),
  }
}

const nobody: Person = { userId: null, parentUserId: null, waId: null, profileName: null, username: null }

export function hasId(person: Ids): boolean {
  return person.userId !== null || person.parentUserId !== null || person.waId !== null
}

/** Reads ids from the fields named; a business-scoped id that came in a phone field is taken for what it is, and the reverse. */
export function idsOf(fields: { readonly phone: unknown; readonly userId: unknown; readonly parentUserId?: unknown }): Ids {
  const phone = filledOf(fields.phone)
  const userId = filledOf(fields.userId)
  const isPhoneAnId = phone !== null && isUserId(phone)
  return {
    userId: userId ?? (isPhoneAnId ? phone : null),
    parentUserId: filledOf(fields.parentUserId),
    waId: isPhoneAnId ? null : phone,
  }
}

/** `CC.` and up to 128 letters and digits; `CC.ENT.` for the parent form. */
function isUserId(text: string): boolean {
  return /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/.test(text)
}

/** Bodies have it with and without the sign in front. */
export function usernameOf(value: unknown): string | null {
  return filledOf(filledOf(value)?.replace(/^@/, ''))
}

function contactPerson(contact: WireObject): Person {
  const profile = objectOf(contact['profile'])
  return {
    ...idsOf({ phone: contact['wa_id'] ?? contact['phone_number'], userId: contact['user_id'], parentUserId: contact['parent_user_id'] }),
    profileName: firstFilled(profile['name'], isObject(contact['name']) ? null : contact['name']),
    username: usernameOf(profile['username'] ?? contact['username']),
  }
}
