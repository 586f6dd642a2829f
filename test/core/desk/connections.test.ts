import { expect, test } from 'vitest'
import { methods, type EventFrame, type MethodName, type Role, type StaffId } from '#contract'
import { createActor } from '#core/dispatch/actor.ts'
import { createConnections } from '#core/dispatch/connections.ts'
import { createDispatcher } from '#core/dispatch/dispatcher.ts'
import { createEventHub } from '#core/dispatch/event-hub.ts'
import type { CallContext } from '#core/dispatch/handlers.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { createFakeIds, createFakeLog } from '#test/support/fake-ports.ts'

/** Connections whose calls run what the test says. */
function setUp() {
  const log = createFakeLog()
  const hub = createEventHub({ log })
  let act: (context: CallContext) => unknown = () => ({ me: null })
  const dispatcher = createDispatcher({
    find: (_name: MethodName) => async (_input, context) => (await act(context)) as never,
    isPractice: () => false,
    clock: createFakeClock(),
    ids: createFakeIds(),
    log,
  })
  const connections = createConnections({ dispatcher, hub })
  expect(methods['staff.me'].access).toBe('public')

  function window() {
    const pushed: EventFrame[] = []
    const connection = connections.connect({ reach: 'desk', push: (frame) => 'event' in frame && pushed.push(frame) })
    let actor: string | null = null
    return {
      pushed,
      close: connection.close,
      run: (next: typeof act) => {
        act = next
        return connection.call({ id: 1, method: 'staff.me', input: {} })
      },
      async signIn(staffId: string, role: Role = 'attendant') {
        // Any text is an id here.
        await this.run((context) => (context.connection.signIn(createActor({ staffId: staffId as StaffId, role })), { me: null }))
      },
      async who() {
        await this.run((context) => ((actor = context.actor?.staffId ?? null), { me: null }))
        return actor
      },
    }
  }
  return { connections, hub, window }
}

const ended = (seq: number, reason: string) => ({ seq, event: 'session.ended', payload: { reason } })

test('who is signed in lives on the connection, and on no other', async () => {
  const { window } = setUp()
  const [one, other] = [window(), window()]
  await one.signIn('ana')
  expect([await one.who(), await other.who()]).toEqual(['ana', null])
})

test('a person who is disabled is signed out in every window at once, and nobody else is', async () => {
  const { window, connections } = setUp()
  const [first, second, colleague, stranger] = [window(), window(), window(), window()]
  await first.signIn('ana')
  await second.signIn('ana')
  await colleague.signIn('bruno')
  // Any text is an id here.
  connections.endSessionsOf('ana' as StaffId, 'disabled')
  expect([first.pushed, second.pushed, colleague.pushed, stranger.pushed]).toEqual([[ended(1, 'disabled')], [ended(1, 'disabled')], [], []])
  expect([await first.who(), await second.who(), await colleague.who()]).toEqual([null, null, 'bruno'])
})

test('signing out ends this window alone', async () => {
  const { window } = setUp()
  const [first, second] = [window(), window()]
  await first.signIn('ana')
  await second.signIn('ana')
  await first.run((context) => (context.connection.signOut(), { me: null }))
  expect([first.pushed, second.pushed, await first.who(), await second.who()]).toEqual([[ended(1, 'signed-out')], [], null, 'ana'])
})

test('the same actor given to two windows is two sessions', async () => {
  const { window } = setUp()
  const [first, second] = [window(), window()]
  // Any text is an id here.
  const actor = createActor({ staffId: 'ana' as StaffId, role: 'attendant' })
  for (const one of [first, second]) await one.run((context) => (context.connection.signIn(actor), { me: null }))
  await first.run((context) => (context.connection.signOut(), { me: null }))
  expect([await first.who(), await second.who(), second.pushed]).toEqual([null, 'ana', []])
})

/** A window whose password is being checked until `finish` is called. */
function startSlowSignIn() {
  const desk = setUp()
  const isRight = Promise.withResolvers<void>()
  const one = desk.window()
  const answer = one.run(async (context) => {
    await isRight.promise
    // Any text is an id here.
    context.connection.signIn(createActor({ staffId: 'ana' as StaffId, role: 'owner' }))
    return { me: null }
  })
  return { ...desk, one, answer, finish: isRight.resolve }
}

test('nobody enters a shop that was closed while their password was checked', async () => {
  const { connections, one, answer, finish } = startSlowSignIn()
  connections.endAll('shop-closed')
  finish()
  expect(await answer).toEqual({ id: 1, ok: false, error: { code: 'no-shop-open' } })
  expect(await one.who()).toBeNull()
})

test('nor does a window that was closed meanwhile', async () => {
  const { one, answer, finish } = startSlowSignIn()
  one.close()
  finish()
  expect(await answer).toMatchObject({ ok: false })
  expect(await one.who()).toBeNull()
})

test('events go to those whose permission they need, numbered for each with no gaps', async () => {
  const { window, hub } = setUp()
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
  const { window, hub, connections } = setUp()
  const one = window()
  await one.signIn('ana')
  connections.endAll('shop-closed')
  hub.publish('conversations.counted', { waiting: 1 })
  expect(one.pushed).toEqual([ended(1, 'shop-closed')])
})
