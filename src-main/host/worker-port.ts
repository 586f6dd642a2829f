import { parentPort } from 'node:worker_threads'
import type { CorePort, FromCore, ToCore } from './core-protocol.ts'

/** The part of Electron's `process.parentPort` used here; a utility process has it instead of the worker threads' one. */
type UtilityParentPort = {
  postMessage(message: FromCore): void
  on(event: 'message', listener: (event: { data: ToCore }) => void): void
}

/** The way to the host, from a worker thread or from a utility process: the one place where they differ. */
export function openWorkerPort(): CorePort {
  if ('parentPort' in process) {
    // Set by Electron in a utility process, and only there.
    const port = process.parentPort as UtilityParentPort
    return {
      post: (message) => port.postMessage(message),
      listen: (listener) => port.on('message', (event) => listener(event.data)),
    }
  }
  if (parentPort === null) throw new Error('Must run as a worker thread or a utility process')
  const port = parentPort
  return {
    post: (message) => port.postMessage(message),
    listen: (listener) => port.on('message', listener),
  }
}
