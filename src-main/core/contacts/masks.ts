import type { Contact, ContactCard, EventName, EventPayload, FieldMasks } from '#contract'
import type { Audience, Publish } from '../dispatch/event-hub.ts'

/** What is shown of a phone to whoever does not see all of it. */
const SHOWN_DIGITS = 4
/** Whatever is written in front of them: country, area, a ninth digit, a leading zero. */
const LOCAL_DIGITS = 8
const NO_DIGITS = '••••'

type Masked = { readonly masks: FieldMasks }

export function isPhoneShown({ masks }: Masked): boolean {
  return masks.phone === 'shown'
}

/** Its last four digits: enough to tell two customers of one name apart. */
export function phoneEnd(phone: string): string {
  const digits = digitsOf(phone)
  return digits.length < LOCAL_DIGITS ? NO_DIGITS : `${NO_DIGITS} ${digits.slice(-SHOWN_DIGITS)}`
}

export function shownPhone(phone: string | null, viewer: Masked): string | null {
  return phone === null || isPhoneShown(viewer) ? phone : phoneEnd(phone)
}

/** A name may be the phone itself, or have it in it. */
export function shownName<Name extends string | null>(name: Name, phone: string | null, viewer: Masked): Name | string {
  if (name === null || isPhoneShown(viewer) || !mayHavePhone(name, phone)) return name
  return phone === null ? NO_DIGITS : phoneEnd(phone)
}

/** As many digits as a phone has, whichever they are: whoever may give names must not find out by trying which digits are the phone's. */
export function mayHavePhone(text: string, phone: string | null): boolean {
  return text === phone || (text.normalize('NFKC').match(/\p{Nd}/gu) ?? []).length >= LOCAL_DIGITS
}

export function shownContactTo(contact: Contact, viewer: Masked): Contact {
  const { phone } = contact
  return {
    ...contact,
    givenName: shownName(contact.givenName, phone, viewer),
    profileName: shownName(contact.profileName, phone, viewer),
    username: shownName(contact.username, phone, viewer),
    phone: shownPhone(phone, viewer),
  }
}

/** A card from an address book may be the customer's own. */
export function shownCardTo(card: ContactCard, viewer: Masked): ContactCard {
  if (isPhoneShown(viewer)) return card
  const phones = card.phones.map(({ phone, type }) => ({ phone: phoneEnd(phone), waId: null, type }))
  return { ...card, name: shownName(card.name, null, viewer), phones }
}

/** Says it twice: whole, and as those see it who do not see phones. `viewer` is somebody of the kind that is told. */
export function publishMasked<Name extends EventName>(
  publish: Publish,
  name: Name,
  say: (viewer: Masked) => EventPayload<Name> | null,
  audience: Audience,
): void {
  for (const phone of ['shown', 'hidden'] as const) {
    const viewer = { masks: { phone } }
    publish(
      name,
      () => say(viewer),
      (actor) => isPhoneShown(actor) === isPhoneShown(viewer) && audience(actor),
    )
  }
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '')
}
