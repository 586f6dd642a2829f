import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect as netConnect, type Socket } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import type { Http, HttpFailure, HttpRequest, HttpResult } from '#core/ports.ts'

/** Answers of Meta's API are a few kilobytes. */
const ANSWER_MAX_BYTES = 10 * 1024 * 1024

class ConnectError extends Error {
  override readonly name = 'ConnectError'
  readonly reason: HttpFailure

  constructor(reason: HttpFailure, cause?: unknown) {
    super(`Could not connect: ${reason}`, { cause })
    this.reason = reason
  }
}

/**
 * One connection for each exchange. A pooled one may have been closed by the other side meanwhile, and the reset that follows would leave
 * open whether a message was sent; here everything before the finished handshake is surely `nothing-sent`.
 * `connectMs` covers name, TCP and TLS; `responseMs` covers writing the request and the whole answer.
 */
export function createNodeHttp(): Http {
  return {
    async send(request) {
      let socket: Socket
      try {
        socket = await open(request)
      } catch (cause) {
        return { kind: 'nothing-sent', reason: cause instanceof ConnectError ? cause.reason : 'other' }
      }
      try {
        return await exchange(request, socket)
      } finally {
        socket.destroy()
      }
    },
  }
}

function open(request: HttpRequest): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const url = new URL(request.url)
    const isTls = url.protocol === 'https:'
    if (!isTls && url.protocol !== 'http:') throw new ConnectError('other')
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port)
    const isName = !/^[\d.]+$|:/.test(host)
    const socket = isTls
      ? tlsConnect({ host, port, ALPNProtocols: ['http/1.1'], ...(isName ? { servername: host } : {}) })
      : netConnect({ host, port })
    let isHandshaking = false

    const timer = setTimeout(() => fail(new ConnectError('connect-timeout')), request.timeouts.connectMs)
    socket.once('error', (cause) => fail(new ConnectError(connectFailureOf(cause, isHandshaking), cause)))
    socket.once('close', () => fail(new ConnectError('reset')))
    socket.once('connect', () => (isTls ? (isHandshaking = true) : done()))
    socket.once('secureConnect', done)

    function done() {
      clearTimeout(timer)
      socket.removeAllListeners('error').removeAllListeners('close')
      resolve(socket)
    }
    function fail(error: ConnectError) {
      clearTimeout(timer)
      socket.removeAllListeners('close').on('error', () => undefined)
      socket.destroy()
      reject(error)
    }
  })
}

function exchange(request: HttpRequest, socket: Socket): Promise<HttpResult> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish({ kind: 'maybe-sent', reason: 'response-timeout' }), request.timeouts.responseMs)
    // Late errors of a socket that is done with are of no interest, but would end the process without a listener.
    socket.on('error', () => undefined)

    function finish(result: HttpResult) {
      clearTimeout(timer)
      resolve(result)
    }

    const body = request.body === undefined ? null : Buffer.from(request.body)
    const length = body === null ? {} : { 'content-length': String(body.length) }
    let outgoing
    try {
      outgoing = httpRequest(request.url, {
        method: request.method,
        headers: { ...request.headers, ...length, connection: 'close' },
        agent: false,
        createConnection: () => socket,
      })
    } catch {
      // A header that may not be: refused before anything was written.
      finish({ kind: 'nothing-sent', reason: 'other' })
      return
    }
    outgoing.on('error', (cause) => finish({ kind: 'maybe-sent', reason: failureOf(cause) }))
    outgoing.on('response', (incoming) => {
      readAnswer(incoming).then(
        (answer) => finish({ kind: 'answered', status: incoming.statusCode ?? 0, headers: flatten(incoming), body: answer }),
        (cause: unknown) => finish({ kind: 'maybe-sent', reason: failureOf(cause) }),
      )
    })
    outgoing.end(body ?? undefined)
  })
}

async function readAnswer(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of incoming) {
    // Without `setEncoding` a message yields buffers.
    const bytes = chunk as Buffer
    sizeBytes += bytes.length
    if (sizeBytes > ANSWER_MAX_BYTES) throw new Error('The answer is larger than 10 MB')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

function flatten(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return headers
}

function connectFailureOf(cause: unknown, isHandshaking: boolean): HttpFailure {
  if (codeOf(cause) === 'ETIMEDOUT') return 'connect-timeout'
  const known = failureOf(cause)
  return known === 'other' && isHandshaking ? 'tls' : known
}

function failureOf(cause: unknown): HttpFailure {
  switch (codeOf(cause)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EAI_NODATA':
      return 'dns'
    case 'ECONNREFUSED':
      return 'refused'
    case 'ECONNRESET':
    case 'EPIPE':
      return 'reset'
    case 'ETIMEDOUT':
      return 'response-timeout'
    default:
      return 'other'
  }
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : undefined
}
