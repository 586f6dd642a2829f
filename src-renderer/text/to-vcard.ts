import type { ContactCard } from '#contract'

/** A card as a file that phones and address books read (vCard 3.0, RFC 2426). */
export function toVcard(card: ContactCard): string {
  const lines = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `FN:${escaped(card.name)}`,
    `N:${escaped(card.name)};;;;`,
    ...card.phones.map(({ phone, type }) => `TEL${typed(type)}:${escaped(phone)}`),
    ...card.emails.map(({ email, type }) => `EMAIL${typed(type)}:${escaped(email)}`),
    ...(card.organization === null ? [] : [`ORG:${escaped(card.organization)}`]),
    ...(card.title === null ? [] : [`TITLE:${escaped(card.title)}`]),
    ...card.urls.map((url) => `URL:${escaped(url)}`),
    ...card.addresses.map((address) => `ADR:;;${escaped(address)};;;;`),
    ...(card.birthday === null ? [] : [`BDAY:${escaped(card.birthday)}`]),
    'END:VCARD',
  ]
  return `${lines.join('\r\n')}\r\n`
}

/** What separates fields and lines is data here: nobody adds a second card by a line break in a name. */
function escaped(text: string): string {
  return text
    .replace(/[\\,;]/g, String.raw`\$&`)
    .replace(/\r\n|[\r\n\u2028\u2029\u0085]/g, String.raw`\n`)
    .replace(/\p{Cc}/gu, '')
}

function typed(type: string | null): string {
  const word = (type ?? '').replace(/[^A-Za-z-]/g, '').toUpperCase()
  return word === '' ? '' : `;TYPE=${word}`
}
