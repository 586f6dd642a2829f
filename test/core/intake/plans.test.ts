import { expect, test } from 'vitest'
import { sql, type Sql } from '#core/db/sql.ts'
import { echo, edit, ghost, NOON, person, reaction, revoke, status, text } from '#test/support/decoded-events.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { createReceiving } from '#test/support/receiving.ts'
import { actor } from '#test/support/shop.ts'

/** What waits, what is odd and what is being written is little whatever the shop does. */
const SMALL =
  /^SCAN (?:e USING INDEX raw_events_to_apply|contact_search VIRTUAL TABLE INDEX 0:=|kept_items USING COVERING INDEX|drafts$|json_each)/

const hers = actor({ staffId: 'ana' })

test('nothing that taking in messages asks of the database reads through a table that grows', async () => {
  const memory = createMemoryDatabase()
  const queries = new Map<string, Sql>()
  const noted =
    <Result>(act: (query: Sql) => Result) =>
    (query: Sql) => {
      queries.set(query.text, query)
      return act(query)
    }
  const db: typeof memory = {
    ...memory,
    run: noted(memory.run),
    find: <Row>(query: Sql) => noted(memory.find<Row>)(query),
    get: <Row>(query: Sql) => noted(memory.get<Row>)(query),
    list: <Row>(query: Sql) => noted(memory.list<Row>)(query),
  }
  const { receive, intake, inbox } = createReceiving({ db })
  const byPhone = person({ waId: '5511987654321', userId: null })
  const byId = person({ waId: null, userId: 'BR.zelia' })
  intake.start()
  await receive(text('um', { person: byPhone, wamid: 'wamid.1' }), text('dois', { person: byId, wamid: 'wamid.2' }))
  const [thread] = memory.list<{ id: Parameters<typeof inbox.get>[0] }>(sql`SELECT id FROM conversations`)
  if (thread !== undefined) inbox.saveDraft({ conversationId: thread.id, text: 'x', replyTo: null, files: [] }, hers)
  if (thread !== undefined) inbox.markRead({ conversationId: thread.id, readCount: 1 }, hers)
  await receive(
    ghost({ wamid: 'wamid.3' }),
    text('três', { wamid: 'wamid.3', person: person({ waId: '5511987654321', userId: 'BR.zelia' }) }),
    echo('eco', { wamid: 'wamid.4' }),
    edit('quatro', { targetWamid: 'wamid.4' }),
    revoke({ targetWamid: 'wamid.4' }),
    reaction('👍', { targetWamid: 'wamid.3' }),
    status('read', { wamid: 'wamid.4' }),
    { kind: 'unknown', reason: 'x', value: 1 },
    { kind: 'account', entryId: '1', field: 'flows', numberId: null, at: NOON, value: {} },
  )
  intake.rereadForNewNumber()
  await intake.settled()
  const scans = [...queries.values()].flatMap((query) =>
    memory
      .explain(query)
      .filter((step) => step.startsWith('SCAN') && !SMALL.test(step))
      .map((step) => `${step}: ${query.text.trim()}`),
  )
  expect({ asked: queries.size > 40, scans }).toEqual({ asked: true, scans: [] })
})
