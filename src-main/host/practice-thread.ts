import { randomBytes } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Log, PracticeStart } from '#core/ports.ts'
import type { FromPracticeWorker, PracticeWorkerOptions, ToPracticeWorker } from '#practice/practice-worker.ts'
import type { PracticeRunner } from './hosted-core.ts'

export type PracticeSettings = {
  /** How many times faster than the wall clock its customers live: 1 to 1,000. */
  readonly speed: number
}

/** The same at every start, so that a practice shop goes on with the number it knows. */
const NUMBER = { phoneNumberId: '100000000000101', wabaId: '100000000000201' } as const

const START_TIMEOUT_MS = 20_000
const STOP_TIMEOUT_MS = 5_000

/** The simulated WhatsApp in a thread of its own, with secrets made anew at each start. It knows the core only as a webhook address. */
export function createPracticeThread(deps: { entry: URL; webhookUrl: string; settings: PracticeSettings; log: Log }): PracticeRunner {
  let worker: Worker | null = null
  /** A core that fell and the one after it may ask at the same time: there is never more than one simulator. */
  let lastTurn: Promise<unknown> = Promise.resolve()

  function inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const turn = lastTurn.then(act)
    lastTurn = turn.catch(() => undefined)
    return turn
  }

  async function stopNow() {
    const running = worker
    worker = null
    if (running === null) return
    const timer = setTimeout(() => void running.terminate(), STOP_TIMEOUT_MS)
    // Not `events.once`: it rejects for a simulator that falls while it stops, and stopped is stopped.
    const exited = new Promise((resolve) => running.once('exit', resolve))
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a message port, not a window
    running.postMessage({ stop: true } satisfies ToPracticeWorker)
    await exited
    clearTimeout(timer)
  }

  async function startNow({ language, alreadyWrote }: PracticeStart) {
    await stopNow()
    const account = { ...NUMBER, token: `EAAPRACTICE${randomBytes(48).toString('hex')}`, appSecret: randomBytes(16).toString('hex') }
    const workerData: PracticeWorkerOptions = {
      ...account,
      webhookUrl: deps.webhookUrl,
      language,
      alreadyWrote,
      speed: deps.settings.speed,
    }
    const started = new Worker(deps.entry, { name: 'balcao-practice', workerData })
    worker = started
    started.on('error', (cause) => deps.log.error('practice.failed', {}, cause))
    started.on('exit', () => {
      if (worker === started) worker = null
    })
    return { ...account, graphUrl: await graphUrlOf(started) }
  }

  return {
    start: (options) => inTurn(() => startNow(options)),
    stop: () => inTurn(stopNow),
  }
}

function graphUrlOf(worker: Worker): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail('it took too long'), START_TIMEOUT_MS)
    worker.once('message', (message: FromPracticeWorker) => {
      if ('ready' in message) {
        clearTimeout(timer)
        resolve(message.graphUrl)
      } else fail('failed' in message ? message.failed : 'it was stopped')
    })
    worker.once('error', (cause) => fail(String(cause)))
    worker.once('exit', (code) => fail(`it ended with code ${code}`))

    function fail(reason: string) {
      clearTimeout(timer)
      reject(new Error(`The practice simulator did not start: ${reason}`))
    }
  })
}
