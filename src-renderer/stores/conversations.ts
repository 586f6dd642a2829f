import {
  CallError,
  type Client,
  type Conversation,
  type ConversationId,
  type ConversationRow,
  type ErrorCode,
  type InboxView,
  type StaffId,
  type TeamId,
} from '#contract'
import { createStore } from 'zustand/vanilla'
import { comparerOf, isInView, isUnread, type OrderKey } from './conversations-order.ts'
import type { ShownDraft } from './drafts.ts'
import { liveStore } from './live-slice.ts'

const PAGE_SIZE = 50
const PAGE_SIZE_MAX = 100
/** So many unread and drafts are counted exactly; beyond it the interface says 99+. */
const COUNTED_UP_TO = 100
/** The core shows "typing" for up to 25 seconds, so asking more often changes nothing. */
const TYPING_EVERY_MS = 20_000

export type ConversationsState = {
  /** Every row the window knows of, in the list or not. */
  byId: ReadonlyMap<ConversationId, ConversationRow>
  view: InboxView
  filter: string
  phase: 'loading' | 'ready' | 'failed'
  error: ErrorCode | null
  /** What the list shows, in its order. */
  order: readonly ConversationId[]
  /** Conversations that belong in the list and wait until the pointer leaves it. */
  heldBack: number
  hasMore: boolean
  isLoadingMore: boolean
  waitingCount: number
  /** Threads that turned out to be the same person: from → into. */
  mergedInto: ReadonlyMap<ConversationId, ConversationId>

  /** Shows another view or filter from its beginning. */
  show(wanted: { view: InboxView; filter: string }): void
  loadMore(): void
  /** Loads the list again after a failure. */
  retry(): void
  /** While true, rows keep their places and none comes in between, so that no click lands on the wrong one. */
  holdForPointer(isOver: boolean): void
  /** The open conversation keeps its place and stays in the view until another one is opened. */
  select(conversationId: ConversationId | null): void
  /** Makes sure that `byId` has the row: for a conversation opened by its address. */
  ensure(conversationId: ConversationId): Promise<void>
  markRead(conversationId: ConversationId): void
  setShownDraft(conversationId: ConversationId, shown: ShownDraft): void
  /** The conversation with whoever has this phone, made when there is none. Rejects with `CallError`. */
  begin(who: { phone: string; name: string }): Promise<ConversationId>
  /** The signed-in person takes it, or gives up their own. Rejects when a colleague was quicker. */
  claim(conversationId: ConversationId, isMine: boolean): Promise<void>
  assign(conversationId: ConversationId, to: StaffId | null): Promise<void>
  moveToTeam(conversationId: ConversationId, to: TeamId | null): Promise<void>
  /** Shows the customer that somebody is writing. */
  noteTyping(conversationId: ConversationId): void
}

