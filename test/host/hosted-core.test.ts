import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ServerFrame } from '#contract'
import type { CoreProcess, FromCore, ToCore } from '#host/core-protocol.ts'
import { spawnCoreThread } from '#host/core-thread.ts'
import { startHostedCore, type PracticeRunner } from '#host/hosted-core.ts'
import { createSystemClock } from '#host/ports/system-clock.ts'
import { createFakeClock, settle } from '#test/support/fake-clock.ts'
import { createFakeLog } from '#test/support/fake-ports.ts'
import { makeTemporaryFolder } from '#test/support/temporary-folder.ts'

const account = { graphUrl: 'http://127.0.0.1:1', token: 'a token', appSecret: 'a secret', phoneNumberId: '1', wabaId: '2' }
const entry = new URL('../support/fake-core-worker.ts', import.meta.url)

function createFakePracticeRunner(): PracticeRunner & { readonly calls: string[] } {
  const calls: string[] = []
  return {
    calls,
    async start({ language }) {
      calls.push(`start ${language}`)
      return account
    },
    async stop() {
      calls.push('stop')
    },
  }
}

async function setUpThread({ graphUrl = 'https://graph.test', heapMaxMb = 256 }: { graphUrl?: string; heapMaxMb?: number } = {}) {
  const folder = makeTemporaryFolder()
  const practice = createFakePracticeRunner()
  const log = createFakeLog()
  const core = await startHostedCore({
    spawn: () => spawnCoreThread(entry, { heapMaxMb }),
    start: {
      type: 'start',
      options: { folders: { shop: folder, practice: folder }, openAtStart: null, graphUrl },
      logFolder: folder,
      isVerbose: false,
    },
    practice,
    clock: createSystemClock(),
    log,
    gaveUp: () => undefined,
  })
  onTestFinished(() => core.close())
  return { core, practice, log, folder }
}

