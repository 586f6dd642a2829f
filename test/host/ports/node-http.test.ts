import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { HttpBodyStream, HttpRequest } from '#core/ports.ts'
import { createNodeHttp } from '#host/ports/node-http.ts'
import { codeOf } from '#test/support/code-of.ts'

const http = createNodeHttp()

function post(url: string, overrides: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body: '{"text":"olá"}',
    timeouts: { connectMs: 2_000, responseMs: 2_000 },
    ...overrides,
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
  })
  // Listening on TCP: the address is never a pipe's name.
  return (server.address() as AddressInfo).port
}

/** A server that does with each connection what it is told. */
async function listenRaw(act: (socket: Socket) => void): Promise<string> {
  const port = await listen(
    createServer((socket) => {
      socket.on('error', () => undefined)
      act(socket)
    }),
  )
  return `http://127.0.0.1:${port}/v1/messages`
}

async function listenHttp(act: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createHttpServer(act))}/v1/messages`
}

describe('an answer', () => {
  it('comes with status, headers in lower case and the whole body, whatever the status', async () => {
    const seen: unknown[] = []
    const url = await listenHttp((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        seen.push([
          request.method,
          request.url,
          request.headers['content-length'],
          request.headers.connection,
          Buffer.concat(chunks).toString(),
        ])
        response.writeHead(418, { 'X-Answer': 'teapot', 'set-cookie': ['a=1', 'b=2'] }).end('{"ok":false}')
      })
    })
    const result = await http.send(post(url))
    expect(seen).toEqual([['POST', '/v1/messages', '15', 'close', '{"text":"olá"}']])
    expect(result).toMatchObject({
      kind: 'answered',
      status: 418,
      headers: { 'x-answer': 'teapot', 'set-cookie': 'a=1, b=2' },
      body: Buffer.from('{"ok":false}'),
    })
  })

  it('that redirects is an answer: nothing follows it', async () => {
    let count = 0
    const url = await listenHttp((_request, response) => {
      count += 1
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    expect([(await http.send(post(url))).kind, count]).toEqual(['answered', 1])
  })

  it('to a GET without a body is read the same way', async () => {
    const url = await listenHttp((request, response) => response.end(request.method))
    const { body: _body, ...bodyless } = post(url, { method: 'GET' })
    expect(await http.send(bodyless)).toMatchObject({ kind: 'answered', status: 200, body: Buffer.from('GET') })
  })

  it('of more than 10 MB is not taken', async () => {
    const url = await listenHttp((_request, response) => {
      response.write(Buffer.alloc(11 * 1024 * 1024))
      response.end()
    })
    expect(await http.send(post(url))).toEqual({ kind: 'maybe-sent', reason: 'other' })
  })
})

describe('nothing was sent', () => {
  let received: Buffer[]
  beforeEach(() => (received = []))

  it('when nobody listens', async () => {
    const port = await new Promise<number>((resolve) => {
      const server = createServer()
      server.listen(0, '127.0.0.1', () => {
        const { port: free } = server.address() as AddressInfo
        server.close(() => resolve(free))
      })
    })
    expect(await http.send(post(`http://127.0.0.1:${port}/`))).toEqual({ kind: 'nothing-sent', reason: 'refused' })
  })

  it('when the name does not exist', async () => {
    expect(await http.send(post('http://no-such-host.invalid/'))).toEqual({ kind: 'nothing-sent', reason: 'dns' })
  })

  it('when the other side does not finish the handshake in time', async () => {
    const url = await listenRaw((socket) => socket.on('data', (chunk) => received.push(chunk)))
    const result = await http.send(post(url.replace('http:', 'https:'), { timeouts: { connectMs: 150, responseMs: 2_000 } }))
    expect(result).toEqual({ kind: 'nothing-sent', reason: 'connect-timeout' })
    expect(Buffer.concat(received).includes('olá')).toBe(false)
  })

  it('when the other side speaks no TLS', async () => {
    const url = await listenRaw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    expect(await http.send(post(url.replace('http:', 'https:')))).toEqual({ kind: 'nothing-sent', reason: 'tls' })
  })

  it('when the other side resets during the handshake', async () => {
    const url = await listenRaw((socket) => socket.once('data', () => socket.resetAndDestroy()))
    expect(await http.send(post(url.replace('http:', 'https:')))).toEqual({ kind: 'nothing-sent', reason: 'reset' })
  })

  it.each([
    ['an address that is none', { url: 'not an address' }],
    ['another protocol', { url: 'ftp://127.0.0.1/' }],
  ])('for %s', async (_name, { url }) => {
    expect(await http.send(post(url))).toEqual({ kind: 'nothing-sent', reason: 'other' })
  })

  it('for a header that cannot be written', async () => {
    const url = await listenRaw((socket) => socket.on('data', (chunk) => received.push(chunk)))
    expect(await http.send(post(url, { headers: { authorization: 'Bearer a\nb' } }))).toEqual({ kind: 'nothing-sent', reason: 'other' })
    expect(received).toEqual([])
  })
})

