import { expect, test } from 'vitest'
import type { MessageId } from '#contract'
import { ANA, sendOne, type Sending } from '#test/support/sending.ts'

const MINUTE_MS = 60_000

/** The first attempt was never answered, and a person decided to send it again. */
async function sendAgain(answered: 'accepted' | 'refused') {
  const { shop, id } = await sendOne({ kind: 'maybe-sent' })
  await shop.run(4 * MINUTE_MS)
  shop.graph.fate = answered === 'accepted' ? { kind: 'accepted', wamid: 'wamid.SECOND' } : { kind: 'refused', code: 131026 }
  const first = { wamid: 'wamid.FIRST', tracker: shop.graph.sends[0]?.tracker ?? null }
  const again = async () => {
    shop.outbox.decide(id, 'send-again', ANA)
    await shop.run(1000)
    return { wamid: 'wamid.SECOND', tracker: shop.graph.sends[1]?.tracker ?? null }
  }
  return { shop, id, first, again }
}

function shownOf(shop: Sending, id: MessageId) {
  return { status: shop.statusOf(id), problem: shop.problemOf(id), wamid: shop.messages.wamidOf(id), sends: shop.graph.sends.length }
}

const ARRIVED = { status: 'delivered', problem: null, wamid: 'wamid.FIRST', sends: 2 }

test('a second attempt that failed does not hide that the first has arrived, told before the failure', async () => {
  const { shop, id, first, again } = await sendAgain('accepted')
  const second = await again()
  shop.hearStatus('delivered', first)
  shop.hearStatus('failed', second)
  expect(shownOf(shop, id)).toEqual(ARRIVED)
})

test('a second attempt that failed does not hide that the first has arrived, told after the failure', async () => {
  const { shop, id, first, again } = await sendAgain('accepted')
  shop.hearStatus('failed', await again())
  const before = shownOf(shop, id)
  shop.hearStatus('delivered', first)
  expect({ before, after: shownOf(shop, id) }).toEqual({ before: { ...ARRIVED, status: 'failed', wamid: 'wamid.SECOND' }, after: ARRIVED })
})

test('what arrived after WhatsApp had called it failed is shown so, also when the second attempt is refused', async () => {
  const { shop, id, first, again } = await sendAgain('refused')
  shop.hearStatus('failed', first)
  await again()
  const refused = shownOf(shop, id)
  shop.hearStatus('delivered', first)
  expect({ refused, after: shownOf(shop, id) }).toEqual({
    refused: { status: 'failed', problem: 'undeliverable', wamid: null, sends: 2 },
    after: ARRIVED,
  })
})

test('what is told of the first while the second is on its way to a refusal is shown when that is refused', async () => {
  const { shop, id, first } = await sendAgain('refused')
  shop.hearStatus('failed', first)
  let answer: (fate: { kind: 'refused'; code: number }) => void = () => {}
  shop.graph.script.push({ kind: 'late', until: new Promise((resolve) => (answer = resolve)) })
  shop.outbox.decide(id, 'send-again', ANA)
  await shop.run(1000)
  shop.hearStatus('delivered', first)
  const during = shop.statusOf(id)
  answer({ kind: 'refused', code: 131026 })
  await shop.run(1000)
  expect({ during, after: shownOf(shop, id) }).toEqual({ during: 'attempting', after: ARRIVED })
})

test('nobody is asked about a second attempt, and none is made, when WhatsApp says that the first has arrived after all', async () => {
  const told = []
  for (const when of ['waiting', 'reconciling', 'unconfirmed', 'dropped'] as const) {
    const { shop, id, first } = await sendAgain('accepted')
    shop.hearStatus('failed', first)
    shop.graph.fate = { kind: when === 'waiting' ? 'nothing-sent' : 'maybe-sent' }
    shop.outbox.decide(id, 'send-again', ANA)
    await shop.run(when === 'waiting' || when === 'reconciling' ? 1000 : 4 * MINUTE_MS)
    if (when === 'dropped') shop.outbox.decide(id, 'drop', ANA)
    const before = shop.statusOf(id)
    shop.hearStatus('delivered', first)
    shop.graph.fate = { kind: 'accepted' }
    await shop.run(10 * MINUTE_MS)
    told.push([before, shownOf(shop, id)])
  }
  expect(told).toEqual([
    ['waiting', { ...ARRIVED, sends: 1 }],
    ['reconciling', ARRIVED],
    ['unconfirmed', ARRIVED],
    ['cancelled', ARRIVED],
  ])
})

test('two attempts that failed are a failure', async () => {
  const { shop, id, first, again } = await sendAgain('accepted')
  const second = await again()
  shop.hearStatus('sent', first)
  shop.hearStatus('failed', first)
  shop.hearStatus('failed', second)
  expect(shownOf(shop, id)).toEqual({ ...ARRIVED, status: 'failed', wamid: 'wamid.SECOND' })
})
