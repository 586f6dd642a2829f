import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import { findNextStoredQuery } from '#core/intake/repository.ts'
import { Redacted } from '#core/lib/redacted.ts'
import type { StatusEvent } from '#core/whatsapp/decoded.ts'
import { echo, ghost, NOON, NUMBER, reaction, status, text } from '#test/support/decoded-events.ts'
import { dumpDerivedState } from '#test/support/derived-state.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { ana, bodyOf, createReceiving } from '#test/support/receiving.ts'
import { actor } from '#test/support/shop.ts'

const DAY = 24 * 60 * 60 * 1000
const SECRET = new Redacted('app secret')

function signed(body: Buffer): string {
  return `sha256=${createHmac('sha256', SECRET.reveal()).update(body).digest('hex')}`
}

test('a customer’s message makes the contact, the conversation and the message, and tells every window', async () => {
  const { receive, inbox, db, listen } = createReceiving()
  const events = listen()
  await receive(
    text('Bom dia', {
      wamid: 'wamid.A',
      person: { userId: null, parentUserId: null, waId: '5511987654321', profileName: 'Zélia', username: null },
    }),
  )
  const [row] = db.list<{ id: Parameters<typeof inbox.get>[0] }>(sql`SELECT id FROM conversations`)
  const conversation = row && inbox.get(row.id)
  expect(conversation).toEqual({
    conversationId: 1,
    contactId: 1,
    numberId: NUMBER,
    contactName: 'Zélia',
    contactPhone: '+55 11 98765-4321',
    lastAt: NOON,
    preview: { direction: 'in', kind: 'text', text: 'Bom dia', status: null },
    waitingSince: NOON,
    windowExpiresAt: NOON + DAY,
    freeEntryUntil: null,
    inboundCount: 1,
    assignedTo: null,
    teamId: null,
  })
  expect(db.list(sql`SELECT state, decoder_version FROM raw_events`)).toEqual([{ state: 'applied', decoder_version: 2 }])
  expect(events.map(({ event }) => event)).toEqual(['message.changed', 'contact.changed', 'conversation.changed', 'conversations.counted'])
  expect(events.find(({ event }) => event === 'conversation.changed')?.payload).toEqual({ conversation })
  expect(events.at(-1)?.payload).toEqual({ waiting: 1 })
})

test('applies what came in on a computer so slow that a look at the clock takes longer than a batch may', async () => {
  const { clock, db, intake } = createReceiving()
  let monotonic = 0
  clock.monotonic = () => (monotonic += 60)
  await intake.receiveUnsigned(bodyOf(text('Bom dia', { wamid: 'wamid.A' }), text('Tem pão?', { wamid: 'wamid.B' })))
  // Not `settled`, which would never come: a failing test has to end, too.
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  await intake.close()
  expect(db.list(sql`SELECT state FROM raw_events`)).toEqual([{ state: 'applied' }])
})

test('a body is answered once it is stored, and applied after', async () => {
  const { intake, db } = createReceiving()
  const body = bodyOf(text('Bom dia'))
  expect(await intake.receive({ body, signature: signed(body), secret: SECRET })).toBe('stored')
  expect(db.list(sql`SELECT state FROM raw_events`)).toEqual([{ state: 'stored' }])
  await intake.settled()
  expect(db.list(sql`SELECT state FROM raw_events`)).toEqual([{ state: 'applied' }])
})

test.each([
  ['of another body', signed(Buffer.from('[]'))],
  ['that is missing', null],
  ['without its prefix', 'abc'],
])('a signature %s leaves no trace', async (_what, signature) => {
  const { intake, db } = createReceiving()
  expect(await intake.receive({ body: bodyOf(text('Bom dia')), signature, secret: SECRET })).toBe('wrong-signature')
  await intake.settled()
  expect(db.list(sql`SELECT id FROM raw_events`)).toEqual([])
})

test('a body that could not be stored is not answered as if it was', async () => {
  const { intake, db } = createReceiving()
  db.exec(`CREATE TRIGGER full BEFORE INSERT ON raw_events BEGIN SELECT RAISE(ABORT, 'disk full'); END`)
  await expect(intake.receiveUnsigned(bodyOf(text('Bom dia')))).rejects.toThrow('disk full')
})

