import type { Client } from '#contract'
import { createClockStore, type Timers } from './clock.ts'
import { createContactsStore } from './contacts.ts'
import { createConversationsStore } from './conversations.ts'
import { createDraftsStore } from './drafts.ts'
import { createInboxViewStore } from './inbox-view.ts'
import { createMessagesStore } from './messages.ts'

/** The stores of the inbox, which know of each other; order matters only to the reader. */
export function createInboxStores({ client, timers, newClientKey }: { client: Client; timers: Timers; newClientKey: () => string }) {
  const clock = createClockStore({ timers })
  const inboxView = createInboxViewStore()
  const conversations = createConversationsStore({ client, now: timers.now })
  const contacts = createContactsStore({ client })
  const drafts = createDraftsStore({
    client,
    timers,
    onSaved: (conversationId, preview) => conversations.getState().setDraftPreview(conversationId, preview),
  })
  const messages = createMessagesStore({ client, clock, newClientKey })
  return { clock, inboxView, conversations, contacts, drafts, messages }
}
