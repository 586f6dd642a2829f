import type { Client, ConversationId, ErrorCode, Message, MessageContent, MessageId, OutgoingInput, StaffId } from '#contract'
import { createStore } from 'zustand/vanilla'
import type { ClockStore } from './clock.ts'
import { codeOf } from './conversations.ts'
import { liveStore } from './live-slice.ts'
import {
  addWritten,
  appendPage,
  applyMessage,
  changeItem,
  emptyWindow,
  findWritten,
  prependPage,
  replaceWith,
  settleWritten,
  type LoadedPage,
  type ThreadItem,
  type ThreadWindow,
} from './messages-window.ts'

const PAGE_SIZE = 50
/** Threads kept loaded behind the open one, so that going back and forth is instant. */
const WINDOWS_KEPT = 6

export type MessageDecision = 'send-again' | 'arrived' | 'drop'
/** Answers of actions that can fail in expected ways: the failure is for the caller to say. */
export type Outcome<Value = true> = { ok: true; value: Value } | { ok: false; error: ErrorCode }

export type MessageVersion = { at: number; content: MessageContent }

/** A message to send: what goes, and the same as it is drawn. */
export type NewMessage = {
  conversationId: ConversationId
  content: OutgoingInput
  shown: MessageContent
  replyTo: Message['replyTo']
}

export type MessagesState = {
  windows: ReadonlyMap<ConversationId, ThreadWindow>
  /** My newest message that can still be taken back. */
  undoable: { conversationId: ConversationId; messageId: MessageId; undoUntil: number } | null
  /** So many messages are on their way to the core: what it takes can be undone in a moment. */
  handingOver: number
  /** What last came in to the open thread, for the voice of a screen reader. */
  lastInbound: Message | null

  /** Loads the newest page unless the thread is here already. */
  load(conversationId: ConversationId): void
  /** Loads it, and reads out what comes in to it. */
  open(conversationId: ConversationId): void
  close(): void
  loadBefore(conversationId: ConversationId): void
  loadAfter(conversationId: ConversationId): void
  jumpTo(conversationId: ConversationId, messageId: MessageId): void
  jumpToLatest(conversationId: ConversationId): void
  /** The reader is, or is no longer, at the end of the thread. */
  setAtEnd(conversationId: ConversationId, isAtEnd: boolean): void
  /** The row is there at once; `taken` resolves when the core has the message, or has refused it. */
  send(message: NewMessage): { key: string; taken: Promise<Outcome> }
  /** Hands a row over again that the core did not take. The same key goes with it, so it cannot be sent twice. */
  retry(conversationId: ConversationId, key: string): Promise<Outcome>
  /** Takes a row away that the core did not take, and gives its text back. */
  discard(conversationId: ConversationId, key: string): string
  /** `undoable`, once the core has answered for all that is on its way there. */
  findUndoable(): Promise<MessagesState['undoable']>
  undo(messageId: MessageId): Promise<Outcome<{ conversationId: ConversationId; text: string }>>
  decide(messageId: MessageId, decision: MessageDecision): Promise<Outcome>
  /** What a message said before its edits, oldest first. */
  listVersions(messageId: MessageId): Promise<Outcome<MessageVersion[]>>
}

type Deps = {
  client: Client
  clock: ClockStore
  newClientKey: () => string
  /** Every message that came in to any thread, once. */
  onInbound?: (message: Message) => void
}

