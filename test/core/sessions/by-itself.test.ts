import { expect, test } from 'vitest'
import { setUpConnections } from '#test/support/connections.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const ended = (reason: string) => ({ seq: 1, event: 'session.ended', payload: { reason } })

async function setUp(options: Parameters<typeof setUpConnections>[0] = {}) {
  const desk = setUpConnections(options)
  const one = desk.window()
  await one.signIn('ana')
  return { ...desk, one }
}

test('a window that nobody touches is locked after the minutes of the shop’s rule, and says so without being asked', async () => {
  const { clock, one, notes } = await setUp()
  await clock.advance(5 * MINUTE - 1)
  expect(one.pushed).toEqual([])
  await clock.advance(1)
  expect([one.pushed, await one.who()]).toEqual([[ended('idle')], 'locked'])
  expect(notes.at(-1)).toEqual({ action: 'session.locked', by: 'ana', details: { device: 'desk', why: 'idle' } })
})

test('only a sign of the person keeps it open: other calls come from the page itself', async () => {
  const { clock, one } = await setUp()
  await clock.advance(4 * MINUTE)
  await one.touch()
  await clock.advance(4 * MINUTE)
  await one.call('staff.list', () => ({ staff: [] }))
  expect(await one.who()).toBe('ana')
  await clock.advance(MINUTE)
  expect(await one.who()).toBe('locked')
})

test('each window is locked for itself', async () => {
  const { clock, one, window } = await setUp()
  await clock.advance(3 * MINUTE)
  const other = window()
  await other.signIn('bruno')
  await clock.advance(2 * MINUTE)
  expect([await one.who(), await other.who()]).toEqual(['locked', 'bruno'])
})

test('a rule that was changed holds at once in open windows', async () => {
  const { clock, one, setIdleLock } = await setUp()
  await clock.advance(2 * MINUTE)
  setIdleLock(1)
  expect(await one.who()).toBe('locked')
})

test('and also where nobody calls, within seconds', async () => {
  const { clock, one, setIdleLock } = await setUp()
  await clock.advance(2 * MINUTE)
  setIdleLock(1)
  await clock.advance(10_000)
  expect(one.pushed).toEqual([ended('idle')])
})

test('sleep that nobody told of counts as idle, although the monotonic clock stood still', async () => {
  const { clock, one } = await setUp()
  clock.setWall(clock.now() + 5 * MINUTE)
  expect(await one.who()).toBe('locked')
})

test('T02 a clock that is set back by more than two minutes locks the window, by less does not', async () => {
  const { clock, one, notes } = await setUp()
  await clock.advance(10_000)
  clock.setWall(clock.now() - 2 * MINUTE)
  expect(await one.who()).toBe('ana')
  clock.setWall(clock.now() - 1)
  expect([await one.who(), one.pushed]).toEqual(['locked', [ended('locked')]])
  expect(notes.at(-1)).toEqual({ action: 'session.switched-off-by-clock', by: 'ana', details: { device: 'desk', why: 'clock-set-back' } })
})

test('a clock that is set back little by little locks all the same', async () => {
  const { clock, one } = await setUp()
  for (let step = 0; step < 4; step += 1) {
    clock.setWall(clock.now() - 31_000)
    await clock.advance(1000)
  }
  expect(await one.who()).toBe('locked')
})

test('a clock that was set back is noticed within seconds where nobody calls', async () => {
  const { clock, one } = await setUp()
  clock.setWall(clock.now() - HOUR)
  await clock.advance(10_000)
  expect(one.pushed).toEqual([ended('locked')])
})

/** Twelve hours of somebody at the keys, one minute at a time. */
async function work(one: Awaited<ReturnType<typeof setUp>>['one'], clock: Awaited<ReturnType<typeof setUp>>['clock'], ms: number) {
  for (let done = 0; done < ms; done += 4 * MINUTE) {
    await clock.advance(Math.min(4 * MINUTE, ms - done))
    await one.touch()
  }
}

test('a session ends with its shift, twelve hours after password and code, however busy', async () => {
  const { clock, one, notes } = await setUp()
  await work(one, clock, 12 * HOUR - 1)
  expect(one.pushed).toEqual([])
  await clock.advance(1)
  expect([one.pushed, await one.who()]).toEqual([[ended('shift-over')], 'out'])
  expect(notes.at(-1)).toEqual({ action: 'session.switched-off-by-clock', by: 'ana', details: { device: 'desk', why: 'shift-over' } })
})

