import { Worker } from 'node:worker_threads'
import type { CoreProcess, FromCore } from './core-protocol.ts'

/** A core in a worker thread of this process. */
export function spawnCoreThread(entry: URL): CoreProcess {
  const worker = new Worker(entry, { name: 'balcao-core' })
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a message port, not a window
    post: (message) => worker.postMessage(message),
    listen(listener) {
      let failure: string | null = null
      worker.on('message', (message: FromCore) => listener.message(message))
      worker.on('error', (cause) => (failure = describe(cause)))
      worker.on('exit', (code) => listener.exit(failure ?? `exit code ${code}`))
    },
    kill: () => void worker.terminate(),
  }
}

function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
}
