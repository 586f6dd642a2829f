import { expect, test } from 'vitest'
import type { ConversationId } from '#contract'
import { wholeShop } from '#core/inbox/reach.ts'
import { ANA, sendOne, setUpSending, type Sending } from '#test/support/sending.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const CUSTOMER = '5511987654321'

function textsOf(shop: Sending, conversationId: ConversationId): string[] {
  const { messages } = shop.messages.list({ conversationId, anchor: null, limit: 50 }, wholeShop)
  return messages.map(({ content }) => (content.kind === 'text' ? content.body : content.kind))
}

for (const [when, wall] of [
  ['a day back', (now: number) => now - DAY_MS],
  ['back to 1970', () => 0],
] as const) {
  test(`F28: a clock that is set ${when} holds nothing up, keeps the order of the thread, and asks nobody`, async () => {
    const shop = await setUpSending({ undoSeconds: 5 })
    const conversation = shop.hearFrom(CUSTOMER)
    const meta = shop.clock.now()
    const before = shop.send(conversation, 'antes')
    shop.clock.setWall(wall(meta))
    const after = shop.send(conversation, 'depois')
    await shop.run(70 * SECOND_MS)
    shop.hearFrom(CUSTOMER, meta + 80 * SECOND_MS)
    const last = shop.send(conversation, 'por fim')
    await shop.run(70 * SECOND_MS)
    expect({ statuses: [before, after, last].map(shop.statusOf), thread: textsOf(shop, conversation) }).toEqual({
      statuses: ['accepted', 'accepted', 'accepted'],
      thread: ['Bom dia', 'antes', 'depois', 'Bom dia', 'por fim'],
    })
  })
}

test('F28: a clock that is set a year ahead sends nothing and drops nothing: each message that waited is asked about', async () => {
  const shop = await setUpSending()
  shop.graph.fate = { kind: 'nothing-sent' }
  const ids = ['5511987654321', '27821234567', '5215512345678'].map((waId) => shop.send(shop.hearFrom(waId), 'Oi'))
  await shop.run(MINUTE_MS)
  shop.clock.setWall(shop.clock.now() + 365 * DAY_MS)
  shop.graph.fate = { kind: 'accepted' }
  await shop.run(2 * MINUTE_MS)
  const ahead = ids.map((id) => [shop.statusOf(id), shop.problemOf(id)])
  shop.clock.setWall(shop.clock.now() - 365 * DAY_MS)
  for (const id of ids) shop.outbox.decide(id, 'send-again', ANA)
  await shop.run(MINUTE_MS)
  expect({ ahead, after: ids.map(shop.statusOf), sends: shop.graph.sends.length }).toEqual({
    ahead: ids.map(() => ['failed', 'waited-too-long']),
    after: ['accepted', 'accepted', 'accepted'],
    sends: 3,
  })
})

test('F28: a clock that is put right within the minute has cost nobody anything', async () => {
  const shop = await setUpSending()
  shop.graph.fate = { kind: 'nothing-sent' }
  const id = shop.send(shop.hearFrom(CUSTOMER), 'Oi')
  await shop.run(MINUTE_MS)
  shop.clock.setWall(shop.clock.now() + 365 * DAY_MS)
  shop.graph.fate = { kind: 'accepted' }
  await shop.run(40 * SECOND_MS)
  const during = [shop.statusOf(id), shop.graph.sends.length]
  shop.clock.setWall(shop.clock.now() - 365 * DAY_MS)
  await shop.run(MINUTE_MS)
  expect({ during, after: shop.statusOf(id) }).toEqual({ during: ['waiting', 0], after: 'accepted' })
})

test('F28: time that a clock jumped over is no time in which a status could have come', async () => {
  // The lid was closed for an hour: to a program that looks the same as a clock that was set.
  const { shop, id } = await sendOne({ kind: 'refused', code: 131016, httpStatus: 503 })
  await shop.run(5 * SECOND_MS)
  shop.clock.setWall(shop.clock.now() + HOUR_MS)
  // Another message is what makes the program look.
  shop.send(shop.hearFrom('27821234567'), 'dois')
  await shop.run(50 * SECOND_MS)
  const during = [shop.statusOf(id), shop.graph.sends.map((send) => send.body)]
  await shop.run(2 * MINUTE_MS)
  expect({ during, after: shop.statusOf(id), sends: shop.graph.sends.map((send) => send.body) }).toEqual({
    during: ['reconciling', ['um', 'dois']],
    after: 'accepted',
    sends: ['um', 'dois', 'um'],
  })
})

test('F28: a clock set back does not make a doubt last: a person is asked in time', async () => {
  const { shop, id } = await sendOne({ kind: 'maybe-sent' })
  shop.clock.setWall(shop.clock.now() - 365 * DAY_MS)
  await shop.run(4 * MINUTE_MS)
  expect(shop.statusOf(id)).toBe('unconfirmed')
})

for (const minutes of [10, 180]) {
  test(`F30: by a clock that is ${minutes} minutes ahead an answer stands before the reply to it, and the reply waits`, async () => {
    const shop = await setUpSending()
    const meta = () => shop.clock.now() - minutes * MINUTE_MS
    const conversation = shop.hearFrom(CUSTOMER, meta())
    const id = shop.send(conversation, 'Temos, sim')
    await shop.run(SECOND_MS)
    const tracker = shop.graph.sends[0]?.tracker ?? null
    shop.hearStatus('sent', { wamid: 'wamid.OUT1', tracker, at: meta() })
    shop.hearStatus('delivered', { wamid: 'wamid.OUT1', tracker, at: meta() })
    await shop.run(MINUTE_MS)
    const replyAt = meta()
    shop.hearFrom(CUSTOMER, replyAt)
    expect({
      status: shop.statusOf(id),
      thread: textsOf(shop, conversation),
      waitingSince: shop.inbox.get(conversation).waitingSince,
    }).toEqual({ status: 'delivered', thread: ['Bom dia', 'Temos, sim', 'Bom dia'], waitingSince: replyAt })
  })
}

test('F30: a certificate that this computer’s clock makes wrong is said to be that, and goes on once the clock is right', async () => {
  const shop = await setUpSending()
  shop.graph.fate = { kind: 'nothing-sent', reason: 'certificate-date' }
  const id = shop.send(shop.hearFrom(CUSTOMER), 'Oi')
  await shop.run(MINUTE_MS)
  const during = { status: shop.statusOf(id), problem: shop.problemOf(id), number: shop.number.get() }
  shop.graph.fate = { kind: 'accepted' }
  await shop.run(10 * SECOND_MS)
  expect({ during, after: shop.statusOf(id), number: shop.number.get()?.offlineBy }).toEqual({
    during: {
      status: 'waiting',
      problem: 'certificate-date',
      number: expect.objectContaining({ connection: 'offline', offlineBy: 'certificate-date' }),
    },
    after: 'accepted',
    number: null,
  })
})
