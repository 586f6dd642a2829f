/**
 * Phone numbers as WhatsApp writes them. A wa_id is stored and sent to exactly as it came; these two forms are only for
 * finding the same person again and for reading. A Brazilian mobile's wa_id may or may not have the ninth digit, and no rule by
 * area code says which.
 */

/** Digits for comparing: with the ninth digit of a Brazilian mobile left out. Null when it is no phone. */
export function matchKey(phone: string): string | null {
  const digits = digitsOf(phone)
  if (digits === '') return null
  const mobile = /^(55[1-9]\d)9([6-9]\d{7})$/.exec(digits)
  return mobile === null ? digits : `${mobile[1]}${mobile[2]}`
}

/** International form for reading: `+55 11 98765-4321`, `+27 82 123 4567`. What is not a plausible number comes back as it is. */
export function displayPhone(phone: string): string {
  const digits = digitsOf(phone)
  if (digits.length < 7 || digits.length > 15) return phone
  return brazilian(digits) ?? southAfrican(digits) ?? northAmerican(digits) ?? `+${grouped(digits)}`
}

/** What somebody typed or a card says, as WhatsApp writes it. Null without a country's code: whose number it would be then, nobody knows. */
export function toWaId(typed: string): string | null {
  const written = typed.replaceAll(/[\s().\-–/\u200E\u200F\u202A-\u202E\u2066-\u2069\u00A0]/g, '')
  const [, digits] = /^(?:\+|00)([1-9]\d{6,14})$/.exec(written) ?? []
  if (digits === undefined) return null
  // The zero that is dialled at home is often left in.
  const waId = digits.replace(/^(27|55)0/, '$1')
  if (waId.startsWith('55') && !/^55[1-9]\d\d{8,9}$/.test(waId)) return null
  if (waId.startsWith('27') && !/^27\d{9}$/.test(waId)) return null
  return waId
}

/** None of what has letters in it: the digits of two ids of groups or of an unknown sort may be the same. */
function digitsOf(phone: string): string {
  if (/^[1-9]\d*$/.test(phone)) return phone
  if (/\p{L}/u.test(phone)) return ''
  return phone.replaceAll(/\D/g, '').replace(/^00/, '')
}

function brazilian(digits: string): string | null {
  const parts = /^55([1-9]\d)(\d{8,9})$/.exec(digits)
  const area = parts?.[1]
  const local = parts?.[2]
  if (area === undefined || local === undefined) return null
  const whole = local.length === 8 && /^[6-9]/.test(local) ? `9${local}` : local
  return `+55 ${area} ${whole.slice(0, -4)}-${whole.slice(-4)}`
}

function southAfrican(digits: string): string | null {
  return /^27\d{9}$/.test(digits) ? `+27 ${digits.slice(2, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}` : null
}

function northAmerican(digits: string): string | null {
  return /^1\d{10}$/.test(digits) ? `+1 ${digits.slice(1, 4)} ${digits.slice(4, 7)}-${digits.slice(7)}` : null
}

/** Two-digit country codes; with 1 and 7 as the only ones of one digit, all others have three (ITU-T E.164 list). */
const TWO_DIGIT_COUNTRIES = /^(?:20|27|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

function grouped(digits: string): string {
  const countryLength = /^[17]/.test(digits) ? 1 : TWO_DIGIT_COUNTRIES.test(digits) ? 2 : 3
  const country = digits.slice(0, countryLength)
  // Groups of three from the left, the last of two to four, so that no digit stands alone.
  const rest = digits.slice(countryLength).replaceAll(/(\d{3})(?=\d{2})/g, '$1 ')
  return `${country} ${rest}`
}
