import { expect, test } from 'vitest'
import { builtInRoles, events, methods, type BuiltInRole, type Duty, type EventName, type Reach } from '#contract'
import { setUpConnections, standing } from '#test/support/connections.ts'
import { expectedAccess, expectedHearing, type ExpectedAccess } from '#test/support/expected-access.ts'

/** How far somebody has come at a window, and how long ago. */
const states = ['signed out', 'half', 'locked', 'PIN', 'full', 'stepped up', 'duty: app', 'duty: policies'] as const
type State = (typeof states)[number]

/** What the caller is told; `in` when nothing but the input is left to be looked at. */
function expectedAnswer(access: ExpectedAccess, at: { role: BuiltInRole; state: State; reach: Reach; isPractice: boolean }): string {
  if (access.isPracticeOnly === true && !at.isPractice) return 'unknown-method'
  if (access.isDeskOnly === true && at.reach === 'remote') return 'not-reachable-from-here'
  if (access.who === 'anyone') return 'in'
  if (at.state === 'signed out' || at.state === 'half') return 'not-signed-in'
  if (at.state === 'locked') return 'locked'
  if (access.who === 'person') return 'in'
  if (at.state.startsWith('duty')) return 'duty-first'
  if (access.who !== 'staff' && !access.who.includes(at.role)) return 'not-allowed'
  // Nobody is asked for anything again in a practice shop.
  const isFresh = at.state === 'stepped up' || at.isPractice
  return access.needsStepUp === true && !isFresh ? 'step-up-needed' : 'in'
}

type Desk = ReturnType<typeof setUpConnections>

async function openWindow({ clock, window }: Desk, at: { role: BuiltInRole; state: State; reach: Reach }) {
  const opened = window({ reach: at.reach })
  const as = (...duties: Duty[]) => standing(`the ${at.role}`, at.role, duties)
  switch (at.state) {
    case 'signed out':
      break
    case 'half':
      await opened.run(({ connection }) => connection.setHalf({ staffId: as().staffId, needs: 'code', passwordAt: 0 }))
      break
    case 'locked':
      await opened.signIn(as())
      await opened.lock()
      break
    case 'PIN':
      await opened.signIn(as())
      await opened.lock()
      await opened.run(({ connection }) => connection.signIn(as(), 'pin'))
      break
    case 'full':
      await opened.signIn(as())
      await clock.advance(3 * 60_000)
      await opened.touch()
      await clock.advance(3 * 60_000)
      break
    case 'stepped up':
      await opened.signIn(as())
      break
    case 'duty: app':
      await opened.signIn(as('mfa'))
      break
    case 'duty: policies':
      await opened.signIn(as('policies'))
      break
  }
  return opened
}

test('the expectation names every method there is, and no other', () => {
  expect(Object.keys(expectedAccess).toSorted()).toEqual(Object.keys(methods).toSorted())
})

test.each([
  { shop: 'a real shop', isPractice: false },
  { shop: 'a practice shop', isPractice: true },
])('T03 in $shop every method answers every role in every state as the expectation says', async ({ isPractice }) => {
  const wrong: string[] = []
  let count = 0
  for (const role of builtInRoles) {
    for (const reach of ['desk', 'remote'] as const) {
      for (const state of states) {
        const at = { role, state, reach, isPractice }
        const desk = setUpConnections({ isPractice })
        const opened = await openWindow(desk, at)
        for (const [method, access] of Object.entries(expectedAccess)) {
          // No method takes null, and input is looked at last: what gets as far as that may call it.
          const reply = await opened.call(method, () => expect.unreachable('Null reached a handler'), null)
          const answer = reply.ok ? 'answered' : reply.error.code === 'invalid-input' ? 'in' : reply.error.code
          const expected = expectedAnswer(access, at)
          count += 1
          if (answer !== expected) wrong.push(`${method} for ${role}, ${state}, ${reach}: ${answer}, not ${expected}`)
        }
      }
    }
  }
  expect(wrong).toEqual([])
  expect(count).toBe(Object.keys(methods).length * builtInRoles.length * states.length * 2)
})

test('T03 every event reaches every role in every state as the expectation says', async () => {
  const wrong: string[] = []
  for (const role of builtInRoles) {
    for (const state of states) {
      for (const [name, who] of Object.entries(expectedHearing)) {
        const desk = setUpConnections()
        const opened = await openWindow(desk, { role, state, reach: 'remote' })
        const before = opened.pushed.length
        // What is not as the contract says goes to nobody, and into the log when there was somebody to hear it.
        desk.hub.publish(name as EventName, {})
        const isHeard = opened.pushed.length > before || desk.log.lines.some(({ event }) => event === 'event.invalid')
        if (isHeard !== (expectedAnswer({ who }, { role, state, reach: 'remote', isPractice: false }) === 'in'))
          wrong.push(`${name} for ${role}, ${state}: ${isHeard ? 'heard' : 'not heard'}`)
      }
    }
  }
  expect(wrong).toEqual([])
  expect(Object.keys(expectedHearing).toSorted()).toEqual(Object.keys(events).toSorted())
})

test('a state is what it is called: each of them is told apart by the answers', async () => {
  const answers = new Set<string>()
  for (const state of states) {
    const opened = await openWindow(setUpConnections(), { role: 'owner', state, reach: 'desk' })
    const seen: unknown[] = []
    await opened.run(({ actor, isLocked, connection }) =>
      seen.push(actor?.strength ?? null, [...(actor?.duties ?? [])], isLocked, connection.half() !== null),
    )
    const stepped = await opened.call('mfa.makeRecoveryCodes', () => ({ recoveryCodes: [] }))
    answers.add(JSON.stringify([seen, stepped.ok]))
  }
  expect(answers.size).toBe(states.length)
})
