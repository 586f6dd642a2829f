import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { HttpRequest } from '#core/ports.ts'
import { createNodeHttp } from '#host/ports/node-http.ts'

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
