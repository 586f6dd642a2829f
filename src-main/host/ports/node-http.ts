import { lookup as systemLookup } from 'node:dns'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect as netConnect, type LookupFunction, type Socket } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import { createSharedLookup } from './shared-lookup.ts'
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
 * `connectMs` covers name, TCP and TLS; `responseMs` covers writing the request and the whole answer. Each address of a name is tried,
 * so that one family that leads nowhere costs a moment.
 */
export function createNodeHttp(options: { lookup?: LookupFunction } = {}): Http {
  const lookup = createSharedLookup({ lookup: options.lookup ?? systemLookup, monotonic: () => performance.now() })
  return {
    async send(request) {
      let socket: Socket
      try {
        socket = await open(request, lookup)
      } catch (cause) {
        return { kind: 'nothing-sent', reason: cause instanceof ConnectError ? cause.reason : 'other' }
      }
      return await inTime(exchange(request, socket), { socket, ...request.timeouts })
    },
  }
}

function open(request: HttpRequest, lookup: LookupFunction): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const url = new URL(request.url)
    const isTls = url.protocol === 'https:'
    if (!isTls && url.protocol !== 'http:') throw new ConnectError('other')
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port)
    const isName = !/^[\d.]+$|:/.test(host)
    const to = { host, port, lookup }
    const socket = isTls
      ? // Said here, so that no variable of the environment can have a wrong certificate taken.
        tlsConnect({ ...to, rejectUnauthorized: true, ALPNProtocols: ['http/1.1'], ...(isName ? { servername: host } : {}) })
      : netConnect(to)
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

/** The whole exchange, or that its time is over: then its answer is still listened for, if that was wished. */
async function inTime(
  whole: Promise<HttpResult>,
  { socket, responseMs, lateMs = 0 }: HttpRequest['timeouts'] & { socket: Socket },
): Promise<HttpResult> {
  const timeIsUp = Promise.withResolvers<null>()
  const timer = setTimeout(() => timeIsUp.resolve(null), responseMs)
  const result = await Promise.race([whole, timeIsUp.promise])
  clearTimeout(timer)
  if (result !== null) return result
  if (lateMs === 0) {
    socket.destroy()
    return { kind: 'maybe-sent', reason: 'response-timeout' }
  }
  // Nobody waits for it: it must not keep the program from ending.
  socket.unref()
  const stopListening = setTimeout(() => socket.destroy(), lateMs).unref()
  const later = whole.then((late) => {
    clearTimeout(stopListening)
    return late.kind === 'answered' ? late : null
  })
  return { kind: 'maybe-sent', reason: 'response-timeout', later }
}

/** However long it takes; ends when the socket does. */
function exchange(request: HttpRequest, socket: Socket): Promise<HttpResult> {
  return new Promise((resolve) => {
    // Late errors of a socket that is done with are of no interest, but would end the process without a listener.
    socket.on('error', () => undefined)

    function finish(result: HttpResult) {
      resolve(result)
      socket.destroy()
    }

    const url = new URL(request.url)
    const body = request.body === undefined ? null : Buffer.from(request.body)
    const length = body === null ? {} : { 'content-length': String(body.length) }
    let outgoing
    try {
      // Not by the address itself, and with no agent: both would make a connection of their own, and for https none at all.
      outgoing = httpRequest({
        method: request.method,
        path: `${url.pathname}${url.search}`,
        headers: { ...request.headers, ...length, host: url.host, connection: 'close' },
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
  const code = codeOf(cause)
  if (code === 'ETIMEDOUT') return 'connect-timeout'
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return 'certificate-date'
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
