import { lookup as systemLookup } from 'node:dns'
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import { Socket, type LookupFunction } from 'node:net'
import { ConnectError, failureOf, openSocket } from './open-socket.ts'
import { createSharedLookup } from './shared-lookup.ts'
import { AppError } from '#core/lib/app-error.ts'
import type { Http, HttpBodyStream, HttpRequest, HttpResult, HttpStreamResult } from '#core/ports.ts'

/** Answers of Meta's API are a few kilobytes. */
const ANSWER_MAX_BYTES = 10 * 1024 * 1024

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
      const socket = await openSocket(request, lookup).catch(notConnected)
      return socket instanceof Socket ? await sendOn(socket, request) : socket
    },
    async stream(request) {
      const socket = await openSocket(request, lookup).catch(notConnected)
      return socket instanceof Socket ? await streamOn(socket, request) : socket
    },
  }
}

function notConnected(cause: unknown): Unanswered {
  return { kind: 'nothing-sent', reason: cause instanceof ConnectError ? cause.reason : 'other' }
}

type Unanswered = Exclude<HttpStreamResult, { kind: 'answered' }>
type Exchange = {
  /** However long it takes; ends when the socket does. */
  readonly answer: Promise<IncomingMessage | Unanswered>
  /** The request has left as a whole, as far as this side can tell. */
  readonly written: Promise<void>
}

/** The whole answer, or that its time is over: then it is still listened for, if that was wished. */
async function sendOn(socket: Socket, request: HttpRequest): Promise<HttpResult> {
  const { answer, written } = begin(socket, request)
  const whole = answer.then(readWhole).finally(() => socket.destroy())
  const { responseMs, lateMs = 0 } = request.timeouts
  const result = await inTime(whole, { responseMs, written })
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

async function streamOn(socket: Socket, request: HttpRequest): Promise<HttpStreamResult> {
  const { answer, written } = begin(socket, request)
  const { responseMs, idleMs = responseMs } = request.timeouts
  const incoming = await inTime(answer, { responseMs, written })
  if (incoming === null || 'kind' in incoming) {
    socket.destroy()
    return incoming ?? { kind: 'maybe-sent', reason: 'response-timeout' }
  }
  return {
    kind: 'answered',
    status: incoming.statusCode ?? 0,
    headers: flatten(incoming),
    body: { [Symbol.asyncIterator]: () => readPieces(incoming, { socket, idleMs }) },
    abort: () => socket.destroy(),
  }
}

/** Null when the time is over; what comes then is for whoever still listens to `whole`. */
async function inTime<Result>(
  whole: Promise<Result>,
  { responseMs, written }: { responseMs: number; written: Promise<void> },
): Promise<Result | null> {
  const timeIsUp = Promise.withResolvers<null>()
  let isOver = false
  let timer: NodeJS.Timeout | undefined
  void written.then(() => {
    if (!isOver) timer = setTimeout(() => timeIsUp.resolve(null), responseMs)
  })
  const result = await Promise.race([whole, timeIsUp.promise])
  isOver = true
  clearTimeout(timer)
  return result
}

function begin(socket: Socket, request: HttpRequest): Exchange {
  const answer = Promise.withResolvers<IncomingMessage | Unanswered>()
  // Late errors of a socket that is done with are of no interest, but would end the process without a listener.
  socket.on('error', () => undefined)

  const url = new URL(request.url)
  const body = request.body
  const isStream = typeof body === 'object' && 'chunks' in body
  const sizeBytes = body === undefined ? null : isStream ? body.sizeBytes : Buffer.byteLength(body)
  let outgoing: ClientRequest
  try {
    // Not by the address itself, and with no agent: both would make a connection of their own, and for https none at all.
    outgoing = httpRequest({
      method: request.method,
      path: `${url.pathname}${url.search}`,
      headers: {
        ...request.headers,
        ...(sizeBytes === null ? {} : { 'content-length': String(sizeBytes) }),
        host: url.host,
        connection: 'close',
      },
      createConnection: () => socket,
    })
  } catch {
    // A header that may not be: refused before anything was written.
    return { answer: Promise.resolve({ kind: 'nothing-sent', reason: 'other' }), written: Promise.resolve() }
  }
  outgoing.on('error', (cause) => answer.resolve({ kind: 'maybe-sent', reason: failureOf(cause) }))
  outgoing.on('response', (incoming) => {
    // Whoever reads it is told; without a listener it would end the process before anybody does.
    incoming.on('error', () => undefined)
    answer.resolve(incoming)
  })
  if (!isStream) {
    outgoing.end(body)
    return { answer: answer.promise, written: Promise.resolve() }
  }
  const { responseMs, idleMs = responseMs } = request.timeouts
  const written = writeStream(outgoing, body, idleMs).catch((cause: unknown) => {
    // The one who gives the bytes knows why they ended; here it is only that they did.
    answer.resolve({ kind: 'maybe-sent', reason: failureOf(cause) })
    socket.destroy()
  })
  return { answer: answer.promise, written }
}

/** As fast as the other side takes it. An answer that comes before the end ends it. */
async function writeStream(outgoing: ClientRequest, body: HttpBodyStream, idleMs: number): Promise<void> {
  let leftBytes = body.sizeBytes
  for await (const chunk of body.chunks()) {
    leftBytes -= chunk.length
    if (leftBytes < 0) throw new Error('The body has more bytes than it was said to have')
    if (!outgoing.write(chunk)) await drained(outgoing, idleMs)
    if (outgoing.destroyed) return
  }
  if (leftBytes > 0) throw new Error('The body has fewer bytes than it was said to have')
  outgoing.end()
}

function drained(outgoing: ClientRequest, idleMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => done(Object.assign(new Error('The other side takes nothing more'), { code: 'ETIMEDOUT' })), idleMs)
    const go = () => done()
    function done(cause?: Error) {
      clearTimeout(timer)
      outgoing.off('drain', go).off('close', go)
      if (cause === undefined) resolve()
      else reject(cause)
    }
    outgoing.once('drain', go).once('close', go)
    if (outgoing.destroyed) done()
  })
}

function readPieces(incoming: IncomingMessage, { socket, idleMs }: { socket: Socket; idleMs: number }): AsyncIterator<Buffer, undefined> {
  // Without `setEncoding` a message yields buffers.
  const pieces = incoming[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>
  return {
    async next() {
      // Only while somebody waits: whoever takes their time with a piece has all of it.
      const timer = setTimeout(() => incoming.destroy(Object.assign(new Error('Nothing more comes'), { code: 'ETIMEDOUT' })), idleMs)
      try {
        const piece = await pieces.next()
        if (piece.done === true) socket.destroy()
        return piece
      } catch (cause) {
        socket.destroy()
        throw new AppError('offline', `An answer broke off: ${failureOf(cause)}`, { cause })
      } finally {
        clearTimeout(timer)
      }
    },
    return() {
      socket.destroy()
      return Promise.resolve({ done: true, value: undefined })
    },
  }
}

async function readWhole(answer: IncomingMessage | Unanswered): Promise<HttpResult> {
  if ('kind' in answer) return answer
  try {
    return { kind: 'answered', status: answer.statusCode ?? 0, headers: flatten(answer), body: await readAnswer(answer) }
  } catch (cause) {
    return { kind: 'maybe-sent', reason: failureOf(cause) }
  }
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
