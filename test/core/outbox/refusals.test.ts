import { expect, test } from 'vitest'
import type { NumberId } from '#contract'
import { Redacted } from '#core/lib/redacted.ts'
import { errorRow } from '#core/whatsapp/error-table.ts'
import { wholeShop } from '#core/inbox/reach.ts'
import { FAKE_NUMBER } from '#test/support/fake-graph.ts'
import { ANA, sendOne, setUpSending } from '#test/support/sending.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

test('F41: the pair limit slows this conversation alone, longer each time', async () => {
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

test('F40: a throughput limit makes everybody wait, in order, and fails nobody', async () => {
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

for (const [asked, headers, waitsMs] of [
  ['for half a minute', { 'retry-after': '30' }, 30_000],
  [
    'until a time',
    { 'retry-after': 'Mon, 23 Nov 2026 09:00:45 GMT', date: 'Mon, 23 Nov 2026 09:00:00 GMT' },
    // By the other side's clock, not by ours.
    45_000,
  ],
  ['for a year, of which it waits an hour', { 'retry-after': '31536000' }, HOUR_MS],
] as const) {
  test(`F40: a 429 that asks to wait ${asked} is heeded by everybody, in order`, async () => {
    const { shop, conversation, id } = await sendOne({ kind: 'refused', code: 80007, httpStatus: 429, headers })
    const others = [shop.send(conversation, 'dois'), shop.send(shop.hearFrom('27821234567'), 'três')]
    await shop.run(waitsMs - 500)
    const during = [shop.graph.sends.length, shop.statusOf(id), shop.problemOf(id), shop.number.get()?.queued]
    await shop.run(2000)
    expect({ during, sends: shop.graph.sends.map((send) => send.body), after: [id, ...others].map(shop.statusOf) }).toEqual({
      during: [1, 'waiting', 'rate-limit', 3],
      sends: ['um', 'um', 'dois', 'três'],
      after: ['accepted', 'accepted', 'accepted'],
    })
  })
}

test('F40: a Retry-After that cannot be read, or is shorter than our own patience, changes nothing', async () => {
  const waits: number[] = []
  for (const headers of [
    {},
    { 'retry-after': 'soon' },
    { 'retry-after': '-5' },
    { 'retry-after': '0' },
    { 'retry-after': 'Mon, 23 Nov 2026 09:00:45 GMT' },
  ]) {
    const { shop } = await sendOne({ kind: 'refused', code: 130429, httpStatus: 429, headers })
    const startedAt = shop.clock.monotonic()
    while (shop.graph.sends.length === 1) await shop.run(50)
    waits.push(shop.clock.monotonic() - startedAt)
  }
  // Two seconds and as much again at random.
  for (const waitMs of waits) expect([waitMs >= 2000, waitMs <= 4100]).toEqual([true, true])
})

test('F40: a 429 that is not WhatsApp’s proves nothing about the message, but its wish is heeded by the others', async () => {
  const { shop, id } = await sendOne({ kind: 'answered', httpStatus: 429, body: '<h1>Slow down</h1>', headers: { 'retry-after': '120' } })
  const other = shop.send(shop.hearFrom('27821234567'), 'dois')
  await shop.run(119_000)
  const during = [shop.statusOf(id), shop.statusOf(other)]
  await shop.run(2000)
  expect({ during, after: shop.statusOf(other) }).toEqual({ during: ['reconciling', 'queued'], after: 'accepted' })
})

test('F41: a pair limit that says for how long slows this conversation alone for so long', async () => {
  const { shop, id } = await sendOne({ kind: 'refused', code: 131056, headers: { 'retry-after': '60' } })
  const other = shop.send(shop.hearFrom('27821234567'), 'Sawubona')
  await shop.run(59_000)
  const during = [shop.statusOf(id), shop.statusOf(other)]
  await shop.run(2000)
  expect({ during, after: shop.statusOf(id) }).toEqual({ during: ['waiting', 'accepted'], after: 'accepted' })
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

test('F49: an expired token stops the queue untouched; once resumed it goes on, and nothing has failed', async () => {
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
  shop.number.resume(ANA.staffId)
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

test('F49: connecting the number again with a new token is enough: what waited goes, in order', async () => {
  const { shop, conversation, id } = await sendOne({ kind: 'refused', code: 190, httpStatus: 401 })
  const next = shop.send(conversation, 'dois')
  await shop.run(HOUR_MS)
  const { numberId, wabaId } = FAKE_NUMBER
  await shop.number.connect(
    {
      token: new Redacted('a new token'),
      appSecret: new Redacted('a secret'),
      phoneNumberId: numberId as NumberId,
      wabaId: wabaId as NumberId,
    },
    ANA.staffId,
  )
  await shop.run(1000)
  expect({ statuses: [id, next].map(shop.statusOf), sends: shop.graph.sends.map((send) => send.body) }).toEqual({
    statuses: ['accepted', 'accepted'],
    sends: ['um', 'um', 'dois'],
  })
})

for (const [what, code, key] of [
  ['a token that was revoked', 190, 'token-invalid'],
  ['a permission that was taken away', 10, 'permission-missing'],
  ['a restricted account', 368, 'account-restricted'],
  ['a banned account', 131031, 'account-restricted'],
  ['a payment problem', 131042, 'payment-problem'],
  ['a number that people reported', 131048, 'number-limited'],
  ['a number of bad quality', 131064, 'number-quality-limited'],
  ['a number that is no longer registered', 131045, 'number-not-registered'],
  ['a name that is not approved', 131037, 'display-name-not-approved'],
] as const) {
  test(`F50: ${what} stops the queue untouched, over a restart, and everybody is told why until a person resumes`, async () => {
    const { shop: before, id } = await sendOne({ kind: 'refused', code, httpStatus: 403 })
    await before.run(MINUTE_MS)
    const told = before.published.filter(({ name }) => name === 'number.changed').at(-1)?.payload
    await before.die()
    const shop = await setUpSending({ db: before.db, clock: before.clock, graph: before.graph, ids: before.ids, secrets: before.secrets })
    await shop.run(MINUTE_MS)
    const during = { told, status: shop.statusOf(id), problem: shop.problemOf(id), sends: shop.graph.sends.length }
    shop.number.resume(ANA.staffId)
    await shop.run(1000)
    expect({ during, after: shop.statusOf(id), stops: errorRow(key).stopsQueue }).toEqual({
      during: {
        told: { number: expect.objectContaining({ connection: 'paused', pausedBy: key, queued: 1 }) },
        status: 'queued',
        problem: null,
        sends: 1,
      },
      after: 'accepted',
      stops: true,
    })
  })
}

for (const [how, answer] of [
  ['a version that it no longer knows', { code: 2500, message: 'Unknown path components: /v26.0/106540352242922/messages' }],
  ['a version that is deprecated', { code: 2635, message: '(#2635) You are calling a deprecated version of the API.' }],
  ['a call that is gone', { code: 12, message: '(#12) This API call is deprecated.' }],
] as const) {
  test(`F51: when WhatsApp speaks of ${how}, sending stops with the advice to update, and messages still come in`, async () => {
    const body = JSON.stringify({ error: { ...answer, type: 'OAuthException', fbtrace_id: 'x' } })
    const { shop, conversation, id } = await sendOne({ kind: 'answered', httpStatus: 400, body })
    shop.send(conversation, 'dois')
    await shop.run(HOUR_MS)
    shop.hearFrom('5511987654321')
    const { messages } = shop.messages.list({ conversationId: conversation, anchor: null, limit: 10 }, wholeShop)
    expect({
      status: shop.statusOf(id),
      pausedBy: shop.number.get()?.pausedBy,
      sends: shop.graph.sends.length,
      received: messages.filter(({ direction }) => direction === 'in').length,
    }).toEqual({ status: 'queued', pausedBy: 'update-needed', sends: 1, received: 2 })
  })
}

test('what was not known when the queue stopped is still settled', async () => {
  const { shop, id } = await sendOne({ kind: 'maybe-sent' })
  shop.graph.script.push({ kind: 'refused', code: 190, httpStatus: 401 })
  shop.send(shop.hearFrom('27821234567'), 'dois')
  await shop.run(10 * MINUTE_MS)
  expect({ status: shop.statusOf(id), connection: shop.number.get()?.connection }).toEqual({ status: 'unconfirmed', connection: 'paused' })
})
