import { useStore } from 'zustand'
import type { ClockState } from './clock.ts'
import type { ContactsState } from './contacts.ts'
import type { ConversationsState } from './conversations.ts'
import type { DraftsState } from './drafts.ts'
import type { InboxViewState } from './inbox-view.ts'
import type { MediaState } from './media.ts'
import type { MessagesState } from './messages.ts'
import type { MessageFormsState } from './message-forms.ts'
import type { PlayerState } from './player.ts'
import type { QuotesState } from './quotes.ts'
import type { ScheduledState } from './scheduled.ts'
import type { UploadsState } from './uploads.ts'
import type { VoiceState } from './voice.ts'
import type { ViewerState } from './viewer.ts'
import { useStores } from './stores-context.tsx'

// Each takes a narrow selector, as those of stores-context do.
export const useClock = <T>(select: (state: ClockState) => T): T => useStore(useStores().clock, select)
export const useConversations = <T>(select: (state: ConversationsState) => T): T => useStore(useStores().conversations, select)
export const useContacts = <T>(select: (state: ContactsState) => T): T => useStore(useStores().contacts, select)
export const useDrafts = <T>(select: (state: DraftsState) => T): T => useStore(useStores().drafts, select)
export const useInboxView = <T>(select: (state: InboxViewState) => T): T => useStore(useStores().inboxView, select)
export const useMessages = <T>(select: (state: MessagesState) => T): T => useStore(useStores().messages, select)
export const useFiles = <T>(select: (state: MediaState) => T): T => useStore(useStores().media, select)
export const usePlayer = <T>(select: (state: PlayerState) => T): T => useStore(useStores().player, select)
export const useViewer = <T>(select: (state: ViewerState) => T): T => useStore(useStores().viewer, select)
export const useUploads = <T>(select: (state: UploadsState) => T): T => useStore(useStores().uploads, select)
export const useVoice = <T>(select: (state: VoiceState) => T): T => useStore(useStores().voice, select)
export const useScheduled = <T>(select: (state: ScheduledState) => T): T => useStore(useStores().scheduled, select)
export const useQuotes = <T>(select: (state: QuotesState) => T): T => useStore(useStores().quotes, select)
export const useMessageForms = <T>(select: (state: MessageFormsState) => T): T => useStore(useStores().messageForms, select)
