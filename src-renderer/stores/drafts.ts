import type { Attachment, Client, ConversationId, Draft, MessageId } from '#contract'
import { createStore } from 'zustand/vanilla'
import type { Timers } from './clock.ts'
import { codeOf } from './conversations.ts'
import { liveStore } from './live-slice.ts'

/** A draft is on disk at most half a second after the last key, however long somebody goes on typing. */
const SAVE_AFTER_MS = 400
const PREVIEW_LENGTH = 120

export type DraftEntry = {
  text: string
  replyTo: MessageId | null
  files: readonly Attachment[]
  /** Before the first answer nobody knows whether there is a draft; typing is allowed all the same. */
  isLoaded: boolean
}

export type DraftsState = {
  byId: ReadonlyMap<ConversationId, DraftEntry>
  /** Fetches what was being written; what is typed meanwhile wins. */
  open(conversationId: ConversationId): void
  setText(conversationId: ConversationId, text: string): void
  setReplyTo(conversationId: ConversationId, replyTo: MessageId | null): void
  /** Gives text back to the composer that had left it, before whatever has been typed since. */
  giveBack(conversationId: ConversationId, text: string): void
  /** Empties the composer for a message under way; the stored draft goes only when the core has the message. */
  handOver(conversationId: ConversationId, taken: Promise<{ ok: boolean }>): void
  /** Saves at once what is not saved yet: when the chat or the window is left. */
  flush(): void
}

type Deps = {
  client: Client
  timers: Timers
  onSaved?: (conversationId: ConversationId, preview: string | null) => void
}

const emptyEntry: DraftEntry = { text: '', replyTo: null, files: [], isLoaded: false }

export function createDraftsStore({ client, timers, onSaved }: Deps) {
  /** Changed here since the last save, with the timer of the next one. */
  const unsaved = new Map<ConversationId, (() => void) | null>()
  /** Emptied for a message that the core does not have yet: what is stored is its only copy on disk. */
  const held = new Set<ConversationId>()

  const store = createStore<DraftsState>(() => ({
    byId: new Map(),
    open(conversationId) {
      client.call('conversations.get', { conversationId }).then(
        ({ draft }) => {
          if (unsaved.has(conversationId) || held.has(conversationId)) return
          put(conversationId, toEntry(draft))
        },
        () => put(conversationId, { ...entryOf(conversationId), isLoaded: true }),
      )
    },
    setText(conversationId, text) {
      if (entryOf(conversationId).text === text) return
      put(conversationId, { ...entryOf(conversationId), text })
      saveSoon(conversationId)
    },
    setReplyTo(conversationId, replyTo) {
      put(conversationId, { ...entryOf(conversationId), replyTo })
      saveSoon(conversationId)
    },
    giveBack(conversationId, text) {
      const current = entryOf(conversationId)
      put(conversationId, { ...current, text: current.text.trim() === '' ? text : `${text}\n${current.text}` })
      saveSoon(conversationId)
    },
    handOver(conversationId, taken) {
      unsaved.get(conversationId)?.()
      unsaved.delete(conversationId)
      held.add(conversationId)
      put(conversationId, { ...emptyEntry, isLoaded: true })
      void taken.then(({ ok }) => {
        if (!ok || !held.delete(conversationId)) return
        onSaved?.(conversationId, null)
        void save(conversationId)
      })
    },
    flush() {
      for (const [conversationId, stopTimer] of unsaved) {
        if (stopTimer === null) continue
        stopTimer()
        void save(conversationId)
      }
    },
  }))

  function entryOf(conversationId: ConversationId): DraftEntry {
    return store.getState().byId.get(conversationId) ?? emptyEntry
  }

  function put(conversationId: ConversationId, entry: DraftEntry): void {
    store.setState({ byId: new Map(store.getState().byId).set(conversationId, entry) })
  }

  /** One timer from the first unsaved key, not from the last: a fast writer is saved as often. */
  function saveSoon(conversationId: ConversationId): void {
    held.delete(conversationId)
    const running = unsaved.get(conversationId)
    if (running !== undefined && running !== null) return
    unsaved.set(
      conversationId,
      timers.after(SAVE_AFTER_MS, () => void save(conversationId)),
    )
  }

  async function save(conversationId: ConversationId): Promise<void> {
    const entry = entryOf(conversationId)
    unsaved.set(conversationId, null)
    try {
      const { text, replyTo, files } = entry
      await client.call('conversations.saveDraft', { conversationId, text, replyTo, files: [...files] })
      onSaved?.(conversationId, previewOf(entry.text))
      if (unsaved.get(conversationId) === null && entryOf(conversationId) === entry) unsaved.delete(conversationId)
    } catch (cause) {
      // Kept here as unsaved: the next key, or the link coming back, saves it. Anything but a lost link would only fail again.
      if (codeOf(cause) !== 'connection-lost') unsaved.delete(conversationId)
    }
  }

  return liveStore(store, {
    apply(event) {
      if (event.name !== 'conversation.merged') return
      const { from, into } = event.payload
      // What the core has of it went along with the conversation; what it does not have yet must not be left behind.
      if (!unsaved.has(from)) return
      unsaved.get(from)?.()
      unsaved.delete(from)
      const { text } = entryOf(from)
      if (text.trim() !== '') store.getState().giveBack(into, text)
    },
    reload() {
      for (const conversationId of unsaved.keys()) saveSoon(conversationId)
    },
    stop() {
      for (const stopTimer of unsaved.values()) stopTimer?.()
      unsaved.clear()
      held.clear()
      store.setState({ byId: new Map() })
    },
  })
}

function toEntry(draft: Draft | null): DraftEntry {
  return { text: draft?.text ?? '', replyTo: draft?.replyTo ?? null, files: draft?.files ?? [], isLoaded: true }
}

function previewOf(text: string): string | null {
  const line = text.replace(/\s+/g, ' ').trim().slice(0, PREVIEW_LENGTH)
  return line === '' ? null : line
}
