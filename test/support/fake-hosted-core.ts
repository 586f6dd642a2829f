import type { CallFrame, Reach, ReplyFrame, ServerFrame } from '#contract'
import type { MediaAnswer, MediaRequest } from '#core/media/request.ts'
import type { HostedCore } from '#host/hosted-core.ts'

type FakeConnection = {
  readonly reach: Reach
  readonly device: string
  readonly calls: CallFrame[]
  isClosed: boolean
  push(frame: ServerFrame): void
  lost(): void
}

export type FakeHostedCore = HostedCore & {
  readonly connections: FakeConnection[]
  locks(): number
  answer(frame: CallFrame): ReplyFrame
} & {
  readonly mediaAsked: Omit<MediaRequest, 'body'>[]
  /** What a request for a file gets. */
  answerMedia(request: MediaRequest): Promise<MediaAnswer>
}

/** Answers each call with its own input; replace `answer` for anything else. */
export function createFakeHostedCore(): FakeHostedCore {
  const connections: FakeConnection[] = []
  let locks = 0
  const core: FakeHostedCore = {
    connections,
    locks: () => locks,
    answer: (frame) => ({ id: frame.id, ok: true, output: frame.input }),
    connect({ reach, device, push, lost }) {
      const connection: FakeConnection = { reach, device, calls: [], isClosed: false, push, lost }
      connections.push(connection)
      return {
        async call(frame) {
          connection.calls.push(frame)
          return core.answer(frame)
        },
        close() {
          connection.isClosed = true
        },
      }
    },
    mediaAsked: [],
    answerMedia: async () => ({ status: 404, headers: { 'content-length': '0' }, body: null }),
    async serveMedia(request) {
      const { body: _body, ...asked } = request
      core.mediaAsked.push(asked)
      return await core.answerMedia(request)
    },
    lock: () => void (locks += 1),
    receiveWebhook: async () => ({ status: 200 }),
    verifyWebhook: async () => null,
    close: async () => undefined,
  }
  return core
}
