import type { MethodName, Reach, ServerFrame, ShopKind } from '#contract'
import { createShop, type Shop } from './create-shop.ts'
import { migrations } from './db/migrations/list.ts'
import { createDesk, type ShownKey } from './desk/desk.ts'
import { createDeskHandlers } from './desk/handlers.ts'
import { createConnections, type Connection } from './dispatch/connections.ts'
import { createDispatcher } from './dispatch/dispatcher.ts'
import { createEventHub } from './dispatch/event-hub.ts'
import type { Handler, Handlers } from './dispatch/handlers.ts'
import { NOTHING_THERE, type MediaAnswer, type MediaRequest } from './media/request.ts'
import { AppError } from './lib/app-error.ts'
import type { KeyStretching, Ports } from './ports.ts'
import { openVault, type OpeningProof } from './vault/open-vault.ts'
import { passphraseOf } from './vault/passphrase-slot.ts'
import { createPracticeSecrets } from './vault/practice-secrets.ts'
import { hasShopFiles, setShopAside } from './vault/shop-files.ts'

export type { Connection }

/** What a host holds: connections for windows, a door for webhooks, and the off switch. */
export type Core = {
  connect(options: { reach: Reach; device: string; push(frame: ServerFrame): void }): Connection
  /**
   * Takes one webhook POST exactly as it came. 200 only after its body is committed; 401 for a wrong signature,
   * 413 for one that is too large, 503 while no shop can take it, 500 when storing failed.
   */
  receiveWebhook(post: { body: Buffer; signature: string | null }): Promise<{ status: 200 | 401 | 413 | 500 | 503 }>
  /** The answer to Meta's verification request: the challenge, or null to refuse. */
  verifyWebhook(query: { mode: string; token: string; challenge: string }): Promise<string | null>
  /** Answers a request for a file, or for putting one there. Never rejects. */
  serveMedia(request: MediaRequest): Promise<MediaAnswer>
  /** Locks every window: the computer sleeps, or its own screen was locked. */
  lock(): void
  close(): Promise<void>
}

export type CoreOptions = {
  /** A folder for each shop this desk may open; made when needed, mode 0700. */
  readonly folders: Readonly<Record<ShopKind, string>>
  /** Opened at once when it exists (`practice` is made when missing); otherwise the first screen is shown. */
  readonly openAtStart: ShopKind | null
  /** Where Meta's API is; another value only for a loopback simulator. */
  readonly graphUrl: string
}

/** Nobody can be signed in then, and a window may ask at any time. */
const whileNothingIsOpen: Handlers<'session.me' | 'session.tiles'> = {
  'session.me': () => ({ me: null }),
  'session.tiles': () => ({ tiles: [] }),
}

export async function createCore(ports: Ports, options: CoreOptions): Promise<Core> {
  const { clock, ids, log } = ports
  const hub = createEventHub({ log })
  const exists = (kind: ShopKind) => hasShopFiles(options.folders[kind])

  const desk = createDesk<Shop>({
    async openShop(kind, shown) {
      const folder = options.folders[kind]
      const secrets = kind === 'practice' ? createPracticeSecrets({ keychain: ports.secrets, folder, log }) : ports.secrets
      const proof = shown === null ? null : proofOf(shown, ports.passwords)
      const opening = await openVault({ ...ports, secrets, folder, migrations }, proof)
      if (opening.kind === 'refused') return opening
      if (kind === 'practice' && opening.vault.storage.isDamaged) {
        // Nobody needs to read in it: it is offered to be begun anew.
        await opening.vault.close()
        return { kind: 'refused', problem: 'database-damaged', canUseKit: false }
      }
      const shop = await createShop({
        kind,
        vault: opening.vault,
        ports,
        hub,
        graphUrl: options.graphUrl,
        connections,
        firstRunEnded: desk.announce,
        storageChanged: desk.announce,
      })
      return { kind: 'open', shop }
    },
    exists,
    setAside: (kind) => setShopAside(options.folders[kind], clock.now()),
    closing: () => connections.endAll('shop-closed'),
    changed: (status) => hub.publish('desk.changed', { status }),
    clock,
    log,
  })
  const deskHandlers = createDeskHandlers(desk)

  function find(name: MethodName): Handler<MethodName> {
    const shop = desk.shop()
    const handlers: Partial<Handlers> = { ...whileNothingIsOpen, ...shop?.handlers, ...deskHandlers }
    const handler: Handler<MethodName> | undefined = handlers[name]
    if (handler === undefined) throw new AppError('no-shop-open', `${name} needs an open shop`)
    return handler
  }

  const dispatcher = createDispatcher({
    find,
    isPractice: () => desk.kind() === 'practice',
    record: () => desk.shop()?.record ?? null,
    clock,
    ids,
    log,
  })
  const connections = createConnections({ dispatcher, hub, clock, ids, log, host: () => desk.shop() })

  if (options.openAtStart === 'practice' || (options.openAtStart === 'shop' && exists('shop'))) await openAtStart(options.openAtStart)

  return {
    connect: (connection) => connections.connect(connection),
    receiveWebhook: async (post) => (await desk.shop()?.webhooks.receive(post)) ?? { status: 503 },
    verifyWebhook: async (query) => desk.shop()?.webhooks.verify(query) ?? null,
    serveMedia: async (request) => (await desk.shop()?.serveMedia(request)) ?? NOTHING_THERE,
    lock: connections.lockAll,
    close: () => desk.close(),
  }

  /** What goes wrong unexpectedly must not keep the desk from showing its first screen. */
  async function openAtStart(kind: ShopKind): Promise<void> {
    try {
      await desk.open(kind)
    } catch (cause) {
      log.error('desk.open-failed', { kind }, cause)
    }
  }
}

function proofOf({ kind, typed }: ShownKey, passwords: KeyStretching): OpeningProof {
  return kind === 'kit' ? { kind, typed } : { kind, passphrase: passphraseOf(typed, passwords) }
}
