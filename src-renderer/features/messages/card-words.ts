import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import { calendarDay } from '#renderer/text/calendar-day.ts'

/** What phones and address books call the phones and addresses of a card (RFC 2426, and what WhatsApp makes of it). */
const labels: ReadonlyMap<string, MessageDescriptor> = new Map([
  ['cell', msg`Mobile`],
  ['mobile', msg`Mobile`],
  ['iphone', msg`Mobile`],
  ['home', msg`Home`],
  ['work', msg`Work`],
  ['main', msg`Main`],
  ['pref', msg`Main`],
  ['fax', msg`Fax`],
  ['pager', msg`Pager`],
  ['other', msg({ context: 'phone or address', message: 'Other' })],
])

/** Words of ours; null for a label that somebody wrote. */
export function wordsForLabel(label: string): MessageDescriptor | null {
  return labels.get(label.trim().toLowerCase()) ?? null
}

export type Birthday = { readonly kind: 'day' | 'day-of-month'; readonly day: string } | { readonly kind: 'text'; readonly text: string }

/** Address books write 1990-05-17, 19900517 and, of who does not tell the year, --05-17 or 1604-05-17. */
export function birthdayOf(text: string): Birthday {
  const [, year, month, date] = /^(\d{4}|-)-?(\d{2})-?(\d{2})$/.exec(text.trim()) ?? []
  const isYearless = year === '-' || year === '1604'
  // 2000 had a 29th of February.
  const day = calendarDay(`${isYearless ? '2000' : year}-${month}-${date}`)
  return day === null ? { kind: 'text', text } : { kind: isYearless ? 'day-of-month' : 'day', day }
}
