import { describe, expect, test } from 'vitest'
import type { MessageId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { outgoingReactionsQuery } from '#core/reactions/repository.ts'
import { reactionTracker } from '#core/reactions/tracker.ts'
import { ANA, setUpSending, type Sending } from '#test/support/sending.ts'
import { codeOf } from '#test/support/code-of.ts'
import { actor } from '#test/support/shop.ts'
import { FAKE_NUMBER } from '#test/support/fake-graph.ts'

const HOUR_MS = 60 * 60_000
const CUSTOMER = '5511987654321'

/** A customer has written. */
async function setUp(options: Parameters<typeof setUpSending>[0] = {}) {
  const shop = await setUpSending(options)
  const conversationId = shop.hearFrom(CUSTOMER)
  const { wamid, id } = shop.db.get<{ wamid: string; id: MessageId }>(sql`SELECT id, wamid FROM messages ORDER BY id DESC LIMIT 1`)
  return { ...shop, conversationId, wamid, messageId: id }
}

function wireOf({ graph }: Pick<Sending, 'graph'>) {
  return graph.bodies.flatMap(({ type, reaction }) => (type === 'reaction' ? [reaction] : []))
}

function shownOf(shop: Pick<Sending, 'messages'>, id: MessageId) {
  return shop.messages.get(id).reactions.map(({ emoji, from, state }) => `${emoji} ${from} ${state}`)
}

test('is shown at once, on record, and taken by WhatsApp; the customer no longer waits', async () => {
  const shop = await setUp({ start: false })
  const message = shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, ANA)
  expect(message.reactions).toEqual([{ emoji: '👍', from: 'shop', state: 'sending' }])
  expect(shop.inbox.get(shop.conversationId)).toMatchObject({ waitingSince: null, assignedTo: 'ana', preview: { direction: 'in' } })
  expect(wireOf(shop)).toEqual([])
  shop.reactions.start()
  await shop.run()
  expect(wireOf(shop)).toEqual([{ message_id: shop.wamid, emoji: '👍' }])
  expect(shop.graph.bodies[0]).toMatchObject({ to: CUSTOMER, type: 'reaction' })
  expect(shownOf(shop, shop.messageId)).toEqual(['👍 shop sent'])
  expect(shop.db.list(sql`SELECT * FROM outgoing_reactions`)).toEqual([])
  const commands = shop.db.list<{ kind: string }>(sql`SELECT kind FROM commands WHERE kind LIKE 'message.%'`)
  expect(commands).toEqual([{ kind: 'message.react' }])
})

test('the same again does nothing, and a taken back one lets the customer wait again', async () => {
  const shop = await setUp()
  const waitingSince = shop.inbox.get(shop.conversationId).waitingSince
  for (const emoji of ['❤️', '❤️']) shop.reactions.react({ messageId: shop.messageId, emoji }, ANA)
  await shop.run()
  expect(wireOf(shop).length).toBe(1)
  shop.reactions.react({ messageId: shop.messageId, emoji: '' }, ANA)
  expect(shownOf(shop, shop.messageId)).toEqual([])
  expect(shop.inbox.get(shop.conversationId).waitingSince).toBe(waitingSince)
  await shop.run()
  expect(wireOf(shop).at(-1)).toEqual({ message_id: shop.wamid, emoji: '' })
  shop.reactions.react({ messageId: shop.messageId, emoji: '' }, ANA)
  await shop.run()
  expect(wireOf(shop).length).toBe(2)
})

test('what the customer writes after it waits for an answer', async () => {
  const shop = await setUp()
  shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, ANA)
  await shop.clock.advance(60_000)
  shop.hearFrom(CUSTOMER)
  expect(shop.inbox.get(shop.conversationId).waitingSince).toBe(shop.clock.now())
})