test('bodies that arrive together share a commit, and each is answered', async () => {
  const memory = createMemoryDatabase()
  let commits = 0
  const db: typeof memory = { ...memory, transaction: (act) => ((commits += 1), memory.transaction(act)) }
  const { intake } = createReceiving({ db })
  await Promise.all(Array.from({ length: 80 }, (_, index) => intake.receiveUnsigned(bodyOf(text(`${index}`)))))
  expect(commits).toBe(1)
  expect(db.list(sql`SELECT count(*) AS count FROM raw_events`)).toEqual([{ count: 80 }])
  await intake.settled()
  expect(db.list(sql`SELECT count(*) AS count FROM messages`)).toEqual([{ count: 80 }])
})

test('F31: the same body a hundred times is stored once, and each is answered', async () => {
  const { intake, db, reports } = createReceiving()
  const body = bodyOf(text('Bom dia'))
  const post = { body, signature: signed(body), secret: SECRET }
  const answers = await Promise.all(Array.from({ length: 50 }, () => intake.receive(post)))
  await intake.settled()
  const once = dumpDerivedState(db)
  for (let again = 0; again < 50; again += 1) answers.push(await intake.receive(post))
  await intake.settled()
  expect(answers).toEqual(Array.from({ length: 100 }, () => 'stored'))
  expect(db.list(sql`SELECT id, state FROM raw_events`)).toEqual([{ id: 1, state: 'applied' }])
  expect(dumpDerivedState(db)).toEqual(once)
  expect(reports).toHaveLength(1)
})

test('what an earlier run had only stored is applied at the start', async () => {
  const db = createMemoryDatabase()
  const before = createReceiving({ db })
  await before.intake.receiveUnsigned(bodyOf(text('Bom dia')))
  await before.intake.close()
  expect(db.list(sql`SELECT state FROM raw_events`)).toEqual([{ state: 'stored' }])

  const after = createReceiving({ db })
  after.intake.start()
  await after.intake.settled()
  expect(db.list(sql`SELECT body FROM messages`)).toEqual([{ body: 'Bom dia' }])
})

test('a closed intake takes nothing more, so that the sender repeats it', async () => {
  const { intake, db } = createReceiving()
  await intake.close()
  await expect(intake.receiveUnsigned(bodyOf(text('Bom dia')))).rejects.toMatchObject({ code: 'no-shop-open' })
  expect(db.list(sql`SELECT id FROM raw_events`)).toEqual([])
})

test('another number’s events are set aside, and applied when that number is connected', async () => {
  let own: string | null = NUMBER
  const { receive, intake, db } = createReceiving({ ownNumberId: () => own })
  await receive(text('nossa'), text('de outra loja', { numberId: '999' }))
  expect(db.list(sql`SELECT body FROM messages`)).toEqual([{ body: 'nossa' }])
  expect(db.list(sql`SELECT reason FROM kept_items`)).toEqual([{ reason: 'not-ours' }])

  own = '999'
  intake.rereadForNewNumber()
  await intake.settled()
  expect(db.list(sql`SELECT number_id, body FROM messages ORDER BY id`)).toEqual([
    { number_id: NUMBER, body: 'nossa' },
    { number_id: '999', body: 'de outra loja' },
  ])
})

test('a body larger than one batch is applied whole, and calls have their turn in between', async () => {
  const { intake, db } = createReceiving()
  await intake.receiveUnsigned(bodyOf(...Array.from({ length: 3800 }, (_, index) => text(`${index}`, { sentAt: NOON + index }))))
  let turns = 0
  const stopped = intake.settled().then(() => true)
  while (!(await Promise.race([stopped, new Promise((resolve) => setImmediate(() => resolve(false)))]))) turns += 1
  expect(db.list(sql`SELECT count(*) AS count FROM messages`)).toEqual([{ count: 3800 }])
  expect(turns).toBeGreaterThanOrEqual(9)
})

test('the outbox hears of every status, with its tracker', async () => {
  const heard: StatusEvent[] = []
  const { receive } = createReceiving({ onStatus: (event) => heard.push(event) })
  const sent = status('sent', { wamid: 'wamid.unknown', tracker: 't-1' })
  await receive(sent, sent)
  expect(heard).toEqual([sent, sent])
})

test('facts about the account are kept once each', async () => {
  const { receive, db } = createReceiving()
  const fact = {
    kind: 'account',
    entryId: '1',
    field: 'account_update',
    numberId: null,
    at: NOON,
    value: { event: 'ACCOUNT_DELETED', info: { a: 1, b: 2 } },
  } as const
  const otherwiseWritten = { ...fact, value: { info: { b: 2, a: 1 }, event: 'ACCOUNT_DELETED' } }
  await receive(fact, fact, otherwiseWritten, { ...fact, at: NOON + 1 })
  expect(db.list(sql`SELECT field, at, value FROM account_events ORDER BY id`)).toEqual([
    { field: 'account_update', at: NOON, value: '{"event":"ACCOUNT_DELETED","info":{"a":1,"b":2}}' },
    { field: 'account_update', at: NOON + 1, value: '{"event":"ACCOUNT_DELETED","info":{"a":1,"b":2}}' },
  ])
})

