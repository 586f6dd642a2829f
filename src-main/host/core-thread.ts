import { Worker } from 'node:worker_threads'
import type { CoreProcess, FromCore, ToCore } from './core-protocol.ts'
import { ownMemoryOf } from './own-memory.ts'
import { SEMI_SPACE_MAX_MB } from './semi-space.ts'

/** Several times what a million messages need: a core that wants more has lost its way, and is started again before the machine suffers. */
const HEAP_MAX_MB = 1024

/** Where the process was started without a limit; where it has one, that holds for its threads, too. */
const YOUNG_MAX_MB = 3 * SEMI_SPACE_MAX_MB

/** A core in a worker thread of this process. */
export function spawnCoreThread(entry: URL, { heapMaxMb = HEAP_MAX_MB }: { heapMaxMb?: number } = {}): CoreProcess {
  const resourceLimits = { maxOldGenerationSizeMb: heapMaxMb, maxYoungGenerationSizeMb: YOUNG_MAX_MB }
  const worker = new Worker(entry, { name: 'balcao-core', resourceLimits })
  return {
    post: (message) => worker.postMessage(message, movedWith(message)),
    listen(listener) {
      let failure: string | null = null
      worker.on('message', (message: FromCore) => listener.message(message))
      worker.on('error', (cause) => (failure = describe(cause)))
      worker.on('exit', (code) => listener.exit(failure ?? `exit code ${code}`))
    },
    kill: () => void worker.terminate(),
  }
}

/** A body in memory of its own, as the receiver makes it, changes hands, which is less work than a copy. */
function movedWith(message: ToCore): ArrayBuffer[] {
  if (message.type !== 'webhook') return []
  const memory = ownMemoryOf(message.body)
  return memory === null ? [] : [memory]
}

function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
}
