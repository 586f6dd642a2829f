/** Runs a practice in a worker thread. `workerData` holds the options; what it is told and tells is typed below. */
import { parentPort, workerData } from 'node:worker_threads'
import { createPractice } from './create-practice.ts'
import type { PracticeOptions } from './options.ts'

/** A function cannot cross threads, so the address is a text here and may change by message. */
export type PracticeWorkerOptions = Omit<PracticeOptions, 'webhookUrl' | 'time'> & { readonly webhookUrl: string }

export type ToPracticeWorker =
  | { readonly stop: true }
  | { readonly setSpeed: number }
  | { readonly setWebhookUrl: string }
  | { readonly provokeNext: number }

export type FromPracticeWorker =
  | { readonly ready: true; readonly graphUrl: string }
  | { readonly stopped: true }
  | { readonly failed: string }

const port = parentPort
// No port: the file was only looked at, not run as a worker.
if (port !== null) {
  const { webhookUrl: firstUrl, ...options } = workerData as PracticeWorkerOptions // the host's own options, passed as they are
  let webhookUrl = firstUrl
  const practice = createPractice({ ...options, webhookUrl: () => webhookUrl })
  const tell = (message: FromPracticeWorker) => port.postMessage(message)

  port.on('message', (message: ToPracticeWorker) => {
    if ('setSpeed' in message) practice.control.setSpeed(message.setSpeed)
    else if ('setWebhookUrl' in message) webhookUrl = message.setWebhookUrl
    else if ('provokeNext' in message) practice.control.provokeNext(message.provokeNext)
    else {
      void practice.stop().then(() => {
        tell({ stopped: true })
        port.close()
      })
    }
  })
  practice.start().then(
    ({ graphUrl }) => tell({ ready: true, graphUrl }),
    (cause: unknown) => tell({ failed: String(cause) }),
  )
}
