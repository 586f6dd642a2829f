import { expect, test } from 'vitest'
import type { ConversationId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { codeOf } from '#test/support/code-of.ts'
import { json } from '#test/support/fake-graph.ts'
import { ANA, setUpSending, type Sending } from '#test/support/sending.ts'

const HOUR_MS = 60 * 60_000
const presenceCalls = (shop: Sending) => shop.graph.calls.filter((call) => call.includes(' typing ') || call.includes(' read '))

test('typing is shown once in 25 seconds for each conversation', async () => {
  const shop = await setUpSending()
  const [one, other] = [shop.hearFrom('5511987654321'), shop.hearFrom('27821234567')]
  for (const conversation of [one, one, other]) shop.presence.typing(conversation, ANA)
  await shop.run(24_999)
  shop.presence.typing(one, ANA)
  await shop.run(1)
  shop.presence.typing(one, ANA)
  const at = shop.clock.now() - 25_000
  expect(presenceCalls(shop)).toEqual([
    `POST messages typing wamid.IN-5511987654321-${at}-1`,
    `POST messages typing wamid.IN-27821234567-${at}-2`,
    `POST messages typing wamid.IN-5511987654321-${at}-1`,
  ])
})

test('typing says nothing outside the window or while the queue is stopped, and refuses a thread that is not there', async () => {
  const shop = await setUpSending()
  const late = shop.hearFrom('5511987654321', shop.clock.now() - 24 * HOUR_MS)
  const open = shop.hearFrom('27821234567')
  shop.presence.typing(late, ANA)
  shop.number.pause(shop.number.get()?.numberId as never, 'token-invalid')
  shop.presence.typing(open, ANA)
  await shop.run(1000)
  expect({ calls: presenceCalls(shop), nobody: await codeOf(() => shop.presence.typing(999 as ConversationId, ANA)) }).toEqual({
    calls: [],
    nobody: 'not-found',
  })
})

test('what a person has seen gets its blue ticks, after the transaction and once', async () => {
  const shop = await setUpSending()
  const conversation = shop.hearFrom('5511987654321')
  shop.inbox.markRead({ conversationId: conversation, readCount: 1 }, ANA)
  shop.inbox.markRead({ conversationId: conversation, readCount: 1 }, ANA)
  await shop.run(1000)
  expect(presenceCalls(shop)).toEqual([`POST messages read wamid.IN-5511987654321-${shop.clock.now() - 1000}-1`])
})

test('a reading that is rolled back is not told', async () => {
  const shop = await setUpSending()
  const conversation = shop.hearFrom('5511987654321')
  expect(() =>
    shop.db.transaction(() => {
      shop.inbox.markRead({ conversationId: conversation, readCount: 1 }, ANA)
      throw new Error('the disk is full')
    }),
  ).toThrow('the disk is full')
  await shop.run(1000)
  expect(presenceCalls(shop)).toEqual([])
})

test('blue ticks that could not be given are given when the number is back', async () => {
  const shop = await setUpSending()
  const conversation = shop.hearFrom('5511987654321')
  const name = `POST messages read wamid.IN-5511987654321-${shop.clock.now()}-1`
  shop.graph.answers.set(name, { kind: 'nothing-sent', reason: 'dns' })
  shop.graph.script.push({ kind: 'nothing-sent' })
  shop.inbox.markRead({ conversationId: conversation, readCount: 1 }, ANA)
  shop.send(conversation, 'Oi')
  await shop.run(0)
  shop.graph.answers.delete(name)
  await shop.run(10_000)
  expect(presenceCalls(shop)).toEqual([name, name])
})

test('a refusal of WhatsApp is let be', async () => {
  const shop = await setUpSending()
  const conversation = shop.hearFrom('5511987654321')
  const name = `POST messages read wamid.IN-5511987654321-${shop.clock.now()}-1`
  shop.graph.answers.set(name, json(400, { error: { message: 'x', code: 100 } }))
  shop.inbox.markRead({ conversationId: conversation, readCount: 1 }, ANA)
  await shop.run(HOUR_MS)
  expect({ calls: presenceCalls(shop), paused: shop.db.get(sql`SELECT paused_by FROM numbers`) }).toEqual({
    calls: [name],
    paused: { paused_by: null },
  })
})