test('of several only the newest is sent and counts', async () => {
  const shop = await setUp({ start: false })
  for (const emoji of ['👍', '', '🎉', '😀']) shop.reactions.react({ messageId: shop.messageId, emoji }, ANA)
  shop.reactions.start()
  await shop.run()
  expect(wireOf(shop)).toEqual([{ message_id: shop.wamid, emoji: '😀' }])
  expect(shownOf(shop, shop.messageId)).toEqual(['😀 shop sent'])
})

test('another one while the first is out follows it', async () => {
  const shop = await setUp()
  const first = Promise.withResolvers<{ kind: 'accepted' }>()
  shop.graph.script.push({ kind: 'late', until: first.promise })
  shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, ANA)
  await shop.run()
  shop.reactions.react({ messageId: shop.messageId, emoji: '🎉' }, ANA)
  await shop.run()
  expect(wireOf(shop).length).toBe(1)
  first.resolve({ kind: 'accepted' })
  await shop.run(1000)
  expect(wireOf(shop).map((reaction) => reaction)).toEqual([
    { message_id: shop.wamid, emoji: '👍' },
    { message_id: shop.wamid, emoji: '🎉' },
  ])
  expect(shownOf(shop, shop.messageId)).toEqual(['🎉 shop sent'])
})

test('one on the phone since then goes before ours', async () => {
  const shop = await setUp({ start: false })
  shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, ANA)
  shop.messages.change((changes) =>
    shop.messages.incoming.saveReaction(
      {
        kind: 'reaction',
        numberId: FAKE_NUMBER.numberId,
        wamid: 'wamid.R',
        source: 'echo',
        direction: 'out',
        person: { userId: null, parentUserId: null, waId: CUSTOMER, profileName: null, username: null },
        sentAt: shop.clock.now() + 60_000,
        targetWamid: shop.wamid,
        emoji: '🙏',
      },
      shop.conversationId,
      changes,
    ),
  )
  shop.reactions.start()
  await shop.run()
  expect(wireOf(shop)).toEqual([])
  expect(shownOf(shop, shop.messageId)).toEqual(['🙏 shop sent'])
})

