import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import { ANA, sendOne, setUpSending } from '#test/support/sending.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** How long the client tries to connect for a send. */
const CONNECT_MS = 6000

test('F43: a connection that cannot be made is not a send: it goes by itself once there is a network', async () => {
  const { shop, id } = await sendOne({ kind: 'nothing-sent' })
  const waiting = {
    status: shop.statusOf(id),
    problem: shop.problemOf(id),
    attempts: shop.attemptsOf(id),
    number: shop.number.get()?.connection,
  }
  await shop.run(10_000)
  expect({ waiting, after: shop.statusOf(id), sends: shop.graph.sends.length, number: shop.number.get()?.connection }).toEqual({
    waiting: { status: 'waiting', problem: 'offline', attempts: [], number: 'offline' },
    after: 'accepted',
    sends: 1,
    number: 'online',
  })
})

test('F47: sending goes on within ten seconds of the network’s return, and an hour without it leaves no row', async () => {
  const shop = await setUpSending()
  shop.graph.fate = { kind: 'nothing-sent' }
  const ids = ['5511987654321', '27821234567', '5215512345678'].map((waId) => shop.send(shop.hearFrom(waId), 'Oi'))
  await shop.run(HOUR_MS)
  const attemptRows = shop.db.get<{ count: number }>(sql`SELECT COUNT(*) AS count FROM attempts`).count
  shop.graph.fate = { kind: 'accepted' }
  await shop.run(10_000)
  expect({ attemptRows, statuses: ids.map(shop.statusOf), sends: shop.graph.sends.length }).toEqual({
    attemptRows: 0,
    statuses: ['accepted', 'accepted', 'accepted'],
    sends: 3,
  })
})

test('F47: a try that hangs from before, as after another network was joined, does not keep sending from going on within ten seconds', async () => {
  // Each try to connect is given up after its time; the worst is one that began just before the network came back.
  for (let offsetMs = 0; offsetMs < 10_000; offsetMs += 500) {
    const shop = await setUpSending()
    let isOn = false
    shop.graph.fate = () =>
      isOn
        ? { kind: 'accepted' }
        : {
            kind: 'late',
            until: new Promise((resolve) =>
              shop.clock.after(CONNECT_MS, () => resolve({ kind: 'nothing-sent', reason: 'connect-timeout' })),
            ),
          }
    const id = shop.send(shop.hearFrom('5511987654321'), 'Oi')
    await shop.run(MINUTE_MS + offsetMs)
    isOn = true
    await shop.run(10_000)
    expect([offsetMs, shop.statusOf(id)]).toEqual([offsetMs, 'accepted'])
  }
})

test('F48: a network that comes and goes every second for ten minutes sends each message once, gets on, and piles nothing up', async () => {
  const shop = await setUpSending()
  let isOn = false
  shop.graph.fate = () => ({ kind: isOn ? 'accepted' : 'nothing-sent' })
  const conversation = shop.hearFrom('5511987654321')
  const timers: number[] = []
  for (let second = 0; second < 600; second += 1) {
    if (second % 30 === 0) shop.send(conversation, `m${second / 30}`)
    isOn = !isOn
    await shop.clock.advance(1000)
    timers.push(shop.clock.waiting())
  }
  expect({
    sends: shop.graph.sends.map((send) => send.body),
    attempts: shop.db.get<{ count: number }>(sql`SELECT COUNT(*) AS count FROM attempts`).count,
    // The next look, and the announcement of the queue.
    timersAtMost: Math.max(...timers) <= 5,
    // At most one a second, of a try and of going off and on line.
    isLogBounded: shop.log.lines.length < 3 * 600,
  }).toEqual({ sends: Array.from({ length: 20 }, (_, count) => `m${count}`), attempts: 20, timersAtMost: true, isLogBounded: true })
})

for (const [reason, key] of [
  ['tls', 'connection-not-secure'],
  ['certificate-date', 'certificate-date'],
] as const) {
  test(`F46: what stands in the way by ${reason} is named to everybody, nothing is sent, and the queue goes on without it`, async () => {
    const shop = await setUpSending()
    shop.graph.fate = { kind: 'nothing-sent', reason }
    const id = shop.send(shop.hearFrom('5511987654321'), 'Oi')
    await shop.run(MINUTE_MS)
    const during = { problem: shop.problemOf(id), attempts: shop.attemptsOf(id) }
    const told = shop.published.filter(({ name }) => name === 'number.changed').at(-1)?.payload
    shop.graph.fate = { kind: 'accepted' }
    await shop.run(10_000)
    expect({ during, told, after: [shop.statusOf(id), shop.number.get()?.connection], sends: shop.graph.sends.length }).toEqual({
      during: { problem: key, attempts: [] },
      told: { number: expect.objectContaining({ connection: 'offline', offlineBy: key, queued: 1 }) },
      after: ['accepted', 'online'],
      sends: 1,
    })
  })
}

test('after six hours without a network a person is asked, and nothing old goes by itself', async () => {
  const shop = await setUpSending()
  shop.graph.fate = { kind: 'nothing-sent' }
  const id = shop.send(shop.hearFrom('5511987654321'), 'Sai agora do forno')
  await shop.run(MINUTE_MS)
  // The lid was closed meanwhile: the wall clock went on, the timers did not.
  shop.clock.setWall(shop.clock.now() + 6 * HOUR_MS)
  await shop.run(MINUTE_MS)
  shop.graph.fate = { kind: 'accepted' }
  await shop.run(HOUR_MS)
  const asked = { status: shop.statusOf(id), problem: shop.problemOf(id), sends: shop.graph.sends.length }
  shop.outbox.decide(id, 'send-again', ANA)
  await shop.run(10_000)
  expect({ asked, after: shop.statusOf(id) }).toEqual({
    asked: { status: 'failed', problem: 'waited-too-long', sends: 0 },
    after: 'accepted',
  })
})
