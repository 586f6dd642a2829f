import { expect, test } from 'vitest'
import type { OutgoingContent, StaffId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { wholeShop } from '#core/inbox/reach.ts'
import { codeOf } from '#test/support/code-of.ts'
import { ANA, BIA, outgoingText, setUpSending } from '#test/support/sending.ts'

const HOUR_MS = 60 * 60_000

test('a message is sent with its tracker, and its ticks come from the statuses', async () => {
  const shop = await setUpSending()
  const conversation = shop.hearFrom('5511987654321')
  const id = shop.send(conversation, 'Temos pão de queijo.')
  expect({ status: shop.statusOf(id), sends: shop.graph.sends }).toEqual({ status: 'queued', sends: [] })

  await shop.run()
  const [wire] = shop.graph.sends
  expect({ status: shop.statusOf(id), wire }).toEqual({
    status: 'accepted',
    wire: { to: '5511987654321', body: 'Temos pão de queijo.', tracker: expect.stringMatching(/^[\w-]{32}$/), replyTo: null },
  })

  for (const status of ['delivered', 'sent', 'read'] as const)
    shop.hearStatus(status, { wamid: 'wamid.OUT1', tracker: wire?.tracker ?? null })
  expect({ status: shop.statusOf(id), sends: shop.graph.sends.length }).toEqual({ status: 'read', sends: 1 })
})

test('everybody sees each step of a message', async () => {
  const shop = await setUpSending()
  const id = shop.send(shop.hearFrom('5511987654321'), 'Oi')
  await shop.run()
  const steps = shop.published.flatMap(({ name, payload }) => {
    const { message } = payload as { message?: { messageId: number; delivery: { status: string } | null } }
    return name === 'message.changed' && message?.messageId === id ? [message.delivery?.status] : []
  })
  expect(steps.filter((step, index) => step !== steps[index - 1])).toEqual(['queued', 'attempting', 'accepted'])
})

test('the message, its place in the queue and the command are there together, or not at all', async () => {
  const shop = await setUpSending({ start: false })
  const conversation = shop.hearFrom('5511987654321')
  const counts = () =>
    shop.db.get(sql`SELECT (SELECT COUNT(*) FROM messages WHERE direction = 'out') AS messages, (SELECT COUNT(*) FROM outbox) AS outbox,
      (SELECT COUNT(*) FROM commands WHERE kind = 'message.send') AS commands`)
  expect(() =>
    shop.db.transaction(() => {
      shop.send(conversation, 'Oi')
      throw new Error('the disk is full')
    }),
  ).toThrow('the disk is full')
  const afterFailure = counts()
  shop.send(conversation, 'Oi')
  expect({ afterFailure, after: counts() }).toEqual({
    afterFailure: { messages: 0, outbox: 0, commands: 0 },
    after: { messages: 1, outbox: 1, commands: 1 },
  })
})

test('the same key again is the same message, sent once; for anything else it is refused', async () => {
  const shop = await setUpSending()
  const conversation = shop.hearFrom('5511987654321')
  const other = shop.hearFrom('27821234567')
  const input = {
    conversationId: conversation,
    clientKey: 'intent-0001',
    content: outgoingText('Oi'),
    replyTo: null,
    seen: null,
    sendAnyway: false,
  }
  const first = shop.outbox.send(input, ANA)
  await shop.run()
  const again = shop.outbox.send(input, ANA)
  await shop.run(10_000)
  expect({
    isSame: again.messageId === first.messageId,
    sends: shop.graph.sends.length,
    otherText: await codeOf(() => shop.outbox.send({ ...input, content: outgoingText('Tchau') }, ANA)),
    otherThread: await codeOf(() => shop.outbox.send({ ...input, conversationId: other }, ANA)),
  }).toEqual({ isSame: true, sends: 1, otherText: 'already-exists', otherThread: 'already-exists' })
})

test('F53: refuses what WhatsApp would refuse, before it is queued', async () => {
  const shop = await setUpSending()
  const conversation = shop.hearFrom('5511987654321')
  const late = shop.hearFrom('27821234567', shop.clock.now() - 24 * HOUR_MS)
  const inTime = shop.hearFrom('27827654321', shop.clock.now() - 24 * HOUR_MS + 1)
  const stranger = shop.messages.list({ conversationId: late, anchor: null, limit: 1 }, wholeShop).messages[0]?.messageId ?? null
  const refusal = ({ text = 'Oi', ...input }: { conversationId?: typeof conversation; text?: string; replyTo?: typeof stranger }) =>
    codeOf(() =>
      shop.outbox.send(
        {
          conversationId: conversation,
          clientKey: shop.ids.ulid(),
          content: outgoingText(text),
          replyTo: null,
          seen: null,
          sendAnyway: false,
          ...input,
        },
        ANA,
      ),
    )
  expect({
    empty: await refusal({ text: ' \n ' }),
    tooLong: await refusal({ text: 'x'.repeat(4097) }),
    longest: await refusal({ text: 'x'.repeat(4096) }),
    late: await refusal({ conversationId: late }),
    inTime: await refusal({ conversationId: inTime }),
    nobody: await refusal({ conversationId: 999 as typeof conversation }),
    replyToAnotherThread: await refusal({ replyTo: stranger }),
  }).toEqual({
    empty: 'message-empty',
    tooLong: 'message-too-long',
    longest: 'no failure',
    late: 'window-closed',
    inTime: 'no failure',
    nobody: 'not-found',
    replyToAnotherThread: 'not-found',
  })
})

test('refuses while the number of the thread is not connected', async () => {
  const shop = await setUpSending()
  const conversation = shop.hearFrom('5511987654321')
  shop.db.run(sql`DELETE FROM numbers`)
  expect(await codeOf(() => shop.send(conversation, 'Oi'))).toBe('no-number')
})

test('a reply quotes by the wamid of what it answers', async () => {
  const shop = await setUpSending()
  const conversation = shop.hearFrom('5511987654321')
  const [question] = shop.messages.list({ conversationId: conversation, anchor: null, limit: 1 }, wholeShop).messages
  shop.send(conversation, 'Sim!', { replyTo: question?.messageId ?? null })
  await shop.run()
  expect(shop.graph.sends[0]?.replyTo).toMatch(/^wamid\.IN-5511987654321/)
})

test('a held message can be taken back until it goes, and its text is a draft again', async () => {
  const shop = await setUpSending({ undoSeconds: 5 })
  const conversation = shop.hearFrom('5511987654321')
  const id = shop.send(conversation, 'Custa 10 reais')
  const held = shop.messages.get(id).delivery
  await shop.run(4999)
  const undone = shop.outbox.undo(id, ANA)
  await shop.run(60_000)
  expect({
    held,
    text: undone.text,
    status: shop.statusOf(id),
    sends: shop.graph.sends,
    draft: shop.inbox.getPersonal(conversation, ANA).draft?.text,
  }).toEqual({
    held: { status: 'queued', problem: null, undoUntil: expect.any(Number) },
    text: 'Custa 10 reais',
    status: 'cancelled',
    sends: [],
    draft: 'Custa 10 reais',
  })
})

test('what the caller has begun to write meanwhile is kept below the text that returns', async () => {
  const shop = await setUpSending({ undoSeconds: 5 })
  const conversation = shop.hearFrom('5511987654321')
  const id = shop.send(conversation, 'primeiro')
  shop.inbox.saveDraft({ conversationId: conversation, text: 'segundo', replyTo: null, files: [] }, ANA)
  shop.outbox.undo(id, ANA)
  expect(shop.inbox.getPersonal(conversation, ANA).draft?.text).toBe('primeiro\nsegundo')
})

test('what was filled into a form returns whole to its author, and leaves nothing in the draft', async () => {
  const shop = await setUpSending({ undoSeconds: 5 })
  const conversation = shop.hearFrom('5511987654321')
  const content: OutgoingContent = { kind: 'buttons', header: null, body: 'Qual cor?', footer: null, buttons: ['Azul', 'Verde'] }
  const clientKey = 'intent-of-buttons'
  const { messageId } = shop.outbox.send(
    { conversationId: conversation, content, clientKey, replyTo: null, seen: null, sendAnyway: false },
    ANA,
  )
  expect(shop.outbox.undo(messageId, ANA)).toMatchObject({ text: '', content })
  expect(shop.outbox.undo(messageId, BIA)).toMatchObject({ text: 'Qual cor?', content: null })
  expect(shop.inbox.getPersonal(conversation, ANA).draft).toBeNull()
})

test('taking back twice gives the text back once', async () => {
  const shop = await setUpSending({ undoSeconds: 5 })
  const conversation = shop.hearFrom('5511987654321')
  const id = shop.send(conversation, 'Oi')
  const texts = [shop.outbox.undo(id, ANA).text, shop.outbox.undo(id, ANA).text]
  expect({ texts, draft: shop.inbox.getPersonal(conversation, ANA).draft?.text }).toEqual({ texts: ['Oi', 'Oi'], draft: 'Oi' })
})

test('what has left cannot be taken back', async () => {
  const shop = await setUpSending({ undoSeconds: 5 })
  const conversation = shop.hearFrom('5511987654321')
  shop.graph.script.push({ kind: 'late', until: new Promise(() => {}) })
  const attempting = shop.send(conversation, 'um')
  await shop.run(5000)
  const other = shop.hearFrom('27821234567')
  const accepted = shop.send(other, 'dois')
  await shop.run(5000)
  expect({
    statuses: [shop.statusOf(attempting), shop.statusOf(accepted)],
    refusals: [await codeOf(() => shop.outbox.undo(attempting, ANA)), await codeOf(() => shop.outbox.undo(accepted, ANA))],
  }).toEqual({ statuses: ['attempting', 'accepted'], refusals: ['already-sent', 'already-sent'] })
})

test('a message that waits for the network has not left, so it can be taken back', async () => {
  const shop = await setUpSending()
  shop.graph.fate = { kind: 'nothing-sent' }
  const id = shop.send(shop.hearFrom('5511987654321'), 'Oi')
  await shop.run(30_000)
  const waiting = shop.statusOf(id)
  shop.outbox.undo(id, ANA)
  shop.graph.fate = { kind: 'accepted' }
  await shop.run(60_000)
  expect({ waiting, after: shop.statusOf(id), sends: shop.graph.sends }).toEqual({ waiting: 'waiting', after: 'cancelled', sends: [] })
})

test('a held message keeps its place: a later one of the same thread waits for it', async () => {
  const shop = await setUpSending({ undoSeconds: 5 })
  const conversation = shop.hearFrom('5511987654321')
  shop.send(conversation, 'um')
  await shop.run(1000)
  shop.send(conversation, 'dois')
  await shop.run(20_000)
  expect(shop.graph.sends.map((send) => send.body)).toEqual(['um', 'dois'])
})

test('a person decides about an unconfirmed message: again, with a tracker of its own', async () => {
  const shop = await setUpSending()
  shop.graph.script.push({ kind: 'maybe-sent' })
  const id = shop.send(shop.hearFrom('5511987654321'), 'Oi')
  await shop.run(4 * 60_000)
  const before = shop.statusOf(id)
  shop.outbox.decide(id, 'send-again', ANA)
  await shop.run(10_000)
  const [first, second] = shop.graph.sends
  expect({ before, after: shop.statusOf(id), sends: shop.graph.sends.length, isNewTracker: first?.tracker !== second?.tracker }).toEqual({
    before: 'unconfirmed',
    after: 'accepted',
    sends: 2,
    isNewTracker: true,
  })
})

test('or that it arrived, or to let it be; and then there is nothing more to decide', async () => {
  const shop = await setUpSending()
  const conversation = shop.hearFrom('5511987654321')
  const ids = []
  for (const text of ['um', 'dois']) {
    shop.graph.script.push({ kind: 'maybe-sent' })
    ids.push(shop.send(conversation, text))
    await shop.run(4 * 60_000)
  }
  const [arrived, dropped] = ids
  if (arrived === undefined || dropped === undefined) throw new Error('two were sent')
  shop.outbox.decide(arrived, 'arrived', ANA)
  shop.outbox.decide(dropped, 'drop', ANA)
  await shop.run(10_000)
  expect({
    statuses: [shop.statusOf(arrived), shop.statusOf(dropped)],
    problemKept: shop.problemOf(dropped),
    sends: shop.graph.sends.length,
    again: await codeOf(() => shop.outbox.decide(arrived, 'send-again', ANA)),
    log: shop.db.list(sql`SELECT kind, by_staff FROM commands WHERE kind LIKE 'message.%' AND kind <> 'message.send' ORDER BY seq`),
  }).toEqual({
    statuses: ['accepted', 'cancelled'],
    problemKept: 'no-clear-answer',
    sends: 2,
    again: 'not-possible-now',
    log: [
      { kind: 'message.close', by_staff: 'ana' },
      { kind: 'message.close', by_staff: 'ana' },
    ],
  })
})

test('two people who both press send again send it once', async () => {
  const shop = await setUpSending()
  shop.graph.script.push({ kind: 'maybe-sent' })
  const id = shop.send(shop.hearFrom('5511987654321'), 'Oi')
  await shop.run(4 * 60_000)
  shop.outbox.decide(id, 'send-again', ANA)
  expect(await codeOf(() => shop.outbox.decide(id, 'send-again', { ...ANA, staffId: 'bia' as StaffId }))).toBe('not-possible-now')
  await shop.run(10_000)
  expect(shop.graph.sends.length).toBe(2)
})

test('nothing can be decided about a message that is on its way or went well', async () => {
  const shop = await setUpSending()
  const conversation = shop.hearFrom('5511987654321')
  const id = shop.send(conversation, 'Oi')
  const queued = await codeOf(() => shop.outbox.decide(id, 'drop', ANA))
  await shop.run()
  const [inbound] = shop.messages.list({ conversationId: conversation, anchor: null, limit: 2 }, wholeShop).messages
  expect({
    queued,
    accepted: await codeOf(() => shop.outbox.decide(id, 'send-again', ANA)),
    inbound: await codeOf(() => shop.outbox.decide(inbound?.messageId ?? id, 'drop', ANA)),
    undoOfInbound: await codeOf(() => shop.outbox.undo(inbound?.messageId ?? id, ANA)),
  }).toEqual({ queued: 'not-possible-now', accepted: 'not-possible-now', inbound: 'not-found', undoOfInbound: 'not-found' })
})

test('a message that WhatsApp reported as failed can be sent again, and then shows what became of the new one', async () => {
  const shop = await setUpSending()
  const id = shop.send(shop.hearFrom('5511987654321'), 'Oi')
  await shop.run()
  const tracker = shop.graph.sends[0]?.tracker ?? null
  shop.hearStatus('failed', { wamid: 'wamid.OUT1', tracker })
  const failed = shop.statusOf(id)
  shop.outbox.decide(id, 'send-again', ANA)
  // The same report once more, as WhatsApp may: it is of the first attempt.
  shop.hearStatus('failed', { wamid: 'wamid.OUT1', tracker })
  await shop.run(10_000)
  const sentAgain = shop.statusOf(id)
  shop.hearStatus('delivered', { wamid: 'wamid.OUT2', tracker: shop.graph.sends[1]?.tracker ?? null })
  expect({ failed, sentAgain, after: shop.statusOf(id), sends: shop.graph.sends.length }).toEqual({
    failed: 'failed',
    sentAgain: 'accepted',
    after: 'delivered',
    sends: 2,
  })
})

test('sending again is refused when the window has closed meanwhile', async () => {
  const shop = await setUpSending()
  shop.graph.script.push({ kind: 'maybe-sent' })
  const id = shop.send(shop.hearFrom('5511987654321'), 'Oi')
  await shop.run(25 * HOUR_MS)
  expect(await codeOf(() => shop.outbox.decide(id, 'send-again', ANA))).toBe('window-closed')
})

test('the answer teaches the customer’s other phone, which the next message goes to', async () => {
  const shop = await setUpSending()
  const conversation = shop.hearFrom('5215512345678')
  await shop.run(1000)
  shop.graph.script.push({ kind: 'accepted', contact: { wa_id: '525512345678' } })
  shop.send(conversation, 'um')
  await shop.run()
  shop.send(conversation, 'dois')
  await shop.run(6000)
  expect(shop.graph.sends.map(({ to, body }) => ({ to, body }))).toEqual([
    { to: '5215512345678', body: 'um' },
    { to: '525512345678', body: 'dois' },
  ])
  const told = shop.published.flatMap(({ name, payload }) => (name === 'contact.changed' ? [payload] : []))
  expect(told).toMatchObject([{ contact: { phone: '+52 551 234 5678' } }])
  // What they write from it is in their own thread.
  expect(shop.hearFrom('525512345678')).toBe(conversation)
})
