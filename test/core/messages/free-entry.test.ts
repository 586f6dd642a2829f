import { describe, expect, test } from 'vitest'
import type { ConversationId, MessageId, NumberId } from '#contract'
import { referralsQuery } from '#core/messages/facts-repository.ts'
import type { DecodedEvent, MessageEvent } from '#core/whatsapp/decoded.ts'
import { echo, NOON, NUMBER, reaction, REFERRAL, text } from '#test/support/decoded-events.ts'
import { ana, createReceiving } from '#test/support/receiving.ts'

const THREAD = 1 as ConversationId
const HOUR_MS = 60 * 60_000
const byAd = (at = NOON): MessageEvent => text('vi o anúncio', { referral: REFERRAL, sentAt: at, wamid: 'wamid.target' })

async function freeAfter(...events: DecodedEvent[]) {
  const shop = createReceiving()
  for (const event of events) await shop.receive(event)
  const { freeEntryUntil } = shop.inbox.get(THREAD)
  return freeEntryUntil === null ? null : (freeEntryUntil - NOON) / HOUR_MS
}

test('who came by an ad and is answered within a day has 72 hours from the first answer, told with the message', async () => {
  const shop = createReceiving()
  await shop.receive(byAd())
  expect(shop.messages.get(1 as MessageId)).toMatchObject({ referral: REFERRAL, productId: null })
  expect(shop.inbox.get(THREAD).freeEntryUntil).toBe(null)
  const content = { kind: 'text', body: 'Já vai' } as const
  const ours = {
    conversationId: THREAD,
    numberId: NUMBER as NumberId,
    staffId: ana,
    content,
    body: 'Já vai',
    quotedMessageId: null,
    undoUntil: null,
  }
  shop.clock.setWall(NOON + HOUR_MS)
  const first = shop.messages.insertOutgoing(ours)
  shop.clock.setWall(NOON + 5 * HOUR_MS)
  shop.messages.insertOutgoing(ours)
  expect(shop.inbox.get(THREAD).freeEntryUntil).toBe(NOON + 73 * HOUR_MS)
  // The first did not go: then the second is the first.
  shop.messages.setOutgoing(first, { status: 'failed', problem: null })
  expect(shop.inbox.get(THREAD).freeEntryUntil).toBe(NOON + 77 * HOUR_MS)
})

describe('is derived from what was said, in whatever order it came', () => {
  const answer = (hours: number) => echo('oi!', { sentAt: NOON + hours * HOUR_MS, wamid: `wamid.answer-${hours}` })
  const heart = (emoji: string, hours: number) =>
    reaction(emoji, { direction: 'out', source: 'echo', targetWamid: 'wamid.target', sentAt: NOON + hours * HOUR_MS })

  test.each<[name: string, events: DecodedEvent[], hours: number | null]>([
    ['an answer on the phone', [byAd(), answer(2)], 74],
    ['an answer that was told first', [answer(2), byAd()], 74],
    ['a reaction', [byAd(), heart('👍', 3)], 75],
    ['a reaction taken back', [byAd(), heart('👍', 3), heart('', 4)], null],
    ['an answer after the day', [byAd(), answer(25)], null],
    ['an answer before the ad', [answer(-1), byAd()], null],
    ['an answer in the same second', [byAd(), answer(0)], null],
    ['a second ad, answered', [byAd(), answer(2), text('outro', { referral: REFERRAL, sentAt: NOON + 30 * HOUR_MS }), answer(31)], 103],
    ['a second ad, not answered', [byAd(), answer(2), text('outro', { referral: REFERRAL, sentAt: NOON + 30 * HOUR_MS })], 74],
    ['an ad of long ago', [{ ...byAd(), source: 'history' }, answer(2)], null],
    ['no ad', [text('oi'), answer(2)], null],
  ])('%s', async (_name, events, hours) => {
    expect(await freeAfter(...events)).toBe(hours)
    expect(await freeAfter(...events.toReversed())).toBe(hours)
  })
})

test('ads are found along an index of their own', () => {
  const { db } = createReceiving()
  expect(db.explain(referralsQuery(THREAD))).toEqual(
    expect.arrayContaining([
      'SEARCH a USING INDEX messages_referred (conversation_id=?)',
      'SEARCH m USING PRIMARY KEY (conversation_id=? AND sent_at>?)',
      'SEARCH r USING INDEX reactions_answering (conversation_id=? AND at>?)',
    ]),
  )
})

describe('a call', () => {
  const call = (outcome: 'unknown' | 'missed' | 'answered', at: number) =>
    text('', { wamid: 'wacid.1', body: null, sentAt: at, content: { kind: 'call', direction: 'in', outcome, durationMs: null } })

  test.each<[outcome: 'missed' | 'answered', waits: boolean]>([
    ['missed', true],
    ['answered', false],
  ])('that was %s is one line, opens the window, and waits for an answer: %s', async (outcome, waits) => {
    const begin = call('unknown', NOON)
    const end = call(outcome, NOON + 5000)
    for (const order of [
      [begin, end],
      [end, begin],
      [begin, end, begin, end],
    ]) {
      const shop = createReceiving()
      for (const event of order) await shop.receive(event)
      expect(shop.inbox.get(THREAD)).toMatchObject({
        windowExpiresAt: NOON + 5000 + 24 * HOUR_MS,
        waitingSince: waits ? NOON + 5000 : null,
        inboundCount: waits ? 1 : 0,
        preview: { kind: 'call', text: '' },
      })
      expect(shop.messages.get(1 as MessageId).content).toMatchObject({ outcome })
    }
  })
})
