import { expect, test } from 'vitest'
import type { ConversationId, DeliveryProblem, MessageId, NumberId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { listReactionsQuery } from '#core/messages/facts-repository.ts'
import { createMessagesHandlers } from '#core/messages/handlers.ts'
import { listAfterQuery, listBeforeQuery, listNewestQuery } from '#core/messages/repository.ts'
import { wholeShop } from '#core/inbox/reach.ts'
import { edit, moved, NOON, NUMBER, person, reaction, revoke, status, text } from '#test/support/decoded-events.ts'
import { ana, createReceiving } from '#test/support/receiving.ts'
import { actor, callFrom } from '#test/support/shop.ts'

// Ids of a fresh shop.
const THREAD = 1 as ConversationId
const idOf = (id: number) => id as MessageId
const refused: DeliveryProblem = { key: 'window-closed', code: 131047, details: 'Re-engagement message' }

async function setUp() {
  const shop = createReceiving()
  await shop.receive(text('oi', { wamid: 'wamid.in' }))
  const send = (body: string, quotedMessageId: MessageId | null = null) =>
    shop.messages.insertOutgoing({
      conversationId: THREAD,
      numberId: NUMBER as NumberId,
      staffId: ana,
      content: { kind: 'text', body },
      body,
      quotedMessageId,
      undoUntil: NOON + 5000,
    })
  return { ...shop, send }
}

test('a message of ours is in the thread as queued before anything is sent, and answers the customer', async () => {
  const { send, messages, inbox, listen, clock } = await setUp()
  clock.setWall(NOON + 60_000)
  const events = listen()
  const id = send('Bom dia!', idOf(1))
  const message = {
    messageId: id,
    conversationId: THREAD,
    direction: 'out',
    author: { kind: 'staff', staffId: ana },
    content: { kind: 'text', body: 'Bom dia!' },
    sentAt: NOON + 60_000,
    replyTo: { messageId: 1, direction: 'in', kind: 'text', preview: 'oi' },
    reactions: [],
    forwarded: 'no',
    files: [],
    referral: null,
    productId: null,
    isHeard: false,
    isEdited: false,
    isRevoked: false,
    delivery: { status: 'queued', problem: null, undoUntil: NOON + 5000 },
  }
  expect(messages.get(id)).toEqual(message)
  expect(events).toEqual([
    { event: 'message.changed', payload: { message } },
    { event: 'conversation.changed', payload: { conversation: inbox.get(THREAD) } },
    { event: 'conversations.counted', payload: { waiting: 0 } },
  ])
  expect(inbox.get(THREAD)).toMatchObject({ waitingSince: null, preview: { direction: 'out', text: 'Bom dia!', status: 'queued' } })
})

test('a clock that is behind does not put an answer before its question', async () => {
  const { send, messages, clock } = await setUp()
  clock.setWall(NOON - 60_000)
  expect(messages.get(send('Bom dia!')).sentAt).toBe(NOON + 1000)
})

test('a reply within the second of our own message stands behind it, and the customer waits', async () => {
  const { send, messages, inbox, receive, clock } = await setUp()
  clock.setWall(NOON + 60_900)
  const ours = send('Bom dia!')
  await receive(text('e o preço?', { wamid: 'wamid.reply', sentAt: NOON + 60_000 }))
  expect(messages.list({ conversationId: THREAD, anchor: null, limit: 10 }, wholeShop).messages.map((message) => message.content)).toEqual([
    { kind: 'text', body: 'oi' },
    messages.get(ours).content,
    { kind: 'text', body: 'e o preço?' },
  ])
  expect(inbox.get(THREAD).waitingSince).toBe(NOON + 60_000)
})

test('F32: statuses that came before our own answer are joined when the wamid is learned', async () => {
  const { send, messages, receive } = await setUp()
  const id = send('Bom dia!')
  await receive(status('read', { wamid: 'wamid.out' }), status('delivered', { wamid: 'wamid.out' }))
  expect(messages.get(id).delivery?.status).toBe('queued')
  messages.setOutgoing(id, { status: 'accepted', problem: null })
  messages.learnWamid(id, 'wamid.out')
  messages.learnWamid(id, 'wamid.out')
  expect(messages.get(id).delivery).toEqual({ status: 'read', problem: null, undoUntil: null })
  expect(messages.wamidOf(id)).toBe('wamid.out')
})

test('a failure is shown with its reason, and the customer waits again', async () => {
  const { send, messages, inbox, receive } = await setUp()
  const id = send('Bom dia!')
  messages.setOutgoing(id, { status: 'accepted', problem: null })
  messages.learnWamid(id, 'wamid.out')
  expect(inbox.get(THREAD).waitingSince).toBeNull()
  await receive(status('failed', { wamid: 'wamid.out', errors: [{ code: 131047, title: null, details: 'Re-engagement message' }] }))
  expect(messages.get(id).delivery).toEqual({ status: 'failed', problem: refused, undoUntil: null })
  expect(inbox.get(THREAD)).toMatchObject({ waitingSince: NOON, preview: { status: 'failed' } })
})

test('sending again forgets the wamid of the attempt that failed', async () => {
  const { send, messages, receive } = await setUp()
  const id = send('Bom dia!')
  messages.learnWamid(id, 'wamid.first')
  await receive(status('failed', { wamid: 'wamid.first' }))
  expect(messages.get(id).delivery?.status).toBe('failed')
  messages.setOutgoing(id, { status: 'queued', problem: null })
  expect(messages.get(id).delivery).toEqual({ status: 'queued', problem: null, undoUntil: null })
  messages.learnWamid(id, 'wamid.second')
  await receive(status('delivered', { wamid: 'wamid.second' }))
  expect(messages.get(id).delivery?.status).toBe('delivered')
})

test('a message of ours that was first seen from outside stays one, with its author’s name', async () => {
  const { send, messages, receive, db } = await setUp()
  const id = send('Bom dia!')
  await receive(text('Bom dia!', { wamid: 'wamid.out', source: 'echo', direction: 'out', sentAt: NOON + 1 }))
  messages.learnWamid(id, 'wamid.out')
  await receive(text('Bom dia!', { wamid: 'wamid.out', source: 'echo', direction: 'out', sentAt: NOON + 1 }))
  expect(db.list(sql`SELECT id, author FROM messages WHERE direction = 'out'`)).toEqual([{ id, author: 'staff' }])
})

test('F38: edits, deletions and reactions that come before their message wait for it', async () => {
  const { messages, receive } = await setUp()
  const target = { targetWamid: 'wamid.late' }
  await receive(
    edit('segunda', { ...target, sentAt: NOON + 2000 }),
    edit('primeira', { ...target, sentAt: NOON + 1000 }),
    edit('de outra pessoa', { ...target, sentAt: NOON + 9000, direction: 'out', source: 'echo' }),
    reaction('👍', { ...target, sentAt: NOON + 1000 }),
    reaction('❤️', { ...target, sentAt: NOON + 2000 }),
    reaction('😀', { ...target, sentAt: NOON + 1500 }),
    reaction('✅', { ...target, direction: 'out', source: 'echo' }),
  )
  await receive(text('original', { wamid: 'wamid.late' }))
  const { content, isEdited, isRevoked, reactions } = messages.get(idOf(2))
  expect({ content, isEdited, isRevoked, reactions }).toEqual({
    content: { kind: 'text', body: 'segunda' },
    isEdited: true,
    isRevoked: false,
    reactions: [
      { emoji: '❤️', from: 'customer', state: 'sent' },
      { emoji: '✅', from: 'shop', state: 'sent' },
    ],
  })
  await receive(revoke({ ...target, sentAt: NOON + 3000 }), reaction('', { ...target, sentAt: NOON + 3000 }))
  expect(messages.get(idOf(2))).toMatchObject({ isRevoked: true, reactions: [{ emoji: '✅', from: 'shop' }] })
})

test('a deleted message is not quoted back by the list or by a reply', async () => {
  const { messages, inbox, receive } = await setUp()
  await receive(revoke({ targetWamid: 'wamid.in', sentAt: NOON + 1 }))
  expect(inbox.get(THREAD).preview).toEqual({ direction: 'in', kind: 'revoked', text: '', status: null })
  await receive(text('esqueça', { quotedWamid: 'wamid.in', sentAt: NOON + 2 }))
  expect(messages.get(idOf(2)).replyTo).toEqual({ messageId: 1, direction: 'in', kind: 'revoked', preview: null })
})

test('what was taken back is no news: the list shows what stood there before', async () => {
  const { send, messages, inbox } = await setUp()
  const before = inbox.get(THREAD)
  const id = send('Bom dia!')
  messages.setOutgoing(id, { status: 'cancelled', problem: null })
  expect(inbox.get(THREAD)).toEqual(before)
})

test('what is quoted from another thread is not shown', async () => {
  const { messages, receive } = await setUp()
  await receive(text('de outra pessoa', { wamid: 'wamid.other', person: person({ waId: '27821234567' }) }))
  await receive(text('veja', { quotedWamid: 'wamid.other', sentAt: NOON + 1 }))
  expect(messages.get(idOf(3)).replyTo).toEqual({ messageId: null, direction: null, kind: null, preview: null })
})

test('an answer to a message that WhatsApp does not name is still an answer', async () => {
  const { messages, receive } = await setUp()
  await receive(text('sobre aquilo', { quotedWamid: '', sentAt: NOON + 1 }))
  expect(messages.get(idOf(2)).replyTo).toEqual({ messageId: null, direction: null, kind: null, preview: null })
})

test.each([
  ['identity-changed', null],
  ['changed-user-id', null],
  ['changed-number', 'Ana changed from 5511 to 5512'],
] as const)('of a change WhatsApp’s own English words stay only where they say more than it: %s', async (change, said) => {
  const { messages, receive, inbox } = await setUp()
  const who = person({})
  await receive(moved(change, who, who, { text: 'Ana changed from 5511 to 5512', sentAt: NOON + 1 }))
  expect(messages.get(idOf(2)).content).toEqual({ kind: 'system', event: change, text: said })
  expect(inbox.get(THREAD).preview).toMatchObject({ kind: 'system', text: said ?? '' })
})

test('pages of a thread follow each other without gap or repetition', async () => {
  const { messages, receive } = await setUp()
  // Two in each second, so that ties are at page borders too.
  await receive(...Array.from({ length: 19 }, (_, index) => text(`${index}`, { sentAt: NOON + 1000 + Math.floor(index / 2) * 1000 })))
  const handlers = createMessagesHandlers({ messages })
  const list = async (limit: number, anchor?: { at: 'before' | 'after' | 'around'; messageId: MessageId }) => {
    const page = await handlers['messages.list'](
      { conversationId: THREAD, limit, ...(anchor === undefined ? {} : { anchor }) },
      callFrom(actor()),
    )
    return { ids: page.messages.map(({ messageId }) => messageId), hasBefore: page.hasBefore, hasAfter: page.hasAfter }
  }
  const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index)
  expect(await list(8)).toEqual({ ids: from(13, 20), hasBefore: true, hasAfter: false })
  expect(await list(8, { at: 'before', messageId: idOf(13) })).toEqual({ ids: from(5, 12), hasBefore: true, hasAfter: true })
  expect(await list(8, { at: 'before', messageId: idOf(5) })).toEqual({ ids: from(1, 4), hasBefore: false, hasAfter: true })
  expect(await list(8, { at: 'after', messageId: idOf(4) })).toEqual({ ids: from(5, 12), hasBefore: true, hasAfter: true })
  expect(await list(8, { at: 'after', messageId: idOf(12) })).toEqual({ ids: from(13, 20), hasBefore: true, hasAfter: false })
  expect(await list(5, { at: 'around', messageId: idOf(10) })).toEqual({ ids: from(8, 12), hasBefore: true, hasAfter: true })
  expect(await list(40, { at: 'around', messageId: idOf(10) })).toEqual({ ids: from(1, 20), hasBefore: false, hasAfter: false })
})

