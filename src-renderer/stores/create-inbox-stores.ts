import type { Client } from '#contract'
import { createClockStore, type Timers } from './clock.ts'
import { createContactsStore } from './contacts.ts'
import { createConversationsStore } from './conversations.ts'
import { createDraftsStore } from './drafts.ts'
import { createInboxViewStore } from './inbox-view.ts'
import { createMediaStore, type MediaOptions } from './media.ts'
import { createMessageFormsStore } from './message-forms.ts'
import { createMessagesStore } from './messages.ts'
import { createPlayerStore } from './player.ts'
import { createQuotesStore } from './quotes.ts'
import { createScheduledStore } from './scheduled.ts'
import { createUploadsStore, type UploadOptions } from './uploads.ts'
import { createViewerStore } from './viewer.ts'
import { createVoiceStore, type VoiceOptions } from './voice.ts'

type Options = {
  client: Client
  timers: Timers
  newClientKey: () => string
  mediaOptions?: MediaOptions | undefined
  uploadOptions?: UploadOptions | undefined
  voiceOptions?: VoiceOptions | undefined
}

/** The stores of the inbox, which know of each other; order matters only to the reader. */
export function createInboxStores({ client, timers, newClientKey, mediaOptions, uploadOptions, voiceOptions }: Options) {
  const clock = createClockStore({ timers })
  const inboxView = createInboxViewStore()
  const conversations = createConversationsStore({ client, now: timers.now })
  const contacts = createContactsStore({ client })
  const drafts = createDraftsStore({
    client,
    timers,
    onSaved: (conversationId, shown) => conversations.getState().setShownDraft(conversationId, shown),
  })
  const messages = createMessagesStore({ client, clock, newClientKey })
  const media = createMediaStore({ client, ...mediaOptions })
  const player = createPlayerStore()
  const viewer = createViewerStore()
  const uploads = createUploadsStore({ client, newKey: newClientKey, ...uploadOptions })
  const { send } = messages.getState()
  const { uploadNow } = uploads.getState()
  const voice = createVoiceStore({ timers, uploadNow, send, addToDraft: drafts.getState().addFile, ...voiceOptions })
  const scheduled = createScheduledStore({ client, newClientKey })
  const quotes = createQuotesStore({ client })
  const messageForms = createMessageFormsStore()
  return {
    clock,
    inboxView,
    conversations,
    contacts,
    drafts,
    messages,
    media,
    player,
    viewer,
    uploads,
    voice,
    scheduled,
    quotes,
    messageForms,
  }
}
