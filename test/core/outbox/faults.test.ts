import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import type { SendFate } from '#test/support/fake-graph.ts'
import { ANA, sendOne, setUpSending } from '#test/support/sending.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

for (const [name, fate] of [
  ['F43: a time-out while waiting for the answer', { kind: 'maybe-sent', reason: 'response-timeout' }],
  ['F45: a reset after the headers', { kind: 'maybe-sent', reason: 'reset' }],
  ['F42: a proxy’s 502 page', { kind: 'answered', httpStatus: 502, body: '<html><h1>502 Bad Gateway</h1></html>' }],
  ['a 200 without a wamid', { kind: 'answered', httpStatus: 200, body: '{"messaging_product":"whatsapp"}' }],
  ['a 200 that is no JSON', { kind: 'answered', httpStatus: 200, body: '{"messages":[{"id":"wam' }],
] satisfies [string, SendFate][]) {
  test(`${name} is not known: never sent again by itself, then a person is asked, and the thread goes on`, async () => {
    const { shop, conversation, id } = await sendOne(fate)
    const next = shop.send(conversation, 'dois')
    await shop.run(2 * MINUTE_MS)
    const during = [shop.statusOf(id), shop.statusOf(next)]
    await shop.run(MINUTE_MS)
    const after = [shop.statusOf(id), shop.statusOf(next)]
    await shop.run(10 * HOUR_MS)
    expect({ during, after, sends: shop.graph.sends.map((send) => send.body), problem: shop.problemOf(id) }).toEqual({
      during: ['reconciling', 'queued'],
      after: ['unconfirmed', 'accepted'],
      sends: ['um', 'dois'],
      problem: 'no-clear-answer',
    })
  })
}

for (const [when, afterMs] of [
  ['at once', 0],
  ['after a minute', MINUTE_MS],
  ['after an hour', HOUR_MS],
] as const) {
  test(`a status with our tracker settles what was not known, ${when}`, async () => {
    const { shop, id } = await sendOne({ kind: 'maybe-sent' })
    await shop.run(afterMs)
    shop.hearStatus('delivered', { wamid: 'wamid.LATE', tracker: shop.graph.sends[0]?.tracker ?? null })
    await shop.run(HOUR_MS)
    expect({
      status: shop.statusOf(id),
      wamid: shop.messages.wamidOf(id),
      attempts: shop.attemptsOf(id),
      sends: shop.graph.sends.length,
    }).toEqual({
      status: 'delivered',
      wamid: 'wamid.LATE',
      attempts: [{ attempt: 1, result: 'accepted' }],
      sends: 1,
    })
  })
}

test('F32: a status that overtakes our own answer is not undone by the answer, whatever it says', async () => {
  for (const late of [{ kind: 'accepted', wamid: 'wamid.FAST' }, { kind: 'maybe-sent' }] satisfies SendFate[]) {
    let answer: (fate: SendFate) => void = () => {}
    const { shop, id } = await sendOne({ kind: 'late', until: new Promise((resolve) => (answer = resolve)) })
    shop.hearStatus('sent', { wamid: 'wamid.FAST', tracker: shop.graph.sends[0]?.tracker ?? null })
    const before = shop.statusOf(id)
    answer(late)
    await shop.run(10 * MINUTE_MS)
    expect({
      before,
      after: shop.statusOf(id),
      wamid: shop.messages.wamidOf(id),
      attempts: shop.attemptsOf(id),
      sends: shop.graph.sends.length,
    }).toEqual({
      before: 'sent',
      after: 'sent',
      wamid: 'wamid.FAST',
      attempts: [{ attempt: 1, result: 'accepted' }],
      sends: 1,
    })
  }
})

test('F44: a late answer is taken, and nothing is sent a second time meanwhile', async () => {
  let answer: (fate: SendFate) => void = () => {}
  const { shop, conversation, id } = await sendOne({ kind: 'late', until: new Promise((resolve) => (answer = resolve)) })
  shop.send(conversation, 'dois')
  await shop.run(5 * MINUTE_MS)
  const during = { status: shop.statusOf(id), sends: shop.graph.sends.length }
  answer({ kind: 'accepted' })
  await shop.run(10_000)
  expect({ during, after: shop.statusOf(id), sends: shop.graph.sends.map((send) => send.body) }).toEqual({
    during: { status: 'attempting', sends: 1 },
    after: 'accepted',
    sends: ['um', 'dois'],
  })
})

