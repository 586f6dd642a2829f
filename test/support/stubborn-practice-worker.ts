import { parentPort } from 'node:worker_threads'
import type { FromPracticeWorker } from '#practice/practice-worker.ts'

/** Entry of a simulator that starts like the real one, and falls when it is told to stop. */
const ready: FromPracticeWorker = { ready: true, graphUrl: 'http://127.0.0.1:1' }
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a message port, not a window
parentPort?.postMessage(ready)
parentPort?.on('message', () => {
  throw new Error('falls while it stops')
})
