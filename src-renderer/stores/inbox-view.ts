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
  /** The message that somebody is choosing a reaction to. */
  reactingTo: MessageId | null
  isTemplatePickerOpen: boolean
  /** The dialog for what is not simply written. */
  isMessageFormOpen: boolean
  /** What the composer is asked to open; `request` grows, as that of `focus`. */
  composerRequest: { what: ComposerPart; request: number } | null

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
  setReactingTo(messageId: MessageId | null): void
  openTemplatePicker(): void
  closeTemplatePicker(): void
  setMessageFormOpen(isOpen: boolean): void
  askComposer(what: ComposerPart): void
  doneComposer(request: number): void
}

export type ComposerPart = 'attach' | 'emoji' | 'schedule'

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
    reactingTo: null,
    isTemplatePickerOpen: false,
    isMessageFormOpen: false,
    composerRequest: null,
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
          reactingTo: isSame ? state.reactingTo : null,
          isTemplatePickerOpen: isSame && state.isTemplatePickerOpen,
          isMessageFormOpen: isSame && state.isMessageFormOpen,
          composerRequest: isSame ? state.composerRequest : null,
        }
      }),
    setShown: (isShown) => set({ isShown }),
    setContactPanelShown: (isContactPanelShown) => set({ isContactPanelShown }),
    setContactDrawerOpen: (isContactDrawerOpen) => set({ isContactDrawerOpen }),
    setAssigneeMenuOpen: (isAssigneeMenuOpen) => set({ isAssigneeMenuOpen }),
    askFocus: (place) => set({ focus: { place, request: nextRequest++ } }),
    doneFocus: (request) => set((state) => (state.focus?.request === request ? { focus: null } : {})),
    setFocusedMessage: (focusedMessage) => set({ focusedMessage }),
    setReactingTo: (reactingTo) => set({ reactingTo }),
    openTemplatePicker: () => set({ isTemplatePickerOpen: true }),
    closeTemplatePicker: () => set({ isTemplatePickerOpen: false }),
    setMessageFormOpen: (isMessageFormOpen) => set({ isMessageFormOpen }),
    askComposer: (what) => set({ composerRequest: { what, request: nextRequest++ } }),
    doneComposer: (request) => set((state) => (state.composerRequest?.request === request ? { composerRequest: null } : {})),
  }))

  return liveStore(store, { stop: () => store.setState(initial) })
}
