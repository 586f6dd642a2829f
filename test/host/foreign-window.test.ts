import { expect, test } from 'vitest'
import { methods, socketClose, welcomeFrame, type MethodName } from '#contract'
import { OWNER, setUpRealShop } from '#test/support/core.ts'
import { settle } from '#test/support/fake-clock.ts'
import { setUpWindowServer } from '#test/support/window-server.ts'
import type { HostedCore } from '#host/hosted-core.ts'

type Answer = { id: number; ok: true; output: unknown } | { id: number; ok: false; error: { code: string } }
type Pushed = { event: string; payload: unknown }

/** A real shop behind a window server, and whoever on this computer opens a socket to it. */
async function setUp() {
  const shop = await setUpRealShop()
  const core: HostedCore = {
    ...shop.core(),
    connect: ({ reach, device, push }) => shop.core().connect({ reach, device, push }),
  }
  const server = await setUpWindowServer({ core })

  async function open(hello: { ticket: string } | { resume: string }) {
    const raw = server.socket()
    await raw.send({ hello })
    const { resume, resumed } = welcomeFrame.parse(await raw.next()).welcome
    const pushed: Pushed[] = []
    let lastId = 0
    return {
      resume,
      resumed,
      pushed,
      closed: raw.closed,
      leave() {
        raw.socket.close()
        return raw.closed
      },
      async call(method: string, input: unknown): Promise<Answer> {
        lastId += 1
        await raw.send({ id: lastId, method, input })
        for (;;) {
          // The server sends nothing but answers and events.
          const frame = (await raw.next()) as Answer | Pushed
          if (!('event' in frame)) return frame
          pushed.push(frame)
        }
      },
    }
  }

  /** Says hello and hears nothing: how its socket was closed. */
  async function knock(hello: { ticket: string } | { resume: string }): Promise<number> {
    const raw = server.socket()
    await raw.send({ hello })
    return await raw.closed
  }

  async function signIn(window: Awaited<ReturnType<typeof open>>) {
    expect(await window.call('session.signIn', { login: OWNER.login, password: OWNER.password })).toMatchObject({
      output: { next: 'code' },
    })
    expect(await window.call('session.giveCode', { code: shop.authenticator.code() })).toMatchObject({ output: { next: 'in' } })
  }

  return {
    ...shop,
    server,
    open,
    knock,
    signIn,
    openSignedIn: async () => {
      const window = await open({ ticket: server.ticket() })
      await signIn(window)
      return window
    },
  }
}

/** What each method of the contract says that is not for everybody; `asked` for those that are. */
async function answersOf(window: { call(method: string, input: unknown): Promise<Answer> }): Promise<string[]> {
  const codes = new Set<string>()
  for (const [name, { access }] of Object.entries(methods)) {
    if (access === 'public') continue
    const answer = await window.call(name, null)
    codes.add(answer.ok ? `${name} answered` : answer.error.code)
  }
  return [...codes]
}

const isSomebodyIn = async (window: { call(method: MethodName, input: unknown): Promise<Answer> }) => {
  const answer = await window.call('session.me', {})
  return answer.ok && JSON.stringify(answer.output) !== '{"me":null}'
}

test('T13 a program that got hold of a window’s token has it alone, and the window is shut before its eyes', async () => {
  const { openSignedIn, open, knock } = await setUp()
  const tab = await openSignedIn()
  const thief = await open({ resume: tab.resume })
  expect([thief.resumed, await tab.closed]).toEqual([true, socketClose.replaced])
  // Nor do the two go on side by side: whoever has spoken last with the token has it.
  expect(await isSomebodyIn(thief)).toBe(true)
  expect(await knock({ resume: tab.resume })).toBe(socketClose.refused)
})

test('T13 a token from before a reload is worth nothing once the page has spoken again', async () => {
  const { openSignedIn, open, knock } = await setUp()
  const first = await openSignedIn()
  await first.leave()
  const reloaded = await open({ resume: first.resume })
  expect(await isSomebodyIn(reloaded)).toBe(true)
  expect(await knock({ resume: first.resume })).toBe(socketClose.refused)
  expect(await isSomebodyIn(reloaded)).toBe(true)
})

