import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import type { FormField } from '#contract'
import { calendarDay } from '#renderer/text/calendar-day.ts'

/** What Meta calls its own forms. */
const forms: ReadonlyMap<string, MessageDescriptor> = new Map([
  ['flow', msg`Form answers`],
  ['address_message', msg`Delivery address`],
])

/** Meta's fields of an address, and what forms commonly ask for. */
const fields: ReadonlyMap<string, MessageDescriptor> = new Map([
  ['name', msg`Name`],
  ['full_name', msg`Name`],
  ['first_name', msg`First name`],
  ['last_name', msg`Last name`],
  ['phone', msg`Phone`],
  ['phone_number', msg`Phone`],
  ['email', msg`Email`],
  ['address', msg`Address`],
  ['house_number', msg`House number`],
  ['floor_number', msg`Floor`],
  ['tower_number', msg`Tower`],
  ['building_name', msg`Building`],
  ['unit_number', msg`Unit`],
  ['landmark_area', msg`Landmark`],
  ['city', msg`City`],
  ['state', msg`State`],
  ['in_pin_code', msg`Postal code`],
  ['sg_post_code', msg`Postal code`],
  ['date', msg`Date`],
  ['time', msg`Time`],
])

/** Words of ours, or a name that whoever made the form gave it. */
export type FormName = { readonly words: MessageDescriptor } | { readonly text: string }

export function nameOfForm(name: string | null): FormName {
  const words = forms.get(name ?? 'flow')
  return words === undefined ? { text: humanized(name ?? '') } : { words }
}

export function nameOfField(name: string): FormName {
  const plain = withoutScreen(name)
  const words = fields.get(plain.toLowerCase())
  return words === undefined ? { text: humanized(plain) } : { words }
}

const yes = msg`Yes`
const no = msg`No`

/** What stands in a field: a day, yes or no, or what was written. A choice of Meta's own form builder has its number in front. */
export function valueOfField({ name, value }: FormField): FormName | { readonly day: string } {
  if (value === 'true' || value === 'false') return { words: value === 'true' ? yes : no }
  const day = calendarDay(value)
  if (day !== null) return { day }
  const isChoice = withoutScreen(name) !== name && /^\d{1,3}_\S/.test(value)
  return { text: isChoice ? value.replace(/^\d+_/, '').replaceAll('_', ' ') : value }
}

/** Meta's form builder calls a field `screen_0_What_do_you_want_2`. */
function withoutScreen(name: string): string {
  return /^screen_\d+_(.+?)(?:_\d+)?$/i.exec(name)?.[1] ?? name
}

/** `deliveryDay` and `delivery_day` as Delivery day; what has spaces is already how somebody wanted it. */
function humanized(name: string): string {
  if (/\s/.test(name)) return name
  const words = name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, (_, end: string, begin: string) => `${end} ${begin.toLowerCase()}`)
    .replaceAll(/[_-]+/g, ' ')
    .trim()
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1)
}
