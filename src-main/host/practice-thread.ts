import { randomBytes } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Log } from '#core/ports.ts'
import type { PlainPracticeAccount } from './core-protocol.ts'
import type { PracticeRunner } from './hosted-core.ts'

/** The first message of the simulator: where it listens and which ids it plays. */
type PracticeReady = { readonly graphUrl: string; readonly phoneNumberId: string; readonly wabaId: string }

const START_TIMEOUT_MS = 20_000

/** The simulated WhatsApp in a thread of its own, with secrets made anew at each start. It knows the core only as a webhook address. */
export function createPracticeThread(deps: { entry: URL; webhookUrl: string; log: Log }): PracticeRunner {
  let worker: Worker | null = null

  async function stop() {
    const running = worker
    worker = null
    await running?.terminate()
  }

  return {
    async start({ language }) {
      await stop()
      const secrets = { token: `EAAPRACTICE${randomBytes(48).toString('base64url')}`, appSecret: randomBytes(16).toString('hex') }
      const started = new Worker(deps.entry, { name: 'balcao-practice', workerData: { ...secrets, webhookUrl: deps.webhookUrl, language } })
      worker = started
      started.on('error', (cause) => deps.log.error('practice.stopped', {}, cause))
      const ready = await firstMessage(started)
      return { graphUrl: ready.graphUrl, phoneNumberId: ready.phoneNumberId, wabaId: ready.wabaId, ...secrets } satisfies PlainPracticeAccount
    },
    stop,
  }
}

function firstMessage(worker: Worker): Promise<PracticeReady> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The practice simulator took too long to start')), START_TIMEOUT_MS)
    worker.once('message', (message: PracticeReady) => (clearTimeout(timer), resolve(message)))
    worker.once('error', (cause) => (clearTimeout(timer), reject(cause)))
    worker.once('exit', (code) => (clearTimeout(timer), reject(new Error(`The practice simulator ended with code ${code}`))))
  })
}
