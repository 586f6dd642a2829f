import { randomBytes } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import type { Client } from '#contract'
import { createPractice } from '#practice/create-practice.ts'
import type { Practice } from '#practice/options.ts'
import { enrol } from './authenticator.ts'
import { startServe, type ServeProcess } from './serve-process.ts'

export const OWNER = {
  shopName: 'Casa Jabuticaba',
  name: 'Helena',
  login: 'helena',
  password: 'quatro palavras bem longas',
  language: 'pt-BR',
} as const

export type ShopRig = {
  readonly practice: Practice
  /** Of the simulated WhatsApp, for whoever wants to see what is there. */
  readonly graphUrl: string
  readonly account: { token: string; appSecret: string; phoneNumberId: string; wabaId: string }
  /** Starts the host on the same folder, ports and simulator as before. */
  startHost(args?: readonly string[]): Promise<ServeProcess>
  /** First run, authenticator app and the number, as an owner does them. */
  setUpShop(owner: Client): Promise<void>
  stop(): Promise<void>
}

/** A real shop whose WhatsApp is simulated in this process, so that a test knows the truth and outlives the host. */
export async function createShopRig(options: { folder: string; seed?: string; speed?: number }): Promise<ShopRig> {
  const webhookPort = await freePort()
  const account = {
    token: `EAATEST${randomBytes(24).toString('base64url')}`,
    appSecret: randomBytes(16).toString('hex'),
    phoneNumberId: '106540352242922',
    wabaId: '102290129340398',
  }
  let webhookUrl = ''
  const practice = createPractice({
    ...account,
    webhookUrl: () => webhookUrl,
    quiet: true,
    seed: options.seed ?? 'rig',
    speed: options.speed ?? 20,
  })
  const { graphUrl } = await practice.start()
  let host: ServeProcess | null = null

  return {
    practice,
    graphUrl,
    account,
    async startHost(args = []) {
      host = await startServe(['--shop', options.folder, '--graph', graphUrl, '--webhook-port', String(webhookPort), ...args])
      webhookUrl = host.webhook
      return host
    },
    async setUpShop(owner) {
      await owner.call('desk.openShop', {})
      await owner.call('staff.createOwner', OWNER)
      await enrol(owner)
      const connected = await owner.call('number.connect', account)
      if (!connected.connected) throw new Error(`The number was refused at ${connected.step}: ${connected.code}`)
    },
    async stop() {
      await host?.stop()
      await practice.stop()
    },
  }
}

/** The webhook address must stay the same over restarts, so its port is chosen once. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
