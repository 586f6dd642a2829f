import { expect, test } from 'vitest'
import type { ConversationId, MessageId } from '#contract'
import { createContactHandlers } from '#core/contacts/handlers.ts'
import type { Database } from '#core/db/database.ts'
import type { Sql } from '#core/db/sql.ts'
import { createInboxHandlers } from '#core/inbox/handlers.ts'
import { AppError } from '#core/lib/app-error.ts'
import { createMessagesHandlers } from '#core/messages/handlers.ts'
import { createOutboxHandlers } from '#core/outbox/handlers.ts'
import { codeOf } from '#test/support/code-of.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { setUpSending } from '#test/support/sending.ts'
import { actor, callFrom } from '#test/support/shop.ts'

/** With every statement that is asked of it. */
function createNotedDatabase() {
  const memory = createMemoryDatabase()
  const asked: string[] = []
  const noted =
    <Result>(act: (query: Sql) => Result) =>
    (query: Sql) => {
      asked.push(query.text)
      return act(query)
    }
  const db: Database = {
    ...memory,
    run: noted(memory.run),
    find: <Row>(query: Sql) => noted(memory.find<Row>)(query),
    get: <Row>(query: Sql) => noted(memory.get<Row>)(query),
    list: <Row>(query: Sql) => noted(memory.list<Row>)(query),
  }
  return { db, asked }
}

/** Bia answered a customer, so the conversation is hers, and so is the message. */
async function setUp() {
  const { db, asked } = createNotedDatabase()
  const shop = await setUpSending({ db, undoSeconds: 10 })
  const conversationId = shop.hearFrom('5511987654321')
  const bia = actor({ staffId: 'bia', role: 'attendant' })
  const hers = { conversationId, clientKey: 'key-of-bia', text: 'Oi!', replyTo: null }
  const { messageId } = shop.outbox.send(hers, bia)
  await shop.run(6000)
  const handlers = {
    ...createInboxHandlers(shop),
    ...createMessagesHandlers(shop),
    ...createOutboxHandlers(shop),
    ...createContactHandlers({ contacts: shop.contacts, onRenamed: shop.messages.tellContact }),
  }
  return { ...shop, asked, handlers, bia, conversationId, messageId }
}

test('T03: not there and not yours: every method gives the same failure for both, after the same statements', async () => {
  const { handlers, asked, conversationId, messageId } = await setUp()
  const ana = callFrom(actor({ staffId: 'ana', role: 'attendant' }))

  const probes = (thread: ConversationId, message: MessageId) => {
    // The contact of the first conversation has its number.
    const contactId = thread as never
    return {
      'conversations.get': () => handlers['conversations.get']({ conversationId: thread }, ana),
      'conversations.markRead': () => handlers['conversations.markRead']({ conversationId: thread, readCount: 1 }, ana),
      'conversations.claim': () => handlers['conversations.claim']({ conversationId: thread, isMine: true, expect: null }, ana),
      'conversations.assign': () => handlers['conversations.assign']({ conversationId: thread, to: null, expect: null }, ana),
      'conversations.moveToTeam': () => handlers['conversations.moveToTeam']({ conversationId: thread, to: null, expect: null }, ana),
      'conversations.typing': () => handlers['conversations.typing']({ conversationId: thread }, ana),
      'conversations.saveDraft': () => handlers['conversations.saveDraft']({ conversationId: thread, text: 'x', replyTo: null }, ana),
      'messages.list': () => handlers['messages.list']({ conversationId: thread, limit: 10 }, ana),
      'messages.send': () => handlers['messages.send']({ conversationId: thread, clientKey: 'key-of-ana', text: 'x', replyTo: null }, ana),
      'messages.undo': () => handlers['messages.undo']({ messageId: message }, ana),
      'messages.decide': () => handlers['messages.decide']({ messageId: message, decision: 'drop' }, ana),
      'contacts.get': () => handlers['contacts.get']({ contactId }, ana),
      'contacts.reveal': () => handlers['contacts.reveal']({ contactId, field: 'phone' }, ana),
      'contacts.rename': () => handlers['contacts.rename']({ contactId, givenName: 'X', expectRevision: 1 }, ana),
    }
  }
  const outcomeOf = async (probe: () => unknown) => {
    asked.length = 0
    try {
      await probe()
    } catch (cause) {
      if (cause instanceof AppError) return { code: cause.code, facts: cause.facts, statements: [...asked] }
      throw cause
    }
    return { code: 'no failure' }
  }
  const [notYours, notThere] = [probes(conversationId, messageId), probes(99 as ConversationId, 9999 as MessageId)]
  for (const name of Object.keys(notYours) as (keyof typeof notYours)[]) {
    const outcome = { name, ...(await outcomeOf(notYours[name])) }
    expect(outcome).toEqual({ name, ...(await outcomeOf(notThere[name])) })
    expect(outcome).toMatchObject({ code: 'not-found', statements: expect.arrayContaining([expect.stringContaining('SELECT')]) })
  }
})

test('T03: a key of one’s own does not tell one’s not-yours from a not-there either', async () => {
  const { handlers, conversationId, hearFrom, outbox } = await setUp()
  const ana = actor({ staffId: 'ana', role: 'attendant' })
  const hers = { conversationId: hearFrom('5521998887766'), clientKey: 'key-of-ana', text: 'x', replyTo: null }
  outbox.send(hers, ana)
  const again = (thread: ConversationId) => codeOf(() => handlers['messages.send']({ ...hers, conversationId: thread }, callFrom(ana)))
  expect([await again(conversationId), await again(99 as ConversationId), await again(hers.conversationId)]).toEqual([
    'not-found',
    'not-found',
    'no failure',
  ])
})

test('the same calls pass for whoever looks after it', async () => {
  const { handlers, bia, conversationId, messageId } = await setUp()
  const hers = callFrom(bia)
  expect(await handlers['conversations.get']({ conversationId }, hers)).toMatchObject({ conversation: { assignedTo: 'bia' } })
  expect((await handlers['messages.list']({ conversationId, limit: 10 }, hers)).messages).toHaveLength(2)
  expect(await handlers['conversations.typing']({ conversationId }, hers)).toEqual({})
  expect(await handlers['messages.undo']({ messageId }, hers)).toMatchObject({ text: 'Oi!' })
  expect(await handlers['contacts.get']({ contactId: 1 as never }, hers)).toMatchObject({ contact: { phone: '+55 11 98765-4321' } })
})