test('a thread or an anchor that is not there is not found, nor is an anchor of another thread', async () => {
  const { messages, receive } = await setUp()
  await receive(text('outra', { person: person({ waId: '27821234567' }) }))
  const notFound = expect.objectContaining({ code: 'not-found' })
  expect(() => messages.list({ conversationId: 99 as ConversationId, anchor: null, limit: 10 }, wholeShop)).toThrow(notFound)
  expect(() => messages.list({ conversationId: THREAD, anchor: { at: 'before', messageId: idOf(99) }, limit: 10 }, wholeShop)).toThrow(
    notFound,
  )
  expect(() => messages.list({ conversationId: THREAD, anchor: { at: 'around', messageId: idOf(2) }, limit: 10 }, wholeShop)).toThrow(
    notFound,
  )
  expect(() => messages.get(idOf(99))).toThrow(notFound)
})

test('pages, quotes and reactions are read along indexes', async () => {
  const { db } = await setUp()
  const position = { sentAt: NOON, id: idOf(1) }
  const quote = 'SEARCH q USING INDEX messages_by_wamid (number_id=? AND wamid=? AND conversation_id=?) LEFT-JOIN'
  expect(db.explain(listNewestQuery(THREAD, { limit: 10 }))).toEqual(['SEARCH m USING PRIMARY KEY (conversation_id=?)', quote])
  const beside = 'SEARCH m USING PRIMARY KEY (conversation_id=? AND (sent_at,id)'
  expect(db.explain(listBeforeQuery(THREAD, position, { limit: 10 }))).toEqual([`${beside}<(?,?))`, quote])
  expect(db.explain(listAfterQuery(THREAD, position, { limit: 10 }))).toEqual([`${beside}>(?,?))`, quote])
  expect(db.explain(listReactionsQuery(NUMBER, ['a']))).toEqual([
    'SEARCH reactions USING PRIMARY KEY (number_id=? AND target_wamid=?)',
    'LIST SUBQUERY 1',
    'SCAN json_each VIRTUAL TABLE INDEX 1:',
  ])
})