describe('when it does not go', () => {
  test.each([
    ['no network', { kind: 'nothing-sent' }],
    ['no answer', { kind: 'maybe-sent' }],
    ['trouble at WhatsApp', { kind: 'refused', code: 131000, httpStatus: 500 }],
    ['too many to this customer', { kind: 'refused', code: 131056 }],
  ] as const)('it is tried again by itself: %s', async (_name, fate) => {
    const shop = await setUp()
    shop.graph.script.push(fate, fate)
    shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, ANA)
    await shop.run()
    expect(shownOf(shop, shop.messageId)).toEqual(['👍 shop sending'])
    await shop.run(60_000)
    expect(shownOf(shop, shop.messageId)).toEqual(['👍 shop sent'])
  })

  test('F81: a refused one has failed, and is no answer; the same one can be tried again', async () => {
    const shop = await setUp()
    const { waitingSince } = shop.inbox.get(shop.conversationId)
    shop.graph.script.push({ kind: 'refused', code: 131047 })
    shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, ANA)
    await shop.run()
    expect(shownOf(shop, shop.messageId)).toEqual(['👍 shop failed'])
    expect(shop.inbox.get(shop.conversationId).waitingSince).toBe(waitingSince)
    await shop.run(HOUR_MS)
    expect(wireOf(shop).length).toBe(1)
    shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, ANA)
    await shop.run()
    expect(shownOf(shop, shop.messageId)).toEqual(['👍 shop sent'])
  })

  test('one that could not be taken back is still there', async () => {
    const shop = await setUp()
    shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, ANA)
    await shop.run()
    shop.graph.script.push({ kind: 'refused', code: 131009 })
    shop.reactions.react({ messageId: shop.messageId, emoji: '' }, ANA)
    await shop.run()
    expect(shownOf(shop, shop.messageId)).toEqual(['👍 shop sent'])
    // And can be taken back again.
    shop.reactions.react({ messageId: shop.messageId, emoji: '' }, ANA)
    await shop.run()
    expect([shownOf(shop, shop.messageId), wireOf(shop).length]).toEqual([[], 3])
  })

  test('where a changed one is refused the customer sees the earlier one, and so does the shop', async () => {
    const shop = await setUp()
    shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, ANA)
    await shop.run()
    shop.graph.script.push({ kind: 'refused', code: 131009 })
    shop.reactions.react({ messageId: shop.messageId, emoji: '🎉' }, ANA)
    await shop.run()
    expect(shownOf(shop, shop.messageId)).toEqual(['👍 shop sent'])
  })

  test('of two on their way the second, refused, leaves what came of the first', async () => {
    for (const [first, seen] of [
      [{ kind: 'accepted' }, ['👍 shop sent']],
      [{ kind: 'refused', code: 131009 }, ['🎉 shop failed']],
    ] as const) {
      const shop = await setUp()
      const answer = Promise.withResolvers<typeof first>()
      shop.graph.script.push({ kind: 'late', until: answer.promise }, { kind: 'refused', code: 131009 })
      shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, ANA)
      await shop.run()
      shop.reactions.react({ messageId: shop.messageId, emoji: '🎉' }, ANA)
      answer.resolve(first)
      await shop.run(1000)
      expect(shownOf(shop, shop.messageId)).toEqual(seen)
    }
  })

  test('a failed one can be put away', async () => {
    const shop = await setUp()
    shop.graph.script.push({ kind: 'refused', code: 131009 })
    shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, ANA)
    await shop.run()
    shop.reactions.react({ messageId: shop.messageId, emoji: '' }, ANA)
    await shop.run()
    expect(shownOf(shop, shop.messageId)).toEqual([])
  })

  test('an expired token stops the queue, and it goes once somebody has resumed it', async () => {
    const shop = await setUp()
    shop.graph.script.push({ kind: 'refused', code: 190, httpStatus: 401 })
    shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, ANA)
    await shop.run(HOUR_MS)
    expect(shop.number.sender(FAKE_NUMBER.numberId as never).kind).toBe('paused')
    expect(wireOf(shop).length).toBe(1)
    shop.number.resume(ANA.staffId)
    await shop.run()
    expect(shownOf(shop, shop.messageId)).toEqual(['👍 shop sent'])
  })

  test('F81: it goes after the program has died with it, and twice is one', async () => {
    const shop = await setUp()
    shop.graph.script.push({ kind: 'late', until: new Promise(() => {}) })
    shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, ANA)
    await shop.run()
    await shop.die()
    const { db, clock, graph, ids, secrets } = shop
    const next = await setUpSending({ db, clock, graph, ids, secrets })
    await next.run()
    expect(wireOf(next)).toEqual([
      { message_id: shop.wamid, emoji: '👍' },
      { message_id: shop.wamid, emoji: '👍' },
    ])
    expect(shownOf(next, shop.messageId)).toEqual(['👍 shop sent'])
  })
})

