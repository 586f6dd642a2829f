import type { Client, ConversationId, Message, MessageContent, MessageId, StaffId } from '#contract'
import { createStore } from 'zustand/vanilla'
import type { ClockStore } from './clock.ts'
import { createColleagueNews } from './colleague-news.ts'
import { codeOf } from './conversations.ts'
import { liveStore } from './live-slice.ts'
import { createSending, type SendingActions, type SendingState } from './messages-sending.ts'
import {
  appendPage,
  applyMessage,
  emptyWindow,
  findWritten,
  prependPage,
  replaceWith,
  settleWritten,
  type LoadedPage,
  type ThreadWindow,
} from './messages-window.ts'
import type { Outcome } from './outcome.ts'
import { withReaction } from './reactions.ts'

const PAGE_SIZE = 50
/** Threads kept loaded behind the open one, so that going back and forth is instant. */
const WINDOWS_KEPT = 6

export type MessageDecision = 'send-again' | 'arrived' | 'drop'
export type { Outcome } from './outcome.ts'

export type MessageVersion = { at: number; content: MessageContent }

export type { NewMessage, TakenBack } from './messages-sending.ts'

export type MessagesState = SendingState &
  SendingActions & {
    windows: ReadonlyMap<ConversationId, ThreadWindow>
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
    /** The shop's one reaction, shown at once; an empty one takes it back. */
    react(message: Pick<Message, 'messageId' | 'conversationId'>, emoji: string): Promise<Outcome>
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
  let nextRequest = 1
  /** Grows when a thread is loaded from somewhere else, so that a late answer for the old place is dropped. */
  const places = new Map<ConversationId, number>()

  const initial = { windows: new Map<ConversationId, ThreadWindow>(), undoable: null, handingOver: 0, lastInbound: null }

  const store = createStore<MessagesState>(() => ({
    ...initial,
    open(conversationId) {
      openId = conversationId
      if (windowOf(conversationId)?.isAtEnd === true) colleagueNews.show(conversationId)
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
      if (isAtEnd) colleagueNews.show(conversationId)
      update(conversationId, (current) => ({ ...current, isAtEnd, newBelow: isAtEnd && !current.hasAfter ? 0 : current.newBelow }))
    },
    send: (message) => sending.send(message),
    retry: (conversationId, key, options) => sending.retry(conversationId, key, options),
    discard: (conversationId, key) => sending.discard(conversationId, key),
    findUndoable: () => sending.findUndoable(),
    undo: (messageId) => sending.undo(messageId),
    async react({ messageId, conversationId }, emoji) {
      const before = findMessage(conversationId, messageId)
      if (before !== undefined) take(withReaction(before, emoji))
      try {
        const { message } = await client.call('messages.react', { messageId, emoji })
        take(message)
        return { ok: true, value: true }
      } catch (cause) {
        const now = findMessage(conversationId, messageId)
        if (before !== undefined && now !== undefined) take({ ...now, reactions: before.reactions })
        return { ok: false, error: codeOf(cause) }
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

  const colleagueNews = createColleagueNews({ now: () => clock.getState().exactNow() })
  const sending = createSending({
    client,
    clock,
    newClientKey,
    me: () => staffId,
    windowOf,
    allWindows: () => store.getState().windows.values(),
    update,
    showEnd(conversationId) {
      if (windowOf(conversationId)?.hasAfter === true) void loadNewest(conversationId)
    },
    newestSeen: (conversationId) => colleagueNews.newestSeen(conversationId, windowOf(conversationId)),
    take,
    getState: store.getState,
    setState: (change) => store.setState(change),
  })

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

  function findMessage(conversationId: ConversationId, messageId: MessageId): Message | undefined {
    return windowOf(conversationId)?.items.find((item) => item.message.messageId === messageId)?.message
  }

  function take(message: Message): void {
    const window = windowOf(message.conversationId)
    const written = window === undefined ? undefined : findWritten(window, message)
    const isNewInbound =
      message.direction === 'in' && window !== undefined && window.phase === 'ready' && message.messageId > window.newestId
    update(message.conversationId, (current) =>
      written === undefined ? applyMessage(current, message) : settleWritten(current, written.key, message),
    )
    sending.noteUndoable(message)
    noteColleague(message, window)
    if (isNewInbound && message.conversationId === openId) store.setState({ lastInbound: message })
    if (isNewInbound) onInbound?.(message)
  }

  function noteColleague({ conversationId, messageId, author }: Message, before: ThreadWindow | undefined): void {
    const isNew = before !== undefined && before.phase === 'ready' && messageId > before.newestId
    const isColleague = author.kind === 'phone' || (author.kind === 'staff' && author.staffId !== staffId)
    if (isNew && isColleague) colleagueNews.note(conversationId, messageId, { isInView: conversationId === openId && before.isAtEnd })
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
      colleagueNews.clear()
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
