import type { Attachment, ConversationId } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore } from './live-slice.ts'

/** What is not simply written: each has fields of its own. */
export const formKinds = ['location', 'contact', 'buttons', 'list', 'link', 'location-request', 'contact-request'] as const
export type FormKind = (typeof formKinds)[number]

export type ListRow = { title: string; description: string }
export type ListSection = { title: string; rows: readonly ListRow[] }

/** Everything as typed, of all kinds at once, so that going from one to another loses nothing. */
export type MessageForm = {
  kind: FormKind
  place: { where: string; name: string; address: string }
  card: { name: string; phone: string; email: string; organization: string }
  header: string
  headerFile: Attachment | null
  body: string
  footer: string
  buttons: readonly string[]
  listButton: string
  sections: readonly ListSection[]
  linkText: string
  linkUrl: string
}

export const emptyForm: MessageForm = {
  kind: 'location',
  place: { where: '', name: '', address: '' },
  card: { name: '', phone: '', email: '', organization: '' },
  header: '',
  headerFile: null,
  body: '',
  footer: '',
  buttons: [''],
  listButton: '',
  sections: [{ title: '', rows: [{ title: '', description: '' }] }],
  linkText: '',
  linkUrl: '',
}

export type MessageFormsState = {
  /** Kept while the dialog is closed, until it is sent or the window is left. */
  byId: ReadonlyMap<ConversationId, MessageForm>
  change(conversationId: ConversationId, change: Partial<MessageForm>): void
  forget(conversationId: ConversationId): void
}

export function createMessageFormsStore() {
  const store = createStore<MessageFormsState>((set) => ({
    byId: new Map(),
    change: (conversationId, change) =>
      set(({ byId }) => ({ byId: new Map(byId).set(conversationId, { ...(byId.get(conversationId) ?? emptyForm), ...change }) })),
    forget: (conversationId) => set(({ byId }) => ({ byId: new Map([...byId].filter(([id]) => id !== conversationId)) })),
  }))
  return liveStore(store, { stop: () => store.setState({ byId: new Map() }) })
}
