import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { CallFailure, EventFrame, MethodInput, MethodName, MethodOutput, Reach } from '#contract'
import { createCore, type Core, type CoreOptions } from '#core/create-core.ts'
import { Redacted } from '#core/lib/redacted.ts'
import type { Http, HttpRequest, HttpResult, Ports, PracticeAccount, PracticeHost } from '#core/ports.ts'
import { createFakeClock } from './fake-clock.ts'
import { createFakeIds, createFakeLog, createFakeSecrets } from './fake-ports.ts'
import { fakePasswords } from './shop.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

/** A whole core on files in a temporary folder, with fakes for everything outside it. Closed when the test ends. */
export async function setUpCore(overrides: Partial<CoreOptions & { ports: Partial<Ports> }> = {}) {
  const folder = makeTemporaryFolder()
  const fakes = { secrets: createFakeSecrets(), clock: createFakeClock(), ids: createFakeIds(), log: createFakeLog(), http: createFakeHttp(), passwords: fakePasswords, practice: createFakePractice() }
  const { ports, ...options } = overrides
  const folders = { shop: join(folder, 'shop'), practice: join(folder, 'practice') }
  const start = () =>
    createCore({ ...fakes, ...ports }, { folders, openAtStart: null, graphUrl: 'https://graph.test', ...options })
  let core: Core = await start()
  onTestFinished(() => core.close())

  return {
    ...fakes,
    folders,
    core: () => core,
    window: (reach: Reach = 'desk') => openWindow(core, reach),
    /** Closes the core and starts another on the same folders. */
    async restart() {
      await core.close()
      core = await start()
    },
  }
}

export type Window = ReturnType<typeof openWindow>

/** One connection, with what was pushed to it. */
export function openWindow(core: Core, reach: Reach) {
  const pushed: EventFrame[] = []
  let lastId = 0
  const connection = core.connect({
    reach,
    push(frame) {
      if ('event' in frame) pushed.push(frame)
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

export type FakePractice = PracticeHost & { readonly calls: string[] }

export function createFakePractice(account: Partial<PracticeAccount> = {}): FakePractice {
  const calls: string[] = []
  return {
    calls,
    async start({ language }) {
      calls.push(`start ${language}`)
      return {
        graphUrl: 'http://127.0.0.1:1',
        token: new Redacted('practice-token'),
        appSecret: new Redacted('practice-app-secret'),
        phoneNumberId: '100200300',
        wabaId: '400500600',
        ...account,
      }
    },
    async stop() {
      calls.push('stop')
    },
  }
}

export type FakeHttp = Http & { readonly requests: HttpRequest[]; answer(request: HttpRequest): HttpResult }

/** Answers as Meta does for the number it is asked for; replace `answer` for anything else. */
export function createFakeHttp(): FakeHttp {
  const requests: HttpRequest[] = []
  const http: FakeHttp = {
    requests,
    answer: (request) => ({
      kind: 'answered',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(
        JSON.stringify({ id: new URL(request.url).pathname.split('/').at(-1), display_phone_number: '+55 11 95555-0100', verified_name: 'Loja de treino', quality_rating: 'GREEN' }),
      ),
    }),
    async send(request) {
      requests.push(request)
      return http.answer(request)
    },
  }
  return http
}
