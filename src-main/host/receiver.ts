import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Core } from '#core/create-core.ts'
import type { Log } from '#core/ports.ts'

export type Receiver = {
  readonly url: string
  close(): Promise<void>
}

const PATH = '/webhook'

/** Meta sends batches of up to 3 MB. */
const BODY_MAX_BYTES = 3 * 1024 * 1024
const REQUEST_TIMEOUT_MS = 15_000

/** Takes webhooks over plain HTTP on loopback: from the practice simulator, or from whatever brings them to this machine. */
export async function startReceiver(deps: {
  core: Pick<Core, 'receiveWebhook' | 'verifyWebhook'>
  port: number
  log: Log
}): Promise<Receiver> {
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS, maxHeaderSize: 16 * 1024 },
    (request, response) => {
      handle(request, response).catch((cause: unknown) => {
        deps.log.error('receiver.failed', {}, cause)
        if (!response.headersSent) answer(response, 500)
      })
    },
  )

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', 'http://receiver')
    if (url.pathname !== PATH) return answer(response, 404)
    if (request.method === 'GET') return verify(url.searchParams, response)
    if (request.method !== 'POST') return answer(response, 405)
    const body = await readBody(request)
    if (body === null) return answer(response, 413)
    const signature = request.headers['x-hub-signature-256']
    const { status } = await deps.core.receiveWebhook({ body, signature: typeof signature === 'string' ? signature : null })
    return answer(response, status)
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

/** Null when the body is too large; the rest of it is not read. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_MAX_BYTES) return null
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of request) {
    // Without `setEncoding` a message yields buffers.
    const bytes = chunk as Buffer
    sizeBytes += bytes.length
    if (sizeBytes > BODY_MAX_BYTES) return null
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

function answer(response: ServerResponse, status: number) {
  // What is left of a refused body must not be read as the next request.
  const headers = status === 413 ? { connection: 'close' } : {}
  response.writeHead(status, { ...headers, 'content-length': '0' }).end()
}