export function createMessagesStore({ client, clock, newClientKey, onInbound }: Deps) {
  let staffId: StaffId | null = null
  let openId: ConversationId | null = null
  let nextTemporaryId = -1
  let lastHandover: Promise<unknown> = Promise.resolve()
  let nextRequest = 1
  /** Grows when a thread is loaded from somewhere else, so that a late answer for the old place is dropped. */
  const places = new Map<ConversationId, number>()

  const initial = { windows: new Map<ConversationId, ThreadWindow>(), undoable: null, handingOver: 0, lastInbound: null }

  const store = createStore<MessagesState>(() => ({
    ...initial,
    open(conversationId) {
      openId = conversationId
      store.getState().load(conversationId)
    },
    load(conversationId) {
      const known = windowOf(conversationId)
      if (known !== undefined && known.phase !== 'failed') return touch(conversationId, known)
      touch(conversationId, emptyWindow)
      void loadNewest(conversationId)
    },
    close() {
      openId = null
    },
    loadBefore(conversationId) {
      const window = windowOf(conversationId)
      const first = window?.items.find((item) => item.message.messageId > 0)
      if (window === undefined || first === undefined || !window.hasBefore || window.isLoadingBefore) return
      update(conversationId, (current) => ({ ...current, isLoadingBefore: true }))
      void loadPage(conversationId, { at: 'before', messageId: first.message.messageId })
    },
    loadAfter(conversationId) {
      const window = windowOf(conversationId)
      const last = window?.items.findLast((item) => item.message.messageId > 0)
      if (window === undefined || last === undefined || !window.hasAfter || window.isLoadingAfter) return
      update(conversationId, (current) => ({ ...current, isLoadingAfter: true }))
      void loadPage(conversationId, { at: 'after', messageId: last.message.messageId })
    },
    jumpTo(conversationId, messageId) {
      const target = { messageId, request: nextRequest++ }
      const isLoaded = windowOf(conversationId)?.items.some((item) => item.message.messageId === messageId) ?? false
      if (isLoaded) return update(conversationId, (current) => ({ ...current, target }))
      void load(conversationId, { at: 'around', messageId }, (current, page) => ({ ...replaceWith(current, page), target }))
    },
    jumpToLatest(conversationId) {
      update(conversationId, (current) => ({ ...current, target: null, newBelow: 0, isAtEnd: true }))
      if (windowOf(conversationId)?.hasAfter === true) void loadNewest(conversationId)
    },
    setAtEnd(conversationId, isAtEnd) {
      const window = windowOf(conversationId)
      if (window === undefined || window.isAtEnd === isAtEnd) return
      update(conversationId, (current) => ({ ...current, isAtEnd, newBelow: isAtEnd && !current.hasAfter ? 0 : current.newBelow }))
    },
    send(message) {
      const { conversationId } = message
      const key = newClientKey()
      const item = writtenItem(key, message)
      if (windowOf(conversationId)?.hasAfter === true) void loadNewest(conversationId)
      update(conversationId, (current) => ({ ...addWritten(current, item), isAtEnd: true, newBelow: 0, target: null }))
      return { key, taken: handOver(item, message.content) }
    },
    async retry(conversationId, key) {
      const item = windowOf(conversationId)?.items.find((candidate) => candidate.key === key)
      if (item === undefined || item.handover === null) return { ok: false, error: 'not-found' }
      const { content } = item.handover
      update(conversationId, (current) => changeItem(current, key, (old) => ({ ...old, handover: { state: 'handing-over', content } })))
      return handOver(item, content)
    },
    discard(conversationId, key) {
      const item = windowOf(conversationId)?.items.find((candidate) => candidate.key === key)
      update(conversationId, (current) => changeItem(current, key, () => null))
      return item?.message.content.kind === 'text' ? item.message.content.body : ''
    },
    async findUndoable(): Promise<MessagesState['undoable']> {
      await lastHandover
      return store.getState().undoable
    },
    async undo(messageId) {
      try {
        const { message, text } = await client.call('messages.undo', { messageId })
        take(message)
        return { ok: true, value: { conversationId: message.conversationId, text } }
      } catch (cause) {
        return { ok: false, error: codeOf(cause) }
      } finally {
        if (store.getState().undoable?.messageId === messageId) store.setState({ undoable: null })
      }
    },
    async listVersions(messageId) {
      try {
        const { versions } = await client.call('messages.versions', { messageId })
        return { ok: true, value: versions }
      } catch (cause) {
        return { ok: false, error: codeOf(cause) }
      }
    },
    async decide(messageId, decision) {
      try {
        const { message } = await client.call('messages.decide', { messageId, decision })
        take(message)
        return { ok: true, value: true }
      } catch (cause) {
        return { ok: false, error: codeOf(cause) }
      }
    },
  }))

  function windowOf(conversationId: ConversationId): ThreadWindow | undefined {
    return store.getState().windows.get(conversationId)
  }

  function update(conversationId: ConversationId, change: (window: ThreadWindow) => ThreadWindow): void {
    const window = windowOf(conversationId)
    if (window === undefined) return
    const changed = change(window)
    if (changed !== window) store.setState({ windows: new Map(store.getState().windows).set(conversationId, changed) })
  }

  /** Puts a thread at the end of the map, which is the order of use, and forgets the one unused for longest. */
  function touch(conversationId: ConversationId, window: ThreadWindow): void {
    const windows = new Map(store.getState().windows)
    windows.delete(conversationId)
    windows.set(conversationId, window)
    for (const [id, old] of windows) {
      if (windows.size <= WINDOWS_KEPT) break
      // What the core has not taken exists nowhere else.
      if (id !== conversationId && old.items.every((item) => item.handover === null)) windows.delete(id)
    }
    store.setState({ windows })
  }

  async function load(
    conversationId: ConversationId,
    anchor: { at: 'before' | 'after' | 'around'; messageId: MessageId } | null,
    put: (window: ThreadWindow, page: LoadedPage) => ThreadWindow,
  ): Promise<void> {
    const isElsewhere = anchor === null || anchor.at === 'around'
    if (isElsewhere) places.set(conversationId, (places.get(conversationId) ?? 0) + 1)
    const place = places.get(conversationId) ?? 0
    try {
      const page = await client.call('messages.list', { conversationId, ...(anchor === null ? {} : { anchor }), limit: PAGE_SIZE })
      if (place === (places.get(conversationId) ?? 0)) update(conversationId, (window) => put(window, page))
    } catch (cause) {
      if (place !== (places.get(conversationId) ?? 0)) return
      update(conversationId, (window) => ({
        ...window,
        phase: window.items.length === 0 ? 'failed' : window.phase,
        error: codeOf(cause),
        isLoadingBefore: false,
        isLoadingAfter: false,
      }))
    }
  }

  function loadNewest(conversationId: ConversationId): Promise<void> {
    return load(conversationId, null, (window, page) => ({ ...replaceWith(window, page), newBelow: 0 }))
  }

  function loadPage(conversationId: ConversationId, anchor: { at: 'before' | 'after'; messageId: MessageId }): Promise<void> {
    return load(conversationId, anchor, anchor.at === 'before' ? prependPage : appendPage)
  }

  function writtenItem(key: string, { conversationId, content, shown, replyTo }: NewMessage): ThreadItem {
    const message: Message = {
      // Below every id of the core; it is gone as soon as the core has answered.
      messageId: nextTemporaryId-- as MessageId,
      conversationId,
      direction: 'out',
      author: staffId === null ? { kind: 'system' } : { kind: 'staff', staffId },
      content: shown,
      sentAt: clock.getState().exactNow(),
      replyTo,
      reactions: [],
      forwarded: 'no',
      files: [],
      referral: null,
      productId: null,
      isHeard: false,
      isEdited: false,
      isRevoked: false,
      delivery: { status: 'queued', problem: null, undoUntil: null },
    }
    return { key, message, handover: { state: 'handing-over', content } }
  }

  function handOver(item: ThreadItem, content: OutgoingInput): Promise<Outcome> {
    store.setState(({ handingOver }) => ({ handingOver: handingOver + 1 }))
    const answered = askToSend(item, content).finally(() =>
      store.setState(({ handingOver }) => ({ handingOver: Math.max(0, handingOver - 1) })),
    )
    lastHandover = Promise.all([lastHandover, answered])
    return answered
  }

  /** Never rejects: what goes wrong is the outcome. */
  async function askToSend({ key, message }: ThreadItem, content: OutgoingInput): Promise<Outcome> {
    const { conversationId, replyTo } = message
    try {
      const answer = await client.call('messages.send', { conversationId, clientKey: key, content, replyTo: replyTo?.messageId ?? null })
      clock.getState().noteCoreTime(answer.message.sentAt)
      // A change may have come by event meanwhile, and is newer than the answer.
      const known = windowOf(conversationId)?.items.find((item) => item.message.messageId === answer.message.messageId)
      update(conversationId, (window) => settleWritten(window, key, known?.message ?? answer.message))
      noteUndoable(known?.message ?? answer.message)
      return { ok: true, value: true }
    } catch (cause) {
      const error = codeOf(cause)
      update(conversationId, (window) =>
        changeItem(window, key, (item) => (item.handover === null ? item : { ...item, handover: { state: 'refused', error, content } })),
      )
      return { ok: false, error }
    }
  }

  function noteUndoable(message: Message): void {
    const { messageId, conversationId, author, delivery } = message
    const { undoable } = store.getState()
    const undoUntil = delivery?.undoUntil ?? null
    const isHeld = delivery?.status === 'queued' && undoUntil !== null && undoUntil > clock.getState().exactNow()
    if (author.kind === 'staff' && author.staffId === staffId && isHeld) {
      if (undoable === null || messageId >= undoable.messageId) store.setState({ undoable: { conversationId, messageId, undoUntil } })
    } else if (undoable?.messageId === messageId) store.setState({ undoable: null })
  }

  function take(message: Message): void {
    const window = windowOf(message.conversationId)
    const written = window === undefined ? undefined : findWritten(window, message)
    const isNewInbound =
      message.direction === 'in' && window !== undefined && window.phase === 'ready' && message.messageId > window.newestId
    update(message.conversationId, (current) =>
      written === undefined ? applyMessage(current, message) : settleWritten(current, written.key, message),
    )
    noteUndoable(message)
    if (isNewInbound && message.conversationId === openId) store.setState({ lastInbound: message })
    if (isNewInbound) onInbound?.(message)
  }

  function handOverAgain(): void {
    for (const [conversationId, window] of store.getState().windows) {
      for (const { key, handover } of window.items) {
        if (handover?.state === 'refused' && handover.error === 'connection-lost') void store.getState().retry(conversationId, key)
      }
    }
  }

  return liveStore(store, {
    start(me) {
      staffId = me.staffId
    },
    reload() {
      handOverAgain()
      const windows = new Map<ConversationId, ThreadWindow>()
      // Threads behind the open one are loaded when they are looked at again; only what is nowhere else stays.
      for (const [id, window] of store.getState().windows) {
        if (id === openId || window.items.some((item) => item.handover !== null)) windows.set(id, window)
      }
      store.setState({ windows })
      for (const [id, window] of windows) {
        if (!window.hasAfter) void loadNewest(id)
        else void reloadAround(id, window)
      }
    },
    stop() {
      staffId = null
      openId = null
      for (const id of store.getState().windows.keys()) places.set(id, (places.get(id) ?? 0) + 1)
      store.setState(initial)
    },
    apply(event) {
      if (event.name === 'message.changed') take(event.payload.message)
      else if (event.name === 'conversation.merged') {
        joinThreads(event.payload)
      }
    },
  })

  function joinThreads({ from, into }: { from: ConversationId; into: ConversationId }): void {
    const windows = new Map(store.getState().windows)
    const unsent = (windows.get(from)?.items ?? []).filter((item) => item.handover !== null)
    windows.delete(from)
    const target = windows.get(into) ?? (openId === from || unsent.length > 0 ? emptyWindow : undefined)
    if (openId === from) openId = into
    if (target !== undefined) {
      const moved = unsent.map((item) => ({ ...item, message: { ...item.message, conversationId: into } }))
      windows.set(into, { ...target, items: [...target.items, ...moved] })
    }
    store.setState({ windows })
    if (target !== undefined) void loadNewest(into)
  }

  function reloadAround(conversationId: ConversationId, window: ThreadWindow): Promise<void> {
    const middle = window.items[Math.floor(window.items.length / 2)]
    if (middle === undefined || middle.message.messageId < 0) return loadNewest(conversationId)
    return load(conversationId, { at: 'around', messageId: middle.message.messageId }, replaceWith)
  }
}
