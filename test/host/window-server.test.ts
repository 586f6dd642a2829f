import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { CONTRACT_VERSION, FRAME_MAX_BYTES, socketClose, welcomeFrame } from '#contract'
import { setUpWindowServer, type RawWindow } from '#test/support/window-server.ts'

async function welcomeOf(window: RawWindow, hello: { ticket: string } | { resume: string }) {
  await window.send({ hello })
  return welcomeFrame.parse(await window.next()).welcome
}

describe('the hello', () => {
  it('admits a window with the ticket of a printed address, and passes its calls to the core as this machine’s own window', async () => {
    const { core, ticket, socket } = await setUpWindowServer()
    const window = socket()
    const welcome = await welcomeOf(window, { ticket: ticket() })
    expect(welcome).toEqual({ resume: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/), contract: CONTRACT_VERSION, resumed: false })
    await window.send({ id: 1, method: 'desk.status', input: { a: 1 } })
    expect(await window.next()).toEqual({ id: 1, ok: true, output: { a: 1 } })
    core.connections[0]?.push({ seq: 1, event: 'desk.changed', payload: {} })
    expect(await window.next()).toEqual({ seq: 1, event: 'desk.changed', payload: {} })
    expect(core.connections.map(({ reach, device, calls }) => ({ reach, device, calls }))).toEqual([
      { reach: 'desk', device: 'browser', calls: [{ id: 1, method: 'desk.status', input: { a: 1 } }] },
    ])
  })

  it('T13 refuses a ticket that was used', async () => {
    const { core, ticket, socket } = await setUpWindowServer()
    const used = ticket()
    await welcomeOf(socket(), { ticket: used })
    const second = socket()
    await second.send({ hello: { ticket: used } })
    expect(await second.closed).toBe(socketClose.refused)
    expect(core.connections).toHaveLength(1)
  })

  it('T13 refuses a ticket whose time is over', async () => {
    const { clock, core, ticket, socket } = await setUpWindowServer()
    const late = ticket(60_000)
    await clock.advance(60_000)
    const window = socket()
    await window.send({ hello: { ticket: late } })
    expect(await window.closed).toBe(socketClose.refused)
    expect(core.connections).toEqual([])
  })

  it.each([
    ['a call before the hello', { id: 1, method: 'desk.status', input: {} }],
    ['an invented ticket', { hello: { ticket: 'A'.repeat(22) } }],
    ['an invented resume token', { hello: { resume: 'A'.repeat(43) } }],
    ['both at once', { hello: { ticket: 'A'.repeat(22), resume: 'A'.repeat(43) } }],
    ['no JSON', '{'],
    ['a name of the prototype', { hello: { __proto__: {} } }],
  ])('T13 refuses %s', async (_name, frame) => {
    const { core, socket } = await setUpWindowServer()
    const window = socket()
    await window.send(frame)
    expect(await window.closed).toBe(socketClose.refused)
    expect(core.connections).toEqual([])
  })

  it('refuses a socket that says nothing for five seconds', async () => {
    const { clock, socket } = await setUpWindowServer()
    const window = socket()
    await window.opened
    await clock.advance(5_000)
    expect(await window.closed).toBe(socketClose.refused)
  })
})

it('holds no connection of an upgrade that it refused, so that it can be closed', async () => {
  const { port, close } = await setUpWindowServer()
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  client.on('error', () => undefined)
  await once(client, 'connect')
  // More than the request: what nobody reads must not keep the connection.
  client.write('GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nand more')
  const [answer] = (await once(client, 'data')) as [Buffer]
  await close()
  client.destroy()
  expect(answer.toString('latin1')).toMatch(/^HTTP\/1\.1 404 /)
})