export function createConversationsStore({ client, now }: { client: Client; now: () => number }) {
  let listed = new Set<ConversationId>()
  let me: StaffId | null = null
  let cursor: string | null = null
  let generation = 0
  let isPointerOver = false
  let selected: { id: ConversationId; key: OrderKey | null } | null = null
  const fetching = new Map<ConversationId, Promise<void>>()
  const typingNotedAt = new Map<ConversationId, number>()

  const initial = {
    byId: new Map<ConversationId, ConversationRow>(),
    view: 'all' as const,
    filter: '',
    phase: 'loading' as const,
    error: null,
    order: [],
    heldBack: 0,
    hasMore: false,
    isLoadingMore: false,
    waitingCount: 0,
    mergedInto: new Map<ConversationId, ConversationId>(),
  }

  const store = createStore<ConversationsState>(() => ({
    ...initial,
    show({ view, filter }) {
      const state = store.getState()
      if (state.view === view && state.filter === filter && state.phase !== 'failed') return
      isPointerOver = false
      listed = new Set()
      store.setState({ view, filter, phase: 'loading', error: null, order: [], heldBack: 0, hasMore: false, isLoadingMore: false })
      void loadFirstPage()
    },
    loadMore() {
      if (store.getState().isLoadingMore || cursor === null) return
      store.setState({ isLoadingMore: true })
      void loadNextPage(cursor)
    },
    retry() {
      store.setState({ phase: 'loading', error: null })
      void loadFirstPage()
      void loadCounts()
    },
    holdForPointer(isOver) {
      isPointerOver = isOver
      if (!isOver) reorder()
    },
    select(conversationId) {
      if (selected?.id === conversationId) return
      selected = conversationId === null ? null : { id: conversationId, key: store.getState().byId.get(conversationId) ?? null }
      reorder()
    },
    async ensure(conversationId) {
      if (!store.getState().byId.has(conversationId)) await fetchRow(conversationId)
    },
    markRead(conversationId) {
      const row = store.getState().byId.get(conversationId)
      if (row === undefined || !isUnread(row)) return
      const { readCount, inboundCount } = row
      putRows([{ ...row, readCount: inboundCount }])
      client.call('conversations.markRead', { conversationId, readCount: inboundCount }).catch(() => {
        // Not seen by the core: the row is unread again unless something newer has been said since.
        const current = store.getState().byId.get(conversationId)
        if (current?.readCount === inboundCount) putRows([{ ...current, readCount }])
      })
    },
    setShownDraft(conversationId, { draftPreview, draftFiles }) {
      const row = store.getState().byId.get(conversationId)
      if (row !== undefined && (row.draftPreview !== draftPreview || row.draftFiles !== draftFiles))
        putRows([{ ...row, draftPreview, draftFiles }])
    },
    begin: async (who) => (await client.call('conversations.start', who)).conversationId,
    async claim(conversationId, isMine) {
      const expect = store.getState().byId.get(conversationId)?.assignedTo ?? null
      applyChange((await client.call('conversations.claim', { conversationId, isMine, expect })).conversation)
    },
    async assign(conversationId, to) {
      const expect = store.getState().byId.get(conversationId)?.assignedTo ?? null
      applyChange((await client.call('conversations.assign', { conversationId, to, expect })).conversation)
    },
    async moveToTeam(conversationId, to) {
      const expect = store.getState().byId.get(conversationId)?.teamId ?? null
      applyChange((await client.call('conversations.moveToTeam', { conversationId, to, expect })).conversation)
    },
    noteTyping(conversationId) {
      if (now() - (typingNotedAt.get(conversationId) ?? -Infinity) < TYPING_EVERY_MS) return
      typingNotedAt.set(conversationId, now())
      client.call('conversations.typing', { conversationId }).catch(() => {
        // The customer not seeing three dots is no reason to disturb anybody; the next key tries again.
        typingNotedAt.delete(conversationId)
      })
    },
  }))

  /** Loads as many as are listed, within one page's bound, so that reading again takes nothing from under a person's eyes. */
  async function loadFirstPage(): Promise<void> {
    generation += 1
    const mine = generation
    const { view, filter } = store.getState()
    const limit = Math.min(Math.max(PAGE_SIZE, listed.size), PAGE_SIZE_MAX)
    try {
      const page = await client.call('conversations.list', { view, ...(filter === '' ? {} : { filter }), limit })
      if (mine !== generation) return
      listed = new Set(page.conversations.map((row) => row.conversationId))
      cursor = page.nextCursor
      putRows(page.conversations)
      // Last: whoever waits for it finds the rows in their order.
      store.setState({ phase: 'ready', error: null, hasMore: cursor !== null, isLoadingMore: false })
    } catch (cause) {
      if (mine === generation) store.setState({ phase: 'failed', error: codeOf(cause), isLoadingMore: false })
    }
  }

  async function loadNextPage(from: string): Promise<void> {
    const mine = generation
    const { view, filter } = store.getState()
    try {
      const page = await client.call('conversations.list', { view, ...(filter === '' ? {} : { filter }), cursor: from, limit: PAGE_SIZE })
      if (mine !== generation) return
      for (const row of page.conversations) listed.add(row.conversationId)
      cursor = page.nextCursor
      store.setState({ hasMore: cursor !== null, isLoadingMore: false })
      // What is further down than anything shown cannot move a row under the pointer.
      putRows(page.conversations, { append: true })
    } catch (cause) {
      if (mine === generation) store.setState({ isLoadingMore: false, error: codeOf(cause) })
    }
  }

  /** Knows every unread and every draft row, up to a bound, so that the counts beside the views are of the shop and not of one page. */
  async function loadCounts(): Promise<void> {
    try {
      const [counts, unread, drafts] = await Promise.all([
        client.call('conversations.counts', {}),
        client.call('conversations.list', { view: 'unread', limit: COUNTED_UP_TO }),
        client.call('conversations.list', { view: 'drafts', limit: COUNTED_UP_TO }),
      ])
      store.setState({ waitingCount: counts.waiting })
      putRows([...unread.conversations, ...drafts.conversations])
    } catch {
      // The list itself says what is wrong; counts come with the next event or reload.
    }
  }

  function fetchRow(conversationId: ConversationId): Promise<void> {
    const running = fetching.get(conversationId)
    if (running !== undefined) return running
    const started = client
      .call('conversations.get', { conversationId })
      .then(({ conversation }) => {
        addToListIfShown(conversation)
        putRows([conversation])
      })
      .finally(() => fetching.delete(conversationId))
    fetching.set(conversationId, started)
    return started
  }

  /** A row nobody paged to belongs in the list when it stands above the last one shown, or when all pages are here. */
  function addToListIfShown(row: ConversationRow): void {
    const { byId, order, filter, view } = store.getState()
    if (filter !== '') return
    const lastId = order.at(-1)
    const last = lastId === undefined ? undefined : byId.get(lastId)
    if (cursor === null || last === undefined || comparerOf(view)(row, last) < 0) listed.add(row.conversationId)
  }

  function putRows(rows: readonly ConversationRow[], { append = false }: { append?: boolean } = {}): void {
    const byId = new Map(store.getState().byId)
    for (const row of rows) byId.set(row.conversationId, row)
    store.setState({ byId })
    if (selected !== null && selected.key === null) selected = { id: selected.id, key: byId.get(selected.id) ?? null }
    reorder({ append })
  }

  function reorder({ append = false }: { append?: boolean } = {}): void {
    const { byId, view, order } = store.getState()
    const keys: OrderKey[] = []
    for (const id of listed) {
      const row = byId.get(id)
      if (row === undefined) continue
      const isSelected = id === selected?.id
      if (isSelected || isInView(row, view, { me, now: now() })) keys.push(isSelected ? (selected?.key ?? row) : row)
    }
    const wanted = keys.toSorted(comparerOf(view)).map((key) => key.conversationId)
    if (!isPointerOver || order.length === 0) return setOrder(wanted, 0)
    const known = new Set(order)
    const added = wanted.filter((id) => !known.has(id))
    // Rows that left the view keep their place as well: taking one out would move all below it.
    const kept = order.filter((id) => byId.has(id))
    if (append) setOrder([...kept, ...added], 0)
    else setOrder(kept, added.length)
  }

  function setOrder(order: readonly ConversationId[], heldBack: number): void {
    const current = store.getState()
    const isSame = current.order.length === order.length && current.order.every((id, index) => id === order[index])
    if (!isSame || current.heldBack !== heldBack) store.setState({ order: isSame ? current.order : order, heldBack })
  }

  function applyChange(conversation: Conversation): void {
    const row = store.getState().byId.get(conversation.conversationId)
    if (row === undefined) {
      fetchRow(conversation.conversationId).catch(() => {
        // Gone or out of reach by now; the next event or reload will tell.
      })
      return
    }
    const merged = { ...row, ...conversation }
    addToListIfShown(merged)
    putRows([merged])
  }

  /** Out of reach from now on, or never was. */
  function forget(conversationId: ConversationId): void {
    const byId = new Map(store.getState().byId)
    byId.delete(conversationId)
    listed.delete(conversationId)
    store.setState((state) => ({ byId, order: state.order.filter((id) => id !== conversationId) }))
  }

  function applyMerge(from: ConversationId, into: ConversationId): void {
    forget(from)
    store.setState((state) => ({ mergedInto: new Map(state.mergedInto).set(from, into) }))
    fetchRow(into).catch(() => {
      // As for any change of a row that is not there any more.
    })
  }

  return liveStore(store, {
    start({ staffId }) {
      me = staffId
      void loadFirstPage()
      void loadCounts()
    },
    reload() {
      void loadFirstPage()
      void loadCounts()
      if (selected !== null) fetchRow(selected.id).catch(() => {})
    },
    stop() {
      generation += 1
      listed = new Set()
      cursor = null
      selected = null
      isPointerOver = false
      typingNotedAt.clear()
      store.setState(initial)
    },
    apply(event) {
      if (event.name === 'conversation.changed') applyChange(event.payload.conversation)
      else if (event.name === 'conversation.gone') forget(event.payload.conversationId)
      else if (event.name === 'conversation.merged') applyMerge(event.payload.from, event.payload.into)
      else if (event.name === 'conversations.counted') store.setState({ waitingCount: event.payload.waiting })
      else if (event.name === 'conversation.read') {
        const row = store.getState().byId.get(event.payload.conversationId)
        if (row !== undefined && event.payload.readCount > row.readCount) putRows([{ ...row, readCount: event.payload.readCount }])
      }
    },
  })
}

/** The code of an expected failure; anything else is a fault of ours and is said as such. */
export function codeOf(cause: unknown): ErrorCode {
  return cause instanceof CallError ? cause.code : 'internal'
}