describe('a status of it', () => {
  test('proves that it arrived, whatever we believed, and is not somebody else’s message', async () => {
    const shop = await setUp()
    shop.graph.fate = { kind: 'maybe-sent' }
    shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, ANA)
    await shop.run()
    const tracker = String(shop.graph.sends[0]?.tracker)
    shop.hearStatus('sent', { wamid: 'wamid.REACTION', tracker })
    expect(shownOf(shop, shop.messageId)).toEqual(['👍 shop sent'])
    await shop.run(HOUR_MS)
    expect(wireOf(shop).length).toBe(1)
    expect(shop.db.list(sql`SELECT wamid FROM unclaimed_messages`)).toEqual([])
  })

  test('of one that ended in doubt and was then refused, it proves that the customer sees it', async () => {
    for (const emoji of ['', '🎉']) {
      const shop = await setUp()
      shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, ANA)
      await shop.run()
      shop.graph.script.push({ kind: 'maybe-sent' }, { kind: 'refused', code: 131009 })
      shop.reactions.react({ messageId: shop.messageId, emoji }, ANA)
      await shop.run(60_000)
      const { tracker } = shop.graph.sends.at(-1) ?? {}
      expect(shownOf(shop, shop.messageId)).toEqual(['👍 shop sent'])
      shop.hearStatus('delivered', { wamid: 'wamid.AFTER-ALL', tracker: String(tracker) })
      expect(shownOf(shop, shop.messageId)).toEqual(emoji === '' ? [] : ['🎉 shop sent'])
    }
  })

  test('of an older one that is heard of late, changes nothing of what came after it', async () => {
    const shop = await setUp()
    for (const emoji of ['👍', '', '🎉']) {
      if (emoji === '🎉') shop.graph.script.push({ kind: 'refused', code: 131009 })
      shop.reactions.react({ messageId: shop.messageId, emoji }, ANA)
      await shop.run()
    }
    shop.hearStatus('read', { wamid: 'wamid.FIRST', tracker: String(shop.graph.sends[0]?.tracker) })
    expect(shownOf(shop, shop.messageId)).toEqual(['🎉 shop failed'])
  })

  test('that fails while a newer one is on its way leaves nothing behind that one', async () => {
    const shop = await setUp()
    shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, ANA)
    await shop.run()
    const answer = Promise.withResolvers<{ kind: 'refused'; code: number }>()
    shop.graph.script.push({ kind: 'late', until: answer.promise })
    shop.reactions.react({ messageId: shop.messageId, emoji: '🎉' }, ANA)
    await shop.run()
    shop.hearStatus('failed', { wamid: 'wamid.FIRST', tracker: String(shop.graph.sends[0]?.tracker) })
    answer.resolve({ kind: 'refused', code: 131009 })
    await shop.run(1000)
    expect(shownOf(shop, shop.messageId)).toEqual(['🎉 shop failed'])
  })

  test('may say that it failed after all; of an older one it says nothing', async () => {
    const shop = await setUp()
    shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, ANA)
    await shop.run()
    const older = reactionTracker({ targetWamid: shop.wamid, emoji: '🎉', at: 1 })
    shop.hearStatus('failed', { wamid: 'wamid.OLDER', tracker: older })
    expect(shownOf(shop, shop.messageId)).toEqual(['👍 shop sent'])
    shop.hearStatus('failed', { wamid: 'wamid.REACTION', tracker: String(shop.graph.sends[0]?.tracker) })
    expect(shownOf(shop, shop.messageId)).toEqual(['👍 shop failed'])
  })
})

describe('a status says that it failed, after WhatsApp had taken it', () => {
  test.each([
    ['a taken back one is still there', ''],
    ['a changed one is what it was', '🎉'],
  ])('%s: told to the page, an answer since it was made, and the same status again changes nothing', async (_name, emoji) => {
    const shop = await setUp()
    shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, ANA)
    await shop.run()
    await shop.clock.advance(60_000)
    shop.hearFrom(CUSTOMER)
    const waiting = shop.clock.now()
    await shop.clock.advance(60_000)
    shop.reactions.react({ messageId: shop.messageId, emoji }, ANA)
    await shop.run()
    const tracker = String(shop.graph.sends.at(-1)?.tracker)
    const told: unknown[] = []
    for (const wamid of ['wamid.R2', 'wamid.R2', 'wamid.OTHER']) {
      shop.hearStatus('failed', { wamid, tracker })
      told.push(shownOf(shop, shop.messageId))
    }
    expect(told).toEqual([['👍 shop sent'], ['👍 shop sent'], ['👍 shop sent']])
    expect(shop.inbox.get(shop.conversationId).waitingSince).toBe(waiting)
    expect(shop.published.findLast(({ name }) => name === 'message.changed')?.payload).toMatchObject({
      message: { messageId: shop.messageId, reactions: [{ emoji: '👍', from: 'shop', state: 'sent' }] },
    })
    shop.reactions.react({ messageId: shop.messageId, emoji: '' }, ANA)
    await shop.run()
    expect([shownOf(shop, shop.messageId), wireOf(shop).at(-1)]).toEqual([[], { message_id: shop.wamid, emoji: '' }])
  })
})

