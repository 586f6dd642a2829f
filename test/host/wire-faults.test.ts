import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer, type AddressInfo, type LookupFunction, type Server, type Socket } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { Redacted } from '#core/lib/redacted.ts'
import type { Http } from '#core/ports.ts'
import { createGraphClient, type SendResult } from '#core/whatsapp/graph-client.ts'
import { createNodeHttp } from '#host/ports/node-http.ts'
import { certificates, SERVER_KEY } from '#test/support/certificates.ts'

/** What each disturbance of the wire means for a message: the real client over real sockets, with a patience that a test has. */
const TIMEOUTS = { connectMs: 10_000, responseMs: 400, lateMs: 3000 }
const ACCEPTED = JSON.stringify({
  messaging_product: 'whatsapp',
  contacts: [{ input: '5511987654321', wa_id: '5511987654321' }],
  messages: [{ id: 'wamid.WIRE' }],
})
const ANSWER = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${ACCEPTED.length}\r\n\r\n${ACCEPTED}`

async function sendTo(graphUrl: string, options: { lookup?: LookupFunction; timeouts?: typeof TIMEOUTS } = {}): Promise<SendResult> {
  const http = createNodeHttp(options.lookup === undefined ? {} : { lookup: options.lookup })
  const hasty: Http = {
    send: (request) => http.send({ ...request, timeouts: options.timeouts ?? TIMEOUTS }),
    stream: (request) => http.stream({ ...request, timeouts: options.timeouts ?? TIMEOUTS }),
  }
  const client = createGraphClient({ http: hasty, graphUrl, token: new Redacted('token-of-the-shop') })
  const content = { kind: 'text', body: 'Olá', hasLinkPreview: false } as const
  return client.sendMessage({ to: '5511987654321', phoneNumberId: '106540352242922', content, replyTo: null, tracker: 't' })
}

function said(result: SendResult): string {
  return result.kind === 'accepted' ? `accepted ${result.wamid}` : `${result.kind}: ${result.problem.row.key}`
}

async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  // Listening on TCP: the address is never a pipe's name.
  return (server.address() as AddressInfo).port
}

async function listenRaw(act: (socket: Socket) => void): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(act))}`
}

/** Calls back when the whole message is here: who closes with something unread resets. */
function onceAsked(socket: Socket, act: () => void): void {
  let received = ''
  socket.on('data', (chunk) => {
    received += chunk.toString()
    if (received.endsWith('"t"}')) act()
  })
}

async function listenHttp(act: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createHttpServer(act))}`
}

/** Every name leads to this machine. */
const toLoopback: LookupFunction = (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }])

test('an answer that comes whole is taken', async () => {
  expect(said(await sendTo(await listenRaw((socket) => onceAsked(socket, () => socket.end(ANSWER)))))).toBe('accepted wamid.WIRE')
})

test.each([500, 502, 503])('F42: a proxy’s page with status %d proves nothing about the message', async (status) => {
  const url = await listenHttp((_request, response) => response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Bad</h1>'))
  expect(said(await sendTo(url))).toBe('unknown: no-clear-answer')
})

test('F43: a time-out while connecting has sent nothing; while the message is written, or its answer awaited, nobody knows', async () => {
  const silent = await listenRaw(() => undefined)
  const connecting = await sendTo(silent.replace('http:', 'https:'), { timeouts: { ...TIMEOUTS, connectMs: 300 } })
  const waiting = await sendTo(silent)
  const unread = await listenRaw((socket) => socket.pause())
  const request = { method: 'POST', url: unread, headers: {}, body: Buffer.alloc(32 * 1024 * 1024) } as const
  const writing = await createNodeHttp().send({ ...request, timeouts: { connectMs: 400, responseMs: 400 } })
  expect([said(connecting), writing, said(waiting)]).toEqual([
    'not-sent: offline',
    { kind: 'maybe-sent', reason: 'response-timeout' },
    'unknown: no-clear-answer',
  ])
})

test('F44: an answer that comes after its time is still heard, over the one connection that was made', async () => {
  let connections = 0
  const url = await listenRaw((socket) => {
    connections += 1
    onceAsked(socket, () => setTimeout(() => socket.end(ANSWER), 800))
  })
  const result = await sendTo(url)
  const later = result.kind === 'unknown' ? await result.later : undefined
  expect([said(result), later?.wamid, connections]).toEqual(['unknown: no-clear-answer', 'wamid.WIRE', 1])
})

test.each([
  ['never', (_socket: Socket) => undefined],
  [
    'with a refusal that comes too late to decide anything',
    (socket: Socket) => socket.end('HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n'),
  ],
  ['by breaking off', (socket: Socket) => socket.resetAndDestroy()],
])('F44: a connection of which one side is gone is given up in the end: it answers %s', async (_how, act) => {
  const url = await listenRaw((socket) => onceAsked(socket, () => setTimeout(() => act(socket), 600)))
  const result = await sendTo(url, { timeouts: { ...TIMEOUTS, lateMs: 500 } })
  expect([said(result), result.kind === 'unknown' && (await result.later)]).toEqual(['unknown: no-clear-answer', null])
})

test('F45: an answer that is cut at any byte, after the headers of a 200 too, is not known', async () => {
  const outcomes = new Set<string>()
  for (let length = 0; length < ANSWER.length; length += 7) {
    for (const end of ['reset', 'close'] as const) {
      const url = await listenRaw((socket) =>
        onceAsked(socket, () => {
          socket.write(ANSWER.slice(0, length), () => (end === 'reset' ? socket.resetAndDestroy() : socket.end()))
        }),
      )
      outcomes.add(said(await sendTo(url)))
    }
  }
  expect([...outcomes]).toEqual(['unknown: no-clear-answer'])
})

test('F45: a request that is cut at any byte may have arrived', async () => {
  const outcomes = new Set<string>()
  for (const length of [1, 50, 300]) {
    const url = await listenRaw((socket) => {
      let received = 0
      socket.on('data', (chunk) => {
        received += chunk.length
        if (received >= length) socket.resetAndDestroy()
      })
    })
    outcomes.add(said(await sendTo(url)))
  }
  expect([...outcomes]).toEqual(['unknown: no-clear-answer'])
})

/** A server whose certificate this computer trusts as far as its authority goes; what it was sent is kept. */
async function listenTls(cert: string, act: RequestListener = (_request, response) => response.end(ACCEPTED)) {
  const before = getCACertificates('default')
  setDefaultCACertificates([...before, certificates.authority])
  onTestFinished(() => setDefaultCACertificates(before))
  const asked: string[] = []
  const port = await listen(
    createHttpsServer({ cert, key: SERVER_KEY }, (request, response) => {
      asked.push(`${request.method} ${request.headers.authorization}`)
      act(request, response)
    }),
  )
  return { port, asked }
}

test('a certificate that is right is taken', async () => {
  const { port } = await listenTls(certificates.valid)
  expect(said(await sendTo(`https://graph.test:${port}`, { lookup: toLoopback }))).toBe('accepted wamid.WIRE')
})

