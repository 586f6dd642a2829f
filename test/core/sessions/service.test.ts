import { expect, test } from 'vitest'
import { builtInGrants, builtInRoleId, type BuiltInRole, type MethodName, type StaffId } from '#contract'
import type { CallContext, Handler } from '#core/dispatch/handlers.ts'
import { AppError } from '#core/lib/app-error.ts'
import { createSessionHandlers } from '#core/sessions/handlers.ts'
import { createSessionService } from '#core/sessions/service.ts'
import { meOf, setUpConnections, standing } from '#test/support/connections.ts'

const PIN = '482915'

/** Sessions of a shop with these people, whose PINs are all the same. */
function setUp(people: Record<string, BuiltInRole> = { ana: 'attendant', bruno: 'attendant', marcos: 'manager', rosa: 'owner' }) {
  const desk = setUpConnections()
  const gone = new Set<string>()
  const pinOff = new Set<string>()
  const wrongPins: string[] = []
  let beforeAnswer: () => void = () => undefined
  const standingOf = (id: StaffId) => (gone.has(id) || people[id] === undefined ? null : standing(id, people[id]))
  const sessions = createSessionService({
    connections: desk.connections,
    standingOf,
    me: meOf,
    nameOf: (id) => (people[id] === undefined ? null : id.toUpperCase()),
    pins: {
      canUse: (id, device) => !pinOff.has(`${id} ${device}`),
      async verify({ pin, staffId, device }) {
        await Promise.resolve()
        beforeAnswer()
        if (pinOff.has(`${staffId} ${device}`)) throw new AppError('pin-off', 'As the test says')
        if (pin !== PIN) throw new AppError('wrong-pin', 'As the test says')
      },
    },
    noteWrongPin: ({ device, staffId }) => void wrongPins.push(`${staffId} ${device}`),
  })
  const handlers: Partial<Record<MethodName, unknown>> = createSessionHandlers(sessions)

  function window(options: Parameters<typeof desk.window>[0] = {}) {
    const opened = desk.window(options)
    return {
      ...opened,
      signIn: (who: string) => opened.signIn(standing(who, people[who])),
      /** What the method really answers: its output, or the code of its refusal. */
      async ask(method: MethodName, input: unknown = {}): Promise<unknown> {
        // Each method's own handler takes what the dispatcher parsed for it.
        const handler = handlers[method] as Handler<MethodName>
        const reply = await opened.call(method, (context: CallContext, given) => handler(given as never, context), input)
        return reply.ok ? reply.output : reply.error.code
      },
    }
  }
  return { ...desk, window, gone, pinOff, wrongPins, duringPin: (act: () => void) => void (beforeAnswer = act) }
}

const tile = (staffId: string, more: object = {}) => ({ staffId, name: staffId.toUpperCase(), canUsePin: true, isLast: false, ...more })

test('the lock offers those who signed in fully on this device, and whoever was there last first', async () => {
  const { window, pinOff, gone } = setUp()
  const [counter, office] = [window(), window({ device: 'browser' })]
  expect(await counter.ask('session.tiles')).toEqual({ tiles: [] })
  for (const who of ['bruno', 'ana', 'rosa']) await counter.signIn(who)
  await office.signIn('marcos')
  await counter.ask('session.lock')
  pinOff.add('ana desk')
  expect([await counter.ask('session.tiles'), await office.ask('session.tiles')]).toEqual([
    { tiles: [tile('bruno'), tile('ana', { canUsePin: false }), tile('rosa', { isLast: true })] },
    { tiles: [tile('marcos', { isLast: true })] },
  ])
  gone.add('bruno')
  expect(await counter.ask('session.tiles')).toEqual({ tiles: [tile('ana', { canUsePin: false }), tile('rosa', { isLast: true })] })
})

test('the right PIN opens a new session of whoever’s it is, and says who that is', async () => {
  const { window } = setUp()
  const counter = window()
  for (const who of ['bruno', 'ana']) await counter.signIn(who)
  await counter.ask('session.lock')
  expect(await counter.ask('session.unlock', { staffId: 'bruno', pin: PIN })).toMatchObject({ me: { staffId: 'bruno', strength: 'pin' } })
  expect(await counter.who()).toBe('bruno')
})

test.each([
  ['a wrong PIN', 'wrong-pin', 'ana', '000000', ['ana desk']],
  ['a PIN of somebody who did not sign in fully here', 'pin-off', 'bruno', PIN, []],
  ['a PIN of nobody', 'pin-off', 'nobody', PIN, []],
])('%s leaves the window locked', async (_what, code, staffId, pin, noted) => {
  const { window, wrongPins } = setUp()
  const counter = window()
  await counter.signIn('ana')
  await counter.ask('session.lock')
  expect([await counter.ask('session.unlock', { staffId, pin }), await counter.who(), wrongPins]).toEqual([code, 'locked', noted])
})

