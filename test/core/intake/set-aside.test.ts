import { expect, test } from 'vitest'
import type { ConversationId } from '#contract'
import { sql } from '#core/db/sql.ts'
import type { DecodedBody } from '#core/whatsapp/decoded.ts'
import { NOON, status, text } from '#test/support/decoded-events.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { bodyOf, createReceiving } from '#test/support/receiving.ts'

const DAY = 24 * 60 * 60 * 1000

test('F36: one poison item is kept with its reason, and the rest of its batch is applied', async () => {
  const { receive, db, log } = createReceiving({
    onStatus: () => {
      throw new Error('poison')
    },
  })
  await receive(text('antes'), status('read', { wamid: 'wamid.poison' }), text('depois'))
  expect({
    messages: db.list(sql`SELECT body FROM messages ORDER BY id`),
    statuses: db.list(sql`SELECT wamid FROM statuses`),
    kept: db.list(sql`SELECT path, reason FROM kept_items`),
    raw: db.list(sql`SELECT state FROM raw_events`),
  }).toEqual({
    messages: [{ body: 'antes' }, { body: 'depois' }],
    statuses: [],
    kept: [{ path: 'entry.0.1', reason: 'apply-failed' }],
    raw: [{ state: 'applied' }],
  })
  expect(log.lines.filter(({ level }) => level === 'error').map(({ fields }) => fields)).toEqual([
    { rawEvent: 1, path: 'entry.0.1', kind: 'status' },
  ])
})

test('a body that cannot be applied at all does not stop those behind it', async () => {
  const { intake, reports, db } = createReceiving({
    decode(body) {
      if (body.toString() === 'broken') throw new Error('the decoder fails')
      return { kind: 'events', items: JSON.parse(body.toString()) }
    },
  })
  await Promise.all([bodyOf(text('antes')), Buffer.from('broken'), bodyOf(text('depois'))].map((body) => intake.receiveUnsigned(body)))
  await intake.settled()
  expect(db.list(sql`SELECT body FROM messages ORDER BY id`)).toEqual([{ body: 'antes' }, { body: 'depois' }])
  expect(db.list(sql`SELECT state FROM raw_events ORDER BY id`)).toEqual([
    { state: 'applied' },
    { state: 'unreadable' },
    { state: 'applied' },
  ])
  expect(reports.map(({ body }) => body.kind)).toEqual(['events', 'failed', 'events'])
})

test('a failing disk sets nothing aside: the body is tried again', async () => {
  const memory = createMemoryDatabase()
  let isDiskFull = true
  const db: typeof memory = {
    ...memory,
    find(query) {
      if (isDiskFull && query.text.includes('INSERT INTO messages')) throw Object.assign(new Error('disk full'), { code: 'SQLITE_FULL' })
      return memory.find(query)
    },
  }
  const { intake, clock } = createReceiving({ db })
  await intake.receiveUnsigned(bodyOf(text('Bom dia')))
  await intake.settled()
  expect(db.list(sql`SELECT state FROM raw_events`)).toEqual([{ state: 'stored' }])
  isDiskFull = false
  await clock.advance(5000)
  await intake.settled()
  expect(db.list(sql`SELECT state FROM raw_events`)).toEqual([{ state: 'applied' }])
  expect(db.list(sql`SELECT body FROM messages`)).toEqual([{ body: 'Bom dia' }])
})

test('a disk that fails while a body is set aside does not end applying', async () => {
  const memory = createMemoryDatabase()
  let isDiskFull = true
  const db: typeof memory = {
    ...memory,
    run(query) {
      if (isDiskFull && query.text.includes('UPDATE raw_events')) throw Object.assign(new Error('disk full'), { code: 'SQLITE_FULL' })
      return memory.run(query)
    },
  }
  const { intake, clock } = createReceiving({
    db,
    decode(body) {
      if (body.toString() === 'broken') throw new Error('the decoder fails')
      return { kind: 'events', items: JSON.parse(body.toString()) }
    },
  })
  await intake.receiveUnsigned(Buffer.from('broken'))
  await intake.settled()
  isDiskFull = false
  await intake.receiveUnsigned(bodyOf(text('Bom dia')))
  await clock.advance(5000)
  await intake.settled()
  expect(db.list(sql`SELECT state FROM raw_events ORDER BY id`)).toEqual([{ state: 'unreadable' }, { state: 'applied' }])
})

