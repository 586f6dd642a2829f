import type { Client, ConversationId, MessageId, OutgoingInput, ScheduledId, ScheduledMessage, ScheduledPage } from '#contract'
import { createStore } from 'zustand/vanilla'
import { codeOf } from './conversations.ts'
import { liveStore } from './live-slice.ts'
import type { Outcome } from './outcome.ts'

export type NewScheduled = { conversationId: ConversationId; content: OutgoingInput; replyTo: MessageId | null; dueAt: number }

/** Those that were loaded, the next one first, and how many there are. */
export type ScheduledSoFar = { readonly scheduled: readonly ScheduledMessage[]; readonly total: number }

export type ScheduledState = {
  /** Of conversations that were opened. */
  byId: ReadonlyMap<ConversationId, ScheduledSoFar>
  open(conversationId: ConversationId): void
  loadMore(conversationId: ConversationId): void
  add(message: NewScheduled): Promise<Outcome>
  move(scheduledId: ScheduledId, dueAt: number): Promise<Outcome>
  /** Its text goes back to whoever cancels it. */
  cancel(scheduledId: ScheduledId): Promise<Outcome<string>>
  sendNow(scheduledId: ScheduledId): Promise<Outcome>
}

/** Messages that go later. The core tells of every change, so that each is put in by its event. */
export function createScheduledStore({ client, newClientKey }: { client: Client; newClientKey: () => string }) {
  /** Only what was asked last counts. */
  const newest = new Map<ConversationId, symbol>()
  const store = createStore<ScheduledState>(() => ({
    byId: new Map(),
    open: (conversationId) => void load(conversationId),
    loadMore: (conversationId) => void load(conversationId, countOf(conversationId) + 1),
    add: ({ conversationId, content, replyTo, dueAt }) =>
      asOutcome(async () => {
        await client.call('scheduled.add', { conversationId, clientKey: newClientKey(), content, replyTo, dueAt })
        return done
      }),
    move: (scheduledId, dueAt) =>
      asOutcome(async () => {
        await client.call('scheduled.move', { scheduledId, dueAt })
        return done
      }),
    cancel: (scheduledId) => asOutcome(async () => (await client.call('scheduled.cancel', { scheduledId })).text),
    sendNow: (scheduledId) =>
      asOutcome(async () => {
        await client.call('scheduled.sendNow', { scheduledId })
        return done
      }),
  }))

  /** From the first on, so that what is shown is of one moment; nothing where it is overtaken by a change. */
  async function load(conversationId: ConversationId, atLeast = 1): Promise<void> {
    const loading = Symbol('loading')
    newest.set(conversationId, loading)
    const scheduled: ScheduledMessage[] = []
    let cursor: string | undefined
    let total = 0
    try {
      do {
        // Each page begins where the one before it ended.
        // oxlint-disable-next-line no-await-in-loop
        const page = await client.call('scheduled.list', { conversationId, ...(cursor !== undefined && { cursor }) })
        if (newest.get(conversationId) !== loading) return
        scheduled.push(...page.scheduled)
        total = page.total
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined && scheduled.length < atLeast)
      put(conversationId, { scheduled, total })
    } catch {
      // The conversation itself says what is wrong; it is asked again when it is opened the next time.
    }
  }

  function changed({ conversationId, scheduled, nextCursor, total }: ScheduledPage): void {
    // Whoever has loaded on sees as many as before.
    if (nextCursor !== null && countOf(conversationId) > scheduled.length) return void load(conversationId, countOf(conversationId))
    newest.delete(conversationId)
    put(conversationId, { scheduled, total })
  }

  function countOf(conversationId: ConversationId): number {
    return store.getState().byId.get(conversationId)?.scheduled.length ?? 0
  }

  function put(conversationId: ConversationId, soFar: ScheduledSoFar): void {
    store.setState(({ byId }) => ({ byId: new Map(byId).set(conversationId, soFar) }))
  }

  return liveStore(store, {
    apply(event) {
      if (event.name === 'scheduled.changed') changed(event.payload)
      if (event.name === 'conversation.merged' && store.getState().byId.has(event.payload.from)) void load(event.payload.into)
    },
    reload() {
      for (const conversationId of store.getState().byId.keys()) void load(conversationId, countOf(conversationId))
    },
    stop() {
      newest.clear()
      store.setState({ byId: new Map() })
    },
  })
}

const done = true as const

async function asOutcome<Value>(run: () => Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { ok: true, value: await run() }
  } catch (cause) {
    return { ok: false, error: codeOf(cause) }
  }
}