describe('when all places are taken', () => {
  it('lets a page in at once if any of them keeps silent, the longest silent one leaving for it', async () => {
    const { core, ticket, socket } = await setUpWindowServer()
    const silent = Array.from({ length: 64 }, () => socket())
    await Promise.all(silent.map(({ opened }) => opened))
    const page = socket()
    await welcomeOf(page, { ticket: ticket() })
    const first = silent.find(({ socket: { readyState, CLOSED } }) => readyState === CLOSED) ?? silent[0]
    expect({ dropped: await first?.closed, connections: core.connections.length }).toEqual({ dropped: 1006, connections: 1 })
  })

  it('refuses another one, and takes nobody’s place, if all have said who they are', async () => {
    const { core, ticket, socket } = await setUpWindowServer()
    const pages = Array.from({ length: 64 }, () => socket())
    for (const page of pages) await welcomeOf(page, { ticket: ticket() })
    expect({ refused: await socket().closed, open: pages.filter((page) => page.socket.readyState === page.socket.OPEN).length }).toEqual({
      refused: 503,
      open: 64,
    })
    expect(core.connections).toHaveLength(64)
  })
})

it('leaves nothing to wait for when it is closed', async () => {
  const { core, clock, ticket, socket, close } = await setUpWindowServer()
  const [signedIn, silent, reloading] = [socket(), socket(), socket()]
  await welcomeOf(signedIn, { ticket: ticket() })
  await silent.opened
  await welcomeOf(reloading, { ticket: ticket() })
  reloading.socket.close()
  await reloading.closed
  await close()
  await Promise.all([signedIn.closed, silent.closed])
  expect({ waiting: clock.waiting(), isClosed: core.connections.map((connection) => connection.isClosed) }).toEqual({
    waiting: 0,
    isClosed: [true, true],
  })
})

describe('a reload', () => {
  it('keeps the connection to the core, gives a new token, and drops what was pushed meanwhile', async () => {
    const { core, ticket, socket } = await setUpWindowServer()
    const first = socket()
    const { resume } = await welcomeOf(first, { ticket: ticket() })
    first.socket.close()
    await first.closed
    core.connections[0]?.push({ seq: 1, event: 'missed', payload: {} })
    const second = socket()
    const welcome = await welcomeOf(second, { resume })
    core.connections[0]?.push({ seq: 2, event: 'seen', payload: {} })
    expect({
      resumed: welcome.resumed,
      isSameToken: welcome.resume === resume,
      next: await second.next(),
      connections: core.connections.length,
    }).toEqual({
      resumed: true,
      isSameToken: false,
      next: { seq: 2, event: 'seen', payload: {} },
      connections: 1,
    })
  })

  it('T13 takes the token before the last only until the page has spoken', async () => {
    const { ticket, socket } = await setUpWindowServer()
    const { resume } = await welcomeOf(socket(), { ticket: ticket() })
    // The page reloads before it reads its welcome, and so comes back with the token it has.
    await welcomeOf(socket(), { resume })
    const third = socket()
    const welcome = await welcomeOf(third, { resume })
    expect(welcome.resumed).toBe(true)
    await third.send({ id: 1, method: 'desk.status', input: {} })
    await third.next()
    const fourth = socket()
    await fourth.send({ hello: { resume } })
    expect(await fourth.closed).toBe(socketClose.refused)
  })

  it('T13 closes the page whose token another page used', async () => {
    const { ticket, socket } = await setUpWindowServer()
    const first = socket()
    const { resume } = await welcomeOf(first, { ticket: ticket() })
    await welcomeOf(socket(), { resume })
    expect(await first.closed).toBe(socketClose.replaced)
  })

  it('T13 is too late two minutes after the socket dropped: the connection is closed and the token void', async () => {
    const { clock, core, log, ticket, socket } = await setUpWindowServer()
    const first = socket()
    const { resume } = await welcomeOf(first, { ticket: ticket() })
    first.socket.terminate()
    await expect.poll(() => log.lines.map((line) => line.event)).toContain('window.closed')
    await clock.advance(2 * 60_000)
    expect(core.connections[0]?.isClosed).toBe(true)
    const second = socket()
    await second.send({ hello: { resume } })
    expect(await second.closed).toBe(socketClose.refused)
  })

  it('finds a new connection after the core stopped, with nobody signed in', async () => {
    const { core, ticket, socket } = await setUpWindowServer()
    const first = socket()
    const { resume } = await welcomeOf(first, { ticket: ticket() })
    core.connections[0]?.lost()
    expect(await first.closed).toBe(socketClose.restarting)
    const welcome = await welcomeOf(socket(), { resume })
    expect({ resumed: welcome.resumed, connections: core.connections.length }).toEqual({ resumed: false, connections: 2 })
  })
})