test('F44: an answer that comes after the exchange was given up is taken if it is of this attempt, and decides nothing otherwise', async () => {
  for (const [late, expected] of [
    [{ kind: 'accepted', wamid: 'wamid.LATE' }, ['accepted', 'wamid.LATE']],
    [{ kind: 'refused', code: 131026 }, ['reconciling', null]],
    [null, ['reconciling', null]],
  ] satisfies [SendFate | null, unknown[]][]) {
    let answer: (fate: SendFate | null) => void = () => {}
    const { shop, conversation, id } = await sendOne({ kind: 'maybe-sent', later: new Promise((resolve) => (answer = resolve)) })
    shop.send(conversation, 'dois')
    await shop.run(2 * MINUTE_MS)
    const during = [shop.statusOf(id), shop.graph.sends.length]
    answer(late)
    await shop.run()
    expect({ during, after: [shop.statusOf(id), shop.messages.wamidOf(id)] }).toEqual({ during: ['reconciling', 1], after: expected })
  }
})

test('F44: an answer that comes when a person was asked already settles it, however late', async () => {
  let answer: (fate: SendFate | null) => void = () => {}
  const { shop, id } = await sendOne({ kind: 'maybe-sent', later: new Promise((resolve) => (answer = resolve)) })
  await shop.run(5 * MINUTE_MS)
  const during = shop.statusOf(id)
  answer({ kind: 'accepted', wamid: 'wamid.LATE' })
  await shop.run()
  expect({ during, after: shop.statusOf(id), sends: shop.graph.sends.length }).toEqual({
    during: 'unconfirmed',
    after: 'accepted',
    sends: 1,
  })
})

test('a status of an attempt that a person gave up settles it, and takes back what was not sent again yet', async () => {
  const { shop, id } = await sendOne({ kind: 'maybe-sent' })
  await shop.run(4 * MINUTE_MS)
  shop.graph.fate = { kind: 'nothing-sent' }
  shop.outbox.decide(id, 'send-again', ANA)
  await shop.run(10_000)
  shop.hearStatus('delivered', { wamid: 'wamid.LATE', tracker: shop.graph.sends[0]?.tracker ?? null })
  shop.graph.fate = { kind: 'accepted' }
  await shop.run(MINUTE_MS)
  expect({ status: shop.statusOf(id), sends: shop.graph.sends.length }).toEqual({ status: 'delivered', sends: 1 })
})

test('that an earlier attempt failed after all is no reason against the one that a person decided on', async () => {
  const { shop, id } = await sendOne({ kind: 'maybe-sent' })
  await shop.run(4 * MINUTE_MS)
  shop.graph.fate = { kind: 'nothing-sent' }
  shop.outbox.decide(id, 'send-again', ANA)
  await shop.run(10_000)
  shop.hearStatus('failed', { wamid: 'wamid.LATE', tracker: shop.graph.sends[0]?.tracker ?? null })
  shop.graph.fate = { kind: 'accepted' }
  await shop.run(MINUTE_MS)
  expect({ status: shop.statusOf(id), wamid: shop.messages.wamidOf(id), sends: shop.graph.sends.length }).toEqual({
    status: 'accepted',
    wamid: 'wamid.OUT1',
    sends: 2,
  })
})

test('the late answer to an attempt that was sent again since decides nothing about the new one', async () => {
  let answerFirst: (fate: SendFate) => void = () => {}
  const { shop, id } = await sendOne({ kind: 'late', until: new Promise((resolve) => (answerFirst = resolve)) })
  shop.hearStatus('failed', { wamid: 'wamid.FIRST', tracker: shop.graph.sends[0]?.tracker ?? null })
  let answerSecond: (fate: SendFate) => void = () => {}
  shop.graph.script.push({ kind: 'late', until: new Promise((resolve) => (answerSecond = resolve)) })
  shop.outbox.decide(id, 'send-again', ANA)
  await shop.run(1000)
  answerFirst({ kind: 'maybe-sent' })
  await shop.run(1000)
  const during = shop.statusOf(id)
  answerSecond({ kind: 'accepted', wamid: 'wamid.SECOND' })
  await shop.run(10 * MINUTE_MS)
  expect({ during, after: shop.statusOf(id), wamid: shop.messages.wamidOf(id), sends: shop.graph.sends.length }).toEqual({
    during: 'attempting',
    after: 'accepted',
    wamid: 'wamid.SECOND',
    sends: 2,
  })
})

test('a message that is sent again waits for the one of its thread that is out', async () => {
  const { shop, conversation, id } = await sendOne({ kind: 'maybe-sent' })
  await shop.run(4 * MINUTE_MS)
  let answer: (fate: SendFate) => void = () => {}
  shop.graph.script.push({ kind: 'late', until: new Promise((resolve) => (answer = resolve)) })
  shop.send(conversation, 'dois')
  await shop.run()
  shop.outbox.decide(id, 'send-again', ANA)
  await shop.run(10_000)
  const during = shop.graph.sends.map((send) => send.body)
  answer({ kind: 'accepted' })
  await shop.run(10_000)
  expect({ during, after: shop.graph.sends.map((send) => send.body) }).toEqual({ during: ['um', 'dois'], after: ['um', 'dois', 'um'] })
})

