import type { Person } from './people.ts'

// Calling codes of the countries that have a price of their own, and of a few neighbours; the longest match counts.
const COUNTRIES_BY_CALLING_CODE: Readonly<Record<string, string>> = {
  '1': 'US',
  '27': 'ZA',
  '33': 'FR',
  '34': 'ES',
  '39': 'IT',
  '44': 'GB',
  '49': 'DE',
  '52': 'MX',
  '54': 'AR',
  '55': 'BR',
  '56': 'CL',
  '57': 'CO',
  '91': 'IN',
  '351': 'PT',
  '595': 'PY',
  '598': 'UY',
}

/** The country a message to somebody is billed by: that of the number, or of the id when no number is shown. */
export function countryOf(person: Person): string {
  if (person.waId === null) return person.userId.slice(0, 2)
  for (const length of [3, 2, 1]) {
    const country = COUNTRIES_BY_CALLING_CODE[person.waId.slice(0, length)]
    if (country !== undefined) return country
  }
  return 'OTHER'
}