test('the twelve hours count from password and code: coming back with a PIN, stepping up and setting the clock back add nothing', async () => {
  const { clock, one } = await setUp()
  await work(one, clock, 11 * HOUR)
  await one.lock()
  await one.usePin('ana')
  await one.stepUp()
  clock.setWall(clock.now() - MINUTE)
  await work(one, clock, HOUR - 1)
  expect(await one.who()).toBe('ana')
  await clock.advance(1)
  expect(await one.who()).toBe('out')
})

test('nor does setting the clock forward make a shift longer', async () => {
  const { clock, one } = await setUp()
  clock.setWall(clock.now() + 12 * HOUR)
  expect(await one.who()).toBe('out')
})

test('a locked window is signed out with its shift, and a PIN does not help then', async () => {
  const { clock, one, connections } = await setUp()
  await one.lock()
  await clock.advance(12 * HOUR)
  expect({ who: await one.who(), told: one.pushed.at(-1), tiles: connections.shifts.list('desk'), pin: await one.usePin('ana') }).toEqual({
    who: 'out',
    told: { seq: 2, event: 'session.ended', payload: { reason: 'shift-over' } },
    tiles: [],
    pin: { id: 1, ok: false, error: { code: 'pin-off' } },
  })
})

test('a PIN is of no use on a device where the person did not sign in fully', async () => {
  const { window, one } = await setUp()
  const elsewhere = window({ device: 'browser' })
  expect([await elsewhere.usePin('ana'), await one.usePin('bruno')]).toEqual([
    { id: 1, ok: false, error: { code: 'pin-off' } },
    { id: 1, ok: false, error: { code: 'pin-off' } },
  ])
})

test('in a practice shop nothing ends by itself, and whoever is in is stepped up', async () => {
  const { clock, one } = await setUp({ isPractice: true })
  await clock.advance(13 * HOUR)
  clock.setWall(clock.now() - HOUR)
  const seen: unknown[] = []
  await one.run(({ actor }) => seen.push(actor?.staffId, actor?.steppedUpUntil))
  expect([seen, one.pushed, clock.waiting()]).toEqual([['ana', Infinity], [], 0])
})

test('T02 the computer’s own lock locks every window in the same turn; who is out stays out', async () => {
  const { window, connections, one, notes } = await setUp()
  const [other, out, locked] = [window({ device: 'browser' }), window(), window()]
  await other.signIn('bruno')
  await locked.signIn('célia')
  await locked.lock()
  connections.lockAll()
  const told = [one, other, out, locked].map((each) => each.pushed.length)
  expect([told, await one.who(), await other.who(), await out.who(), await locked.who()]).toEqual([
    [1, 1, 0, 1],
    'locked',
    'locked',
    'out',
    'locked',
  ])
  expect(notes.slice(-2)).toEqual([
    { action: 'session.locked', by: 'ana', details: { device: 'desk', why: 'computer' } },
    { action: 'session.locked', by: 'bruno', details: { device: 'browser', why: 'computer' } },
  ])
})

test('after everybody has gone no timer is left', async () => {
  const { clock, one, connections, window } = await setUp()
  const other = window()
  await other.signIn('bruno')
  await other.lock()
  expect(clock.waiting()).toBe(1)
  one.close()
  connections.endAll('shop-closed')
  expect(clock.waiting()).toBe(0)
})

test('a step-up lasts five minutes by the monotonic clock, and a PIN session has none until then', async () => {
  const { clock, one } = await setUp()
  const rotate = () => one.call('mfa.makeRecoveryCodes', () => ({ recoveryCodes: [] }))
  const codeOf = async () => {
    const reply = await rotate()
    return reply.ok ? 'ok' : reply.error.code
  }
  const codes = [await codeOf()]
  clock.setWall(clock.now() - MINUTE)
  await clock.advance(4 * MINUTE)
  await one.touch()
  codes.push(await codeOf())
  await clock.advance(MINUTE)
  codes.push(await codeOf())
  await one.lock()
  await one.usePin('ana')
  codes.push(await codeOf())
  await one.stepUp()
  codes.push(await codeOf())
  expect(codes).toEqual(['ok', 'ok', 'step-up-needed', 'step-up-needed', 'ok'])
})
