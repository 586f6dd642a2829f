import { parentPort } from 'node:worker_threads'
import { watchLoopDelay } from '../loop-delay.ts'

/** A thread that does nothing: what its event loop is late by, the machine's other work takes from everybody. */
const delay = watchLoopDelay()
parentPort?.on('message', (ask: 'begin' | 'end') => {
  if (ask === 'begin') delay.begin()
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  else parentPort?.postMessage(delay.end())
})