describe('a core in a thread', () => {
  it('refuses a call that is nested too deep to be passed on, and goes on', async () => {
    const { core } = await setUpThread()
    const connection = core.connect({ reach: 'desk', device: 'desk', push: () => undefined, lost: () => undefined })
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    expect([
      await connection.call({ id: 1, method: 'echo', input: deep }),
      await connection.call({ id: 2, method: 'echo', input: 'flat' }),
    ]).toEqual([
      { id: 1, ok: false, error: { code: 'invalid-input' } },
      { id: 2, ok: true, output: { method: 'echo', input: 'flat', reach: 'desk' } },
    ])
  })

  it('is told which device a window is, and when the computer is locked', async () => {
    const { core, folder } = await setUpThread()
    const connect = (device: string) => core.connect({ reach: 'desk', device, push: () => undefined, lost: () => undefined })
    const devices = await Promise.all(['desk', 'browser'].map((device) => connect(device).call({ id: 1, method: 'device', input: {} })))
    core.lock()
    await connect('desk').call({ id: 1, method: 'echo', input: {} })
    await core.close()
    expect({ devices, lock: readFileSync(join(folder, 'core.log'), 'utf8').includes('"core.locked"') }).toEqual({
      devices: [
        { id: 1, ok: true, output: 'desk' },
        { id: 1, ok: true, output: 'browser' },
      ],
      lock: true,
    })
  })

  it('answers calls and pushes events to the connection they belong to', async () => {
    const { core } = await setUpThread()
    const pushed: ServerFrame[][] = [[], []]
    const [first, second] = pushed.map((frames) =>
      core.connect({ reach: 'desk', device: 'desk', push: (frame) => frames.push(frame), lost: () => undefined }),
    )
    const replies = await Promise.all([
      first?.call({ id: 1, method: 'push', input: { to: 'first' } }),
      second?.call({ id: 1, method: 'echo', input: ['é', 1, null] }),
    ])
    expect({ replies, pushed }).toEqual({
      replies: [
        { id: 1, ok: true, output: { method: 'push', input: { to: 'first' }, reach: 'desk' } },
        { id: 1, ok: true, output: { method: 'echo', input: ['é', 1, null], reach: 'desk' } },
      ],
      pushed: [[{ seq: 1, event: 'pushed', payload: { to: 'first' } }], []],
    })
  })

  it('answers a call with the id of one under way: a page that was reloaded counts from one again', async () => {
    const { core } = await setUpThread()
    const connection = core.connect({ reach: 'desk', device: 'desk', push: () => undefined, lost: () => undefined })
    const waiting = connection.call({ id: 1, method: 'wait', input: null })
    expect(await connection.call({ id: 1, method: 'echo', input: null })).toMatchObject({ id: 1, ok: true, output: { method: 'echo' } })
    connection.close()
    expect(await waiting).toEqual({ id: 1, ok: false, error: { code: 'connection-lost' } })
  })

  it('takes webhooks as the bytes they are, and answers 500 for one it fails on', async () => {
    const { core } = await setUpThread()
    const post = (body: Buffer, signature: string) => core.receiveWebhook({ body, signature })
    expect({
      taken: await post(Buffer.from([0, 255, 10]), '3'),
      refused: await post(Buffer.from('abc'), 'x'),
      failed: await post(Buffer.from('throw'), ''),
      challenge: await core.verifyWebhook({ mode: 'subscribe', token: 'good', challenge: '42' }),
      noChallenge: await core.verifyWebhook({ mode: 'subscribe', token: 'bad', challenge: '42' }),
    }).toEqual({ taken: { status: 200 }, refused: { status: 401 }, failed: { status: 500 }, challenge: '42', noChallenge: null })
  })

  it('answers for files, and takes them, in pieces over the port', async () => {
    const { core } = await setUpThread()
    const uploaded = Readable.from([Buffer.alloc(200_000), Buffer.alloc(5)])
    const { status, headers, body } = await core.serveMedia({ method: 'POST', path: 'T/upload?name=x', range: null, body: uploaded })
    const pieces: Uint8Array[] = []
    for await (const piece of body ?? []) pieces.push(piece)
    expect([status, headers, JSON.parse(Buffer.concat(pieces).toString())]).toEqual([
      200,
      { 'content-type': 'text/plain' },
      { method: 'POST', path: 'T/upload?name=x', range: null, uploadedBytes: 200_005 },
    ])
  })

  it('is given a body in memory of its own rather than a copy of it', async () => {
    const { core } = await setUpThread()
    const own = Buffer.allocUnsafeSlow(5000).fill('a')
    const shared = Buffer.from('a piece of a common buffer')
    const answers = [
      await core.receiveWebhook({ body: own, signature: '5000' }),
      await core.receiveWebhook({ body: shared, signature: `${shared.length}` }),
    ]
    expect({ answers, left: [own.length, shared.toString()] }).toEqual({
      answers: [{ status: 200 }, { status: 200 }],
      left: [0, 'a piece of a common buffer'],
    })
  })

  it('has a heap with limits, of which the young generation’s is small', async () => {
    const { core } = await setUpThread({ heapMaxMb: 100 })
    const connection = core.connect({ reach: 'desk', device: 'desk', push: () => undefined, lost: () => undefined })
    expect(await connection.call({ id: 1, method: 'limits', input: null })).toMatchObject({
      output: { maxOldGenerationSizeMb: 100, maxYoungGenerationSizeMb: 12 },
    })
  })

  it('gets its practice account from the host, with its secrets wrapped again', async () => {
    const { core, practice } = await setUpThread()
    const connection = core.connect({ reach: 'desk', device: 'desk', push: () => undefined, lost: () => undefined })
    expect(await connection.call({ id: 1, method: 'practice', input: null })).toMatchObject({
      output: { graphUrl: account.graphUrl, token: 'a token', isHidden: '<redacted>' },
    })
    expect(practice.calls).toEqual(['start pt-BR'])
  })

  it('F73: tells each connection when it crashes, answers what was under way, stops the simulator, and runs again', async () => {
    const { core, practice } = await setUpThread()
    const lost: string[] = []
    const [first, second] = ['first', 'second'].map((name) =>
      core.connect({ reach: 'desk', device: 'desk', push: () => undefined, lost: () => lost.push(name) }),
    )
    const replies = await Promise.all([
      second?.call({ id: 7, method: 'wait', input: null }),
      first?.call({ id: 1, method: 'crash', input: null }),
    ])
    expect({ replies, lost, practice: practice.calls, late: await first?.call({ id: 2, method: 'echo', input: null }) }).toEqual({
      replies: [7, 1].map((id) => ({ id, ok: false, error: { code: 'connection-lost' } })),
      lost: ['first', 'second'],
      practice: ['stop'],
      late: { id: 2, ok: false, error: { code: 'connection-lost' } },
    })
    await expect
      .poll(
        async () =>
          (
            await core
              .connect({ reach: 'desk', device: 'desk', push: () => undefined, lost: () => undefined })
              .call({ id: 1, method: 'echo', input: 1 })
          ).ok,
        { timeout: 5_000 },
      )
      .toBe(true)
  })

  it('F73: that runs out of memory takes nobody with it: windows are told, and it runs again', async () => {
    const { core, log } = await setUpThread({ heapMaxMb: 48 })
    const lost = Promise.withResolvers<void>()
    const connection = core.connect({ reach: 'desk', device: 'desk', push: () => undefined, lost: lost.resolve })
    const reply = await connection.call({ id: 1, method: 'exhaust', input: null })
    await lost.promise
    await expect
      .poll(
        async () =>
          (
            await core
              .connect({ reach: 'desk', device: 'desk', push: () => undefined, lost: () => undefined })
              .call({ id: 1, method: 'echo', input: 1 })
          ).ok,
        { timeout: 5_000 },
      )
      .toBe(true)
    expect({ reply, cause: log.lines.find(({ event }) => event === 'core.stopped')?.cause }).toMatchObject({
      reply: { id: 1, ok: false, error: { code: 'connection-lost' } },
      cause: { message: expect.stringContaining('memory') },
    })
  })

  it('closes in good order', async () => {
    const { core, folder } = await setUpThread()
    await core.close()
    expect(readFileSync(join(folder, 'core.log'), 'utf8')).toContain('"event":"core.closed"')
  })

  it('says why it could not start', async () => {
    await expect(setUpThread({ graphUrl: 'fail' })).rejects.toThrow('The core stopped: No such luck')
  })
})

