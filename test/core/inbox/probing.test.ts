import { expect, test } from 'vitest'
import { methods, type ConversationId } from '#contract'
import type { Database } from '#core/db/database.ts'
import type { Sql } from '#core/db/sql.ts'
import { AppError } from '#core/lib/app-error.ts'
import { codeOf } from '#test/support/code-of.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { createSeededRandom } from '#test/support/seeded-random.ts'
import { actor, callFrom } from '#test/support/shop.ts'
import { probesOf, setUpProbing, type Probed } from './probes.ts'
import { outgoingText } from '#test/support/sending.ts'

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

/** Any number is an id; of those above a million there are none. */
function nowhere(random: ReturnType<typeof createSeededRandom>): Probed {
  const id = () => (1_000_000 + random.below(1_000_000_000)) as never
  return { conversationId: id(), messageId: id(), contactId: id() }
}

async function setUp() {
  const { db, asked } = createNotedDatabase()
  return { ...(await setUpProbing({ db })), asked }
}

test('T03: not there and not yours: every method gives the same failure for both, after the same statements', async () => {
  const { handlers, asked, conversationId, messageId, contactId } = await setUp()
  const ana = actor({ staffId: 'ana', role: 'attendant' })
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
  const notYours = probesOf({ handlers }, { conversationId, messageId, contactId }, ana)
  const random = createSeededRandom(17)
  for (let turn = 0; turn < 50; turn += 1) {
    const notThere = probesOf({ handlers }, nowhere(random), ana)
    for (const name of Object.keys(notYours) as (keyof typeof notYours)[]) {
      const outcome = { name, ...(await outcomeOf(notYours[name])) }
      expect(outcome).toEqual({ name, ...(await outcomeOf(notThere[name])) })
      expect(outcome).toMatchObject({ code: 'not-found', statements: expect.arrayContaining([expect.stringContaining('SELECT')]) })
    }
  }
})

/** Agreed on, and refused for everybody until they are written. */
const notThereYet = ['costs.quote']

test('every method that asks for one conversation, message or customer is probed', async () => {
  const asks = ['conversationId', 'messageId', 'contactId']
  // The journal filters by a customer: for whoever does not see them there are no entries, as `journal/entries.test.ts` shows.
  const filters = ['journal.list', 'journal.export']
  const asking = Object.entries(methods).filter(
    ([name, { input }]) => ![...filters, ...notThereYet].includes(name) && asks.some((key) => key in input.shape),
  )
  const probed = Object.keys(probesOf(await setUp(), nowhere(createSeededRandom(1)), actor()))
  expect(asking.map(([name]) => name).toSorted()).toEqual(probed.toSorted())
})

test('T03: a key of one’s own does not tell one’s not-yours from a not-there either', async () => {
  const { handlers, conversationId, hearFrom, outbox } = await setUp()
  const ana = actor({ staffId: 'ana', role: 'attendant' })
  const hers = {
    conversationId: hearFrom('5521998887766'),
    clientKey: 'key-of-ana',
    content: outgoingText('x'),
    replyTo: null,
    seen: null,
    sendAnyway: false,
  }
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
