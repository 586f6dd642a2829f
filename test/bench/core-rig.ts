import type { MethodInput, MethodName, MethodOutput, ShopKind } from '#contract'
import { createCore, type Core } from '#core/create-core.ts'
import type { Http, HttpRequest, HttpResult } from '#core/ports.ts'
import { createArgon2Passwords } from '#host/ports/argon2-passwords.ts'
import { createSystemClock } from '#host/ports/system-clock.ts'
import { createSystemIds } from '#host/ports/system-ids.ts'
import { createFakeGraph } from '#test/support/fake-graph.ts'
import { streamed } from '#test/support/fake-http.ts'
import { OWNER } from '#test/support/shop-rig.ts'
import { createFileSecrets } from '#test/support/file-secrets.ts'
import { quietLog } from './quiet-log.ts'
import { createPhone } from './shop/phone.ts'
import type { ShopFolder } from './shop/shop-folder.ts'

export type CoreRig = CoreWindow & {
  readonly core: Core
  openWindow(): CoreWindow
  close(): Promise<void>
}

export type CoreWindow = {
  /** Throws when the call is refused. */
  call<Name extends MethodName>(method: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>>
  /** As the owner, unless somebody else is named. */
  signIn(login?: string): Promise<void>
}

/** As far as Meta is from a shop. */
const NETWORK_MS = 60
/** A window that is left alone locks itself. */
const MOVES_EVERY_MS = 4 * 60_000

/** The real core in this process, on a shop's files, with a window open on it. Only the network is not real. */
export async function openCore(folder: ShopFolder, openAtStart: ShopKind | null = 'shop'): Promise<CoreRig> {
  const clock = createSystemClock()
  const core = await createCore(
    {
      secrets: createFileSecrets(folder.keys),
      clock,
      ids: createSystemIds({ clock }),
      log: quietLog,
      http: createDistantGraph(),
      passwords: createArgon2Passwords(),
      practice: { start: () => Promise.reject(new Error('No practice shop here')), stop: () => Promise.resolve() },
    },
    { folders: folder, openAtStart, graphUrl: 'https://graph.facebook.com' },
  )

  let ownersPhone: ReturnType<typeof createPhone> | null = null
  const phone = () => (ownersPhone ??= createPhone(folder))

  function openWindow(): CoreWindow {
    const connection = core.connect({ reach: 'desk', device: 'desk', push: () => undefined })
    let lastId = 0

    async function call<Name extends MethodName>(method: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>> {
      lastId += 1
      const reply = await connection.call({ id: lastId, method, input })
      if (!reply.ok) throw new Error(`${method} was refused: ${JSON.stringify(reply.error)}`)
      // The dispatcher parsed the output with this method's own schema.
      return reply.output as MethodOutput<Name>
    }

    return {
      call,
      async signIn(login = OWNER.login) {
        const { next } = await call('session.signIn', { login, password: OWNER.password })
        if (next !== 'in') await call('session.giveCode', { code: await phone().nextCode() })
        setInterval(() => void connection.call({ id: 0, method: 'session.touch', input: {} }), MOVES_EVERY_MS).unref()
      },
    }
  }

  return { core, openWindow, close: () => core.close(), ...openWindow() }
}

/** Takes everything, after a while. */
function createDistantGraph(): Http {
  const graph = createFakeGraph()
  async function send(request: HttpRequest): Promise<HttpResult> {
    await new Promise((resolve) => setTimeout(resolve, NETWORK_MS))
    const answer = await graph.http.send(request)
    // They would pile up over thousands of sends.
    graph.sends.length = 0
    graph.calls.length = 0
    return answer
  }
  return { send, stream: (request) => streamed(send(request)) }
}
