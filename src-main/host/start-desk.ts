import type { CoreOptions } from '#core/create-core.ts'
import type { Clock, Log } from '#core/ports.ts'
import type { CoreProcess } from './core-protocol.ts'
import { startHostedCore, type HostedCore } from './hosted-core.ts'
import { createPracticeThread, type PracticeSettings } from './practice-thread.ts'
import { startReceiver } from './receiver.ts'

export type Desk = {
  readonly core: HostedCore
  /** Where webhooks for this desk are posted. */
  readonly webhookUrl: string
  close(): Promise<void>
}

/** What both hosts start: the core off this thread, the door for its webhooks, and the practice simulator when the core asks for it. */
export async function startDesk(deps: {
  spawnCore(): CoreProcess
  practiceEntry: URL
  practice: PracticeSettings
  core: CoreOptions
  logFolder: string
  isVerbose: boolean
  webhookPort: number
  clock: Clock
  log: Log
  /** The core fell too often: this host is of no more use. */
  gaveUp(): void
}): Promise<Desk> {
  const { clock, log } = deps
  let core: HostedCore | null = null

  // The receiver comes first, because the simulator must know its address; until the core runs it answers "later".
  const receiver = await startReceiver({
    port: deps.webhookPort,
    log,
    core: {
      receiveWebhook: (post) => core?.receiveWebhook(post) ?? Promise.resolve({ status: 503 }),
      verifyWebhook: (query) => core?.verifyWebhook(query) ?? Promise.resolve(null),
    },
  })
  const practice = createPracticeThread({ entry: deps.practiceEntry, webhookUrl: receiver.url, settings: deps.practice, log })

  async function closeRest() {
    await practice.stop()
    await receiver.close()
  }

  try {
    core = await startHostedCore({
      spawn: deps.spawnCore,
      start: { type: 'start', options: deps.core, logFolder: deps.logFolder, isVerbose: deps.isVerbose },
      practice,
      clock,
      log,
      gaveUp: deps.gaveUp,
    })
  } catch (cause) {
    await closeRest()
    throw cause
  }

  return {
    core,
    webhookUrl: receiver.url,
    async close() {
      await core.close()
      await closeRest()
    },
  }
}