test('a flood of changes is told as one, instead of one by one', async () => {
  const { receive, listen } = createReceiving()
  const events = listen()
  await receive(...Array.from({ length: 60 }, (_, index) => text(`oi ${index}`, { wamid: `wamid.${index}`, sentAt: NOON + index })))
  expect(events).toEqual([
    { event: 'conversations.stale', payload: {} },
    { event: 'conversations.counted', payload: { waiting: 1 } },
  ])
})

test('what nobody hears is not read from the database to be told', () => {
  const { messages, db, listen } = createReceiving()
  const asked: string[] = []
  const { find } = db
  db.find = (query) => {
    asked.push(query.text)
    return find(query)
  }
  const id = 7 as MessageId
  messages.change((changes) => changes.messages.add(id))
  expect(asked).toEqual([])
  listen()
  messages.change((changes) => changes.messages.add(id))
  expect(asked.length).toBe(1)
})

test('a thread read whole inside a larger change does not count twice what that change had brought', async () => {
  const { messages, inbox, send, clock } = await setUp()
  clock.setWall(NOON + 60_000)
  const ours = send('Bom dia!')
  messages.change((changes) => {
    const place = { conversationId: THREAD, numberId: NUMBER as NumberId, rawEventId: null }
    messages.incoming.saveMessage(text('mais uma', { wamid: 'wamid.more', sentAt: NOON + 120_000 }), place, changes)
    // What counted as an answer did not go: only the whole thread tells who waits since when.
    messages.setOutgoing(ours, { status: 'failed', problem: refused })
  })
  expect(inbox.get(THREAD)).toMatchObject({ inboundCount: 2, waitingSince: NOON, lastAt: NOON + 120_000 })
})
