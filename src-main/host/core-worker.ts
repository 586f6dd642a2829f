import { createCore } from '#core/create-core.ts'
import { createHostPorts } from './ports/create-host-ports.ts'
import { serveCore } from './serve-core.ts'
import { openWorkerPort } from './worker-port.ts'

/** Entry of the thread (Node host) or utility process (Electron) in which the core runs. */
serveCore({ port: openWorkerPort(), createCore, createPorts: createHostPorts, exit: () => process.exit() })
