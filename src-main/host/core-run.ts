import type { CallFailure, ReplyFrame, ServerFrame } from '#contract'
import { assertNever } from '#core/lib/assert.ts'
import type { CoreProcess, FromCore, PracticeAnswer, ToCore, WebhookStatus } from './core-protocol.ts'
import type { HostedCore, PracticeRunner } from './hosted-core.ts'
import { createMediaAsker } from './media-channel.ts'

/** One life of a core, from its start until it stops for whatever reason. */
export type Run = HostedCore & {
  post(message: ToCore): void
  kill(): void
  readonly exited: Promise<string>
}

type OpenConnection = {
  push(frame: ServerFrame): void
  lost(): void
  /** Under numbers of our own: a page that was reloaded counts from one again, while its calls from before are still under way. */
  readonly calls: Map<number, (outcome: CallOutcome) => void>
}
type CallOutcome = { ok: true; output: unknown } | { ok: false; error: CallFailure }

const LOST: CallOutcome = { ok: false, error: { code: 'connection-lost' } }

export function createRun(deps: { process: CoreProcess; practice: PracticeRunner; ready(): void; exited(reason: string): void }): Run {
  const { process: core } = deps
  const connections = new Map<number, OpenConnection>()
  const webhooks = new Map<number, (status: WebhookStatus) => void>()
  const verifications = new Map<number, (challenge: string | null) => void>()
  const media = createMediaAsker((message) => core.post({ type: 'media', message }))
  const exit = Promise.withResolvers<string>()
  let isOver = false
  let lastConnection = 0
  let lastRequest = 0
  let failure: string | null = null

  core.listen({
    message: receive,
    exit(reason) {
      if (isOver) return
      isOver = true
      for (const settle of webhooks.values()) settle(503)
      for (const settle of verifications.values()) settle(null)
      media.lost()
      const lost = [...connections.values()]
      connections.clear()
      deps.exited(failure ?? reason)
      exit.resolve(failure ?? reason)
      for (const connection of lost) {
        for (const settle of connection.calls.values()) settle(LOST)
        connection.lost()
      }
    },
  })

  function receive(message: FromCore) {
    switch (message.type) {
      case 'ready':
        deps.ready()
        return
      case 'failed':
        failure = message.message
        return
      case 'reply': {
        const calls = connections.get(message.connection)?.calls
        calls?.get(message.frame.id)?.(message.frame)
        calls?.delete(message.frame.id)
        return
      }
      case 'push':
        connections.get(message.connection)?.push(message.frame)
        return
      case 'webhook-answer':
        webhooks.get(message.request)?.(message.status)
        webhooks.delete(message.request)
        return
      case 'verify-answer':
        verifications.get(message.request)?.(message.challenge)
        verifications.delete(message.request)
        return
      case 'media':
        media.receive(message.message)
        return
      case 'practice':
        void runPractice(message.act).then((answer) => {
          if (!isOver) core.post({ type: 'practice-answer', request: message.request, answer })
        })
        return
      case 'closed':
        return
      case 'several':
        for (const each of message.messages) receive(each)
        return
      default:
        assertNever(message)
    }
  }

  async function runPractice(act: Extract<FromCore, { type: 'practice' }>['act']): Promise<PracticeAnswer> {
    try {
      if (act.kind === 'start') return { kind: 'started', account: await deps.practice.start(act.options) }
      await deps.practice.stop()
      return { kind: 'stopped' }
    } catch (cause) {
      return { kind: 'failed', message: cause instanceof Error ? cause.message : String(cause) }
    }
  }

  return {
    exited: exit.promise,
    post: (message) => core.post(message),
    kill: () => core.kill(),
    connect({ reach, device, push, lost }) {
      lastConnection += 1
      const connection = lastConnection
      const calls: OpenConnection['calls'] = new Map()
      let lastCall = 0
      connections.set(connection, { push, lost, calls })
      core.post({ type: 'open', connection, reach, device })
      return {
        call(frame) {
          if (!connections.has(connection)) return Promise.resolve(connectionLost(frame.id))
          lastCall += 1
          const call = lastCall
          return new Promise((resolve) => {
            calls.set(call, (outcome) => resolve({ ...outcome, id: frame.id }))
            try {
              core.post({ type: 'call', connection, frame: { ...frame, id: call } })
            } catch (cause) {
              // Nested deeper than a message port can copy, which no window of ours does.
              if (!(cause instanceof RangeError)) throw cause
              calls.delete(call)
              resolve({ id: frame.id, ok: false, error: { code: 'invalid-input' } })
            }
          })
        },
        close() {
          if (!connections.delete(connection)) return
          for (const settle of calls.values()) settle(LOST)
          core.post({ type: 'close', connection })
        },
      }
    },
    lock: () => core.post({ type: 'lock' }),
    receiveWebhook({ body, signature }) {
      lastRequest += 1
      const request = lastRequest
      return new Promise((resolve) => {
        webhooks.set(request, (status) => resolve({ status }))
        core.post({ type: 'webhook', request, body, signature })
      })
    },
    verifyWebhook(query) {
      lastRequest += 1
      const request = lastRequest
      return new Promise((resolve) => {
        verifications.set(request, resolve)
        core.post({ type: 'verify', request, query })
      })
    },
    serveMedia: (request) => media.ask(request),
    close: () => Promise.resolve(core.kill()),
  }
}

export function connectionLost(id: number): ReplyFrame {
  return { ...LOST, id }
}
