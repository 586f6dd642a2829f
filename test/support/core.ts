import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { CallFailure, EventFrame, MethodInput, MethodName, MethodOutput, Reach } from '#contract'
import { createCore, type Core, type CoreOptions } from '#core/create-core.ts'
import { Redacted } from '#core/lib/redacted.ts'
import type { Ports, PracticeAccount, PracticeHost } from '#core/ports.ts'
import { enrol } from './authenticator.ts'
import { createFakeClock, settle } from './fake-clock.ts'
import { createFakeGraph, FAKE_NUMBER } from './fake-graph.ts'
import { createFakeIds, createFakeLog, createFakeSecrets } from './fake-ports.ts'
import { fakePasswords } from './shop.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'
import { signatureOf, toBody } from './webhook-builder.ts'

export const APP_SECRET = 'app-secret-of-the-tests'
export const OWNER = {
  shopName: 'Mercadinho',
  name: 'Dona Rosa',
  login: 'rosa',
  password: 'um cavalo na chuva',
  language: 'pt-BR' as const,
}
export const CREDENTIALS = {
  token: 'token-of-the-tests',
  appSecret: APP_SECRET,
  phoneNumberId: FAKE_NUMBER.numberId,
  wabaId: FAKE_NUMBER.wabaId,
}

export type CoreSetUp = Awaited<ReturnType<typeof setUpCore>>

/** A whole core on files in a temporary folder, with fakes for everything outside it. Closed when the test ends. */
export async function setUpCore(overrides: Partial<CoreOptions> & { ports?: Partial<Ports> } = {}) {
  const folder = makeTemporaryFolder()
  const graph = createFakeGraph()
  const secrets = createFakeSecrets()
  const clock = createFakeClock()
  const ids = createFakeIds()
  const log = createFakeLog()
  const practice = createFakePractice()
  const { ports, ...options } = overrides
  const folders = { shop: join(folder, 'shop'), practice: join(folder, 'practice') }
  const start = () =>
    createCore(
      { secrets, clock, ids, log, http: graph.http, passwords: fakePasswords, practice, ...ports },
      { folders, openAtStart: null, graphUrl: 'https://graph.test', ...options },
    )
  let core = await start()
  onTestFinished(() => core.close())

  return {
    graph,
    secrets,
    clock,
    log,
    practice,
    folders,
    core: () => core,
    startAnother: start,
    window: (reach: Reach = 'desk', device = 'desk') => openWindow(core, reach, device),
    /** Signs the body as Meta does, and lets it be applied. */
    async webhook(json: unknown) {
      const body = toBody(json)
      const { status } = await core.receiveWebhook({ body, signature: signatureOf(body, APP_SECRET) })
      await settle()
      return status
    },
    /** Closes the core and starts another on the same folders. */
    async restart() {
      await core.close()
      core = await start()
    },
  }
}

/** A real shop with its owner signed in, whose app is set up. */
export async function setUpRealShop(overrides: Parameters<typeof setUpCore>[0] = {}) {
  const shop = await setUpCore({ openAtStart: 'shop', ...overrides })
  const owner = shop.window()
  await owner.call('desk.openShop', {})
  const { me } = await owner.call('staff.createOwner', OWNER)
  const authenticator = await enrol(owner, shop.clock)
  return { ...shop, owner, ownerId: me.staffId, authenticator }
}

/** Another window of the shop, in which its owner signs in with password and code. */
export async function signInOwner(shop: Pick<Awaited<ReturnType<typeof setUpRealShop>>, 'window' | 'authenticator'>): Promise<Window> {
  const window = shop.window()
  await window.call('session.signIn', { login: OWNER.login, password: OWNER.password })
  await window.call('session.giveCode', { code: shop.authenticator.code() })
  return window
}

/** A window on the practice shop, signed in as one of its people. */
export async function signInAs(shop: Pick<CoreSetUp, 'window'>, name: string) {
  const window = shop.window()
  await window.call('desk.openPractice', {})
  const { people } = await window.call('practice.people', {})
  const person = people.find((each) => each.name === name)
  if (person === undefined) throw new Error(`Nobody is called ${name}`)
  await window.call('practice.signInAs', { staffId: person.staffId })
  return { ...window, staffId: person.staffId }
}

export type Window = ReturnType<typeof openWindow>

/** One connection, with what was pushed to it. */
export function openWindow(core: Core, reach: Reach, device = 'desk') {
  const pushed: EventFrame[] = []
  const watchers = new Set<() => void>()
  let lastId = 0
  const connection = core.connect({
    reach,
    device,
    push(frame) {
      if (!('event' in frame)) return
      pushed.push(frame)
      for (const watcher of watchers) watcher()
    },
  })
  async function send(method: string, input: unknown) {
    lastId += 1
    return await connection.call({ id: lastId, method, input })
  }
  return {
    pushed,
    /** Names of what was pushed so far, in order. */
    events: () => pushed.map((frame) => frame.event),
    close: () => connection.close(),
    /** Resolves once `check` holds, looking again at each event. */
    until: (check: () => boolean) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!check()) return
          watchers.delete(look)
          resolve()
        }
        watchers.add(look)
        look()
      }),
    /** Throws when the call is refused. */
    async call<Name extends MethodName>(method: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>> {
      const reply = await send(method, input)
      if (!reply.ok) throw new Error(`${method} was refused: ${JSON.stringify(reply.error)}`)
      // The dispatcher parsed the output with this method's own schema.
      return reply.output as MethodOutput<Name>
    },
    /** The refusal; throws when there was none. */
    async refusal(method: string, input: unknown): Promise<CallFailure> {
      const reply = await send(method, input)
      if (reply.ok) throw new Error(`${method} was not refused`)
      return reply.error
    },
  }
}

type FakePractice = PracticeHost & { readonly calls: string[] }

function createFakePractice(account: Partial<PracticeAccount> = {}): FakePractice {
  const calls: string[] = []
  return {
    calls,
    async start({ language, alreadyWrote }) {
      calls.push(['start', language, ...alreadyWrote].join(' '))
      return {
        graphUrl: 'http://127.0.0.1:1',
        token: new Redacted('practice-token'),
        appSecret: new Redacted(APP_SECRET),
        phoneNumberId: FAKE_NUMBER.numberId,
        wabaId: FAKE_NUMBER.wabaId,
        ...account,
      }
    },
    async stop() {
      calls.push('stop')
    },
  }
}
