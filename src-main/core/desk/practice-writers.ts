import type { Contacts } from '../contacts/service.ts'
import { wholeShop } from '../inbox/reach.ts'
import type { Inbox } from '../inbox/service.ts'
import type { Clock } from '../ports.ts'

/** A simulated customer begins anew on another day; within one, they go on where they were. */
const PRACTICE_DAY_MS = 12 * 60 * 60_000
const ALL_CUSTOMERS = 100

/** The business-scoped ids of customers who are in the middle of a conversation, for the simulator to go on with. */
export function listPracticeWriters({
  inbox,
  contacts,
  clock,
}: {
  inbox: Pick<Inbox, 'list'>
  contacts: Pick<Contacts, 'get'>
  clock: Clock
}): string[] {
  const since = clock.now() - PRACTICE_DAY_MS
  const { conversations } = inbox.list({ viewer: wholeShop, view: 'all', filter: '', cursor: null, limit: ALL_CUSTOMERS })
  // Some begin with a message that is a day old already, so the newest of all tells whether this is still the same day.
  if (!conversations.some((conversation) => (conversation.lastAt ?? 0) > since)) return []
  return conversations.flatMap((conversation) => contacts.get(conversation.contactId).userId ?? [])
}
