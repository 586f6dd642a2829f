import type * as Electron from 'electron'
import { describe, expect, it } from 'vitest'
import { FRAME_MAX_BYTES } from '#contract'
import { invokeEvent } from '#test/support/fake-electron.ts'
import { setUpShell } from '#test/support/shell.ts'

async function setUp() {
  const shell = await setUpShell()
  const handler = shell.electron.handlers.get('balcao:call')
  const call = (event: Electron.IpcMainInvokeEvent, method: unknown, input?: unknown) => handler!(event, method, input)
  return { ...shell, call, calls: () => shell.core.connections.flatMap((connection) => connection.calls) }
}

describe('calls from windows', () => {
  it('E15 of our page reach the core as this machine’s own window, each with a number the page cannot choose', async () => {
    const { call, core, window } = await setUp()
    const event = invokeEvent(window().contents)
    expect([await call(event, 'desk.status', { a: 1 }), await call(event, 'desk.status')]).toEqual([
      { ok: true, output: { a: 1 } },
      { ok: true, output: null },
    ])
    expect(core.connections.map(({ reach, device, calls }) => ({ reach, device, calls }))).toEqual([
      {
        reach: 'desk',
        device: 'desk',
        calls: [
          { id: 1, method: 'desk.status', input: { a: 1 } },
          { id: 2, method: 'desk.status', input: null },
        ],
      },
    ])
  })

  it('T18 are told to wait beyond 200 at once, sign-ins like any other, and get 50 a second back', async () => {
    const { call, calls, clock, window } = await setUp()
    const event = invokeEvent(window().contents)
    const answers = await Promise.all(Array.from({ length: 2000 }, () => call(event, 'session.signIn', {})))
    const refused = { ok: false, error: { code: 'too-many-requests' } }
    expect([calls().length, answers.slice(200).every((answer) => JSON.stringify(answer) === JSON.stringify(refused))]).toEqual([200, true])
    await clock.advance(1000)
    await Promise.all(Array.from({ length: 100 }, () => call(event, 'session.signIn', {})))
    expect(calls().length).toBe(250)
  })

  it('E15 come over one channel', async () => {
    const { electron } = await setUp()
    expect(electron.argsOf('ipcMain.handle')).toEqual([['balcao:call']])
  })

  it.each<[string, Partial<Electron.WebFrameMain> | null]>([
    ['a frame that is gone', null],
    ['a frame that is being destroyed', { isDestroyed: () => true }],
    ['a frame inside our page', { parent: {} as Electron.WebFrameMain }],
    ['a page of the web', { url: 'https://evil.example/' }],
    ['a host that only starts like ours', { url: 'app://balcao.evil/' }],
    ['an address with our host as its user', { url: 'app://balcao@evil/' }],
    ['an empty page', { url: 'about:blank' }],
    ['a file', { url: 'file:///opt/balcao/index.html' }],
  ])('E15 from %s are refused, and nothing reaches the core', async (_name, frame) => {
    const { call, calls, window } = await setUp()
    expect(await call(invokeEvent(window().contents, frame), 'desk.status', {})).toEqual({
      ok: false,
      error: { code: 'not-reachable-from-here' },
    })
    expect(calls()).toEqual([])
  })

  it('E15 from contents that are no window of ours, or of a closed one, are refused', async () => {
    const { call, calls, core, electron, window } = await setUp()
    const foreign = await call(invokeEvent(electron.createContents()), 'desk.status', {})
    window().close()
    const closed = await call(invokeEvent(window().contents), 'desk.status', {})
    const refused = { ok: false, error: { code: 'not-reachable-from-here' } }
    expect({ foreign, closed, calls: calls(), isClosed: core.connections[0]?.isClosed }).toEqual({
      foreign: refused,
      closed: refused,
      calls: [],
      isClosed: true,
    })
  })

  it('E15 carry plain JSON of a frame’s size, and a name', async () => {
    const { call, calls, window } = await setUp()
    const event = invokeEvent(window().contents)
    const cyclic: Record<string, unknown> = {}
    cyclic['self'] = cyclic
    const code = async (method: unknown, input: unknown) => {
      const answer = await call(event, method, input)
      return JSON.stringify(answer)
    }
    expect([
      await code('m'.repeat(81), {}),
      await code(7, {}),
      await code('desk.status', cyclic),
      await code('desk.status', 1n),
      await code('desk.status', 'é'.repeat(FRAME_MAX_BYTES / 2)),
    ]).toEqual(
      ['invalid-input', 'invalid-input', 'invalid-input', 'invalid-input', 'too-large'].map((failure) =>
        JSON.stringify({ ok: false, error: { code: failure } }),
      ),
    )
    expect(calls()).toEqual([])
    await call(event, 'desk.status', { at: new Date(0), map: new Map([['a', 1]]) })
    expect(calls()).toEqual([{ id: 1, method: 'desk.status', input: { at: '1970-01-01T00:00:00.000Z', map: {} } }])
  })

  it('E17 that fail give a code and a reference, as the core gave them', async () => {
    const { call, core, window } = await setUp()
    core.answer = (frame) => ({ id: frame.id, ok: false, error: { code: 'internal', ref: 'R1' } })
    expect(await call(invokeEvent(window().contents), 'desk.status', {})).toEqual({ ok: false, error: { code: 'internal', ref: 'R1' } })
  })

  it('E15 hold whatever a page sends: a thousand odd inputs are answered, and none throws', async () => {
    const { call, window } = await setUp()
    const event = invokeEvent(window().contents)
    const odd = [
      undefined,
      null,
      true,
      0,
      -0,
      Number.NaN,
      Infinity,
      '',
      '\u0000',
      [],
      [[]],
      {},
      { __proto__: null },
      () => undefined,
      Symbol('s'),
      10n,
      new Date(Number.NaN),
      new Uint8Array(3),
      /x/,
    ]
    for (let count = 0; count < 1_000; count += 1) {
      const answer = await call(event, odd[count % odd.length], { a: odd[(count * 7) % odd.length], b: odd[(count * 13) % odd.length] })
      expect(answer).toHaveProperty('ok')
    }
  })
})

describe('events', () => {
  it('go to the window they are for, and to none that is closed', async () => {
    const { core, window } = await setUp()
    const event = { seq: 1, event: 'desk.changed', payload: {} }
    core.connections[0]?.push(event)
    core.connections[0]?.push({ id: 1, ok: true, output: 'answers are not pushed' })
    window().close()
    core.connections[0]?.push({ ...event, seq: 2 })
    expect(window().contents.sent).toEqual([['balcao:push', event]])
  })

  it('say so when the core was restarted, and calls go to the new one', async () => {
    const { call, clock, core, window } = await setUp()
    core.connections[0]?.lost()
    await clock.advance(1_000)
    await call(invokeEvent(window().contents), 'desk.status', {})
    expect({ sent: window().contents.sent, calls: core.connections.map((connection) => connection.calls.length) }).toEqual({
      sent: [['balcao:push', { restarted: true }]],
      calls: [0, 1],
    })
  })
})