describe('something may have been sent', () => {
  it('when the connection is reset after the request', async () => {
    const url = await listenRaw((socket) => socket.once('data', () => socket.resetAndDestroy()))
    expect(await http.send(post(url))).toEqual({ kind: 'maybe-sent', reason: 'reset' })
  })

  it('when it is closed without an answer', async () => {
    const url = await listenRaw((socket) => socket.once('data', () => socket.end()))
    expect(await http.send(post(url))).toEqual({ kind: 'maybe-sent', reason: 'reset' })
  })

  it('when no answer comes in time', async () => {
    const url = await listenRaw((socket) => socket.resume())
    expect(await http.send(post(url, { timeouts: { connectMs: 2_000, responseMs: 150 } }))).toEqual({
      kind: 'maybe-sent',
      reason: 'response-timeout',
    })
  })

  it('when the answer breaks off', async () => {
    const url = await listenRaw((socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"mess')))
    expect(await http.send(post(url))).toEqual({ kind: 'maybe-sent', reason: 'reset' })
  })

  it('when the answer comes drop by drop', async () => {
    const url = await listenRaw((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n')
        const timer = setInterval(() => socket.write('x'), 20)
        socket.on('close', () => clearInterval(timer))
      }),
    )
    expect(await http.send(post(url, { timeouts: { connectMs: 2_000, responseMs: 200 } }))).toEqual({
      kind: 'maybe-sent',
      reason: 'response-timeout',
    })
  })

  it('when the answer is no HTTP', async () => {
    const url = await listenRaw((socket) => socket.once('data', () => socket.end('hello\r\n\r\n')))
    expect(await http.send(post(url))).toEqual({ kind: 'maybe-sent', reason: 'other' })
  })
})

const TIMEOUTS = { connectMs: 2000, responseMs: 2000 }
const pieces = (...texts: readonly string[]) => texts.map((text) => Buffer.from(text))
function streamOf(chunks: readonly Buffer[], sizeBytes = Buffer.concat(chunks).length): HttpBodyStream & { isClosed: boolean } {
  const body = {
    sizeBytes,
    isClosed: false,
    async *chunks() {
      try {
        yield* chunks
      } finally {
        body.isClosed = true
      }
    },
  }
  return body
}
const collect = async (body: AsyncIterable<Buffer>) => {
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
const get = (url: string, timeouts: HttpRequest['timeouts'] = TIMEOUTS): HttpRequest => ({ method: 'GET', url, headers: {}, timeouts })
async function opened(request: HttpRequest) {
  const result = await http.stream(request)
  if (result.kind !== 'answered') throw new Error(`Not answered: ${result.kind}`)
  return result
}
const MIB = Buffer.alloc(1024 * 1024, 'x')

describe('a body that streams', () => {
  it('goes out with its length, and is answered like any other', async () => {
    const seen: unknown[] = []
    const url = await listenHttp((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        seen.push([request.headers['content-length'], request.headers['transfer-encoding'], Buffer.concat(chunks).toString()])
        response.end('{}')
      })
    })
    const body = streamOf(pieces('uma ', '', 'foto'))
    expect(await http.send(post(url, { body }))).toMatchObject({ kind: 'answered', status: 200 })
    expect([seen, body.isClosed]).toEqual([[['8', undefined, 'uma foto']], true])
  })

  it('is taken from its source as fast as the other side takes it', async () => {
    const held = Promise.withResolvers<Socket>()
    const url = await listenRaw((socket) => {
      socket.pause()
      held.resolve(socket)
    })
    let given = 0
    const body: HttpBodyStream = {
      sizeBytes: 200 * MIB.length,
      async *chunks() {
        for (; given < 200; given += 1) yield MIB
      },
    }
    const result = await http.send(post(url, { body, timeouts: { connectMs: 2000, responseMs: 60_000, idleMs: 300 } }))
    ;(await held.promise).destroy()
    expect([result, given < 50]).toEqual([{ kind: 'maybe-sent', reason: 'response-timeout' }, true])
  })

  it('has the time for the answer begin when it has gone', async () => {
    const url = await listenHttp((request, response) => request.resume().on('end', () => response.end('{}')))
    const body: HttpBodyStream = {
      sizeBytes: 4,
      async *chunks() {
        yield* pieces('ab')
        await new Promise((resolve) => setTimeout(resolve, 250))
        yield* pieces('cd')
      },
    }
    expect(await http.send(post(url, { body, timeouts: { connectMs: 2000, responseMs: 150 } }))).toMatchObject({ kind: 'answered' })
  })

  it('ends with an answer that comes before it is whole', async () => {
    const url = await listenRaw((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno'))
    })
    const body = streamOf(Array.from({ length: 100 }, () => MIB))
    expect(await http.send(post(url, { body }))).toMatchObject({ kind: 'answered', status: 413, body: Buffer.from('no') })
    await expect.poll(() => body.isClosed).toBe(true)
  })

  it.each([
    ['shorter', 9],
    ['longer', 3],
  ])('F52: that is %s than it was said to be was not sent as a whole', async (_name, sizeBytes) => {
    const received: string[] = []
    const url = await listenRaw((socket) => socket.on('data', (chunk) => received.push(chunk.toString())))
    const body = streamOf(pieces('abc', 'def'), sizeBytes)
    expect(await http.send(post(url, { body }))).toEqual({ kind: 'maybe-sent', reason: 'other' })
    expect([body.isClosed, received.join('').includes('abcdef')]).toEqual([true, false])
  })

  it('F52: whose source fails ends the exchange, too', async () => {
    const closed = Promise.withResolvers<boolean>()
    const url = await listenRaw((socket) => socket.resume().on('close', () => closed.resolve(true)))
    const body: HttpBodyStream = {
      sizeBytes: 6,
      async *chunks() {
        yield Buffer.from('abc')
        throw new Error('The disk failed')
      },
    }
    expect(await http.send(post(url, { body }))).toEqual({ kind: 'maybe-sent', reason: 'other' })
    expect(await closed.promise).toBe(true)
  })

  it('F52: is over when the connection breaks', async () => {
    const url = await listenRaw((socket) => socket.once('data', () => socket.resetAndDestroy()))
    const body = streamOf(Array.from({ length: 100 }, () => MIB))
    expect(await http.send(post(url, { body }))).toMatchObject({ kind: 'maybe-sent', reason: 'reset' })
    await expect.poll(() => body.isClosed).toBe(true)
  })
})

