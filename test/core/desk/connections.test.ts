import { expect, test } from 'vitest'
import { builtInRoleId, type StaffId } from '#contract'
import { setUpConnections, standing } from '#test/support/connections.ts'

const ended = (seq: number, reason: string) => ({ seq, event: 'session.ended', payload: { reason } })
// Any text is an id here.
const id = (name: string) => name as StaffId

test('who is signed in lives on the connection, and on no other', async () => {
  const { window } = setUpConnections()
  const [one, other] = [window(), window()]
  await one.signIn('ana')
  expect([await one.who(), await other.who()]).toEqual(['ana', 'out'])
})

test('T04 a person who is disabled is signed out in every window at once, on every device, and nobody else is', async () => {
  const { window, connections } = setUpConnections()
  const [first, second, colleague, stranger] = [window(), window({ device: 'browser', reach: 'remote' }), window(), window()]
  await first.signIn('ana')
  await second.signIn('ana')
  await colleague.signIn('bruno')
  connections.endSessionsOf(id('ana'), 'disabled')
  expect([first.pushed, second.pushed, colleague.pushed, stranger.pushed]).toEqual([[ended(1, 'disabled')], [ended(1, 'disabled')], [], []])
  expect(await Promise.all([first, second, colleague].map((each) => each.call('staff.list', () => ({ staff: [] }))))).toEqual([
    { id: 1, ok: false, error: { code: 'not-signed-in' } },
    { id: 1, ok: false, error: { code: 'not-signed-in' } },
    { id: 1, ok: true, output: { staff: [] } },
  ])
})

test('T04 nor does a PIN bring a disabled person back, where they locked or where they were open', async () => {
  const { window, connections } = setUpConnections()
  const [locked, open] = [window(), window()]
  for (const each of [locked, open]) await each.signIn('ana')
  await locked.lock()
  connections.endSessionsOf(id('ana'), 'disabled')
  expect({
    pin: await Promise.all([locked.usePin('ana'), open.usePin('ana')]),
    who: [await locked.who(), await open.who()],
    tiles: connections.shifts.list('desk'),
    told: locked.pushed,
  }).toEqual({
    pin: [
      { id: 1, ok: false, error: { code: 'pin-off' } },
      { id: 1, ok: false, error: { code: 'pin-off' } },
    ],
    who: ['out', 'out'],
    tiles: [],
    told: [ended(1, 'locked'), ended(2, 'disabled')],
  })
})

test('T04 half a sign-in of a disabled person comes to nothing', async () => {
  const { window, connections } = setUpConnections()
  const one = window()
  const halves: unknown[] = []
  await one.run(({ connection }) => connection.setHalf({ staffId: id('ana'), needs: 'code', passwordAt: 0 }))
  await one.run(({ connection }) => halves.push(connection.half()))
  connections.endSessionsOf(id('ana'), 'disabled')
  await one.run(({ connection }) => halves.push(connection.half()))
  expect(halves).toEqual([{ staffId: 'ana', needs: 'code', passwordAt: 0 }, null])
})

test('half a sign-in is forgotten after five minutes', async () => {
  const { window, clock } = setUpConnections()
  const one = window()
  const halves: unknown[] = []
  await one.run(({ connection }) => connection.setHalf({ staffId: id('ana'), needs: 'code', passwordAt: 0 }))
  await clock.advance(5 * 60_000 - 1)
  await one.run(({ connection }) => halves.push(connection.half()?.needs))
  await clock.advance(1)
  await one.run(({ connection }) => halves.push(connection.half()))
  expect(halves).toEqual(['code', null])
})

test('signing out ends this window alone, and takes password and code to come back from', async () => {
  const { window, connections, notes } = setUpConnections()
  const [first, second] = [window(), window()]
  await first.signIn('ana')
  await second.signIn('ana')
  await first.signOut()
  expect([first.pushed, second.pushed, await first.who(), await second.who(), connections.shifts.list('desk')]).toEqual([
    [ended(1, 'signed-out')],
    [],
    'out',
    'ana',
    [],
  ])
  expect(notes.map(({ action, by }) => [action, by])).toEqual([
    ['session.started', 'ana'],
    ['session.started', 'ana'],
    ['session.signed-out', 'ana'],
  ])
})

/** A window whose password is being checked until `finish` is called. */
function startSlowSignIn() {
  const desk = setUpConnections()
  const isRight = Promise.withResolvers<void>()
  const one = desk.window()
  const answer = one.run(async ({ connection }) => {
    await isRight.promise
    connection.signIn(standing('ana', 'owner'), 'full')
  })
  return { ...desk, one, answer, finish: isRight.resolve }
}

