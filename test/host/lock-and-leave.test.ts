import { expect, test } from 'vitest'
import { welcomeFrame, type MethodName } from '#contract'
import type { Core } from '#core/create-core.ts'
import type { HostedCore } from '#host/hosted-core.ts'
import { setUpCore, signInAs } from '#test/support/core.ts'
import { expectedAccess } from '#test/support/expected-access.ts'
import { invokeEvent } from '#test/support/fake-electron.ts'
import { setUpShell } from '#test/support/shell.ts'
import { setUpWindowServer, type RawWindow } from '#test/support/window-server.ts'

type Answer = { ok: true; output: unknown } | { ok: false; error: { code: string } }

/** What a window sees, whichever way it is connected. */
type AnyWindow = {
  call(method: string, input: unknown): Promise<Answer>
  /** What was pushed so far, in order. */
  events(): { event: string; payload: unknown }[]
}

/** A hosted core that runs in this very thread. */
const hosted = (core: Core): HostedCore => ({ ...core, connect: ({ reach, device, push }) => core.connect({ reach, device, push }) })

/** One practice shop with a window of the program itself and one in a browser, both Ana's, and Helena’s to see to people. */
async function setUp() {
  const shop = await setUpCore({ openAtStart: 'practice' })
  const core = hosted(shop.core())
  const shell = await setUpShell({ startDesk: async () => ({ core, webhookUrl: '', close: async () => undefined }) })
  const server = await setUpWindowServer({ core })
  const helena = await signInAs(shop, 'Helena')
  const people = await helena.call('practice.people', {})
  const staffId = people.people.find(({ name }) => name === 'Ana')!.staffId
  const ipc = ipcWindow(shell)
  const { page, resume } = await openPage(server, { ticket: server.ticket() })
  for (const window of [ipc, page]) expect(await window.call('practice.signInAs', { staffId })).toMatchObject({ ok: true })
  return { shop, shell, server, helena, staffId, ipc, page, resume, windows: { ipc, page } }
}

function ipcWindow({ electron, window }: Awaited<ReturnType<typeof setUpShell>>): AnyWindow {
  const { contents } = window()
  return {
    // The transport answers like this on every call.
    call: async (method, input) => (await electron.handlers.get('balcao:call')!(invokeEvent(contents), method, input)) as Answer,
    events: () => contents.sent.map(([_channel, push]) => push as { event: string; payload: unknown }),
  }
}

async function openPage({ socket }: Awaited<ReturnType<typeof setUpWindowServer>>, hello: { ticket: string } | { resume: string }) {
  const raw: RawWindow = socket()
  await raw.send({ hello })
  const { resume } = welcomeFrame.parse(await raw.next()).welcome
  const pushed: { event: string; payload: unknown }[] = []
  let lastId = 0
  const page: AnyWindow = {
    events: () => pushed,
    async call(method, input) {
      lastId += 1
      await raw.send({ id: lastId, method, input })
      for (;;) {
        // The server sends nothing but answers and events.
        const frame = (await raw.next()) as { id: number } & Answer & { event: string; payload: unknown }
        if (!('event' in frame)) return frame
        pushed.push({ event: frame.event, payload: frame.payload })
      }
    },
  }
  return {
    page,
    resume,
    async leave() {
      raw.socket.close()
      await raw.closed
    },
  }
}

const endings = (window: AnyWindow) => window.events().filter(({ event }) => event === 'session.ended')
const ended = (reason: string) => expect.objectContaining({ event: 'session.ended', payload: { reason } })

test('T02 from the moment the computer sleeps nothing is answered to any window but what everybody may ask', async () => {
  const { shell, windows } = await setUp()
  // No timer is needed: the clock stands still.
  shell.electron.emitPower('suspend')
  for (const window of Object.values(windows)) {
    const wrong: string[] = []
    for (const [method, { who }] of Object.entries(expectedAccess)) {
      const answer = await window.call(method, null)
      const code = answer.ok ? 'answered' : answer.error.code
      if (code !== (who === 'anyone' ? 'invalid-input' : 'locked')) wrong.push(`${method}: ${code}`)
    }
    expect(wrong).toEqual([])
    expect(endings(window)).toEqual([ended('locked')])
    expect(await window.call('session.me', {})).toMatchObject({ ok: true, output: { me: null } })
  }
})

test('T02 what arrives while the windows are locked reaches none of them', async () => {
  const { shop, helena, shell, windows } = await setUp()
  shell.electron.emitPower('lock-screen')
  await helena.call('practice.signInAs', { staffId: helena.staffId })
  await helena.call('replies.add', { shortcut: 'natal', title: 'Natal', text: 'Feliz Natal!', translations: [], files: [] })
  await shop.clock.advance(1000)
  for (const window of Object.values(windows)) {
    await window.call('session.me', {})
    expect(window.events().map(({ event }) => event)).not.toContain('reply.changed')
  }
})

test('T04 somebody who leaves is out of every window at once: told in the same turn, and refused at the next call', async () => {
  const { helena, staffId, windows } = await setUp()
  await helena.call('staff.leave', { staffId, handTo: null })
  for (const window of Object.values(windows)) {
    const methods: [MethodName, unknown][] = [
      ['conversations.list', { view: 'all', limit: 10 }],
      ['staff.list', {}],
      ['session.list', {}],
    ]
    for (const [method, input] of methods)
      expect(await window.call(method, input)).toMatchObject({ ok: false, error: { code: 'not-signed-in' } })
    expect(endings(window)).toEqual([ended('disabled')])
    const tiles = await window.call('session.tiles', {})
    expect([tiles.ok, JSON.stringify(tiles).includes(staffId)]).toEqual([true, false])
    expect(await window.call('practice.signInAs', { staffId })).toMatchObject({ ok: false })
    expect(await window.call('session.unlock', { staffId, pin: '482915' })).toMatchObject({ ok: false, error: { code: 'pin-off' } })
  }
})

test('a window that is locked stays locked over a reload, and one whose session was ended meanwhile is out', async () => {
  const { shop, server, helena, page, resume } = await setUp()
  await page.call('session.lock', {})
  const reloaded = await openPage(server, { resume })
  expect(await reloaded.page.call('staff.list', {})).toMatchObject({ ok: false, error: { code: 'locked' } })
  await reloaded.leave()
  const { sessions } = await helena.call('session.listAll', {})
  const { sessionId } = sessions.find(({ device, isLocked }) => device === 'browser' && isLocked)!
  await helena.call('session.kill', { sessionId })
  await shop.clock.advance(1000)
  const again = await openPage(server, { resume: reloaded.resume })
  expect(await again.page.call('staff.list', {})).toMatchObject({ ok: false, error: { code: 'not-signed-in' } })
})

test('who is signed in stays so over a reload', async () => {
  const { server, staffId, resume } = await setUp()
  const { page } = await openPage(server, { resume })
  expect(await page.call('session.me', {})).toMatchObject({ ok: true, output: { me: { staffId } } })
})
