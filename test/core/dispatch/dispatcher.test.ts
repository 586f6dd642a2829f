import { describe, expect, test } from 'vitest'
import type { MethodName } from '#contract'
import { sql } from '#core/db/sql.ts'
import { createDispatcher } from '#core/dispatch/dispatcher.ts'
import type { CallContext, Handler } from '#core/dispatch/handlers.ts'
import type { Record } from '#core/dispatch/record.ts'
import { AppError } from '#core/lib/app-error.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { createFakeIds, createFakeLog } from '#test/support/fake-ports.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { actor } from '#test/support/shop.ts'

function setUp(options: { answer?: (input: unknown) => unknown; isPractice?: boolean; record?: Partial<Record> } = {}) {
  const log = createFakeLog()
  const noted: unknown[] = []
  const reached: MethodName[] = []
  const dispatcher = createDispatcher({
    find: (name) => {
      reached.push(name)
      // One stand-in for every method: the dispatcher does not care which.
      return (options.answer ?? (() => ({}))) as Handler<MethodName>
    },
    isPractice: () => options.isPractice ?? false,
    record: () => ({ transaction: (act) => act(), noteCall: (call) => void noted.push(call), ...options.record }),
    clock: createFakeClock(),
    ids: createFakeIds(),
    log,
  })
  const call = (method: string, input: unknown, context: Partial<CallContext> = {}) =>
    // The dispatcher hands the slot on and never looks at it.
    dispatcher.dispatch(
      { id: 7, method, input },
      { actor: actor(), isLocked: false, reach: 'desk', connection: {} as never, assertStillMay: () => undefined, ...context },
    )
  return { call, log, reached, noted }
}

test.each(['nope', 'constructor', '__proto__', 'toString', ''])('answers the unknown method "%s" as unknown', async (method) => {
  const { call, reached } = setUp()
  expect(await call(method, {})).toEqual({ id: 7, ok: false, error: { code: 'unknown-method' } })
  expect(reached).toEqual([])
})

test('practice methods do not exist in a real shop', async () => {
  const { call } = setUp({ answer: () => ({ people: [] }) })
  expect(await call('practice.people', {}, { actor: null })).toEqual({ id: 7, ok: false, error: { code: 'unknown-method' } })
  expect(await setUp({ answer: () => ({ people: [] }), isPractice: true }).call('practice.people', {})).toEqual({
    id: 7,
    ok: true,
    output: { people: [] },
  })
})

test('methods of this machine’s own window are out of reach from elsewhere, whatever the role', async () => {
  const { call } = setUp()
  expect(await call('kit.issue', {}, { reach: 'remote' })).toEqual({ id: 7, ok: false, error: { code: 'not-reachable-from-here' } })
})

test.each([
  ['not-signed-in', 'nobody is there', { actor: null }],
  ['locked', 'the window is locked', { actor: null, isLocked: true }],
  ['duty-first', 'something is left to do first', { actor: actor({ duties: new Set(['mfa']) }) }],
  ['not-allowed', 'the role does not hold the permission', { actor: actor({ role: 'attendant' }) }],
  ['step-up-needed', 'password and code were shown too long ago', { actor: actor({ steppedUpUntil: 0 }) }],
] as const)('answers %s when %s', async (code, _when, context) => {
  const { call, reached } = setUp()
  const input = { name: 'Ana', login: 'ana', roleId: 'attendant', teamIds: [] }
  expect([await call('staff.invite', input, context), reached]).toEqual([{ id: 7, ok: false, error: { code } }, []])
})

test('whoever has a duty left may do what leads out of it', async () => {
  const { call } = setUp({ answer: () => ({ policies: [] }) })
  expect(await call('policies.list', {}, { actor: actor({ duties: new Set(['policies', 'mfa']) }) })).toMatchObject({ ok: true })
})

test('access is refused before a step-up is asked for: what somebody may not do takes no password', async () => {
  const { call } = setUp()
  expect(await call('staff.invite', {}, { actor: actor({ role: 'attendant', steppedUpUntil: 0 }) })).toMatchObject({
    error: { code: 'not-allowed' },
  })
})

test('access is refused before the input is looked at', async () => {
  const { call } = setUp()
  const wrong = { conversationId: 'not a number' }
  expect([
    await call('messages.send', wrong, { actor: null }),
    await call('messages.send', wrong, { actor: actor({ role: 'auditor' }) }),
  ]).toEqual([
    { id: 7, ok: false, error: { code: 'not-signed-in' } },
    { id: 7, ok: false, error: { code: 'not-allowed' } },
  ])
})

test('over-long input is refused by the field it is in', async () => {
  const { call, reached } = setUp()
  const input = { conversationId: 1, clientKey: 'abcdefgh', content: { kind: 'text', body: 'x'.repeat(4097) }, replyTo: null }
  expect(await call('messages.send', input)).toEqual({
    id: 7,
    ok: false,
    error: { code: 'invalid-input', facts: { field: 'content.body' } },
  })
  expect(reached).toEqual([])
})

