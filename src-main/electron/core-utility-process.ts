import type { UtilityProcess, utilityProcess } from 'electron'
import type { CoreProcess, FromCore } from '#host/core-protocol.ts'
import { SEMI_SPACE_MAX_MB } from '#host/semi-space.ts'

/** A core in a utility process: a process of its own with Node in it, which a window's crash or stall does not reach. */
export function spawnCoreProcess(deps: { utilityProcess: Pick<typeof utilityProcess, 'fork'>; entryPath: string }): CoreProcess {
  const child: UtilityProcess = deps.utilityProcess.fork(deps.entryPath, [], {
    serviceName: 'Balcão core',
    stdio: 'inherit',
    // Electron hands these to the process as Chromium's switches, and not to Node.
    execArgv: [`--js-flags=--max-semi-space-size=${SEMI_SPACE_MAX_MB}`],
  })
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a message port, not a window
    post: (message) => child.postMessage(message),
    listen(listener) {
      let failure: string | null = null
      child.on('message', (message: FromCore) => listener.message(message))
      child.on('error', (type, location) => (failure = `${type} at ${location}`))
      child.on('exit', (code) => listener.exit(failure ?? `exit code ${code}`))
    },
    kill: () => void child.kill(),
  }
}
