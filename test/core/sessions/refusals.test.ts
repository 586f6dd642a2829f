import { expect, test } from 'vitest'
import { AppError } from '#core/lib/app-error.ts'
import { setUpConnections } from '#test/support/connections.ts'

const MINUTE = 60_000

async function setUp() {
  const desk = setUpConnections()
  const ana = desk.window()
  await ana.signIn('ana')
  const never = () => {
    throw new Error('No handler is to be reached')
  }
  return { ...desk, ana, ask: () => ana.call('staff.listAccounts', never), never }
}

test('asking for what one’s role does not allow is on record, with who, and so is asking from elsewhere', async () => {
  const { ask, window, refusals, never } = await setUp()
  await ask()
  const away = window({ device: 'browser', reach: 'remote' })
  await away.call('kit.issue', never)
  await away.signIn('bruno')
  await away.call('kit.issue', never)
  expect(refusals).toEqual([
    { device: 'desk', method: 'staff.listAccounts', code: 'not-allowed', by: 'ana' },
    { device: 'browser', method: 'kit.issue', code: 'not-reachable-from-here', by: null },
    { device: 'browser', method: 'kit.issue', code: 'not-reachable-from-here', by: 'bruno' },
  ])
})

test('so is a service’s own refusal, and asking for a conversation that is not there or not theirs', async () => {
  const { ana, refusals } = await setUp()
  const refuse = (code: 'not-allowed' | 'not-found') => () => {
    throw new AppError(code, 'As the test says')
  }
  await ana.call('session.end', refuse('not-allowed'), { sessionId: 'S1' })
  await ana.call('messages.list', refuse('not-found'), { conversationId: 7, limit: 10 })
  expect(refusals).toEqual([
    { device: 'desk', method: 'session.end', code: 'not-allowed', by: 'ana' },
    { device: 'desk', method: 'messages.list', code: 'not-found', by: 'ana' },
  ])
})

test('what is no attempt at more than one may is not: signed out, locked, nonsense, and things that were there a moment ago', async () => {
  const { ana, window, refusals, never } = await setUp()
  await window().call('staff.list', never)
  await ana.call('constructor', never)
  await ana.call('session.end', never, { sessionId: 7 })
  await ana.call(
    'session.end',
    () => {
      throw new AppError('not-found', 'Just ended')
    },
    { sessionId: 'S1' },
  )
  await ana.lock()
  await ana.call('staff.listAccounts', never)
  expect(refusals).toEqual([])
})

test('twenty in a minute are written one by one, and the rest as one that says how many', async () => {
  const { ask, clock, refusals } = await setUp()
  for (let times = 0; times < 1000; times += 1) await ask()
  expect(refusals.length).toBe(20)
  await clock.advance(MINUTE)
  expect(refusals.slice(20)).toEqual([{ device: 'desk', method: 'staff.listAccounts', code: 'not-allowed', by: 'ana', more: 980 }])
  await ask()
  expect(refusals[21]).toEqual({ device: 'desk', method: 'staff.listAccounts', code: 'not-allowed', by: 'ana' })
})

test('what was not said yet is said when the window closes, and when the shop does', async () => {
  const { ask, window, never, ana, connections, refusals } = await setUp()
  const bruno = window()
  await bruno.signIn('bruno')
  for (let times = 0; times < 21; times += 1) {
    await ask()
    await bruno.call('staff.listAccounts', never)
  }
  ana.close()
  connections.endAll('shop-closed')
  expect(refusals.slice(40)).toEqual([
    { device: 'desk', method: 'staff.listAccounts', code: 'not-allowed', by: 'ana', more: 1 },
    { device: 'desk', method: 'staff.listAccounts', code: 'not-allowed', by: 'bruno', more: 1 },
  ])
})

test('each of two people on one window has their own refusals named', async () => {
  const { ask, ana, refusals } = await setUp()
  for (let times = 0; times < 22; times += 1) await ask()
  await ana.signIn('bruno')
  await ask()
  ana.close()
  expect(refusals.slice(20).map(({ by, more }) => [by, more])).toEqual([
    ['ana', 2],
    ['bruno', 1],
  ])
})
