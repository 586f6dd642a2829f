import { expect, test } from 'vitest'
import type { HttpRequest, HttpResult } from '#core/ports.ts'
import { createServerClock } from '#core/whatsapp/server-clock.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { createFakeHttp, streamed } from '#test/support/fake-http.ts'

const REQUEST: HttpRequest = { method: 'GET', url: 'https://graph.test', headers: {}, timeouts: { connectMs: 1, responseMs: 1 } }

function setUp() {
  const clock = createFakeClock()
  let result: HttpResult = { kind: 'nothing-sent', reason: 'dns' }
  const serverClock = createServerClock({ http: { send: async () => result, stream: () => streamed(Promise.resolve(result)) }, clock })
  return {
    clock,
    serverClock,
    async answer(headers: Record<string, string>) {
      result = { kind: 'answered', status: 400, headers, body: Buffer.alloc(0) }
      return await serverClock.http.send(REQUEST)
    },
    fail: () => serverClock.http.send(REQUEST),
  }
}

test.each([
  ['ten minutes behind', -10 * 60_000],
  ['three hours ahead', 3 * 3_600_000],
  ['right', 0],
])('a computer whose clock is %s is known as that from the date of any answer', async (_how, offsetMs) => {
  const { clock, serverClock, answer } = setUp()
  const date = new Date(clock.now()).toUTCString()
  clock.setWall(clock.now() + offsetMs)
  expect((await answer({ date })).kind).toBe('answered')
  expect(serverClock.offsetMs()).toBe(offsetMs)
})

test('summer time moves no clock: dates are in UTC', async () => {
  const { clock, serverClock, answer } = setUp()
  clock.setWall(Date.UTC(2027, 2, 28, 1, 0))
  await answer({ date: 'Sun, 28 Mar 2027 01:00:00 GMT' })
  expect(serverClock.offsetMs()).toBe(0)
})

test('nothing is known before an answer, without one, or from a date that is none', async () => {
  const { serverClock, answer, fail } = setUp()
  const known = [serverClock.offsetMs()]
  await fail()
  known.push(serverClock.offsetMs())
  await answer({})
  await answer({ date: 'yesterday' })
  known.push(serverClock.offsetMs())
  expect(known).toEqual([null, null, null])
})

test('once the clock is set, or the computer slept, nothing is known until the next answer', async () => {
  const { clock, serverClock, answer } = setUp()
  await answer({ date: new Date(clock.now()).toUTCString() })
  await clock.advance(3_600_000)
  expect(serverClock.offsetMs()).toBe(0)
  const date = new Date(clock.now()).toUTCString()
  clock.setWall(clock.now() + 3_600_000)
  expect(serverClock.offsetMs()).toBe(null)
  await answer({ date })
  expect(serverClock.offsetMs()).toBe(3_600_000)
})

test('an answer that streams says what time it is, too', async () => {
  const { clock, serverClock, answer } = setUp()
  await answer({})
  expect(serverClock.offsetMs()).toBeNull()
  const streaming = createServerClock({
    http: createFakeHttp({
      kind: 'answered',
      status: 200,
      headers: { date: new Date(clock.now() - 60_000).toUTCString() },
      body: Buffer.alloc(0),
    }),
    clock,
  })
  await streaming.http.stream(REQUEST)
  expect(streaming.offsetMs()).toBe(60_000)
})

test('asked for the time, it fetches an answer with nothing of the shop in it; none is as good as before', async () => {
  const clock = createFakeClock()
  const requests: HttpRequest[] = []
  const results: HttpResult[] = [
    { kind: 'nothing-sent', reason: 'dns' },
    { kind: 'answered', status: 400, headers: { date: new Date(clock.now() - 60_000).toUTCString() }, body: Buffer.alloc(0) },
  ]
  const serverClock = createServerClock({
    http: {
      ...createFakeHttp(),
      async send(request) {
        requests.push(request)
        return results.shift() ?? { kind: 'nothing-sent', reason: 'other' }
      },
    },
    clock,
  })
  const offsets: (number | null)[] = []
  for (let count = 0; count < 2; count += 1) {
    serverClock.ask('https://graph.test')
    await clock.advance(0)
    offsets.push(serverClock.offsetMs())
  }
  expect(offsets).toEqual([null, 60_000])
  expect(requests.map(({ method, url, headers, body }) => ({ method, url, headers, body }))).toEqual(
    Array.from({ length: 2 }, () => ({ method: 'GET', url: 'https://graph.test', headers: {}, body: undefined })),
  )
})
