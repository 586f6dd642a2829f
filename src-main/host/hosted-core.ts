import type { CallFrame, Reach, ReplyFrame, ServerFrame } from '#contract'
import type { Core } from '#core/create-core.ts'
import type { Clock, Log, PracticeStart } from '#core/ports.ts'
import type { CoreProcess, PracticeAnswer, ToCore } from './core-protocol.ts'
import { connectionLost, createRun, type Run } from './core-run.ts'
import { NOBODY_ANSWERS } from './media-channel.ts'

/** A core that runs elsewhere, as its host sees it. */
export type HostedCore = Omit<Core, 'connect'> & {
  /** `lost` is called at most once, when the core stopped: the connection is gone with whoever was signed in on it. */
  connect(options: { reach: Reach; device: string; push(frame: ServerFrame): void; lost(): void }): HostedConnection
}

export type HostedConnection = {
  /** Never rejects; `connection-lost` when the core stopped before it answered. */
  call(frame: CallFrame): Promise<ReplyFrame>
  close(): void
}

/** The practice simulator, as its host runs it. */
export type PracticeRunner = {
  start(options: PracticeStart): Promise<Extract<PracticeAnswer, { kind: 'started' }>['account']>
  stop(): Promise<void>
}

/** A core that falls again and again has a cause that starting it anew does not mend. */
const MAX_RESTARTS = 3
const RESTART_WINDOW_MS = 60_000
const RESTART_DELAY_MS = 500

/** How long a core may take to close its shop before it is stopped the hard way, which its database survives. */
const CLOSE_TIMEOUT_MS = 10_000

/**
 * Runs the core that `spawn` gives, and runs it again when it falls, at most three times a minute; after that `gaveUp` is called.
 * Rejects when the very first start fails.
 */
export async function startHostedCore(deps: {
  spawn(): CoreProcess
  start: Extract<ToCore, { type: 'start' }>
  practice: PracticeRunner
  clock: Clock
  log: Log
  gaveUp(): void
}): Promise<HostedCore> {
  const { clock, log } = deps
  const restartedAt: number[] = []
  let run: Run | null = null
  let isClosing = false

  function begin(): Promise<void> {
    return new Promise((resolve, reject) => {
      const begun = createRun({
        process: deps.spawn(),
        practice: deps.practice,
        ready: resolve,
        exited(reason) {
          run = null
          reject(new Error(`The core stopped: ${reason}`))
          void deps.practice.stop()
        },
      })
      run = begun
      begun.post(deps.start)
    })
  }

  function keepRunning(current: Run) {
    void current.exited.then((reason) => fell(new Error(reason)))
  }

  function fell(cause: unknown) {
    if (isClosing) return
    log.error('core.stopped', {}, cause)
    restart()
  }

  function restart() {
    const now = clock.monotonic()
    while (restartedAt[0] !== undefined && now - restartedAt[0] > RESTART_WINDOW_MS) restartedAt.shift()
    if (restartedAt.length >= MAX_RESTARTS) {
      log.warn('core.gave-up', { restarts: restartedAt.length })
      deps.gaveUp()
      return
    }
    restartedAt.push(now)
    clock.after(RESTART_DELAY_MS, () => {
      if (isClosing) return
      begin().then(
        () => log.info('core.restarted'),
        // Without a run to follow it was not even spawned.
        (cause: unknown) => isFollowed || fell(cause),
      )
      const isFollowed = run !== null
      if (run !== null) keepRunning(run)
    })
  }

  await begin()
  if (run !== null) keepRunning(run)

  return {
    connect(options) {
      if (run !== null) return run.connect(options)
      // Between two runs: told like any other connection that the core stopped under.
      clock.after(0, options.lost)
      return { call: (frame) => Promise.resolve(connectionLost(frame.id)), close: () => undefined }
    },
    receiveWebhook: (post) => run?.receiveWebhook(post) ?? Promise.resolve({ status: 503 }),
    lock: () => run?.lock(),
    verifyWebhook: (query) => run?.verifyWebhook(query) ?? Promise.resolve(null),
    serveMedia: (request) => run?.serveMedia(request) ?? Promise.resolve(NOBODY_ANSWERS),
    async close() {
      isClosing = true
      if (run === null) return
      const current: Run = run
      const cancel = clock.after(CLOSE_TIMEOUT_MS, () => current.kill())
      current.post({ type: 'shutdown' })
      await current.exited
      cancel()
    },
  }
}
