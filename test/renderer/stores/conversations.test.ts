import { describe, expect, test } from 'vitest'
import { createClient, type ConversationRow, type InboxView } from '#contract'
import { comparerOf, isInView } from '#renderer/stores/conversations-order.ts'
import { createConversationsStore } from '#renderer/stores/conversations.ts'
import { createFakeTransport, refuse, type FakeHandlers } from '#renderer/transport/fake.ts'
import { settle } from '#test/support/fake-clock.ts'
import { ana, buildRow, conversationIdOf, MINUTE, NOON } from '#test/support/inbox-rows.ts'

/** A store on a core that has these rows, in pages of `pageSize`. */
async function startStore(rows: ConversationRow[], { pageSize = 50, handlers = {} }: { pageSize?: number; handlers?: FakeHandlers } = {}) {
  const core = createFakeTransport({
    'conversations.list': ({ view, cursor }) => {
      const all = rows.filter((row) => isInView(row, view, { me: ana.staffId, now: NOON })).toSorted(comparerOf(view))
      const from = cursor === undefined ? 0 : Number(cursor)
      const end = from + pageSize
      return { conversations: all.slice(from, end), nextCursor: end < all.length ? String(end) : null }
    },
    'conversations.get': ({ conversationId }) => {
      const conversation = rows.find((row) => row.conversationId === conversationId)
      return conversation === undefined ? refuse('not-found') : { conversation, draft: null }
    },
    'conversations.counts': () => ({ waiting: rows.filter((row) => row.waitingSince !== null).length }),
    'conversations.markRead': ({ readCount }) => ({ readCount }),
    'conversations.typing': () => ({}),
    ...handlers,
  })
  let now = NOON
  const store = createConversationsStore({ client: createClient(core), now: () => now })
  store.life.start?.(ana)
  await settle()
  return {
    core,
    state: store.getState,
    order: () => store.getState().order.map(Number),
    pass: (ms: number) => (now += ms),
    /** As the core does: the row changes there first, then the event comes. */
    change(id: number, changes: Partial<ConversationRow>) {
      const at = rows.findIndex((row) => row.conversationId === id)
      const row = { ...(rows[at] ?? buildRow(id)), ...changes }
      if (at === -1) rows.push(row)
      else rows[at] = row
      const { readCount: _, draftPreview: __, ...conversation } = row
      store.life.apply?.({ name: 'conversation.changed', payload: { conversation } })
      return settle()
    },
    apply: store.life.apply ?? (() => {}),
    life: store.life,
  }
}

const waiting = (id: number, minutes: number) => buildRow(id, { waitingSince: NOON - minutes * MINUTE, inboundCount: 2 })

test('shows those who wait first, the longest wait first, then the rest by activity', async () => {
  const inbox = await startStore([buildRow(1), buildRow(2), waiting(3, 4), waiting(4, 20)])
  expect(inbox.order()).toEqual([4, 3, 1, 2])
  expect(inbox.state().waitingCount).toBe(2)
})

test('a message for a known conversation changes its row and moves it, and keeps what is the reader’s own', async () => {
  const inbox = await startStore([buildRow(1), buildRow(2, { readCount: 1, draftPreview: 'I will' })])
  await inbox.change(2, { waitingSince: NOON, inboundCount: 2, lastAt: NOON })
  expect(inbox.order()).toEqual([2, 1])
  expect(inbox.state().byId.get(conversationIdOf(2))).toMatchObject({ inboundCount: 2, readCount: 1, draftPreview: 'I will' })
})

test('a conversation never seen before comes in by itself', async () => {
  const inbox = await startStore([buildRow(1)])
  await inbox.change(9, { waitingSince: NOON })
  expect(inbox.order()).toEqual([9, 1])
})

test('pages follow each other without gaps or repeats', async () => {
  const inbox = await startStore(
    Array.from({ length: 7 }, (_, index) => buildRow(index + 1)),
    { pageSize: 3 },
  )
  expect([inbox.order(), inbox.state().hasMore]).toEqual([[1, 2, 3], true])
  inbox.state().loadMore()
  inbox.state().loadMore()
  await settle()
  expect([inbox.order(), inbox.state().hasMore]).toEqual([[1, 2, 3, 4, 5, 6], true])
  inbox.state().loadMore()
  await settle()
  expect([inbox.order(), inbox.state().hasMore]).toEqual([[1, 2, 3, 4, 5, 6, 7], false])
})

test('a change below the last page loaded is not drawn out of place', async () => {
  const inbox = await startStore([buildRow(1), buildRow(2), buildRow(3), buildRow(4)], { pageSize: 2 })
  await inbox.change(4, { contactName: 'Renamed' })
  expect(inbox.order()).toEqual([1, 2])
})

describe('while the pointer is over the list', () => {
  test('rows keep their places, and new ones wait to be let in', async () => {
    const inbox = await startStore([buildRow(1), buildRow(2), buildRow(3)])
    inbox.state().holdForPointer(true)
    await inbox.change(3, { waitingSince: NOON })
    await inbox.change(9, { waitingSince: NOON - MINUTE })
    expect([inbox.order(), inbox.state().heldBack]).toEqual([[1, 2, 3], 1])
    expect(inbox.state().byId.get(conversationIdOf(3))?.waitingSince).toBe(NOON)

    inbox.state().holdForPointer(false)
    expect([inbox.order(), inbox.state().heldBack]).toEqual([[9, 3, 1, 2], 0])
  })

  test('a row that no longer fits the view stays as well', async () => {
    const inbox = await startStore([waiting(1, 9), waiting(2, 5)])
    inbox.state().show({ view: 'waiting', filter: '' })
    await settle()
    inbox.state().holdForPointer(true)
    await inbox.change(1, { waitingSince: null })
    expect(inbox.order()).toEqual([1, 2])
    inbox.state().holdForPointer(false)
    expect(inbox.order()).toEqual([2])
  })

  test('further pages come in below', async () => {
    const inbox = await startStore([buildRow(1), buildRow(2), buildRow(3)], { pageSize: 2 })
    inbox.state().holdForPointer(true)
    inbox.state().loadMore()
    await settle()
    expect([inbox.order(), inbox.state().heldBack]).toEqual([[1, 2, 3], 0])
  })
})

