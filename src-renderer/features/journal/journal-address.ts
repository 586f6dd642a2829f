import { journalActions, journalFilter, type JournalAction, type JournalFilter } from '#contract'
import { journalTopics, type JournalTopic } from './journal-words.ts'

/** What the address says that the journal shows, so that it can be sent to a colleague and gone back to. */
export type JournalAddress = { by?: string; topic?: JournalTopic; contact?: string; from?: string; to?: string }

const KEYS = ['by', 'topic', 'contact', 'from', 'to'] as const
const DAY = /^\d{4}-\d{2}-\d{2}$/

export function readAddress(text: string): JournalAddress {
  const found = new URLSearchParams(text)
  const topic = journalTopics.find((each) => each.topic === found.get('topic'))?.topic
  const rest = Object.fromEntries(KEYS.flatMap((key) => (key !== 'topic' && found.get(key) ? [[key, found.get(key)]] : [])))
  return { ...rest, ...(topic === undefined ? {} : { topic }) }
}

export function writeAddress(address: JournalAddress): string {
  return new URLSearchParams(KEYS.flatMap((key) => (address[key] ? [[key, address[key]]] : []))).toString()
}

/** In the core's terms. Days are this computer's; what does not parse is left out. */
export function filterOf({ by, topic, contact, from, to }: JournalAddress): JournalFilter {
  const filter = {
    ...(by === undefined ? {} : { by }),
    ...(topic === undefined ? {} : { actions: actionsOf(topic) }),
    ...(contact === undefined ? {} : { contactId: Number(contact) }),
    ...(from === undefined || !DAY.test(from) ? {} : { from: startOf(from) }),
    ...(to === undefined || !DAY.test(to) ? {} : { to: startOf(to) + 86_400_000 - 1 }),
  }
  const parsed = journalFilter.safeParse(filter)
  return parsed.success ? parsed.data : {}
}

export function actionsOf(topic: JournalTopic): JournalAction[] {
  const begins = journalTopics.find((each) => each.topic === topic)?.begins ?? []
  return journalActions.filter((action) => begins.some((beginning) => action.startsWith(beginning)))
}

function startOf(day: string): number {
  return new Date(`${day}T00:00:00`).getTime()
}
