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

type Entry = { readonly element: Element; readonly person: Person; isUsed: boolean }

/** Contacts are paired by business-scoped user id, then by phone; never by their place in the list. The first of several counts. */
export function createPeople(contacts: unknown, path: string): People {
  const entries: Entry[] = elementsOf(contacts, path).map((element) => ({
    element,
    person: contactPerson(objectOf(element.value)),
    isUsed: false,
  }))
  // Looked up, not searched: a body may hold thousands of contacts and as many messages.
  const byUserId = new Map<string, Entry>()
  const byPhone = new Map<string, Entry>()
  const byPhoneAlone = new Map<string, Entry>()
  for (const entry of entries) {
    const { userId, waId } = entry.person
    if (userId !== null && !byUserId.has(userId)) byUserId.set(userId, entry)
    if (waId === null) continue
    const key = phoneKey(waId)
    if (!byPhone.has(key)) byPhone.set(key, entry)
    if (userId === null && !byPhoneAlone.has(key)) byPhoneAlone.set(key, entry)
  }

  /** Two different user ids are two people, whatever the phone. */
  function findEntry({ userId, waId }: Ids): Entry | undefined {
    const entry = userId === null ? undefined : byUserId.get(userId)
    if (entry !== undefined || waId === null) return entry
    return (userId === null ? byPhone : byPhoneAlone).get(phoneKey(waId))
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

/** The same for both writings of a Brazilian mobile; what is no phone equals only itself. */
function phoneKey(waId: string): string {
  return matchKey(waId) ?? `=${waId}`
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