describe('is refused', () => {
  test('after the window, for a message over 30 days old, a failed one, a deleted one, and what is no message', async () => {
    const shop = await setUp()
    const react = (messageId: MessageId, emoji = '👍') => codeOf(() => shop.reactions.react({ messageId, emoji }, ANA))
    const old = shop.hearFrom(CUSTOMER, shop.clock.now() - 31 * 24 * HOUR_MS)
    const oldId = shop.db.get<{ id: MessageId }>(sql`SELECT max(id) AS id FROM messages WHERE conversation_id = ${old}`).id
    const queued = shop.send(shop.conversationId, 'ainda não saiu')
    expect(await react(oldId)).toBe('not-possible-now')
    expect(await react(queued)).toBe('not-possible-now')
    shop.graph.fate = { kind: 'refused', code: 131026 }
    await shop.run(10_000)
    expect(await react(queued)).toBe('not-possible-now')
    expect(await react(99 as MessageId)).toBe('not-found')
    await shop.clock.advance(25 * HOUR_MS)
    expect(await react(shop.messageId)).toBe('window-closed')
    expect(wireOf(shop)).toEqual([])
  })

  test.each(['ok', '👍👍', ' ', '<b>', '1', '👍 '])('for %j, which is not one emoji', async (emoji) => {
    const shop = await setUp()
    expect(await codeOf(() => shop.reactions.react({ messageId: shop.messageId, emoji }, ANA))).toBe('invalid-input')
  })

  test.each(['👍🏽', '👩‍👩‍👧‍👦', '🇧🇷', '1️⃣', '❤️', '❤', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'])('and not for %s', async (emoji) => {
    const shop = await setUp()
    expect(shop.reactions.react({ messageId: shop.messageId, emoji }, ANA).reactions).toMatchObject([{ emoji }])
  })

  test('to somebody who does not see the conversation, as if it were not there', async () => {
    const shop = await setUp()
    shop.inbox.claimByAnswer(shop.conversationId, ANA.staffId)
    const bia = actor({ staffId: 'bia', role: 'attendant' })
    expect(await codeOf(() => shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, bia))).toBe('not-found')
  })
})

test('of a merged thread goes to who they are now', async () => {
  const shop = await setUp({ start: false })
  shop.reactions.react({ messageId: shop.messageId, emoji: '👍' }, ANA)
  const at = shop.clock.now()
  shop.messages.change((changes) => {
    const both = { userId: 'BR.1', parentUserId: null, waId: null, profileName: null, username: null }
    const other = shop.contacts.resolve(both, at)
    if (other !== null) shop.inbox.ensure(FAKE_NUMBER.numberId, other.contactId)
    const resolved = shop.contacts.resolve({ ...both, waId: CUSTOMER }, at)
    for (const pair of resolved?.merged ?? [])
      for (const { from, into } of shop.inbox.mergeContact(pair.from, pair.into)) shop.messages.moveThread(from, into, changes)
  })
  const { conversationId } = shop.inbox.get(shop.conversationId)
  expect(shop.inbox.get(conversationId).waitingSince).toBe(null)
  shop.reactions.start()
  await shop.run()
  expect(shownOf(shop, shop.messageId)).toEqual(['👍 shop sent'])
})

test('those on their way are read along their key', async () => {
  const { db } = await setUp()
  expect(db.explain(outgoingReactionsQuery(FAKE_NUMBER.numberId as never))).toEqual([
    'SEARCH outgoing_reactions USING PRIMARY KEY (number_id=?)',
  ])
})
