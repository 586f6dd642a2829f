import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CallError, CONTRACT_VERSION, socketClose } from '#contract'
import { createWebSocketTransport } from '#renderer/transport/websocket.ts'
import { FakeSocket } from '#test/support/fake-socket.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const ticket = 'ticket-of-twenty-characters'
const firstResume = 'resume-token-number-one'
const secondResume = 'resume-token-number-two'

function connect({ ticket: given = ticket, kept = null }: { ticket?: string | null; kept?: string | null } = {}) {
  const sockets: FakeSocket[] = []
  const heard: unknown[] = []
  let token = kept
  const transport = createWebSocketTransport({
    url: 'ws://127.0.0.1:1/ws',
    ticket: given,
    resumeToken: { read: () => token, write: (next) => (token = next) },
    // The parts of a WebSocket that the transport touches are the fake's.
    open: () => sockets[sockets.push(new FakeSocket()) - 1] as unknown as WebSocket,
    random: () => 0.5,
  })
  transport.listen({
    event: (name, payload) => heard.push([name, payload]),
    missed: () => heard.push('missed'),
    state: (state) => heard.push(state),
  })
  const socket = () => {
    const last = sockets.at(-1)
    if (last === undefined) throw new Error('No socket was opened')
    return last
  }
  return { transport, sockets, socket, heard, keptToken: () => token }
}

function welcome(more: { resume?: string; contract?: number; resumed?: boolean } = {}) {
  return { welcome: { resume: firstResume, contract: CONTRACT_VERSION, resumed: false, ...more } }
}

function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'answered',
    (error: unknown) => (error instanceof CallError ? error.failure : error),
  )
}

test('says hello with the ticket, keeps the resume token, and then carries calls', async () => {
  const { transport, socket, heard, keptToken } = connect()
  socket().opens()
  socket().receives(welcome())
  const answer = transport.call('desk.status', {})
  socket().receives({ id: 1, ok: true, output: { phase: 'welcome' } })

  expect(await answer).toEqual({ phase: 'welcome' })
  expect(socket().sent).toEqual([{ hello: { ticket } }, { id: 1, method: 'desk.status', input: {} }])
  expect(keptToken()).toBe(firstResume)
  expect(heard).toEqual(['connecting', 'connected'])
})

test('a refused call is rejected with its failure', async () => {
  const { transport, socket } = connect()
  socket().receives(welcome())
  const call = failureOf(transport.call('session.signIn', {}))
  socket().receives({ id: 1, ok: false, error: { code: 'try-later', facts: { seconds: 30 } } })
  expect(await call).toEqual({ code: 'try-later', facts: { seconds: 30 } })
})

test('without ticket and token there is nothing to connect with', () => {
  const { sockets, heard } = connect({ ticket: null })
  expect({ sockets: sockets.length, heard }).toEqual({ sockets: 0, heard: ['refused'] })
})

test('a reload resumes with the token it kept', () => {
  const { socket } = connect({ ticket: null, kept: firstResume })
  socket().opens()
  expect(socket().sent).toEqual([{ hello: { resume: firstResume } }])
})

test('a drop refuses what was under way, comes back with the newest token, and says that events may have been missed', async () => {
  const { transport, sockets, socket, heard } = connect()
  socket().receives(welcome())
  const underWay = failureOf(transport.call('messages.send', {}))
  socket().drops()
  const whileDown = failureOf(transport.call('messages.send', {}))
  vi.advanceTimersByTime(300)
  socket().opens()
  socket().receives(welcome({ resume: secondResume, resumed: true }))

  expect(await underWay).toEqual({ code: 'connection-lost' })
  expect(await whileDown).toEqual({ code: 'connection-lost' })
  expect(sockets.length).toBe(2)
  expect(socket().sent).toEqual([{ hello: { resume: firstResume } }])
  expect(heard).toEqual(['connecting', 'connected', 'lost', 'connected', 'missed'])
})

test('tries again ever more slowly, up to ten seconds', () => {
  const { sockets, socket } = connect()
  socket().receives(welcome())
  const waits: number[] = []
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const opened = sockets.length
    socket().drops()
    let waited = 0
    while (sockets.length === opened) {
      vi.advanceTimersByTime(100)
      waited += 100
    }
    waits.push(waited)
  }
  expect(waits).toEqual([300, 600, 1200, 2400, 4800, 9600, 10_000, 10_000])
})

test('events arrive in order, and a hole in their numbers asks for a reload', () => {
  const { socket, heard } = connect()
  socket().receives(welcome())
  socket().receives({ seq: 1, event: 'a', payload: 1 })
  socket().receives({ seq: 2, event: 'b', payload: 2 })
  socket().receives({ seq: 4, event: 'd', payload: 4 })
  expect(heard.slice(2)).toEqual([['a', 1], ['b', 2], ['d', 4], 'missed'])
})

test('a resumed connection goes on counting from wherever it is', () => {
  const { socket, heard } = connect({ ticket: null, kept: firstResume })
  socket().receives(welcome({ resumed: true }))
  socket().receives({ seq: 41, event: 'a', payload: 1 })
  socket().receives({ seq: 42, event: 'b', payload: 2 })
  expect(heard.slice(2)).toEqual([
    ['a', 1],
    ['b', 2],
  ])
})

test.each([
  ['refused', socketClose.refused, null],
  ['replaced', socketClose.replaced, firstResume],
] as const)('once %s it stays away', (state, code, kept) => {
  const { sockets, socket, heard, keptToken } = connect()
  socket().receives(welcome())
  socket().drops(code)
  vi.advanceTimersByTime(60_000)
  expect({ sockets: sockets.length, last: heard.at(-1), kept: keptToken() }).toEqual({ sockets: 1, last: state, kept })
})

test('a host of another version is told apart and not spoken to', async () => {
  const { transport, sockets, socket, heard } = connect()
  socket().receives(welcome({ contract: CONTRACT_VERSION + 1 }))
  const call = failureOf(transport.call('desk.status', {}))
  const first = socket()
  first.drops()
  vi.advanceTimersByTime(60_000)
  expect(await call).toEqual({ code: 'connection-lost' })
  expect({ sockets: sockets.length, last: heard.at(-1), isClosed: first.isClosed }).toEqual({
    sockets: 1,
    last: 'outdated',
    isClosed: true,
  })
})
