import type { Connection, Core, CoreOptions } from '#core/create-core.ts'
import { AppError } from '#core/lib/app-error.ts'
import { assertNever } from '#core/lib/assert.ts'
import { Redacted } from '#core/lib/redacted.ts'
import type { Log, Ports, PracticeHost } from '#core/ports.ts'
import { createMediaAnswerer } from './media-channel.ts'
import type { CorePort, FromCore, PracticeAct, PracticeAnswer, ToCore } from './core-protocol.ts'
import { releaseMemoryOf } from './own-memory.ts'
import { createFileLog, type FileLog } from './ports/file-log.ts'
import { createSystemClock } from './ports/system-clock.ts'

type Job = Exclude<ToCore, { type: 'start' | 'practice-answer' }>

/** Runs a core at the far end of a message port. What arrives before it is made waits, so a host may open connections at once. */
export function serveCore(deps: {
  port: CorePort
  createCore(ports: Ports, options: CoreOptions): Promise<Core>
  createPorts(deps: { log: Log; practice: PracticeHost }): Ports
  /** Ends this thread or process. */
  exit(): void
}): void {
  const port = gatherTurns(deps.port)
  const connections = new Map<number, Connection>()
  const practice = createRemotePractice(port)
  const media = createMediaAnswerer((message) => port.post({ type: 'media', message }))
  const waiting: Job[] = []
  let core: Core | null = null
  let log: FileLog | null = null

  port.listen((message) => {
    if (message.type === 'start') void start(message)
    // The core itself waits for this one while it is being made.
    else if (message.type === 'practice-answer') practice.settle(message.request, message.answer)
    else if (core === null) waiting.push(message)
    else handle(core, message)
  })

  async function start(message: Extract<ToCore, { type: 'start' }>) {
    try {
      log = createFileLog({
        path: `${message.logFolder}/core.log`,
        clock: createSystemClock(),
        ...(message.isVerbose ? { echo: (line) => process.stderr.write(`${line}\n`) } : {}),
      })
      const made = await deps.createCore(deps.createPorts({ log, practice: practice.host }), message.options)
      core = made
      port.post({ type: 'ready' })
      for (const early of waiting.splice(0)) handle(made, early)
    } catch (cause) {
      log?.error('core.start-failed', {}, cause)
      port.post({ type: 'failed', message: cause instanceof Error ? cause.message : String(cause) })
      port.flush()
      deps.exit()
    }
  }

  function handle(running: Core, message: Job) {
    switch (message.type) {
      case 'open': {
        const { connection, reach } = message
        connections.set(
          connection,
          running.connect({ reach, device: message.device, push: (frame) => port.post({ type: 'push', connection, frame }) }),
        )
        return
      }
      case 'call': {
        const { connection, frame } = message
        // Closed meanwhile: nobody waits for the answer.
        void connections
          .get(connection)
          ?.call(frame)
          .then((reply) => port.post({ type: 'reply', connection, frame: reply }))
        return
      }
      case 'close':
        connections.get(message.connection)?.close()
        connections.delete(message.connection)
        return
      case 'webhook': {
        const { request, body, signature } = message
        void running
          .receiveWebhook({ body: Buffer.from(body.buffer, body.byteOffset, body.byteLength), signature })
          .then(
            ({ status }) => port.post({ type: 'webhook-answer', request, status }),
            (cause: unknown) => {
              log?.error('webhook.failed', {}, cause)
              port.post({ type: 'webhook-answer', request, status: 500 })
            },
          )
          .finally(() => releaseMemoryOf(body))
        return
      }
      case 'verify': {
        const { request, query } = message
        running.verifyWebhook(query).then(
          (challenge) => port.post({ type: 'verify-answer', request, challenge }),
          (cause: unknown) => {
            log?.error('webhook.verify-failed', {}, cause)
            port.post({ type: 'verify-answer', request, challenge: null })
          },
        )
        return
      }
      case 'media':
        media.receive(running, message.message)
        return
      case 'lock':
        running.lock()
        return
      case 'shutdown':
        void shutdown(running)
        return
      default:
        assertNever(message)
    }
  }

  async function shutdown(running: Core) {
    try {
      await running.close()
    } catch (cause) {
      log?.error('core.close-failed', {}, cause)
    }
    port.post({ type: 'closed' })
    port.flush()
    deps.exit()
  }
}

/** The same port, on which what is said in one turn goes over together; `flush` says it at once. */
function gatherTurns(port: CorePort): CorePort & { flush(): void } {
  let waiting: FromCore[] = []
  function flush(): void {
    const [first, ...others] = waiting
    if (first === undefined) return
    waiting = []
    port.post(others.length === 0 ? first : { type: 'several', messages: [first, ...others] })
  }
  return {
    listen: (listener) => port.listen(listener),
    post(message) {
      waiting.push(message)
      if (waiting.length === 1) queueMicrotask(flush)
    },
    flush,
  }
}

/** The core's practice port: asks the host, which runs the simulator in a thread of its own. */
function createRemotePractice(port: CorePort): { host: PracticeHost; settle(request: number, answer: PracticeAnswer): void } {
  const asked = new Map<number, (answer: PracticeAnswer) => void>()
  let lastRequest = 0

  function ask(act: PracticeAct): Promise<PracticeAnswer> {
    lastRequest += 1
    const request = lastRequest
    return new Promise((resolve) => {
      asked.set(request, resolve)
      port.post({ type: 'practice', request, act })
    })
  }

  return {
    host: {
      async start(options) {
        const answer = await ask({ kind: 'start', options })
        if (answer.kind !== 'started')
          throw new AppError('internal', `The practice simulator did not start: ${answer.kind === 'failed' ? answer.message : answer.kind}`)
        const { token, appSecret, ...plain } = answer.account
        return { ...plain, token: new Redacted(token), appSecret: new Redacted(appSecret) }
      },
      async stop() {
        await ask({ kind: 'stop' })
      },
    },
    settle(request, answer) {
      asked.get(request)?.(answer)
      asked.delete(request)
    },
  }
}