describe('an answer that streams', () => {
  it('comes with status and headers, and piece by piece', async () => {
    const url = await listenHttp((_request, response) => response.writeHead(206, { 'X-Answer': 'part' }).end('uma foto'))
    const result = await opened(get(url))
    expect([result.status, result.headers['x-answer'], await collect(result.body)]).toEqual([206, 'part', 'uma foto'])
  })

  it('that redirects is an answer: nothing follows it', async () => {
    let count = 0
    const url = await listenHttp((_request, response) => {
      count += 1
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    const result = await opened(get(url))
    result.abort()
    expect([result.status, count]).toEqual([302, 1])
  })

  it('T09: without an end waits for whoever reads it', async () => {
    let written = 0
    const url = await listenHttp((_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(MIB)) written += 1
        written += 1
        response.once('drain', more)
      }
      more()
    })
    const result = await opened(get(url))
    const body = result.body[Symbol.asyncIterator]()
    await body.next()
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(written).toBeLessThan(30)
    await body.return?.()
  })

  it.each(['break', 'abort'] as const)('is ended by %s, and with it the connection', async (way) => {
    const closed = Promise.withResolvers<boolean>()
    const url = await listenHttp((_request, response) => {
      response.on('close', () => closed.resolve(true))
      response.write('uma')
    })
    const result = await opened(get(url))
    if (way === 'abort') result.abort()
    else for await (const piece of result.body) if (piece.length > 0) break
    expect(await closed.promise).toBe(true)
  })

  it('breaks off when nothing comes for too long', async () => {
    const url = await listenHttp((_request, response) => void response.write('uma'))
    const result = await opened(get(url, { ...TIMEOUTS, idleMs: 150 }))
    expect(await codeOf(() => collect(result.body))).toBe('offline')
  })

  it.each([
    ['is reset', (socket: Socket) => socket.resetAndDestroy()],
    ['ends before its length', (socket: Socket) => socket.end()],
  ])('breaks off when the connection %s, also before anybody reads', async (_name, end) => {
    const url = await listenRaw((socket) =>
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc', () => setTimeout(() => end(socket), 50))),
    )
    const [late, early] = [await opened(get(url)), await opened(get(url))]
    expect(await codeOf(() => collect(early.body))).toBe('offline')
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(await codeOf(() => collect(late.body))).toBe('offline')
  })

  it('that does not begin in time, or never could, is none', async () => {
    const url = await listenRaw((socket) => socket.resume())
    expect(await http.stream(get(url, { connectMs: 2000, responseMs: 150 }))).toEqual({ kind: 'maybe-sent', reason: 'response-timeout' })
    expect(await http.stream(get('http://no-such-host.invalid/'))).toEqual({ kind: 'nothing-sent', reason: 'dns' })
  })
})
