import { expect, test } from 'vitest'
import type { ConversationId, MessageId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { AppError } from '#core/lib/app-error.ts'
import { answerAfterQuery } from '#core/messages/repository.ts'
import { FAKE_NUMBER } from '#test/support/fake-graph.ts'
import { ANA, outgoingText, setUpSending } from '#test/support/sending.ts'
import { actor } from '#test/support/shop.ts'

const BIA = actor({ staffId: 'bia', role: 'manager' })

async function setUp() {
  const shop = await setUpSending()
  const conversationId = shop.hearFrom('5511987654321')
  const newest = () =>
    shop.db.get<{ id: MessageId }>(sql`SELECT id FROM messages WHERE conversation_id = ${conversationId} ORDER BY sent_at DESC, id DESC`).id
  const say = (by: typeof ANA, seen: MessageId | null, rest: { sendAnyway?: boolean; clientKey?: string } = {}) => {
    const said = {
      conversationId,
      clientKey: `key-${shop.ids.ulid()}`,
      content: outgoingText('Sim!'),
      replyTo: null,
      seen,
      sendAnyway: false,
    }
    try {
      return shop.outbox.send({ ...said, ...rest }, by).messageId
    } catch (cause) {
      if (cause instanceof AppError) return { code: cause.code, facts: cause.facts }
      throw cause
    }
  }
  return { ...shop, conversationId, newest, say }
}

test('whoever answers what a colleague has answered meanwhile is told so, and may send it all the same', async () => {
  const { say, newest, clock } = await setUp()
  const seen = newest()
  say(BIA, seen)
  await clock.advance(12_000)
  // What is written stands a second behind what it answers.
  expect(say(ANA, seen)).toEqual({ code: 'colleague-replied', facts: { by: 'Bia', seconds: 11 } })
  expect(say(ANA, seen, { sendAnyway: true })).toEqual(expect.any(Number))
  expect(say(BIA, newest())).toEqual(expect.any(Number))
})

test('so is who answers what was answered on the phone', async () => {
  const { say, newest, messages, conversationId, clock } = await setUp()
  const seen = newest()
  const person = { userId: null, parentUserId: null, waId: '5511987654321', profileName: null, username: null }
  const echo = {
    kind: 'message',
    wamid: 'wamid.ECHO',
    numberId: FAKE_NUMBER.numberId,
    direction: 'out',
    person,
    content: { kind: 'text', body: 'Do celular' },
    body: 'Do celular',
    mediaId: null,
    quotedWamid: null,
    forwarded: 'no',
    referral: null,
    productId: null,
    isGhost: false,
    groupId: null,
    errors: [],
  } as const
  const hear = (source: 'echo' | 'history', wamid: string) =>
    messages.change((changes) =>
      messages.incoming.saveMessage(
        { ...echo, source, wamid, sentAt: clock.now() + 3000 },
        { conversationId, numberId: FAKE_NUMBER.numberId as never, rawEventId: null },
        changes,
      ),
    )
  hear('history', 'wamid.PAST')
  const own = say(ANA, seen)
  expect(own).toEqual(expect.any(Number))
  hear('echo', 'wamid.ECHO')
  expect(say(ANA, seen)).toMatchObject({ code: 'colleague-replied', facts: { by: '' } })
})

test('one’s own answer, one that failed or was taken back, and what the customer wrote stop nobody', async () => {
  const { say, newest, graph, run, hearFrom, clock } = await setUp()
  const seen = newest()
  say(ANA, seen)
  expect(say(ANA, seen)).toEqual(expect.any(Number))
  const latest = newest()
  graph.fate = { kind: 'refused', code: 131026 }
  say(BIA, latest)
  await run(10_000)
  expect(say(ANA, latest)).toEqual(expect.any(Number))
  await clock.advance(5000)
  hearFrom('5511987654321')
  expect(say(ANA, latest)).toEqual(expect.any(Number))
})

test('the same key again is answered, whoever has written since; a message of elsewhere says nothing', async () => {
  const { say, newest, hearFrom, db } = await setUp()
  const seen = newest()
  const first = say(ANA, seen, { clientKey: 'key-of-ana' })
  say(BIA, newest())
  expect(say(ANA, seen, { clientKey: 'key-of-ana' })).toBe(first)
  hearFrom('5521998887766')
  const elsewhere = db.get<{ id: MessageId }>(sql`SELECT max(id) AS id FROM messages`).id
  expect(say(ANA, elsewhere)).toEqual(expect.any(Number))
  expect(say(ANA, null)).toEqual(expect.any(Number))
})

test('is found along the end of the thread', async () => {
  const { db } = await setUp()
  expect(db.explain(answerAfterQuery(1 as ConversationId, { sentAt: 1, id: 1 as MessageId }, ANA.staffId))).toEqual([
    'SEARCH messages USING PRIMARY KEY (conversation_id=? AND (sent_at,id)>(?,?))',
  ])
})
