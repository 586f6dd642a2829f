import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { LoopDelay } from './loop-delay.ts'

export type Bystander = { begin(): void; end(): Promise<LoopDelay>; stop(): Promise<void> }

/** The floor of an event loop's delay: that of a thread with nothing to do, at the same time on the same machine. */
export function startBystander(): Bystander {
  const worker = new Worker(new URL('processes/bystander.ts', import.meta.url))
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    begin: () => worker.postMessage('begin'),
    async end() {
      const answered = once(worker, 'message')
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage('end')
      // The thread posts nothing else.
      const [delay] = (await answered) as [LoopDelay]
      return delay
    },
    async stop() {
      await worker.terminate()
    },
  }
}
