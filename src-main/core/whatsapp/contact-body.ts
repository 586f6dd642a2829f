import type { ContactCard } from '#contract'
import type { WireObject } from './decode/read.ts'

/** One card of a contacts message. Meta wants one part of the name beside the whole. */
export function contactBody(card: ContactCard): WireObject {
  const { name, phones, emails, organization, title, urls, addresses, birthday } = card
  const [firstName = name, ...rest] = name.split(/\s+/)
  return {
    name: { formatted_name: name, first_name: firstName, ...(rest.length > 0 && { last_name: rest.join(' ') }) },
    ...(phones.length > 0 && {
      phones: phones.map(({ phone, waId, type }) => ({ phone, ...(type !== null && { type }), ...(waId !== null && { wa_id: waId }) })),
    }),
    ...(emails.length > 0 && { emails: emails.map(({ email, type }) => ({ email, ...(type !== null && { type }) })) }),
    ...((organization !== null || title !== null) && {
      org: { ...(organization !== null && { company: organization }), ...(title !== null && { title }) },
    }),
    ...(urls.length > 0 && { urls: urls.map((url) => ({ url })) }),
    // Known to us as one line, which a phone shows the same wherever it stands.
    ...(addresses.length > 0 && { addresses: addresses.map((street) => ({ street })) }),
    ...(birthday !== null && { birthday }),
  }
}
