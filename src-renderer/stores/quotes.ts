import type { Client, ConversationId, CostQuote } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore } from './live-slice.ts'

/** Prices move with the window and with what else was sent this month; nobody looks closer than this. */
const FRESH_MS = 60_000

export type QuotesState = {
  /** What the next free message of a conversation would cost. */
  byId: ReadonlyMap<ConversationId, CostQuote>
  /** Asks for it when it is not known, or was asked more than a minute ago. */
  want(conversationId: ConversationId, now: number): void
}

export function createQuotesStore({ client }: { client: Client }) {
  const askedAt = new Map<ConversationId, number>()

  const store = createStore<QuotesState>(() => ({
    byId: new Map(),
    want(conversationId, now) {
      if (now - (askedAt.get(conversationId) ?? -Infinity) < FRESH_MS) return
      askedAt.set(conversationId, now)
      client.call('costs.quote', { conversationId, templateId: null }).then(
        ({ quote }) => store.setState(({ byId }) => ({ byId: new Map(byId).set(conversationId, quote) })),
        // Only a note hangs on it.
        () => askedAt.delete(conversationId),
      )
    },
  }))

  return liveStore(store, {
    stop() {
      askedAt.clear()
      store.setState({ byId: new Map() })
    },
  })
}
