import { journalActions, journalFilter, type JournalAction, type JournalFilter } from '#contract'
import { journalTopics, type JournalTopic } from './journal-words.ts'

/** What the address says that the journal shows, so that it can be sent to a colleague and gone back to. */
export type JournalAddress = { by?: string; topic?: JournalTopic; contact?: string; from?: string; to?: string }

const KEYS = ['by', 'topic', 'contact', 'from', 'to'] as const
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** What is nothing one could look for is left out. */
export function readAddress(text: string): JournalAddress {
  const found = new URLSearchParams(text)
  const read = (key: string, fits: RegExp) => {
    const value = found.get(key)
    return value !== null && fits.test(value) ? { [key]: value } : {}
  }
  const topic = journalTopics.find((each) => each.topic === found.get('topic'))?.topic
  return {
    ...read('by', /^.{1,40}$/),
    ...(topic === undefined ? {} : { topic }),
    ...read('contact', /^\d{1,15}$/),
    ...read('from', DAY),
    ...read('to', DAY),
  }
}

export function writeAddress(address: JournalAddress): string {
  return new URLSearchParams(KEYS.flatMap((key) => (address[key] ? [[key, address[key]]] : []))).toString()
}

/** In the core's terms. Days are this computer's; `to` is the end of its day. */
export function filterOf({ by, topic, contact, from, to }: JournalAddress): JournalFilter {
  const filter = {
    ...(by === undefined ? {} : { by }),
    ...(topic === undefined ? {} : { actions: actionsOf(topic) }),
    ...(contact === undefined ? {} : { contactId: Number(contact) }),
    ...momentOf('from', from, 0),
    ...momentOf('to', to, 1),
  }
  const parsed = journalFilter.safeParse(filter)
  return parsed.success ? parsed.data : {}
}

function actionsOf(topic: JournalTopic): JournalAction[] {
  const begins = journalTopics.find((each) => each.topic === topic)?.begins ?? []
  return journalActions.filter((action) => begins.some((beginning) => action.startsWith(beginning)))
}

/** The first moment of the day, or the last: a day may be 23 or 25 hours long. */
function momentOf(key: 'from' | 'to', day: string | undefined, daysLater: number): Partial<Record<'from' | 'to', number>> {
  const [year, month, date] = (day ?? '').split('-').map(Number)
  if (year === undefined || month === undefined || date === undefined) return {}
  return { [key]: new Date(year, month - 1, date + daysLater).getTime() - daysLater }
}