test('columns that the contract does not declare never leave', async () => {
  const { call } = setUp({ answer: () => ({ waiting: 3, secret: 'x' }) })
  expect(await call('conversations.counts', {})).toEqual({ id: 7, ok: true, output: { waiting: 3 } })
})

test('an expected failure leaves as its code and facts, without its message', async () => {
  const { call } = setUp({
    answer: () => {
      throw new AppError('try-later', 'the counter of staff ID1 says so', { facts: { seconds: 4 } })
    },
  })
  expect(await call('conversations.counts', {})).toEqual({ id: 7, ok: false, error: { code: 'try-later', facts: { seconds: 4 } } })
})

test('anything else leaves as a reference, and only the log knows more', async () => {
  const { call, log } = setUp({
    answer: () => {
      throw new Error('SQLITE_ERROR near secret at /home/x')
    },
  })
  const reply = await call('conversations.counts', {})
  expect(reply).toEqual({ id: 7, ok: false, error: { code: 'internal', ref: 'ID000000000000000000000001' } })
  expect(log.lines.map(({ level, fields }) => ({ level, ref: fields['ref'] }))).toEqual([
    { level: 'error', ref: 'ID000000000000000000000001' },
  ])
})

test('an answer that does not fit the contract is an internal failure, not a leak', async () => {
  const { call } = setUp({ answer: () => ({ waiting: 'three' }) })
  expect(await call('conversations.counts', {})).toMatchObject({ ok: false, error: { code: 'internal' } })
})

test('the log holds method, actor, code and duration, never the input', async () => {
  const { call, log } = setUp({ answer: () => ({ waiting: 0 }) })
  await call('conversations.counts', {}, { actor: actor({ staffId: 'ana' }) })
  expect(log.lines).toEqual([
    { level: 'info', event: 'call', fields: { method: 'conversations.counts', actor: 'ana', code: 'ok', durationMs: 0 } },
  ])
})

describe('what is to be on record', () => {
  const reveal = { contactId: 3, field: 'phone' }
  const revealed = { value: '+55 11 91234-5678' }

  test('is written with the parsed input and what was answered, before the answer', async () => {
    const order: string[] = []
    const { call, noted } = setUp({
      answer: () => (order.push('handler'), { ...revealed, secret: 'x' }),
      record: { transaction: (act) => (order.push('begin'), [act(), order.push('commit')][0] as never) },
    })
    expect(await call('contacts.reveal', { ...reveal, more: 1 }, { actor: actor({ staffId: 'ana' }) })).toMatchObject({ ok: true })
    expect({ order, noted }).toEqual({
      order: ['begin', 'handler', 'commit'],
      noted: [{ method: 'contacts.reveal', by: actor({ staffId: 'ana' }), input: reveal, output: revealed }],
    })
  })

  test('is not when the call was refused, nor for methods that need no record', async () => {
    const refused = setUp({
      answer: () => {
        throw new AppError('not-found', 'out of reach')
      },
    })
    await refused.call('contacts.reveal', reveal)
    const plain = setUp({ answer: () => ({ waiting: 1 }) })
    await plain.call('conversations.counts', {})
    expect([refused.noted, plain.noted]).toEqual([[], []])
  })

  test('stands or falls with what was done, in one transaction', async () => {
    const db = createMemoryDatabase()
    db.exec('CREATE TABLE done (what TEXT) STRICT')
    const { call } = setUp({
      answer: () => (db.exec("INSERT INTO done VALUES ('revealed')"), revealed),
      record: {
        transaction: db.transaction,
        noteCall: () => {
          throw new Error('The journal is not whole')
        },
      },
    })
    expect(await call('contacts.reveal', reveal)).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect(db.list(sql`SELECT what FROM done`)).toEqual([])
  })

  test('is written when it is done where that takes longer than a turn', async () => {
    const { transaction } = createMemoryDatabase()
    const { call, noted } = setUp({
      record: { transaction },
      answer: async () => ({ checked: 0, firstBad: null, head: null, anchoredAt: null, anchorLostAt: null }),
    })
    expect(await call('journal.verify', {})).toMatchObject({ ok: true })
    expect(noted).toMatchObject([{ method: 'journal.verify', output: { checked: 0 } }])
  })

  const full = () => {
    throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' })
  }

  test('may be missing for a look at a conversation while the disk is full, so that reading goes on', async () => {
    const { call, log } = setUp({ answer: () => ({ conversations: [], nextCursor: null }), record: { noteCall: full } })
    expect(await call('conversations.list', { view: 'all', limit: 10 })).toMatchObject({ ok: true })
    expect(log.lines.map((line) => line.event)).toEqual(['journal.not-written', 'call'])
  })

  test('may not be missing when something is revealed or taken along', async () => {
    const { call } = setUp({ answer: () => revealed, record: { noteCall: full } })
    expect(await call('contacts.reveal', reveal)).toEqual({ id: 7, ok: false, error: { code: 'disk-full' } })
  })
})