describe('what a window may send', () => {
  it('passes a method it does not know on to the core, which refuses it', async () => {
    const { core, ticket, socket } = await setUpWindowServer()
    core.answer = (frame) => ({ id: frame.id, ok: false, error: { code: 'unknown-method' } })
    const window = socket()
    await welcomeOf(window, { ticket: ticket() })
    await window.send({ id: 1, method: 'constructor', input: {} })
    expect(await window.next()).toEqual({ id: 1, ok: false, error: { code: 'unknown-method' } })
  })

  it.each([
    ['no JSON', '{'],
    ['a second hello', { hello: { ticket: 'A'.repeat(22) } }],
    ['an id that is no number', { id: 'x', method: 'desk.status', input: {} }],
    ['a frame with more in it than a call has', { id: 1, method: 'desk.status', input: {}, actor: 'owner' }],
    ['a name of more than 80 characters', { id: 1, method: 'm'.repeat(81), input: {} }],
  ])('ends the socket at %s', async (_name, frame) => {
    const { core, ticket, socket } = await setUpWindowServer()
    const window = socket()
    await welcomeOf(window, { ticket: ticket() })
    await window.send(frame)
    expect(await window.closed).toBe(socketClose.refused)
    expect(core.connections[0]?.calls).toEqual([])
  })

  it('ends the socket at a frame of more than 256 KB, before it is read', async () => {
    const { core, ticket, socket } = await setUpWindowServer()
    const window = socket()
    await welcomeOf(window, { ticket: ticket() })
    await window.send(JSON.stringify({ id: 1, method: 'desk.status', input: 'x'.repeat(FRAME_MAX_BYTES) }))
    expect(await window.closed).toBe(1009)
    expect(core.connections[0]?.calls).toEqual([])
  })

  it('answers more than 200 calls at once as too many, and gives 50 a second back', async () => {
    const { clock, core, ticket, socket } = await setUpWindowServer()
    const window = socket()
    await welcomeOf(window, { ticket: ticket() })
    const replies: unknown[] = []
    for (let id = 1; id <= 201; id += 1) await window.send({ id, method: 'desk.status', input: {} })
    for (let id = 1; id <= 201; id += 1) replies.push(await window.next())
    expect(replies.filter((reply) => JSON.stringify(reply).includes('too-many-requests'))).toEqual([
      { id: 201, ok: false, error: { code: 'too-many-requests' } },
    ])
    await clock.advance(1_000)
    await window.send({ id: 300, method: 'desk.status', input: {} })
    expect(await window.next()).toEqual({ id: 300, ok: true, output: {} })
    expect(core.connections[0]?.calls).toHaveLength(201)
  })

  it('ends a flood, and a new socket with the same token has no fresh allowance', async () => {
    const { core, ticket, socket } = await setUpWindowServer()
    const window = socket()
    const { resume } = await welcomeOf(window, { ticket: ticket() })
    for (let id = 1; id <= 1_201; id += 1) await window.send({ id, method: 'desk.status', input: {} })
    expect(await window.closed).toBe(socketClose.flooded)
    const second = socket()
    await welcomeOf(second, { resume })
    await second.send({ id: 1, method: 'desk.status', input: {} })
    expect(await second.closed).toBe(socketClose.flooded)
    expect(core.connections[0]?.calls).toHaveLength(200)
  })
})

