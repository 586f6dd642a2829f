import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serverFrame, welcomeFrame, type MethodInput, type MethodName, type MethodOutput } from '#contract'
import { createCore } from '#core/create-core.ts'
import type { CoreProcess, FromCore, ToCore } from '#host/core-protocol.ts'
import { startHostedCore, type HostedConnection } from '#host/hosted-core.ts'
import { createSystemClock } from '#host/ports/system-clock.ts'
import { startReceiver } from '#host/receiver.ts'
import { createRendererFiles } from '#host/renderer-files.ts'
import { serveCore } from '#host/serve-core.ts'
import { startWindowServer } from '#serve/window-server.ts'
import { enrol } from '#test/support/authenticator.ts'
import { APP_SECRET, CREDENTIALS, OWNER } from '#test/support/core.ts'
import { createFakeGraph } from '#test/support/fake-graph.ts'
import { createFakeIds, createFakeLog, createFakeSecrets } from '#test/support/fake-ports.ts'
import { fakePasswords } from '#test/support/shop.ts'
import { messageWebhook, inboundText, signatureOf, toBody } from '#test/support/webhook-builder.ts'
import { expectThat } from './decoder-property.ts'
import { openRawWindow, textFrame } from './raw-window.ts'

/** Part of what storms send; it must be in no log. */
export const WIRE_CANARY = 'canario7391'

export const PAGE = '<!doctype html><title>Balcão</title>'

/** Whoever waits longer than this waits for ever. */
const PATIENCE_MS = 5000

export type WireRig = Awaited<ReturnType<typeof startWireRig>>

/**
 * A shop with its owner and number behind both doors of the Node host, the window server and the receiver, on real sockets. The core
 * is the real one and is spoken to as in a thread: every message is copied on its way.
 */
