import { Readable } from 'node:stream'
import { resourceLimits } from 'node:worker_threads'
import type { Connection, Core } from '#core/create-core.ts'
import { createHostPorts } from '#host/ports/create-host-ports.ts'
import { serveCore } from '#host/serve-core.ts'
import { openWorkerPort } from '#host/worker-port.ts'

/** Entry of a core thread with a core that does what the method's name says. */
serveCore({
  port: openWorkerPort(),
  createPorts: createHostPorts,
  exit: () => process.exit(),
  async createCore(ports, options): Promise<Core> {
    if (options.graphUrl === 'fail') throw new Error('No such luck')
    return {
      connect({ push, reach, device }): Connection {
        return {
          async call(frame) {
            if (frame.method === 'crash') setImmediate(crash)
            if (frame.method === 'exhaust') setImmediate(exhaust, [])
            if (frame.method === 'exhaust' || frame.method === 'crash' || frame.method === 'wait') return new Promise(() => undefined)
            if (frame.method === 'device') return { id: frame.id, ok: true, output: device }
            if (frame.method === 'push') push({ seq: 1, event: 'pushed', payload: frame.input })
            if (frame.method === 'limits') return { id: frame.id, ok: true, output: resourceLimits }
            if (frame.method === 'practice') {
              const account = await ports.practice.start({ language: 'pt-BR', alreadyWrote: [] })
              return { id: frame.id, ok: true, output: { ...account, token: account.token.reveal(), isHidden: String(account.token) } }
            }
            return { id: frame.id, ok: true, output: { method: frame.method, input: frame.input, reach } }
          },
          close: () => ports.log.info('connection.closed'),
        }
      },
      async receiveWebhook({ body, signature }) {
        if (body.toString() === 'throw') throw new Error('storing failed')
        return { status: Buffer.isBuffer(body) && signature === `${body.length}` ? 200 : 401 }
      },
      // What was asked for, and the size of what was uploaded.
      async serveMedia({ body, ...asked }) {
        let uploadedBytes = 0
        for await (const piece of body ?? []) uploadedBytes += piece.length
        const text = JSON.stringify({ ...asked, uploadedBytes })
        return { status: 200, headers: { 'content-type': 'text/plain' }, body: Readable.from([Buffer.from(text)]) }
      },
      verifyWebhook: async ({ token, challenge }) => (token === 'good' ? challenge : null),
      lock: () => ports.log.info('core.locked'),
      close: async () => ports.log.info('core.closed'),
    }
  },
})

/** Until there is no memory left. Little by little: all at once would end the whole process. */
function exhaust(kept: unknown[]): void {
  kept.push(Array.from({ length: 10_000 }, (_, index) => ({ index })))
  setImmediate(exhaust, kept)
}

function crash(): never {
  throw new Error('crashed as told')
}