test('a body that can be neither applied nor set aside does not hold up those behind it, and is tried again at the next start', async () => {
  const memory = createMemoryDatabase()
  let isBroken = true
  const db: typeof memory = {
    ...memory,
    run(query) {
      if (isBroken && query.text.includes('UPDATE raw_events') && query.values.at(-1) === 1) throw new Error('a defect of ours')
      return memory.run(query)
    },
  }
  const first = createReceiving({ db })
  await first.intake.receiveUnsigned(bodyOf(text('Bom dia')))
  await first.intake.receiveUnsigned(bodyOf(text('Boa tarde')))
  await first.intake.settled()
  expect(db.list(sql`SELECT state FROM raw_events ORDER BY id`)).toEqual([{ state: 'stored' }, { state: 'applied' }])
  expect(db.list(sql`SELECT body FROM messages`)).toEqual([{ body: 'Boa tarde' }])
  await first.intake.receiveUnsigned(bodyOf(text('Boa noite')))
  await first.intake.settled()
  expect(first.log.lines.filter((line) => line.event === 'intake.body-passed-over')).toHaveLength(1)
  await first.intake.close()

  isBroken = false
  const next = createReceiving({ db })
  next.intake.start()
  await next.intake.settled()
  expect(db.list(sql`SELECT DISTINCT state FROM raw_events`)).toEqual([{ state: 'applied' }])
  expect(db.list(sql`SELECT count(*) AS count FROM messages`)).toEqual([{ count: 3 }])
})

test('F37: what a decoder did not know is kept, and read again by the next one', async () => {
  const db = createMemoryDatabase()
  const older = createReceiving({
    db,
    decode: (): DecodedBody => ({
      kind: 'events',
      items: [{ path: 'entry.0', event: { kind: 'unknown', reason: 'unknown-field', value: { a: 1 } } }],
    }),
  })
  await older.intake.receiveUnsigned(Buffer.from('{}'))
  await older.intake.settled()
  expect(db.list(sql`SELECT path, reason, value FROM kept_items`)).toEqual([{ path: 'entry.0', reason: 'unknown-field', value: '{"a":1}' }])

  const newer = createReceiving({
    db,
    decoderVersion: 3,
    decode: () => ({ kind: 'events', items: [{ path: 'entry.0', event: text('agora sim') }] }),
  })
  newer.intake.start()
  await newer.intake.settled()
  expect(db.list(sql`SELECT path FROM kept_items`)).toEqual([])
  expect(db.list(sql`SELECT body FROM messages`)).toEqual([{ body: 'agora sim' }])
  expect(db.list(sql`SELECT state, decoder_version FROM raw_events`)).toEqual([{ state: 'applied', decoder_version: 3 }])
})

test('what is no JSON stays as it came', async () => {
  const { intake, db } = createReceiving({ decode: () => ({ kind: 'not-json' }) })
  await intake.receiveUnsigned(Buffer.from('<html>'))
  await intake.settled()
  expect(db.list<{ body: Buffer }>(sql`SELECT state, body FROM raw_events JOIN raw_bodies ON raw_event_id = id`)).toEqual([
    { state: 'unreadable', body: Buffer.from('<html>') },
  ])
})

test('an item that fails half-way leaves nothing in what its conversation shows', async () => {
  const memory = createMemoryDatabase()
  const db: typeof memory = {
    ...memory,
    run(query) {
      if (query.text.includes('SET window_expires_at') && query.values.includes(NOON + 7 + DAY)) throw new Error('a defect')
      return memory.run(query)
    },
  }
  const { receive, inbox } = createReceiving({ db })
  await receive(text('um', { wamid: 'wamid.1', sentAt: NOON }), text('dois', { wamid: 'wamid.2', sentAt: NOON + 7 }))
  expect(inbox.get(1 as ConversationId)).toMatchObject({ inboundCount: 1, lastAt: NOON, preview: { text: 'um' } })
})
