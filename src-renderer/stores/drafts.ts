import {
  ATTACHMENTS_MAX,
  type Client,
  type ConversationId,
  type ConversationRow,
  type Draft,
  type DraftFile,
  type MediaId,
  type MessageId,
} from '#contract'
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
  files: readonly DraftFile[]
  /** Before the first answer nobody knows whether there is a draft; typing is allowed all the same. */
  isLoaded: boolean
}

export type DraftsState = {
  byId: ReadonlyMap<ConversationId, DraftEntry>
  /** Fetches what was being written; what is typed meanwhile wins. */
  open(conversationId: ConversationId): void
  setText(conversationId: ConversationId, text: string): void
  setReplyTo(conversationId: ConversationId, replyTo: MessageId | null): void
  /** Puts a file behind those that are there, once; false when there are too many already. */
  addFile(conversationId: ConversationId, file: DraftFile): boolean
  changeFile(conversationId: ConversationId, mediaId: MediaId, change: Partial<Pick<DraftFile, 'sendAs' | 'caption'>>): void
  removeFile(conversationId: ConversationId, mediaId: MediaId): void
  /** One place to the front or to the back. */
  moveFile(conversationId: ConversationId, mediaId: MediaId, by: 1 | -1): void
  /** Gives text and files back to the composer that they had left, before whatever has been put there since. */
  giveBack(conversationId: ConversationId, text: string, files?: readonly DraftFile[]): void
  /** Empties the composer for a message under way; the stored draft goes only when the core has the message. */
  handOver(conversationId: ConversationId, taken: Promise<{ ok: boolean }>): void
  /** Saves at once what is not saved yet: when the chat or the window is left. */
  flush(): void
}

/** What the list of conversations shows of a draft. */
export type ShownDraft = Pick<ConversationRow, 'draftPreview' | 'draftFiles'>

type Deps = {
  client: Client
  timers: Timers
  onSaved?: (conversationId: ConversationId, shown: ShownDraft) => void
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
    addFile(conversationId, file) {
      const { files } = entryOf(conversationId)
      if (files.some(({ mediaId }) => mediaId === file.mediaId)) return true
      if (files.length >= ATTACHMENTS_MAX) return false
      putFiles(conversationId, [...files, file])
      return true
    },
    changeFile(conversationId, mediaId, change) {
      putFiles(
        conversationId,
        entryOf(conversationId).files.map((file) => (file.mediaId === mediaId ? { ...file, ...change } : file)),
      )
    },
    removeFile(conversationId, mediaId) {
      putFiles(
        conversationId,
        entryOf(conversationId).files.filter((file) => file.mediaId !== mediaId),
      )
    },
    moveFile(conversationId, mediaId, by) {
      const { files } = entryOf(conversationId)
      const from = files.findIndex((file) => file.mediaId === mediaId)
      const moved = files[from]
      if (moved !== undefined && files[from + by] !== undefined)
        putFiles(conversationId, files.toSpliced(from, 1).toSpliced(from + by, 0, moved))
    },
    giveBack(conversationId, text, files = []) {
      const current = entryOf(conversationId)
      const texts = [text, current.text].filter((part) => part.trim() !== '')
      put(conversationId, { ...current, text: texts.join('\n'), files: [...files, ...current.files].slice(0, ATTACHMENTS_MAX) })
      saveSoon(conversationId)
    },
    handOver(conversationId, taken) {
      unsaved.get(conversationId)?.()
      unsaved.delete(conversationId)
      held.add(conversationId)
      put(conversationId, { ...emptyEntry, isLoaded: true })
      void taken.then(({ ok }) => {
        if (!ok || !held.delete(conversationId)) return
        onSaved?.(conversationId, shownDraft(emptyEntry))
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

  function putFiles(conversationId: ConversationId, files: readonly DraftFile[]): void {
    put(conversationId, { ...entryOf(conversationId), files })
    saveSoon(conversationId)
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
      onSaved?.(conversationId, shownDraft(entry))
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
      const { text, files } = entryOf(from)
      if (text.trim() !== '' || files.length > 0) store.getState().giveBack(into, text, files)
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

function shownDraft({ text, replyTo, files }: DraftEntry): ShownDraft {
  const isNone = text === '' && replyTo === null && files.length === 0
  return { draftPreview: isNone ? null : text.replace(/\s+/g, ' ').trim().slice(0, PREVIEW_LENGTH), draftFiles: files.length }
}
