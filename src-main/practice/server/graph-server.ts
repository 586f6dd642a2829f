import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { GraphError, codeError, invalidToken, missingToken, unknownPath } from '../errors/graph-error.ts'
import { troubled } from './call.ts'
import type { GraphAnswer, GraphCall } from './call.ts'
import { pour } from './pour.ts'
import { DOWNLOAD_PATH, downloadMedia } from './media.ts'
import { route } from './routes.ts'
import { receiveUpload } from './uploads.ts'
import type { RouteDeps } from './routes.ts'

export type GraphServer = {
  /** Answers with the address to use as base URL. */
  start(): Promise<string>
  /** Breaks open connections too. */
  stop(): Promise<void>
}

const VERSIONS = /^v(21|22|23|24|25|26)\.0$/
const BODY_MAX = 110 * 1024 * 1024

export function createGraphServer({ port, ...deps }: RouteDeps & { port: number }): GraphServer {
  const { world } = deps
  const server = createServer((request, response) => void handle(request, response))
  // A client keeps its connection between sends; a short life would reset one just as it is used again.
  server.keepAliveTimeout = 60_000

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.on('error', () => response.destroy())
    try {
      const given = await (isUpload(request) ? takeUpload(request) : takeWhole(request))
      if (given === null) response.destroy()
      else write(response, given)
    } catch (error) {
      const refusal = error instanceof GraphError ? error : codeError(1)
      write(response, { kind: 'json', http: refusal.http, body: { error: { ...refusal.body, fbtrace_id: world.ids.trace() } } })
    }
  }

  async function takeWhole(request: IncomingMessage): Promise<GraphAnswer | null> {
    const cut = world.faults.take('/' + addressOf(request).segments.join('/'), 'cut')
    const bytes = await readBody(request, cut?.kind === 'cut' ? cut.afterBytes : BODY_MAX)
    return bytes === null ? null : await answer(request, bytes)
  }

  /** A piece of a file is taken as it comes: what arrived before the connection broke is not sent again. */
  function takeUpload(request: IncomingMessage): Promise<GraphAnswer | null> {
    const { query, segments } = addressOf(request)
    checkToken(request, query, 'upload')
    const upload = { id: segments[0] ?? '', query, offset: Number(request.headers['file_offset'] ?? 0) }
    return receiveUpload(upload, request, world)
  }

  function answer(request: IncomingMessage, bytes: Buffer): GraphAnswer | Promise<GraphAnswer> {
    const { origin, path, version, segments, query } = addressOf(request)
    if (segments.join('/') + '/' === DOWNLOAD_PATH) {
      checkToken(request, query, 'attachments')
      const trouble = world.faults.takeNamed('/' + segments.join('/'))
      return trouble === null ? downloadMedia(query, world) : troubled(trouble)
    }
    if ((version !== null && !VERSIONS.test(version)) || segments.length === 0) throw unknownPath(path)
    checkToken(request, query, segments[0] ?? '')
    const call: GraphCall = { method: request.method ?? 'GET', segments, query, headers: request.headers, bytes, origin }
    return route(call, deps)
  }

  function checkToken(request: IncomingMessage, query: URLSearchParams, target: string): void {
    const header = request.headers.authorization
    const given = header === undefined ? query.get('access_token') : (/^(?:Bearer|OAuth)\s+(.+)$/i.exec(header)?.[1] ?? '')
    if (given === null) throw target === 'me' ? missingToken() : invalidToken()
    // An app may also ask about a token with its own id and secret.
    const isApp = target === 'debug_token' && isSame(given, world.account.appId + '|' + world.appSecret)
    if (!isSame(given, world.token) && !isApp) throw invalidToken()
    const proof = query.get('appsecret_proof')
    if (proof !== null && !isSame(proof, createHmac('sha256', world.appSecret).update(given).digest('hex'))) {
      throw new GraphError(400, {
        message: 'Invalid appsecret_proof provided in the API argument',
        type: 'GraphMethodException',
        code: 100,
      })
    }
  }

  return {
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, '127.0.0.1', () => {
          const address = server.address()
          resolve('http://127.0.0.1:' + (typeof address === 'object' && address !== null ? address.port : port))
        })
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function isUpload({ method, url }: IncomingMessage): boolean {
  return method === 'POST' && /^\/(v\d+\.\d+\/)?upload(:|%3A)/i.test(url ?? '')
}

/** Without a version the oldest allowed one is used, which is the same here. */
function addressOf(request: IncomingMessage) {
  const origin = 'http://' + (request.headers.host ?? '127.0.0.1')
  const url = new URL(request.url ?? '/', origin)
  const parts = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map((part) => decodeURIComponent(part))
  const version = /^v\d+\.\d+$/.test(parts[0] ?? '') ? (parts[0] ?? null) : null
  return { origin, path: url.pathname, version, segments: version === null ? parts : parts.slice(1), query: url.searchParams }
}

/** Null when the client went away or the body is beyond all limits. */
async function readBody(request: IncomingMessage, most: number): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      // a request without an encoding yields buffers
      size += chunk.length
      if (size > most) return null
      chunks.push(chunk)
    }
  } catch {
    // The client's connection broke in mid-body: nobody is there to be told.
    return null
  }
  return Buffer.concat(chunks)
}

function write(response: ServerResponse, answer: GraphAnswer): void {
  switch (answer.kind) {
    case 'json': {
      const refused = answer.http === 401 && {
        'WWW-Authenticate': 'OAuth "Facebook Platform" "invalid_token" "Invalid OAuth access token"',
      }
      response.writeHead(answer.http, { 'Content-Type': 'application/json; charset=UTF-8', 'facebook-api-version': 'v26.0', ...refused })
      response.end(JSON.stringify(answer.body))
      return
    }
    case 'stream':
      response.writeHead(200, {
        'Content-Type': answer.mimeType,
        ...(answer.sizeBytes !== null && { 'Content-Length': answer.sizeBytes }),
      })
      void pour(answer, response)
      return
    case 'redirect':
      response.writeHead(302, { Location: answer.to }).end()
      return
    case 'page':
      response.writeHead(answer.http, { 'Content-Type': answer.mimeType })
      response.end(answer.text)
      return
    case 'drop':
      response.destroy()
      return
    case 'hang':
      // Nothing is written: the client gives up when it likes, or `stop` breaks the connection.
      return
  }
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
