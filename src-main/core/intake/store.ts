import type { Database } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../ports.ts'
import type { IntakeRepository } from './repository.ts'

/** Of one commit; more wait for the next, so that nobody waits long. */
const GROUP_BODIES = 100
const GROUP_BYTES = 8 * 1024 * 1024

/** `known`: the same bytes were on disk already. */
export type Stored = 'new' | 'known'

type Waiting = { readonly body: Buffer; readonly receivedAt: number; resolve(stored: Stored): void; reject(cause: unknown): void }

/**
 * Puts bodies on disk. Alone, a body is committed at once; what comes in while a commit runs shares the next one, because a
 * commit costs far more than a row. Each caller is answered after the commit that holds its own body.
 */
export function createStore(deps: { db: Database; clock: Clock; repository: IntakeRepository; onStored(): void }) {
  const { db, clock, repository } = deps
  const waiting: Waiting[] = []
  let isFlushing = false
  let flushing = Promise.resolve()
  let isClosed = false

  async function flush(): Promise<void> {
    isFlushing = true
    while (waiting.length > 0) {
      // What has already arrived is read from its sockets in this turn; the commit comes right after.
      await new Promise((resolve) => setImmediate(resolve))
      commit(nextGroup())
    }
    isFlushing = false
  }

  function nextGroup(): Waiting[] {
    let sizeBytes = 0
    const fits = waiting.findIndex(({ body }, index) => {
      sizeBytes += body.length
      return index >= GROUP_BODIES || (index > 0 && sizeBytes > GROUP_BYTES)
    })
    return waiting.splice(0, fits === -1 ? waiting.length : fits)
  }

  function commit(group: readonly Waiting[]): void {
    let stored: Stored[]
    try {
      stored = db.transaction(() => group.map((post) => (repository.insertRawEvent(post) ? 'new' : 'known')))
    } catch (cause) {
      for (const { reject } of group) reject(cause)
      return
    }
    for (const [index, { resolve }] of group.entries()) resolve(stored[index] ?? 'new')
    deps.onStored()
  }

  return {
    /** Resolves when the body is on disk; rejects when it is not. */
    async add(body: Buffer): Promise<Stored> {
      if (isClosed) throw new AppError('no-shop-open', 'The shop is being closed; the sender will repeat its webhook')
      const stored = new Promise<Stored>((resolve, reject) => waiting.push({ body, receivedAt: clock.now(), resolve, reject }))
      if (!isFlushing) flushing = flush()
      return await stored
    },
    /** Whether somebody waits for an answer. */
    isBusy: () => waiting.length > 0,
    async close(): Promise<void> {
      isClosed = true
      await flushing
    },
  }
}