test.each([
  [
    'left',
    'pin-off',
    'out',
    ({ gone, connections }: ReturnType<typeof setUp>) => (gone.add('ana'), connections.endSessionsOf('ana' as StaffId, 'disabled')),
  ],
  [
    'was sent away',
    'pin-off',
    'out',
    ({ connections }: ReturnType<typeof setUp>) =>
      connections.list().forEach((each) => connections.end(each.sessionId, 'killed', each.staffId)),
  ],
  ['saw the computer go to sleep', 'locked', 'locked', ({ connections }: ReturnType<typeof setUp>) => connections.lockAll()],
  ['saw the shop being closed', 'no-shop-open', 'out', ({ connections }: ReturnType<typeof setUp>) => connections.endAll('shop-closed')],
])('T04 whoever %s while the PIN was checked does not come in', async (_what, code, who, act) => {
  const desk = setUp()
  const counter = desk.window()
  await counter.signIn('ana')
  await counter.ask('session.lock')
  desk.duringPin(() => act(desk))
  expect([await counter.ask('session.unlock', { staffId: 'ana', pin: PIN }), await counter.who()]).toEqual([code, who])
})

test('everybody sees their own sessions, with device and age, and which one this is', async () => {
  const { window, clock } = setUp()
  const startedAt = clock.now()
  const [counter, office, other] = [window(), window({ device: 'browser' }), window()]
  await counter.signIn('ana')
  await other.signIn('bruno')
  await clock.advance(1000)
  await office.signIn('ana')
  await counter.ask('session.lock')
  const mine = { staffId: 'ana', strength: 'full', sessionId: expect.any(String) }
  expect(await office.ask('session.list')).toEqual({
    sessions: [
      { ...mine, device: 'desk', startedAt, lastActiveAt: startedAt, isLocked: true, isThisOne: false },
      { ...mine, device: 'browser', startedAt: startedAt + 1000, lastActiveAt: startedAt + 1000, isLocked: false, isThisOne: true },
    ],
  })
})

test('a person ends their own session elsewhere, and nobody else’s', async () => {
  const { window, notes } = setUp()
  const [counter, office, colleague] = [window(), window({ device: 'browser' }), window()]
  for (const each of [counter, office]) await each.signIn('ana')
  await colleague.signIn('bruno')
  expect(await office.ask('session.end', { sessionId: await colleague.sessionId() })).toBe('not-found')
  expect(await office.ask('session.end', { sessionId: 'no such' })).toBe('not-found')
  expect(await office.ask('session.end', { sessionId: await counter.sessionId() })).toEqual({})
  expect([await counter.who(), await office.who(), await colleague.who(), counter.pushed.at(-1)]).toEqual([
    'out',
    'ana',
    'bruno',
    { seq: 1, event: 'session.ended', payload: { reason: 'signed-out' } },
  ])
  expect(notes.at(-1)).toEqual({ action: 'session.signed-out', by: 'ana', details: { device: 'desk', staffId: 'ana' } })
})

test('whoever may ends anybody’s session whose role does not go beyond their own, also a locked one', async () => {
  const { window, notes, refusals } = setUp()
  const [counter, owner, manager] = [window(), window(), window()]
  await counter.signIn('ana')
  await owner.signIn('rosa')
  await manager.signIn('marcos')
  const ids = [await counter.sessionId(), await owner.sessionId()]
  await counter.ask('session.lock')
  expect([await manager.ask('session.kill', { sessionId: ids[1] }), await owner.who()]).toEqual(['not-allowed', 'rosa'])
  expect(await manager.ask('session.kill', { sessionId: ids[0] })).toEqual({})
  expect({
    who: await counter.who(),
    told: counter.pushed.at(-1),
    pin: await counter.ask('session.unlock', { staffId: 'ana', pin: PIN }),
  }).toEqual({
    who: 'out',
    told: { seq: 2, event: 'session.ended', payload: { reason: 'killed' } },
    pin: 'pin-off',
  })
  expect([notes.at(-1), refusals]).toEqual([
    { action: 'session.killed', by: 'marcos', details: { device: 'desk', staffId: 'ana' } },
    [{ device: 'desk', method: 'session.kill', code: 'not-allowed', by: 'marcos' }],
  ])
})

test('a role that was narrowed since somebody came in counts as it is now', async () => {
  const { window, connections } = setUp()
  const [owner, manager] = [window(), window()]
  await owner.signIn('rosa')
  await manager.signIn('marcos')
  const { permissions, ...rest } = builtInGrants.manager
  connections.refresh('marcos' as StaffId, {
    ...standing('marcos'),
    roleId: builtInRoleId('manager'),
    grant: { ...rest, permissions: permissions.filter((each) => each !== 'staff.session_kill') },
  })
  expect(await manager.ask('session.listAll')).toBe('not-allowed')
})