test('nobody enters a shop that was closed while their password was checked', async () => {
  const { connections, one, answer, finish } = startSlowSignIn()
  connections.endAll('shop-closed')
  finish()
  expect(await answer).toEqual({ id: 1, ok: false, error: { code: 'no-shop-open' } })
  expect(await one.who()).toBe('out')
})

test('nor does a window that was closed meanwhile', async () => {
  const { one, answer, finish } = startSlowSignIn()
  one.close()
  finish()
  expect(await answer).toMatchObject({ ok: false })
  expect(await one.who()).toBe('out')
})

test('events go to those whose permission they need, numbered for each with no gaps', async () => {
  const { window, hub } = setUpConnections()
  const [attendant, auditor, stranger] = [window(), window(), window()]
  await attendant.signIn('ana', 'attendant')
  await auditor.signIn('celia', 'auditor')
  hub.publish('conversations.counted', { waiting: 1 })
  // The auditor does not use quick replies.
  // Any text is an id here.
  hub.publish('reply.removed', { quickReplyId: 'R1' as never })
  hub.publish('conversations.counted', { waiting: 2 })
  const counted = (seq: number, waiting: number) => ({ seq, event: 'conversations.counted', payload: { waiting } })
  expect([attendant.pushed, auditor.pushed, stranger.pushed]).toEqual([
    [counted(1, 1), { seq: 2, event: 'reply.removed', payload: { quickReplyId: 'R1' } }, counted(3, 2)],
    [counted(1, 1), counted(2, 2)],
    [],
  ])
})

test('after the end of a session nothing reaches the window that needs a sign-in', async () => {
  const { window, hub, connections } = setUpConnections()
  const [closed, locked] = [window(), window()]
  await closed.signIn('ana')
  await locked.signIn('bruno')
  await locked.lock()
  connections.endAll('shop-closed')
  hub.publish('conversations.counted', { waiting: 1 })
  expect([closed.pushed, locked.pushed]).toEqual([[ended(1, 'shop-closed')], [ended(1, 'locked'), ended(2, 'shop-closed')]])
})

test('an answer that comes after its session has ended is not given', async () => {
  const { window, connections } = setUpConnections()
  const one = window()
  await one.signIn('ana')
  const finish = Promise.withResolvers<void>()
  const answer = one.call('staff.list', async () => {
    await finish.promise
    return { staff: [] }
  })
  connections.lockAll()
  finish.resolve()
  expect(await answer).toEqual({ id: 1, ok: false, error: { code: 'locked' } })
})

test('nor is it given to a colleague who sits there by then', async () => {
  const { window, connections } = setUpConnections()
  const one = window()
  for (const who of ['bruno', 'ana']) await one.signIn(who)
  const finish = Promise.withResolvers<void>()
  const answer = one.call('staff.list', async () => {
    await finish.promise
    return { staff: [] }
  })
  connections.lockAll()
  await one.usePin('bruno')
  finish.resolve()
  expect([await answer, await one.who()]).toEqual([{ id: 1, ok: false, error: { code: 'not-signed-in' } }, 'bruno'])
})

test('what somebody is changes in their open sessions at once, and they are told', async () => {
  const { window, connections } = setUpConnections()
  const [ana, bruno] = [window(), window()]
  await ana.signIn('ana')
  await bruno.signIn('bruno')
  const before = await ana.sessionId()
  connections.refresh(id('ana'), standing('ana', 'manager'))
  const may = await ana.call('staff.listAccounts', () => ({ accounts: [] }))
  connections.refresh(id('ana'), standing('ana', 'attendant', ['policies']))
  const hasDuty = await ana.call('staff.list', () => ({ staff: [] }))
  expect({ may, hasDuty, isSameSession: (await ana.sessionId()) === before, told: ana.pushed, colleague: bruno.pushed }).toMatchObject({
    may: { ok: true },
    hasDuty: { ok: false, error: { code: 'duty-first' } },
    isSameSession: true,
    told: [
      { event: 'session.changed', payload: { me: { staffId: 'ana', roleId: 'manager', duties: [] } } },
      { event: 'session.changed', payload: { me: { staffId: 'ana', roleId: 'attendant', duties: ['policies'] } } },
    ],
    colleague: [],
  })
})

test('somebody who may not be here any more is out, locked or not', async () => {
  const { window, connections } = setUpConnections()
  const [open, locked] = [window(), window()]
  for (const each of [open, locked]) await each.signIn('ana')
  await locked.lock()
  connections.refresh(id('ana'), null)
  expect([open.pushed, locked.pushed.slice(1), await open.who(), await locked.who()]).toEqual([
    [ended(1, 'access-changed')],
    [ended(2, 'access-changed')],
    'out',
    'out',
  ])
})

