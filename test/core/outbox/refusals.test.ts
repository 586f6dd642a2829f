import { expect, test } from 'vitest'
import { ANA, sendOne, setUpSending } from '#test/support/sending.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

test('F41 the pair limit slows this conversation alone, longer each time', async () => {
  const { shop, conversation, id } = await sendOne({ kind: 'refused', code: 131056 })
  shop.graph.script.push({ kind: 'accepted' }, { kind: 'refused', code: 131056 })
  const sameThread = shop.send(conversation, 'dois')
  const other = shop.send(shop.hearFrom('27821234567'), 'Sawubona')
  await shop.run(3000)
  const during = [shop.statusOf(id), shop.statusOf(sameThread), shop.statusOf(other)]
  await shop.run(1000)
  const afterFour = shop.attemptsOf(id).length
  await shop.run(15_000)
  const beforeTwenty = shop.statusOf(id)
  await shop.run(1000)
  expect({
    during,
    problem: shop.problemOf(id),
    afterFour,
    beforeTwenty,
    after: [shop.statusOf(id), shop.statusOf(sameThread)],
    connection: shop.number.get()?.connection,
  }).toEqual({
    during: ['waiting', 'queued', 'accepted'],
    problem: null,
    afterFour: 2,
    beforeTwenty: 'waiting',
    after: ['accepted', 'accepted'],
    connection: 'online',
  })
})

test('F40 a throughput limit makes everybody wait, in order, and fails nobody', async () => {
  const shop = await setUpSending()
  const conversations = ['5511987654321', '27821234567'].map((waId) => shop.hearFrom(waId))
  shop.graph.script.push({ kind: 'refused', code: 130429, httpStatus: 429 })
  const first = shop.send(conversations[0] ?? shop.hearFrom('1'), 'um')
  await shop.run()
  const second = shop.send(conversations[1] ?? shop.hearFrom('2'), 'dois')
  await shop.run(1900)
  const during = [shop.statusOf(first), shop.problemOf(first), shop.statusOf(second)]
  await shop.run(5000)
  expect({ during, after: [shop.statusOf(first), shop.statusOf(second)], sends: shop.graph.sends.map((send) => send.body) }).toEqual({
    during: ['waiting', 'rate-limit', 'queued'],
    after: ['accepted', 'accepted'],
    sends: ['um', 'um', 'dois'],
  })
})

for (const [code, key] of [
  [131047, 'window-closed'],
  [131026, 'undeliverable'],
  [131051, 'type-unsupported'],
  [100, 'request-invalid'],
  [131049, 'marketing-limited'],
] as const) {
  test(`${code} has failed at once, with its reason, and the thread goes on`, async () => {
    const { shop, conversation, id } = await sendOne({ kind: 'refused', code })
    const next = shop.send(conversation, 'dois')
    await shop.run(HOUR_MS)
    expect({ delivery: shop.messages.get(id).delivery, next: shop.statusOf(next), sends: shop.graph.sends.length }).toEqual({
      delivery: { status: 'failed', problem: { key, code, details: `details of ${code}` }, undoUntil: null },
      next: 'accepted',
      sends: 2,
    })
  })
}

test('F49 an expired token stops the queue untouched; once resumed it goes on, and nothing has failed', async () => {
  const { shop, conversation, id } = await sendOne({ kind: 'refused', code: 190, httpStatus: 401 })
  const next = shop.send(conversation, 'dois')
  const other = shop.send(shop.hearFrom('27821234567'), 'três')
  await shop.run(HOUR_MS)
  const paused = {
    statuses: [id, next, other].map(shop.statusOf),
    problem: shop.problemOf(id),
    number: shop.number.get(),
    sends: shop.graph.sends.length,
  }
  const told = shop.published.filter(({ name }) => name === 'number.changed').at(-1)?.payload
  shop.number.resume(ANA)
  await shop.run(1000)
  expect({ paused, told, after: [id, next, other].map(shop.statusOf), number: shop.number.get()?.connection }).toEqual({
    paused: {
      statuses: ['queued', 'queued', 'queued'],
      problem: null,
      number: expect.objectContaining({ connection: 'paused', pausedBy: 'token-invalid', queued: 3 }),
      sends: 1,
    },
    told: { number: expect.objectContaining({ connection: 'paused', pausedBy: 'token-invalid', queued: 3 }) },
    after: ['accepted', 'accepted', 'accepted'],
    number: 'online',
  })
})

test('F50 a restricted account or a payment problem stops the queue as well', async () => {
  for (const [code, key] of [
    [131031, 'account-restricted'],
    [131042, 'payment-problem'],
    [131048, 'number-limited'],
    [10, 'permission-missing'],
  ] as const) {
    const { shop, id } = await sendOne({ kind: 'refused', code, httpStatus: 403 })
    await shop.run(MINUTE_MS)
    expect({ status: shop.statusOf(id), pausedBy: shop.number.get()?.pausedBy, sends: shop.graph.sends.length }).toEqual({
      status: 'queued',
      pausedBy: key,
      sends: 1,
    })
  }
})

test('what was not known when the queue stopped is still settled', async () => {
  const { shop, id } = await sendOne({ kind: 'maybe-sent' })
  shop.graph.script.push({ kind: 'refused', code: 190, httpStatus: 401 })
  shop.send(shop.hearFrom('27821234567'), 'dois')
  await shop.run(10 * MINUTE_MS)
  expect({ status: shop.statusOf(id), connection: shop.number.get()?.connection }).toEqual({ status: 'unconfirmed', connection: 'paused' })
})