test('two threads that turn out to be one have one queue, in the order in which people wrote', async () => {
  const shop = await setUpSending({ undoSeconds: 5 })
  const from = shop.hearFrom('5511987654321')
  const into = shop.hearFrom('27821234567')
  let answer: (fate: SendFate) => void = () => {}
  shop.graph.script.push({ kind: 'late', until: new Promise((resolve) => (answer = resolve)) })
  shop.send(from, 'um')
  await shop.run(1000)
  shop.send(into, 'dois')
  shop.outbox.noteMerged({ from, into })
  await shop.run(10_000)
  const during = shop.graph.sends.map((send) => send.body)
  answer({ kind: 'accepted' })
  await shop.run(1000)
  expect({ during, after: shop.graph.sends.map((send) => send.body) }).toEqual({ during: ['um'], after: ['um', 'dois'] })
})

test('trouble at WhatsApp is tried three times, a minute apart, and then asked about', async () => {
  const shop = await setUpSending()
  const times: number[] = []
  shop.graph.fate = () => {
    times.push(shop.clock.monotonic())
    return { kind: 'refused', code: 131000, httpStatus: 500 }
  }
  const id = shop.send(shop.hearFrom('5511987654321'), 'Oi')
  await shop.run(30_000)
  const during = shop.statusOf(id)
  await shop.run(10 * MINUTE_MS)
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
  expect({
    during,
    attempts: shop.attemptsOf(id).map(({ result }) => result),
    isAMinuteApart: gaps.every((gap) => gap >= MINUTE_MS),
    status: shop.statusOf(id),
    problem: shop.problemOf(id),
  }).toEqual({
    during: 'reconciling',
    attempts: ['probably-not-sent', 'probably-not-sent', 'probably-not-sent'],
    isAMinuteApart: true,
    status: 'unconfirmed',
    problem: 'whatsapp-trouble',
  })
})

test('and not tried again when a status proves that it had gone', async () => {
  const { shop, id } = await sendOne({ kind: 'refused', code: 131016, httpStatus: 503 })
  await shop.run(20_000)
  shop.hearStatus('sent', { wamid: 'wamid.WENT', tracker: shop.graph.sends[0]?.tracker ?? null })
  await shop.run(10 * MINUTE_MS)
  expect({ status: shop.statusOf(id), sends: shop.graph.sends.length }).toEqual({ status: 'sent', sends: 1 })
})

test('a window that closes while a message waits is asked about, not sent into', async () => {
  const shop = await setUpSending()
  shop.graph.fate = { kind: 'nothing-sent' }
  const conversation = shop.hearFrom('5511987654321', shop.clock.now() - 23 * HOUR_MS)
  const id = shop.send(conversation, 'Oi')
  await shop.run(HOUR_MS + MINUTE_MS)
  shop.graph.fate = { kind: 'accepted' }
  await shop.run(MINUTE_MS)
  expect({ status: shop.statusOf(id), problem: shop.problemOf(id), sends: shop.graph.sends.length }).toEqual({
    status: 'failed',
    problem: 'window-closed',
    sends: 0,
  })
})

test('a person who cannot be reached by any id is told at once, without the network', async () => {
  const shop = await setUpSending()
  const conversation = shop.hearFrom('5511987654321')
  shop.db.run(sql`DELETE FROM identities`)
  const id = shop.send(conversation, 'Oi')
  await shop.run(1000)
  expect({ status: shop.statusOf(id), problem: shop.problemOf(id), sends: shop.graph.sends.length }).toEqual({
    status: 'failed',
    problem: 'recipient-invalid',
    sends: 0,
  })
})

test('one customer’s burst is 45 messages, and another customer does not wait for it', async () => {
  const shop = await setUpSending()
  const busy = shop.hearFrom('5511987654321')
  for (let count = 0; count < 60; count += 1) shop.send(busy, `m${count}`)
  await shop.run(2000)
  const burst = shop.graph.sends.length
  const other = shop.send(shop.hearFrom('27821234567'), 'Sawubona')
  await shop.run(1000)
  const otherStatus = shop.statusOf(other)
  await shop.run(14 * 6000)
  const beforeLast = shop.graph.sends.length
  await shop.run(6000)
  expect({ burst, otherStatus, beforeLast, all: shop.graph.sends.length }).toEqual({
    burst: 45,
    otherStatus: 'accepted',
    beforeLast: 60,
    all: 61,
  })
})