test.each([
  ['F46: a certificate that has expired', certificates.expired, 'graph.test', 'certificate-date'],
  ['F30: a certificate that is not valid yet, as by a clock that is behind', certificates.notYetValid, 'graph.test', 'certificate-date'],
  ['F46: a certificate of another host', certificates.valid, 'graph.facebook.test', 'connection-not-secure'],
  ['F46: a certificate that nobody signed, as of a captive portal', certificates.selfSigned, 'graph.test', 'connection-not-secure'],
])('%s is not taken: nothing is sent, and the cause is named', async (_what, cert, name, key) => {
  const { port, asked } = await listenTls(cert)
  const result = await sendTo(`https://${name}:${port}`, { lookup: toLoopback })
  expect({ said: said(result), asked }).toEqual({ said: `not-sent: ${key}`, asked: [] })
})

test('F46: an intercepting proxy with an authority of its own is not let through, whatever the environment says', async () => {
  const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED']
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
  onTestFinished(() => {
    if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
    else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before
  })
  const asked: string[] = []
  const port = await listen(createHttpsServer({ cert: certificates.valid, key: SERVER_KEY }, (request) => asked.push(String(request.url))))
  const result = await sendTo(`https://graph.test:${port}`, { lookup: toLoopback })
  expect({ said: said(result), asked }).toEqual({ said: 'not-sent: connection-not-secure', asked: [] })
})

test.each([
  ['a page of its own', (_request: unknown, response: { end(text: string): void }) => response.end('<html>Welcome to our Wi-Fi</html>')],
  [
    'a redirect',
    (_request: unknown, response: { writeHead(status: number, headers: object): { end(): void } }) =>
      response.writeHead(302, { location: '/login' }).end(),
  ],
] as [string, RequestListener][])(
  'F46: something trusted that answers %s is not WhatsApp: nobody knows, and nothing is followed',
  async (_what, act) => {
    const { port, asked } = await listenTls(certificates.valid, act)
    const result = await sendTo(`https://graph.test:${port}`, { lookup: toLoopback })
    expect({ said: said(result), asked }).toEqual({ said: 'unknown: no-clear-answer', asked: ['POST Bearer token-of-the-shop'] })
  },
)

test('F46: a portal that speaks no TLS at all gets nothing', async () => {
  const received: Buffer[] = []
  const url = await listenRaw((socket) => {
    socket.on('data', (chunk) => received.push(chunk))
    socket.end('HTTP/1.1 302 Found\r\nLocation: http://portal/\r\n\r\n')
  })
  const result = await sendTo(url.replace('http:', 'https:'))
  expect([said(result), Buffer.concat(received).includes('token-of-the-shop')]).toEqual(['not-sent: connection-not-secure', false])
})

test('F47: a name that cannot be found has sent nothing, and neither has a network that refuses', async () => {
  const noName: LookupFunction = (_name, _options, done) => done(Object.assign(new Error('EAI_AGAIN'), { code: 'EAI_AGAIN' }), [])
  const port = await listen(createServer())
  const results = [
    await sendTo('http://graph.test', { lookup: noName }),
    await sendTo(`http://graph.test:${port}`, { lookup: (_name, _options, done) => done(null, [{ address: '::1', family: 6 }]) }),
  ]
  expect(results.map(said)).toEqual(['not-sent: offline', 'not-sent: offline'])
})

test('F47: an IPv6 address that leads nowhere does not keep the message from going by IPv4', async () => {
  const port = Number(new URL(await listenRaw((socket) => onceAsked(socket, () => socket.end(ANSWER)))).port)
  const both: LookupFunction = (_name, _options, done) =>
    done(null, [
      // Nobody has it: kept for documentation (RFC 3849).
      { address: '2001:db8::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ])
  const result = await sendTo(`http://graph.test:${port}`, { lookup: both })
  expect(said(result)).toBe('accepted wamid.WIRE')
})