export async function startWireRig() {
  const folder = mkdtempSync(join(tmpdir(), 'balcao-wire-'))
  const page = join(folder, 'page')
  mkdirSync(page)
  writeFileSync(join(page, 'index.html'), PAGE)
  const log = createFakeLog()
  const clock = createSystemClock()
  const ids = createFakeIds()
  const graph = createFakeGraph()
  const core = await startHostedCore({
    spawn: () => spawnBeside({ secrets: createFakeSecrets(), ids, http: graph.http, passwords: fakePasswords }),
    start: {
      type: 'start',
      options: {
        folders: { shop: join(folder, 'shop'), practice: join(folder, 'practice') },
        openAtStart: null,
        graphUrl: 'https://graph.test',
      },
      logFolder: folder,
      isVerbose: false,
    },
    practice: { start: () => Promise.reject(new Error('There is no simulator here')), stop: async () => undefined },
    clock,
    log,
    gaveUp: () => undefined,
  })
  await setUpShop(() => core.connect({ reach: 'desk', device: 'desk', push: () => undefined, lost: () => undefined }))
  const windows = await startWindowServer({ core, files: createRendererFiles(page), port: 0, devOrigin: null, clock, ids, log })
  const receiver = await startReceiver({ core, port: 0, log })
  const receiverPort = Number(new URL(receiver.url).port)
  let goodBodies = 0
  const ticket = () => new URL(windows.issueUrl({ lifeMs: 60_000 })).hash.slice('#ticket='.length)

  return {
    ports: { windows: windows.port, receiver: receiverPort },
    folder,
    ticket,
    /** Throws unless an honest page, window and webhook are served as ever, and no log knows what was sent. */
    async expectGoodService() {
      const response = await fetch(`http://127.0.0.1:${windows.port}/`, { signal: AbortSignal.timeout(PATIENCE_MS) })
      expectThat(response.status === 200 && (await response.text()) === PAGE, `does not serve its page: ${response.status}`)
      await expectWindow(windows.port, ticket())
      goodBodies += 1
      const body = toBody(messageWebhook(inboundText(`bom ${goodBodies}`, { id: `wamid.wire${goodBodies}` })))
      const headers = { 'x-hub-signature-256': signatureOf(body, APP_SECRET) }
      const posted = await fetch(receiver.url, {
        method: 'POST',
        body: new Uint8Array(body),
        headers,
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      expectThat(posted.status === 200, `does not take a webhook: ${posted.status}`)
      const errors = log.lines.filter(({ level }) => level === 'error')
      expectThat(errors.length === 0, `logs ${errors[0]?.event}: ${String(errors[0]?.cause)}`)
      const written = JSON.stringify(log.lines.splice(0)) + readFileSync(join(folder, 'core.log'), 'utf8')
      expectThat(!written.includes(WIRE_CANARY), 'writes what was sent into a log')
    },
    async close() {
      await windows.close()
      await receiver.close()
      await core.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function expectWindow(port: number, ticket: string): Promise<void> {
  const window = await openRawWindow(port)
  expectThat(window !== null, 'refuses an honest window')
  window.write(textFrame(JSON.stringify({ hello: { ticket } })))
  window.write(textFrame(JSON.stringify({ id: 1, method: 'desk.status', input: {} })))
  expectThat(await window.until(() => window.texts.length >= 2, PATIENCE_MS), 'does not answer an honest window')
  const [welcome = '', reply = ''] = window.texts
  expectThat(welcomeFrame.safeParse(JSON.parse(welcome)).success, `welcomes with ${welcome}`)
  const parsed = serverFrame.parse(JSON.parse(reply))
  expectThat('ok' in parsed && parsed.ok, `answers ${reply}`)
  window.reset()
}

async function setUpShop(connect: () => HostedConnection): Promise<void> {
  const [owner, attendant] = [openClient(connect()), openClient(connect())]
  await owner.call('desk.openShop', {})
  await owner.call('staff.createOwner', OWNER)
  await enrol(owner)
  await owner.call('number.connect', CREDENTIALS)
  // For a week a password alone is enough: there are more sign-ins here in half a minute than codes.
  await owner.call('security.save', { rules: { idleLockMinutes: 30, attendantGraceDays: 7 } })
  const { login, password } = ATTENDANT
  const { invitation } = await owner.call('staff.invite', { name: 'Ana', login, roleId: 'attendant', teamIds: [] })
  await attendant.call('session.acceptInvitation', { code: invitation.code, password, language: 'en' })
  owner.close()
  attendant.close()
}

/** Somebody who signs in with a password and may do an attendant's work. */
export const ATTENDANT = { login: 'ana.wire', password: 'sete peixes no rio' }

function openClient(connection: HostedConnection) {
  let lastId = 0
  return {
    close: connection.close,
    async call<Name extends MethodName>(method: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>> {
      lastId += 1
      const reply = await connection.call({ id: lastId, method, input })
      if (!reply.ok) throw new Error(`The wire rig was refused ${method}: ${reply.error.code}`)
      // The dispatcher parsed the output with this method's own schema.
      return reply.output as MethodOutput<Name>
    },
  }
}

/** A core in this very thread, to which and from which every message is copied as a message port does. */
function spawnBeside(ports: Parameters<typeof createPorts>[0]): CoreProcess {
  let toCore: (message: ToCore) => void = () => undefined
  let fromCore: (message: FromCore) => void = () => undefined
  let exited: (reason: string) => void = () => undefined
  serveCore({
    port: {
      post: (message) => later(message, (copy) => fromCore(copy)),
      listen: (listener) => (toCore = listener),
    },
    createPorts: (given) => createPorts(ports, given),
    createCore,
    exit: () => setImmediate(() => exited('told to')),
  })
  return {
    post: (message) => later(message, (copy) => toCore(copy)),
    listen(listener) {
      fromCore = listener.message
      exited = listener.exit
    },
    kill: () => undefined,
  }
}

type Given = Parameters<Parameters<typeof serveCore>[0]['createPorts']>[0]

function createPorts(
  fixed: Pick<ReturnType<Parameters<typeof serveCore>[0]['createPorts']>, 'secrets' | 'ids' | 'http' | 'passwords'>,
  given: Given,
): ReturnType<Parameters<typeof serveCore>[0]['createPorts']> {
  return { ...fixed, ...given, clock: createSystemClock() }
}

/** Throws at once, as a port does, for what cannot be copied. */
function later<Message>(message: Message, deliver: (copy: Message) => void): void {
  const copy = structuredClone(message)
  setImmediate(() => deliver(copy))
}