test('only what a customer does live opens the window and waits for an answer', async () => {
  const { receive, inbox, contacts } = createReceiving()
  await receive(text('de antes', { source: 'history', sentAt: NOON - 1000 }), echo('do celular', { sentAt: NOON - 500 }))
  const zelia = contacts.resolve({ userId: null, parentUserId: null, waId: '5511987654321', profileName: null, username: null }, NOON)
  const id = inbox.ensure(NUMBER, zelia?.contactId ?? (0 as never))
  expect(inbox.get(id)).toMatchObject({ windowExpiresAt: null, waitingSince: null, inboundCount: 0, lastAt: NOON - 500 })
  await receive(reaction('👍', { sentAt: NOON }))
  expect(inbox.get(id)).toMatchObject({ windowExpiresAt: NOON + DAY, waitingSince: null, inboundCount: 0 })
  await receive(text('oi', { sentAt: NOON + 1000 }), text('alguém aí?', { sentAt: NOON + 2000 }))
  expect(inbox.get(id)).toMatchObject({ windowExpiresAt: NOON + 2000 + DAY, waitingSince: NOON + 1000, inboundCount: 2 })
  await receive(echo('já vai', { sentAt: NOON + 3000 }))
  expect(inbox.get(id)).toMatchObject({ waitingSince: null, inboundCount: 2 })
})

test('the real message takes the place of WhatsApp’s stand-in, and a late stand-in changes nothing', async () => {
  const { receive, db } = createReceiving()
  const shown = () => db.list(sql`SELECT id, kind, body FROM messages`)
  await receive(ghost({ wamid: 'wamid.G' }))
  expect(shown()).toEqual([{ id: 1, kind: 'unsupported', body: null }])
  await receive(text('enquete?', { wamid: 'wamid.G' }))
  await receive(ghost({ wamid: 'wamid.G' }))
  expect(shown()).toEqual([{ id: 1, kind: 'text', body: 'enquete?' }])
})

test('what was said in a group is not in the member’s own thread, and nobody can be written to there yet', async () => {
  const { receive, contacts, db } = createReceiving()
  await receive(text('só para você'), text('para todos', { groupId: 'group-77' }))
  const threads = db.list<{ contact_id: Parameters<typeof contacts.address>[0] }>(sql`SELECT contact_id FROM conversations ORDER BY id`)
  expect(threads.map(({ contact_id: id }) => contacts.address(id))).toEqual([{ to: '5511987654321' }, null])
})

test('logs hold no phone, name, text or wamid', async () => {
  const { receive, log } = createReceiving()
  await receive(text('segredo', { wamid: 'wamid.secret' }), { kind: 'unknown', reason: 'unknown-field', value: 'segredo' })
  expect(JSON.stringify(log.lines)).not.toMatch(/segredo|wamid|551198|987654321/)
  expect(log.lines.map(({ event, fields }) => [event, fields])).toEqual([
    ['intake.applied', { bodies: 1, unreadable: 0, items: 2, kept: 1 }],
  ])
})

test('the next body to apply is found by its index', () => {
  const db = createMemoryDatabase()
  expect(db.explain(findNextStoredQuery())).toEqual([
    'SCAN e USING INDEX raw_events_to_apply',
    'SEARCH b USING INTEGER PRIMARY KEY (rowid=?)',
  ])
})

test('a window that fails while it is told takes nothing from what is stored', async () => {
  const { intake, hub, db, reports } = createReceiving()
  hub.subscribe({
    actor: () => actor({ staffId: ana }),
    push: () => {
      throw new Error('the window is gone')
    },
  })
  await Promise.all(['um', 'dois', 'três'].map((body) => intake.receiveUnsigned(bodyOf(text(body)))))
  await intake.settled()
  expect(db.list(sql`SELECT state FROM raw_events`)).toEqual([{ state: 'applied' }, { state: 'applied' }, { state: 'applied' }])
  expect(db.list(sql`SELECT body FROM messages ORDER BY id`)).toEqual([{ body: 'um' }, { body: 'dois' }, { body: 'três' }])
  expect(reports.map(({ body }) => body.kind)).toEqual(['events', 'events', 'events'])
})