test('a changed role reaches all who hold it, and nobody else; a rule of the shop reaches everybody', async () => {
  const { window, connections } = setUpConnections()
  const windows = { ana: window(), bruno: window(), rosa: window() }
  await windows.ana.signIn('ana')
  await windows.bruno.signIn('bruno')
  await windows.rosa.signIn('rosa', 'owner')
  const asked: string[] = []
  const standingOf = (who: StaffId) => (asked.push(who), standing(who, who === 'rosa' ? 'owner' : 'attendant', ['policies']))
  const told = () => Object.entries(windows).map(([name, each]) => [name, each.pushed.length])
  connections.refreshHolders(builtInRoleId('attendant'), standingOf)
  const afterRole = told()
  connections.refreshHolders(null, standingOf)
  expect({ afterRole, afterAll: told(), asked }).toEqual({
    afterRole: [
      ['ana', 1],
      ['bruno', 1],
      ['rosa', 0],
    ],
    afterAll: [
      ['ana', 2],
      ['bruno', 2],
      ['rosa', 1],
    ],
    asked: ['ana', 'bruno', 'ana', 'bruno', 'rosa'],
  })
})

test('T04 of whom it cannot be read what they may do, may do nothing, and the others go on as what they are', async () => {
  const { window, connections, log } = setUpConnections()
  const [ana, bruno] = [window(), window()]
  await ana.signIn('ana', 'manager')
  await bruno.signIn('bruno', 'manager')
  connections.refreshHolders(builtInRoleId('manager'), (who) => {
    if (who === id('ana')) throw new Error('A damaged page')
    return standing(who, 'attendant')
  })
  expect([await ana.who(), ana.pushed, log.lines.filter(({ event }) => event === 'session.standing-not-read').length]).toEqual([
    'out',
    [ended(1, 'access-changed')],
    1,
  ])
  expect(await bruno.call('staff.listAccounts', () => ({ accounts: [] }))).toMatchObject({ error: { code: 'not-allowed' } })
})

test('a session gets a new id at each sign-in, unlock and step-up', async () => {
  const { window } = setUpConnections()
  const one = window()
  const seen: unknown[] = []
  const look = async () => void seen.push(await one.sessionId())
  await one.signIn('ana')
  await look()
  await one.stepUp()
  await look()
  await one.lock()
  await look()
  await one.usePin('ana')
  await look()
  expect([new Set(seen.filter((each) => each !== null)).size, seen[2]]).toEqual([3, null])
})

const storageFailed = Object.assign(new Error('no space'), { code: 'SQLITE_FULL' })

test('a journal that takes nothing keeps no window from being locked, whatever the reason', async () => {
  const { window, failures, connections } = setUpConnections()
  const [one, other] = [window(), window()]
  for (const each of [one, other]) await each.signIn('ana')
  failures.record = new Error('The chain is broken')
  await one.lock()
  connections.lockAll()
  expect([await one.who(), await other.who()]).toEqual(['locked', 'locked'])
})

test('nobody comes in off the record, unless it is the disk that takes nothing: reading goes on then', async () => {
  const { window, failures, log } = setUpConnections()
  const one = window()
  failures.record = new Error('The chain is broken')
  expect([await one.signIn('ana'), await one.who()]).toEqual([
    { id: 1, ok: false, error: { code: 'internal', ref: expect.any(String) } },
    'out',
  ])
  failures.record = storageFailed
  await one.signIn('ana')
  await one.stepUp()
  expect([await one.who(), log.lines.filter(({ event }) => event === 'journal.not-written').length]).toEqual(['ana', 2])
})

test('a rule that cannot be read is what it was, and calls are answered', async () => {
  const { window, failures, clock, setIdleLock } = setUpConnections()
  const one = window()
  setIdleLock(2)
  await one.signIn('ana')
  failures.rule = storageFailed
  await clock.advance(2 * 60_000 - 1)
  expect(await one.who()).toBe('ana')
  await clock.advance(1)
  expect(await one.who()).toBe('locked')
})

test('whose other windows on the same computer are ended comes back to the one that goes on with a PIN', async () => {
  const { connections, window } = setUpConnections()
  const [kept, other] = [window(), window()]
  await other.signIn('ana')
  await kept.signIn('ana')
  const sessionId = await kept.sessionId()
  if (sessionId === null) throw new Error('Nobody is signed in there')
  connections.endSessionsOf(id('ana'), 'access-changed', { except: sessionId })
  expect([await kept.who(), await other.who()]).toEqual(['ana', 'out'])
  await kept.lock()
  await kept.usePin('ana')
  expect(await kept.who()).toBe('ana')
})
