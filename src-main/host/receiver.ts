import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Core } from '#core/create-core.ts'
import type { Log } from '#core/ports.ts'
import { limits } from '#core/whatsapp/limits.ts'
import { releaseMemoryOf } from './own-memory.ts'

export type Receiver = {
  readonly url: string
  close(): Promise<void>
}

const PATH = '/webhook'

/**
 * Of all bodies that are coming in or wait for the core; each costs up to three times its size until it is answered. Anybody
 * may post; whoever is sent away with 503 posts again. Hundreds of connections with a hundred messages a POST stay below.
 */
const IN_HAND_MAX_BYTES = 16 * 1024 * 1024
const CONNECTIONS_MAX = 512
const REQUEST_TIMEOUT_MS = 15_000
/** How often slow requests are looked for: Node's own 30 seconds would be added to the time they are given. */
const CHECK_REQUESTS_EVERY_MS = 5_000

/** Takes webhooks over plain HTTP on loopback: from the practice simulator, or from whatever brings them to this machine. */
export async function startReceiver(deps: {
  core: Pick<Core, 'receiveWebhook' | 'verifyWebhook'>
  port: number
  log: Log
}): Promise<Receiver> {
  let inHandBytes = 0
  const server = createServer(
    {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_REQUESTS_EVERY_MS,
      maxHeaderSize: 16 * 1024,
    },
    (request, response) => {
      handle(request, response).catch((cause: unknown) => {
        // The sender broke off: there is nobody to answer, and nothing of ours went wrong.
        if (request.destroyed && !request.complete) return
        deps.log.error('receiver.failed', {}, cause)
        if (!response.headersSent) answer(response, 500)
      })
    },
  )
  server.maxConnections = CONNECTIONS_MAX

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const [path, query = ''] = (request.url ?? '').split('?', 2)
    if (path !== PATH) return answer(response, 404)
    if (request.method === 'GET') return verify(new URLSearchParams(query), response)
    if (request.method !== 'POST') return answer(response, 405)
    return receive(request, response)
  }

  async function receive(request: IncomingMessage, response: ServerResponse) {
    let sizeBytes = 0
    function refusalAfter(moreBytes: number): 413 | 503 | null {
      sizeBytes += moreBytes
      inHandBytes += moreBytes
      if (sizeBytes > limits.webhookBodyMaxBytes) return 413
      return inHandBytes > IN_HAND_MAX_BYTES ? 503 : null
    }
    let body: Buffer | null = null
    try {
      const read = await readBody(request, refusalAfter)
      if (typeof read === 'number') return answer(response, read)
      body = read
      const signature = request.headers['x-hub-signature-256']
      const { status } = await deps.core.receiveWebhook({ body, signature: typeof signature === 'string' ? signature : null })
      return answer(response, status)
    } finally {
      // Unless it changed hands.
      if (body !== null) releaseMemoryOf(body)
      inHandBytes -= sizeBytes
    }
  }

  async function verify(query: URLSearchParams, response: ServerResponse) {
    const mode = query.get('hub.mode')
    const token = query.get('hub.verify_token')
    const challenge = query.get('hub.challenge')
    if (mode === null || token === null || challenge === null) return answer(response, 400)
    const echoed = await deps.core.verifyWebhook({ mode, token, challenge })
    if (echoed === null) return answer(response, 403)
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }).end(echoed)
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(deps.port, '127.0.0.1', () => resolve())
  })
  // Listening on TCP: the address is never a pipe's name.
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}${PATH}`,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** The status to refuse it with, as soon as there is one; the rest of the body is not read. */
async function readBody<Refusal>(
  request: IncomingMessage,
  refusalAfter: (moreBytes: number) => Refusal | null,
): Promise<Buffer | Refusal | 413> {
  if (Number(request.headers['content-length'] ?? 0) > limits.webhookBodyMaxBytes) return 413
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) {
      // Without `setEncoding` a message yields buffers.
      const bytes = chunk as Buffer
      chunks.push(bytes)
      const refusal = refusalAfter(bytes.length)
      if (refusal !== null) return refusal
    }
    return joined(chunks)
  } finally {
    for (const chunk of chunks) releaseMemoryOf(chunk)
  }
}

/** In memory of its own. `Buffer.concat` cuts what is small out of a common 64 KB, all of which a message port would carry to the core. */
function joined(chunks: readonly Buffer[]): Buffer {
  const body = Buffer.allocUnsafeSlow(chunks.reduce((sizeBytes, chunk) => sizeBytes + chunk.length, 0))
  let end = 0
  for (const chunk of chunks) end += chunk.copy(body, end)
  return body
}

function answer(response: ServerResponse, status: number) {
  // What is left of a refused body must not be read as the next request.
  const headers = response.req.complete ? {} : { connection: 'close' }
  response.writeHead(status, { ...headers, 'content-length': '0' }).end()
}