test('the open conversation keeps its place until another one is opened', async () => {
  const inbox = await startStore([waiting(1, 9), waiting(2, 5), buildRow(3)])
  inbox.state().select(conversationIdOf(1))
  await inbox.change(1, { waitingSince: null, lastAt: NOON })
  expect(inbox.order()).toEqual([1, 2, 3])
  inbox.state().select(conversationIdOf(2))
  expect(inbox.order()).toEqual([2, 1, 3])
})

test('in the unread view the conversation being read stays until the next one is opened', async () => {
  const inbox = await startStore([buildRow(1, { inboundCount: 3 }), buildRow(2, { inboundCount: 3 })])
  inbox.state().show({ view: 'unread', filter: '' })
  await settle()
  inbox.state().select(conversationIdOf(1))
  inbox.state().markRead(conversationIdOf(1))
  expect(inbox.order()).toEqual([1, 2])
  inbox.state().select(conversationIdOf(2))
  expect(inbox.order()).toEqual([2])
})

test('reading shows at once, and is taken back when the core did not take it', async () => {
  const inbox = await startStore([buildRow(1, { inboundCount: 3 })], {
    handlers: { 'conversations.markRead': () => refuse('connection-lost') },
  })
  inbox.state().markRead(conversationIdOf(1))
  expect(inbox.state().byId.get(conversationIdOf(1))?.readCount).toBe(3)
  await settle()
  expect(inbox.state().byId.get(conversationIdOf(1))?.readCount).toBe(1)
})

test('what was read in another window of the same person is read here, and never less than here', async () => {
  const inbox = await startStore([buildRow(1, { inboundCount: 5, readCount: 3 })])
  inbox.apply({ name: 'conversation.read', payload: { conversationId: conversationIdOf(1), readCount: 2 } })
  expect(inbox.state().byId.get(conversationIdOf(1))?.readCount).toBe(3)
  inbox.apply({ name: 'conversation.read', payload: { conversationId: conversationIdOf(1), readCount: 5 } })
  expect(inbox.state().byId.get(conversationIdOf(1))?.readCount).toBe(5)
})

test('two threads of one person become one', async () => {
  const inbox = await startStore([buildRow(1), buildRow(2)])
  inbox.apply({ name: 'conversation.merged', payload: { from: conversationIdOf(2), into: conversationIdOf(1) } })
  await settle()
  expect([inbox.order(), inbox.state().mergedInto.get(conversationIdOf(2))]).toEqual([[1], 1])
})

test('after a gap the list is loaded again', async () => {
  const rows = [buildRow(1)]
  const inbox = await startStore(rows)
  rows.push(waiting(2, 3))
  inbox.life.reload?.()
  await settle()
  expect([inbox.order(), inbox.state().waitingCount]).toEqual([[2, 1], 1])
})

test('an answer for a view that was left is not shown', async () => {
  const answers: Array<() => void> = []
  const inbox = await startStore([], {
    handlers: {
      'conversations.list': ({ view, limit }) =>
        limit === 100
          ? { conversations: [], nextCursor: null }
          : new Promise((resolve) => {
              const rows: { [View in InboxView]?: ConversationRow[] } = { all: [buildRow(1)], waiting: [waiting(2, 1)] }
              answers.push(() => resolve({ conversations: rows[view] ?? [], nextCursor: null }))
            }),
    },
  })
  inbox.state().show({ view: 'waiting', filter: '' })
  for (const answer of answers.toReversed()) answer()
  await settle()
  expect([inbox.state().phase, inbox.order()]).toEqual(['ready', [2]])
})

test('a list that cannot be loaded says why, and can be tried again', async () => {
  let isDown = true
  const inbox = await startStore([], {
    handlers: { 'conversations.list': () => (isDown ? refuse('connection-lost') : { conversations: [buildRow(1)], nextCursor: null }) },
  })
  expect([inbox.state().phase, inbox.state().error]).toEqual(['failed', 'connection-lost'])
  isDown = false
  inbox.state().retry()
  await settle()
  expect([inbox.state().phase, inbox.order()]).toEqual(['ready', [1]])
})

test('typing is told to the core at most every 20 seconds for each conversation', async () => {
  const inbox = await startStore([buildRow(1)])
  const type = (id: number) => inbox.state().noteTyping(conversationIdOf(id))
  type(1)
  inbox.pass(19_000)
  type(1)
  type(2)
  inbox.pass(2_000)
  type(1)
  expect(inbox.core.calls.filter((call) => call.method === 'conversations.typing').map((call) => call.input)).toEqual([
    { conversationId: 1 },
    { conversationId: 2 },
    { conversationId: 1 },
  ])
})

test('forgets everything when nobody is signed in', async () => {
  const inbox = await startStore([waiting(1, 3)])
  inbox.life.stop?.()
  expect([inbox.order(), inbox.state().byId.size, inbox.state().waitingCount]).toEqual([[], 0, 0])
})