describe('who may open a socket', () => {
  const upgrade = [
    'GET /ws HTTP/1.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==',
  ]
  const fixed = (port: number) => ({ host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` })

  it.each<[string, (port: number) => { host?: string; origin?: string; site?: string; path?: string }]>([
    ['a foreign origin', (port) => ({ ...fixed(port), origin: 'https://evil.example' })],
    ['no origin', (port) => ({ host: fixed(port).host })],
    ['an opaque origin', (port) => ({ ...fixed(port), origin: 'null' })],
    ['another port of this machine', (port) => ({ ...fixed(port), origin: `http://127.0.0.1:${port === 1 ? 2 : 1}` })],
    ['this port by another name', (port) => ({ ...fixed(port), origin: `http://localhost:${port}` })],
    ['this address over TLS', (port) => ({ ...fixed(port), origin: `https://127.0.0.1:${port}` })],
    ['an origin that starts like ours', (port) => ({ ...fixed(port), origin: `http://127.0.0.1:${port}.evil.example` })],
    ['an origin with a slash at its end', (port) => ({ ...fixed(port), origin: `http://127.0.0.1:${port}/` })],
    ['a rebound name', (port) => ({ ...fixed(port), host: `evil.example:${port}` })],
    ['a name in capitals with its own origin', (port) => ({ host: `LOCALHOST:${port}`, origin: `http://LOCALHOST:${port}` })],
    ['a host with a trailing dot', (port) => ({ ...fixed(port), host: `127.0.0.1.:${port}` })],
    ['a host without its port', (port) => ({ ...fixed(port), host: '127.0.0.1' })],
    ['an IPv6 literal', (port) => ({ host: `[::1]:${port}`, origin: `http://[::1]:${port}` })],
    ['a decimal address', (port) => ({ host: `2130706433:${port}`, origin: `http://2130706433:${port}` })],
    ['a request that the browser says comes from another site', (port) => ({ ...fixed(port), site: 'cross-site' })],
    ['a request from another port of this machine, says the browser', (port) => ({ ...fixed(port), site: 'same-site' })],
  ])('T13 refuses %s, though the ticket is good', async (_name, headersOf) => {
    const { core, port, request } = await setUpWindowServer()
    const { host, origin, site } = headersOf(port)
    const answer = await request([
      ...upgrade,
      ...(host === undefined ? [] : [`Host: ${host}`]),
      ...(origin === undefined ? [] : [`Origin: ${origin}`]),
      ...(site === undefined ? [] : [`Sec-Fetch-Site: ${site}`]),
    ])
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
    expect(core.connections).toEqual([])
  })

  it('T13 refuses a request with no host at all', async () => {
    const { request } = await setUpWindowServer()
    expect(await request(upgrade)).toMatch(/^HTTP\/1\.1 40[03] /)
  })

  it('upgrades the same request with the right names, so the refusals above are for the reason they say', async () => {
    const { origin, port, socket } = await setUpWindowServer()
    const window = socket({ host: `127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' }, { origin })
    await window.opened
    expect(window.socket.readyState).toBe(window.socket.OPEN)
  })

  it('T13 offers no compression and no other path', async () => {
    const { origin, port, socket, request } = await setUpWindowServer()
    const window = socket({}, { perMessageDeflate: true })
    await window.opened
    expect(window.socket.extensions).toBe('')
    const other = await request([...upgrade.with(0, 'GET /ws/ HTTP/1.1'), `Host: 127.0.0.1:${port}`, `Origin: ${origin}`])
    expect(other).toMatch(/^HTTP\/1\.1 404 /)
  })

  it('T13 takes pages of the development server only when it runs for one', async () => {
    const { port, socket } = await setUpWindowServer({ devOrigin: 'http://127.0.0.1:5173' })
    const own = socket()
    const dev = socket({ host: '127.0.0.1:5173' }, { origin: 'http://127.0.0.1:5173' })
    await dev.opened
    expect({ own: await own.closed, port: port > 0 }).toEqual({ own: 403, port: true })
  })
})
