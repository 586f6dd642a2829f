import { expect, test } from 'vitest'
import { methods, permissionsByRole, roles, type MethodName, type Role } from '#contract'
import { createDispatcher } from '#core/dispatch/dispatcher.ts'
import type { CallContext, Handler } from '#core/dispatch/handlers.ts'
import { AppError } from '#core/lib/app-error.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { createFakeIds, createFakeLog } from '#test/support/fake-ports.ts'
import { actor } from '#test/support/shop.ts'

const slot = { signIn: () => undefined, signOut: () => undefined }

function setUp(options: { answer?: (input: unknown) => unknown; isPractice?: boolean } = {}) {
  const log = createFakeLog()
  const reached: MethodName[] = []
  const dispatcher = createDispatcher({
    find: (name) => {
      reached.push(name)
      // One stand-in for every method: the dispatcher does not care which.
      return (options.answer ?? (() => ({}))) as Handler<MethodName>
    },
    isPractice: () => options.isPractice ?? false,
    clock: createFakeClock(),
    ids: createFakeIds(),
    log,
  })
  const call = (method: string, input: unknown, context: Partial<CallContext> = {}) =>
    dispatcher.dispatch({ id: 7, method, input }, { actor: actor(), reach: 'desk', connection: slot, ...context })
  return { call, log, reached }
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

test('every method lets in exactly the roles that hold its permission', async () => {
  const { reached, call } = setUp()
  const allowed = async (method: MethodName, role: Role | null) => {
    reached.length = 0
    // Reached or stopped at parsing: both mean that access was granted.
    const reply = await call(method, null, { actor: role === null ? null : actor({ role }) })
    return !(!reply.ok && (reply.error.code === 'not-allowed' || reply.error.code === 'not-signed-in'))
  }
  for (const name of Object.keys(methods) as MethodName[]) {
    const method = methods[name]
    if ('only' in method) continue
    for (const role of [null, ...roles]) {
      const { access } = method
      const expected =
        access === 'public' || (role !== null && (access === 'signed-in' || permissionsByRole[role].includes(access.permission)))
      expect({ name, role, allowed: await allowed(name, role) }).toEqual({ name, role, allowed: expected })
    }
  }
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
  const input = { conversationId: 1, clientKey: 'abcdefgh', text: 'x'.repeat(4097), replyTo: null }
  expect(await call('messages.send', input)).toEqual({ id: 7, ok: false, error: { code: 'invalid-input', facts: { field: 'text' } } })
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
