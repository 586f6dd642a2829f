import type { Account } from '#practice/world/account.ts'
import type { People, Person } from '#practice/world/people.ts'
import { codeError, invalidValue, missingParameter } from '#practice/errors/graph-error.ts'
import { optionalText } from '../fields.ts'
import type { Fields } from '../fields.ts'

/** Whom a message goes to, and what the answer says of them. */
export type Recipient = {
  /** Null: nobody has this number. */
  readonly person: Person | null
  readonly recipientId: string
  readonly contact: { readonly input: string; readonly wa_id?: string; readonly user_id?: string }
}

const USER_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/

/** `to` wins over `recipient`. */
export function findRecipient(body: Fields, account: Account, people: People): Recipient {
  const to = optionalText(body, 'to')
  const userId = optionalText(body, 'recipient')
  if (to !== null && to !== '') return byPhone(to, account, people)
  if (userId === null || userId === '') throw missingParameter("Parameter 'to' is mandatory unless 'recipient' is given")
  if (!USER_ID.test(userId)) throw invalidValue('Recipient is not a valid business-scoped user ID')
  const person = people.findByUserId(userId)
  return { person, recipientId: '', contact: { input: userId, user_id: userId } }
}

/** A business-scoped id put here by mistake loses its letters and is taken for a number that nobody has. */
function byPhone(input: string, account: Account, people: People): Recipient {
  const digits = withCountry(input.replace(/\D/g, ''), input)
  if (digits.length < 5 || (digits.length > 20 && !USER_ID.test(input))) throw codeError(131009, 'The phone number is not valid')
  if (digits === account.phoneDigits) throw codeError(131021)
  const person = USER_ID.test(input) ? null : people.findByPhone(digits)
  const waId = person?.waId ?? digits
  return { person, recipientId: waId, contact: { input, wa_id: waId } }
}

/** Without a plus sign, a number as short as a national one gets the business's own country code. */
function withCountry(digits: string, input: string): string {
  return !input.startsWith('+') && digits.length <= 11 && digits.length >= 10 ? '55' + digits : digits
}
