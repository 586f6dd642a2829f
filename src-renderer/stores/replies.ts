import type { Client, ConversationId, MethodInput, QuickReply, QuickReplyId } from '#contract'
import { createStore } from 'zustand/vanilla'
import type { ReplyVersion } from '#renderer/text/reply-language.ts'
import { liveStore, type LiveStore, type Loadable } from './live-slice.ts'

export type RepliesState = {
  /** Most used first. */
  replies: Loadable<readonly QuickReply[]>
  /** In which language somebody wrote last to a customer, in this window. */
  versions: ReadonlyMap<ConversationId, ReplyVersion>
  setVersion(conversationId: ConversationId, version: ReplyVersion): void
  load(): Promise<void>
  add(input: MethodInput<'replies.add'>): Promise<QuickReply>
  update(input: MethodInput<'replies.update'>): Promise<QuickReply>
  remove(quickReplyId: QuickReplyId): Promise<void>
  /** Counts one use; nobody waits for it. */
  countUse(quickReplyId: QuickReplyId): void
}
export type RepliesStore = LiveStore<RepliesState>

export function createRepliesStore({ client }: { client: Client }): RepliesStore {
  const store = createStore<RepliesState>()((set) => ({
    replies: { phase: 'loading' },
    versions: new Map(),
    setVersion: (conversationId, version) => set(({ versions }) => ({ versions: new Map(versions).set(conversationId, version) })),
    async load() {
      try {
        const { replies } = await client.call('replies.list', {})
        set({ replies: { phase: 'ready', value: replies.toSorted(byUse) } })
      } catch (error) {
        set({ replies: { phase: 'failed', error } })
      }
    },
    async add(input) {
      const { reply } = await client.call('replies.add', input)
      keep(reply)
      return reply
    },
    async update(input) {
      const { reply } = await client.call('replies.update', input)
      keep(reply)
      return reply
    },
    async remove(quickReplyId) {
      await client.call('replies.remove', { quickReplyId })
      forget(quickReplyId)
    },
    countUse(quickReplyId) {
      // Only the order of the list hangs on it.
      void client.call('replies.used', { quickReplyId }).catch(() => {})
    },
  }))

  function keep(reply: QuickReply): void {
    change((replies) => [...replies.filter((other) => other.quickReplyId !== reply.quickReplyId), reply].toSorted(byUse))
  }

  function forget(quickReplyId: QuickReplyId): void {
    change((replies) => replies.filter((reply) => reply.quickReplyId !== quickReplyId))
  }

  function change(next: (replies: readonly QuickReply[]) => readonly QuickReply[]): void {
    const { replies } = store.getState()
    if (replies.phase === 'ready') store.setState({ replies: { phase: 'ready', value: next(replies.value) } })
  }

  return liveStore(store, {
    apply(event) {
      if (event.name === 'reply.changed') keep(event.payload.reply)
      if (event.name === 'reply.removed') forget(event.payload.quickReplyId)
    },
    start(me) {
      if (me.permissions.includes('reply.use')) void store.getState().load()
    },
    reload: () => void store.getState().load(),
    stop: () => store.setState({ replies: { phase: 'loading' }, versions: new Map() }),
  })
}

function byUse(a: QuickReply, b: QuickReply): number {
  return b.useCount - a.useCount || (a.shortcut < b.shortcut ? -1 : 1)
}