test('T13 the token of a locked window opens the lock’s screen and nothing behind it', async () => {
  const { openSignedIn, open, owner } = await setUp()
  const tab = await openSignedIn()
  await tab.call('session.lock', {})
  const other = await open({ resume: tab.resume })
  expect([other.resumed, await isSomebodyIn(other), await answersOf(other)]).toEqual([true, false, ['locked']])
  await owner.call('replies.add', { shortcut: 'natal', title: 'Natal', text: 'Feliz Natal!', translations: [], files: [] })
  await settle()
  expect(await isSomebodyIn(other)).toBe(false)
  expect([owner.events().includes('reply.changed'), other.pushed]).toEqual([true, []])
})

test('T13 with the token of a locked window the PIN is asked for as at the window itself, five times and no more', async () => {
  const { openSignedIn, open, ownerId } = await setUp()
  const tab = await openSignedIn()
  expect(await tab.call('pin.set', { pin: '739164' })).toMatchObject({ ok: true })
  await tab.call('session.lock', {})
  let { resume } = tab
  const codes: string[] = []
  for (let count = 0; count < 6; count += 1) {
    // Coming anew does not begin the count anew.
    const other = await open({ resume })
    const answer = await other.call('session.unlock', { staffId: ownerId, pin: '000000' })
    codes.push(answer.ok ? 'in' : answer.error.code)
    resume = other.resume
  }
  const last = await open({ resume })
  const right = await last.call('session.unlock', { staffId: ownerId, pin: '739164' })
  expect([...codes, right.ok ? 'in' : right.error.code]).toEqual([...Array.from({ length: 5 }, () => 'wrong-pin'), 'pin-off', 'pin-off'])
})

test('T13 the token of a window that was signed out lets nobody in', async () => {
  const { openSignedIn, open } = await setUp()
  const tab = await openSignedIn()
  await tab.call('session.signOut', {})
  const other = await open({ resume: tab.resume })
  expect([await isSomebodyIn(other), await answersOf(other)]).toEqual([false, ['not-signed-in']])
})

test('T13 whoever comes back to half a sign-in still has to show the code', async () => {
  const { open, server } = await setUp()
  const tab = await open({ ticket: server.ticket() })
  expect(await tab.call('session.signIn', { login: OWNER.login, password: OWNER.password })).toMatchObject({ output: { next: 'code' } })
  const other = await open({ resume: tab.resume })
  expect([await isSomebodyIn(other), await answersOf(other)]).toEqual([false, ['not-signed-in']])
  expect(await other.call('session.giveCode', { code: '000000' })).toMatchObject({ error: { code: 'wrong-code' } })
})

test('T13 a ticket opens one window with nobody in it, and no second one', async () => {
  const { open, knock, server } = await setUp()
  const ticket = server.ticket()
  const window = await open({ ticket })
  expect([window.resumed, await isSomebodyIn(window), await answersOf(window)]).toEqual([false, false, ['not-signed-in']])
  expect(await knock({ ticket })).toBe(socketClose.refused)
  // A ticket is no token, and a token no ticket.
  expect(await knock({ resume: server.ticket() })).toBe(socketClose.refused)
  expect(await knock({ ticket: window.resume.slice(0, 22) })).toBe(socketClose.refused)
})

test('T13 neither ticket nor token stands in the log, and neither is a cookie', async () => {
  const { openSignedIn, open, knock, server } = await setUp()
  const tab = await openSignedIn()
  const ticket = server.ticket()
  const second = await open({ ticket })
  await knock({ ticket })
  await knock({ resume: tab.resume.slice(1) })
  const log = JSON.stringify(server.log.lines)
  expect([ticket, tab.resume, tab.resume.slice(1), second.resume].filter((secret) => log.includes(secret))).toEqual([])
  expect(server.log.lines.length).toBeGreaterThan(0)
  expect((await fetch(`${server.origin}/`)).headers.get('set-cookie')).toBeNull()
})
