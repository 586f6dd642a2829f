import type { ConversationId, InboxView, MessageId } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore } from './live-slice.ts'

export type InboxPane = 'list' | 'thread' | 'contact'
/** What can be asked to take the focus. */
export type FocusPlace = InboxPane | 'filter' | 'composer'

export type InboxViewState = {
  /** The inbox is on the screen, and not another part of the program. */
  isShown: boolean
  view: InboxView
  conversationId: ConversationId | null
  /** Beside the thread, where the window is wide enough for it. */
  isContactPanelShown: boolean
  /** Over the thread, where it is not. */
  isContactDrawerOpen: boolean
  isAssigneeMenuOpen: boolean
  /** `request` grows, so that the same place can be asked for twice. */
  focus: { place: FocusPlace; request: number } | null
  /** The message that letter keys are about. */
  focusedMessage: MessageId | null

  /** The address has changed: it alone decides what is shown. */
  show(shown: { view: InboxView; conversationId: ConversationId | null }): void
  setShown(isShown: boolean): void
  setContactPanelShown(isShown: boolean): void
  setContactDrawerOpen(isOpen: boolean): void
  setAssigneeMenuOpen(isOpen: boolean): void
  askFocus(place: FocusPlace): void
  /** A place has taken the focus it was asked for. */
  doneFocus(request: number): void
  setFocusedMessage(messageId: MessageId | null): void
}

/**
 * The lists there are for a person, in their order. Whoever only reads has no conversations of their own and writes nothing, and nothing is
 * marked as read for them.
 */
export function viewsFor({ mayReply }: { mayReply: boolean }): readonly InboxView[] {
  return mayReply ? ['all', 'waiting', 'mine', 'unassigned', 'closing', 'unread', 'drafts'] : ['all', 'waiting', 'unassigned', 'closing']
}

/** What one window is looking at; nothing of it is the shop's. */
export function createInboxViewStore() {
  let nextRequest = 1
  const initial = {
    isShown: false,
    view: 'all' as const,
    conversationId: null,
    isContactPanelShown: true,
    isContactDrawerOpen: false,
    isAssigneeMenuOpen: false,
    focus: null,
    focusedMessage: null,
  }

  const store = createStore<InboxViewState>((set) => ({
    ...initial,
    show: ({ view, conversationId }) =>
      set((state) => {
        const isSame = state.conversationId === conversationId
        return {
          view,
          conversationId,
          focusedMessage: isSame ? state.focusedMessage : null,
          isContactDrawerOpen: isSame && state.isContactDrawerOpen,
          isAssigneeMenuOpen: isSame && state.isAssigneeMenuOpen,
        }
      }),
    setShown: (isShown) => set({ isShown }),
    setContactPanelShown: (isContactPanelShown) => set({ isContactPanelShown }),
    setContactDrawerOpen: (isContactDrawerOpen) => set({ isContactDrawerOpen }),
    setAssigneeMenuOpen: (isAssigneeMenuOpen) => set({ isAssigneeMenuOpen }),
    askFocus: (place) => set({ focus: { place, request: nextRequest++ } }),
    doneFocus: (request) => set((state) => (state.focus?.request === request ? { focus: null } : {})),
    setFocusedMessage: (focusedMessage) => set({ focusedMessage }),
  }))

  return liveStore(store, { stop: () => store.setState(initial) })
}