type FakeProcess = CoreProcess & { readonly posted: ToCore[]; say(message: FromCore): void; fall(): void }

/** Plays a core's process: the test says what it says, and when it falls. */
function createFakeProcess(): FakeProcess {
  const posted: ToCore[] = []
  let listener: Parameters<CoreProcess['listen']>[0] | null = null
  return {
    posted,
    post: (message) => posted.push(message),
    listen: (given) => (listener = given),
    kill: () => listener?.exit('killed'),
    say: (message) => listener?.message(message),
    fall: () => listener?.exit('fell'),
  }
}

describe('a core that falls', () => {
  async function setUp() {
    const processes: FakeProcess[] = []
    const clock = createFakeClock()
    const world = { cannotSpawn: false }
    let gaveUp = 0
    const starting = startHostedCore({
      spawn() {
        if (world.cannotSpawn) throw new Error('no more threads')
        const made = createFakeProcess()
        processes.push(made)
        return made
      },
      start: {
        type: 'start',
        options: { folders: { shop: '', practice: '' }, openAtStart: null, graphUrl: '' },
        logFolder: '',
        isVerbose: false,
      },
      practice: createFakePracticeRunner(),
      clock,
      log: createFakeLog(),
      gaveUp: () => (gaveUp += 1),
    })
    processes[0]?.say({ type: 'ready' })
    const core = await starting
    async function fall() {
      processes.at(-1)?.fall()
      await settle()
      await clock.advance(500)
    }
    return { core, processes, clock, world, fall, gaveUp: () => gaveUp }
  }

  it('F73: is started three times a minute, and then given up', async () => {
    const { processes, fall, gaveUp } = await setUp()
    const counts = []
    for (let round = 0; round < 4; round += 1) {
      await fall()
      counts.push([processes.length, gaveUp()])
    }
    expect(counts).toEqual([
      [2, 0],
      [3, 0],
      [4, 0],
      [4, 1],
    ])
  })

  it('is started again and again when it falls more rarely', async () => {
    const { processes, clock, fall, gaveUp } = await setUp()
    for (let round = 0; round < 10; round += 1) {
      await fall()
      await clock.advance(30_000)
    }
    expect([processes.length, gaveUp()]).toEqual([11, 0])
  })

  it('that cannot even be spawned again counts as fallen: it is tried again, and then given up', async () => {
    const { processes, clock, world, fall, gaveUp } = await setUp()
    world.cannotSpawn = true
    await fall()
    world.cannotSpawn = false
    await clock.advance(500)
    const recovered = processes.length
    world.cannotSpawn = true
    await fall()
    await clock.advance(1_000)
    expect({ recovered, gaveUp: gaveUp() }).toEqual({ recovered: 2, gaveUp: 1 })
  })

  it('answers between two runs: webhooks later, windows lost', async () => {
    const { core, processes, clock } = await setUp()
    processes[0]?.fall()
    await settle()
    let lost = 0
    const connection = core.connect({ reach: 'desk', device: 'desk', push: () => undefined, lost: () => (lost += 1) })
    const answers = [
      await core.receiveWebhook({ body: Buffer.from(''), signature: null }),
      await connection.call({ id: 1, method: 'desk.status', input: {} }),
    ]
    await clock.advance(1)
    expect({ answers, lost }).toEqual({ answers: [{ status: 503 }, { id: 1, ok: false, error: { code: 'connection-lost' } }], lost: 1 })
  })

  it('is not started again once the host closes', async () => {
    const { core, processes, clock } = await setUp()
    const closing = core.close()
    processes[0]?.fall()
    await closing
    await clock.advance(60_000)
    expect(processes.map((made) => made.posted.map((message) => message.type))).toEqual([['start', 'shutdown']])
  })

  it('is stopped the hard way when it does not close within ten seconds', async () => {
    const { core, clock } = await setUp()
    const closing = core.close()
    await clock.advance(10_000)
    await expect(closing).resolves.toBeUndefined()
  })
})
