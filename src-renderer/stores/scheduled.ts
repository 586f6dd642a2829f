import type { Client, ConversationId, MessageId, OutgoingInput, ScheduledId, ScheduledMessage } from '#contract'
import { createStore } from 'zustand/vanilla'
import { codeOf } from './conversations.ts'
import { liveStore } from './live-slice.ts'
import type { Outcome } from './outcome.ts'

export type NewScheduled = { conversationId: ConversationId; content: OutgoingInput; replyTo: MessageId | null; dueAt: number }

export type ScheduledState = {
  /** Of conversations that were opened, the next one first. */
  byId: ReadonlyMap<ConversationId, readonly ScheduledMessage[]>
  open(conversationId: ConversationId): void
  add(message: NewScheduled): Promise<Outcome>
  move(scheduledId: ScheduledId, dueAt: number): Promise<Outcome>
  /** Its text goes back to whoever cancels it. */
  cancel(scheduledId: ScheduledId): Promise<Outcome<string>>
  sendNow(scheduledId: ScheduledId): Promise<Outcome>
}

/** Messages that go later. The core tells of every change, so that each is put in by its event. */
export function createScheduledStore({ client, newClientKey }: { client: Client; newClientKey: () => string }) {
  const store = createStore<ScheduledState>(() => ({
    byId: new Map(),
    open: (conversationId) => void load(conversationId),
    add: ({ conversationId, content, replyTo, dueAt }) =>
      asOutcome(async () => {
        const { scheduled } = await client.call('scheduled.add', { conversationId, clientKey: newClientKey(), content, replyTo, dueAt })
        const others = (store.getState().byId.get(conversationId) ?? []).filter((other) => other.scheduledId !== scheduled.scheduledId)
        put(conversationId, [...others, scheduled])
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

  async function load(conversationId: ConversationId): Promise<void> {
    try {
      const { scheduled } = await client.call('scheduled.list', { conversationId })
      put(conversationId, scheduled)
    } catch {
      // The conversation itself says what is wrong; it is asked again when it is opened the next time.
    }
  }

  function put(conversationId: ConversationId, scheduled: readonly ScheduledMessage[]): void {
    const ordered = scheduled.toSorted((a, b) => a.dueAt - b.dueAt)
    store.setState(({ byId }) => ({ byId: new Map(byId).set(conversationId, ordered) }))
  }

  return liveStore(store, {
    apply(event) {
      if (event.name === 'scheduled.changed') put(event.payload.conversationId, event.payload.scheduled)
      if (event.name === 'conversation.merged' && store.getState().byId.has(event.payload.from)) void load(event.payload.into)
    },
    reload() {
      for (const conversationId of store.getState().byId.keys()) void load(conversationId)
    },
    stop: () => store.setState({ byId: new Map() }),
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
