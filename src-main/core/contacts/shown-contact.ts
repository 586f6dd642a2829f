import { displayPhone } from '../whatsapp/phone.ts'
import { fold } from './fold.ts'
import { mayHavePhone } from './masks.ts'
import { phoneKey } from './phone-key.ts'
import type { ContactRow, IdentityRow } from './repository.ts'

/** How many characters of an opaque id are shown of somebody with no name, username or phone. */
const ID_END_LENGTH = 6

export type Address = { readonly to: string } | { readonly recipient: string }

/** Where a message to this person goes: the newest writing of their phone exactly as it came, else their user id. Null for a group. */
export function addressOf(identities: readonly IdentityRow[]): Address | null {
  const waId = currentWaId(identities)
  if (waId !== null) return { to: waId }
  const userId = newestOf(identities, 'user_id')
  return userId === null ? null : { recipient: userId }
}

/** What people read of a contact: a name that is never empty, a phone with its ninth digit, and the text that filters look into, with phones and without. */
export function shownContact(
  contact: ContactRow,
  identities: readonly IdentityRow[],
): { name: string; phone: string | null; searchText: string; searchNames: string } {
  const waId = currentWaId(identities)
  const phone = waId === null ? null : displayPhone(waId)
  const id = newestOf(identities, 'user_id') ?? newestOf(identities, 'parent_user_id') ?? newestOf(identities, 'group_id') ?? ''
  const names = [contact.given_name, contact.book_name, contact.profile_name, contact.username].filter(
    (name) => name !== null && name.trim() !== '',
  )
  const name = names[0] ?? phone ?? id.slice(-ID_END_LENGTH)
  const words = names.map((part) => fold(part ?? ''))
  // A name with a phone in it is left out as well.
  const secretless = names.filter((part) => part !== null && !mayHavePhone(part, phone))
  // The written-out form first, so that a filter finds both writings of a Brazilian mobile.
  const digits = waId === null ? [] : [displayPhone(waId).replaceAll(/\D/g, ''), phoneKey(waId)]
  return { name, phone, searchText: lines([...words, ...digits]), searchNames: lines(secretless.map((part) => fold(part ?? ''))) }
}

function lines(texts: readonly string[]): string {
  return [...new Set(texts)].join('\n')
}

/** The user id to show for people without a phone. */
export function newestOf(identities: readonly IdentityRow[], kind: IdentityRow['kind']): string | null {
  return identities.find((identity) => identity.kind === kind)?.value ?? null
}

function currentWaId(identities: readonly IdentityRow[]): string | null {
  const keys = new Set(
    identities.filter((identity) => identity.kind === 'match_key' && identity.left_at === null).map((identity) => identity.value),
  )
  return identities.find((identity) => identity.kind === 'wa_id' && keys.has(phoneKey(identity.value)))?.value ?? null
}
