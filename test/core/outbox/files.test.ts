import { expect, test } from 'vitest'
import type { ConversationId, MediaId, MessageId, OutgoingContent } from '#contract'
import { AppError } from '#core/lib/app-error.ts'
import { ownGraphProblem, type GraphResult } from '#core/whatsapp/graph-client.ts'
import { codeOf } from '#test/support/code-of.ts'
import { ANA, setUpSending, type Sending } from '#test/support/sending.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const refusal = (key: Parameters<typeof ownGraphProblem>[0], rest: object = {}): GraphResult<null> => ({
  ok: false,
  problem: { ...ownGraphProblem(key), ...rest },
})

function sendContent(shop: Sending, conversationId: ConversationId, content: OutgoingContent): MessageId {
  return shop.outbox.send({ conversationId, content, clientKey: shop.ids.ulid(), replyTo: null, seen: null, sendAnyway: false }, ANA)
    .messageId
}

function picture(mediaId: MediaId, caption: string | null = null): OutgoingContent {
  return { kind: 'media', media: 'image', mediaId, caption, fileName: null }
}

/** A customer, and a picture for them. */
async function setUp(options: Parameters<typeof setUpSending>[0] = {}) {
  const shop = await setUpSending(options)
  const conversation = shop.hearFrom('5511987654321')
  const mediaId = shop.files.add('picture')
  return { shop, conversation, mediaId }
}

test('a file is uploaded before there is an attempt, and the message goes with its id', async () => {
  const { shop, conversation, mediaId } = await setUp()
  let answer: (result: GraphResult<null>) => void = () => {}
  shop.files.script.push(new Promise((resolve) => (answer = resolve)))
  const id = sendContent(shop, conversation, picture(mediaId, 'O bolo'))
  await shop.run(30_000)
  const during = { status: shop.statusOf(id), attempts: shop.attemptsOf(id), sends: shop.graph.sends.length }
  answer({ ok: true, value: null })
  await shop.run()
  expect({ during, after: shop.statusOf(id), uploads: shop.files.uploads, body: shop.graph.bodies[0] }).toEqual({
    during: { status: 'queued', attempts: [], sends: 0 },
    after: 'accepted',
    uploads: [id],
    body: {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '5511987654321',
      type: 'image',
      image: { id: `meta-${mediaId}`, caption: 'O bolo' },
      biz_opaque_callback_data: expect.stringMatching(/^[\w-]{32}$/),
    },
  })
})

test('what was uploaded already is not uploaded again', async () => {
  const { shop, conversation, mediaId } = await setUp()
  sendContent(shop, conversation, picture(mediaId))
  await shop.run()
  sendContent(shop, conversation, picture(mediaId))
  await shop.run()
  expect([shop.files.uploads.length, shop.graph.sends.length]).toEqual([1, 2])
})

test('a message that a person sends again goes with files that are uploaded anew: their ids may be what was wrong', async () => {
  const { shop, conversation, mediaId } = await setUp()
  shop.graph.script.push({ kind: 'refused', code: 131053 })
  const id = sendContent(shop, conversation, picture(mediaId))
  await shop.run()
  const refused = shop.statusOf(id)
  shop.outbox.decide(id, 'send-again', ANA)
  await shop.run()
  expect([refused, shop.statusOf(id), shop.files.uploads]).toEqual(['failed', 'accepted', [id, id]])
})

test('while a file is uploaded, nothing of its conversation overtakes it, and other conversations go on', async () => {
  const { shop, conversation, mediaId } = await setUp()
  let answer: (result: GraphResult<null>) => void = () => {}
  shop.files.script.push(new Promise((resolve) => (answer = resolve)))
  sendContent(shop, conversation, picture(mediaId))
  shop.send(conversation, 'depois da foto')
  shop.send(shop.hearFrom('27821234567'), 'noutra conversa')
  await shop.run(MINUTE_MS)
  const during = shop.graph.sends.map(({ body }) => body)
  answer({ ok: true, value: null })
  await shop.run()
  expect({ during, all: shop.graph.sends.map(({ body }) => body), uploads: shop.files.uploads.length }).toEqual({
    during: ['noutra conversa'],
    all: ['noutra conversa', '[image]', 'depois da foto'],
    uploads: 1,
  })
})

test('at most four files are uploaded at once, and all of them in the end', async () => {
  const shop = await setUpSending()
  const answers: (() => void)[] = []
  const ids = Array.from({ length: 6 }, (_, index) => {
    shop.files.script.push(new Promise((resolve) => answers.push(() => resolve({ ok: true, value: null }))))
    return sendContent(shop, shop.hearFrom(`551198765432${index}`), picture(shop.files.add(`picture-${index}`)))
  })
  await shop.run(MINUTE_MS)
  const atOnce = shop.files.uploads.length
  answers[0]?.()
  await shop.run()
  const afterOne = shop.files.uploads.length
  answers.forEach((answer) => answer())
  await shop.run(MINUTE_MS)
  expect({ atOnce, afterOne, statuses: ids.map(shop.statusOf) }).toEqual({
    atOnce: 4,
    afterOne: 5,
    statuses: ids.map(() => 'accepted'),
  })
})

test('messages that wait for a place to upload do not hold up those of others, however many they are', async () => {
  const shop = await setUpSending()
  const mediaId = shop.files.add('picture')
  for (let each = 0; each < 4; each += 1) shop.files.script.push(new Promise(() => {}))
  for (let each = 0; each < 210; each += 1) sendContent(shop, shop.hearFrom(`5511${900_000_000 + each}`), picture(mediaId))
  await shop.run(MINUTE_MS)
  const id = shop.send(shop.hearFrom('27821234567'), 'sem foto')
  await shop.run(1000)
  expect([shop.files.uploads.length, shop.statusOf(id)]).toEqual([4, 'accepted'])
})

test('F52: a program that dies in the middle of an upload has the message queued, and the next one uploads it anew and sends it once', async () => {
  const { shop, conversation, mediaId } = await setUp()
  let answer: (result: GraphResult<null>) => void = () => {}
  shop.files.script.push(new Promise((resolve) => (answer = resolve)))
  const id = sendContent(shop, conversation, picture(mediaId))
  await shop.run()
  await shop.die()
  const left = { status: shop.statusOf(id), attempts: shop.attemptsOf(id) }
  const next = await setUpSending({ db: shop.db, clock: shop.clock, graph: shop.graph, ids: shop.ids, files: shop.files })
  await next.run()
  // What the dead one had begun comes to its end meanwhile.
  answer({ ok: true, value: null })
  await next.run(MINUTE_MS)
  expect({ left, status: next.statusOf(id), uploads: shop.files.uploads, sends: shop.graph.sends.length }).toEqual({
    left: { status: 'queued', attempts: [] },
    status: 'accepted',
    uploads: [id, id],
    sends: 1,
  })
})

test('F52: an upload that breaks off is begun again, later each time, and the message goes once', async () => {
  const { shop, conversation, mediaId } = await setUp()
  shop.files.script.push(refusal('no-clear-answer'), refusal('whatsapp-trouble', { httpStatus: 500 }))
  const id = sendContent(shop, conversation, picture(mediaId))
  await shop.run()
  const waiting = [shop.statusOf(id), shop.problemOf(id)]
  await shop.run(15_000)
  expect({ waiting, status: shop.statusOf(id), uploads: shop.files.uploads.length, sends: shop.graph.sends.length }).toEqual({
    waiting: ['waiting', 'no-clear-answer'],
    status: 'accepted',
    uploads: 3,
    sends: 1,
  })
})

test('F52: without a network a file waits, nothing is shown as sent or failed, and it goes within ten seconds of its return', async () => {
  const { shop, conversation, mediaId } = await setUp()
  shop.files.script.push(...Array.from({ length: 100_000 }, () => refusal('offline')))
  const id = sendContent(shop, conversation, picture(mediaId))
  await shop.run(HOUR_MS)
  const during = [shop.statusOf(id), shop.problemOf(id)]
  shop.files.script.length = 0
  await shop.run(10_000)
  expect({ during, status: shop.statusOf(id), attempts: shop.attemptsOf(id).length }).toEqual({
    during: ['waiting', 'offline'],
    status: 'accepted',
    attempts: 1,
  })
})

test('a file that WhatsApp does not take fails with its words, and what is behind it goes', async () => {
  const { shop, conversation, mediaId } = await setUp()
  shop.files.script.push(refusal('request-invalid', { code: 100, details: 'Param file must be…', httpStatus: 400 }))
  const id = sendContent(shop, conversation, picture(mediaId))
  const behind = shop.send(conversation, 'depois')
  await shop.run()
  expect({ delivery: shop.messages.get(id).delivery, behind: shop.statusOf(behind), attempts: shop.attemptsOf(id) }).toEqual({
    delivery: { status: 'failed', problem: { key: 'media-upload-failed', code: 100, details: 'Param file must be…' }, undoUntil: null },
    behind: 'accepted',
    attempts: [],
  })
})

test('a token that is refused at an upload stops the queue, and nothing in it fails', async () => {
  const { shop, conversation, mediaId } = await setUp()
  shop.files.script.push(refusal('token-invalid', { code: 190, httpStatus: 401 }))
  const id = sendContent(shop, conversation, picture(mediaId))
  await shop.run(HOUR_MS)
  expect({ status: shop.statusOf(id), uploads: shop.files.uploads.length, sends: shop.graph.sends }).toEqual({
    status: 'queued',
    uploads: 1,
    sends: [],
  })
})

test('a file that is damaged or gone from this disk is set aside with a reason', async () => {
  const { shop, conversation, mediaId } = await setUp()
  shop.files.script.push({ thrown: new AppError('file-damaged', 'A file is damaged') })
  const id = sendContent(shop, conversation, picture(mediaId))
  await shop.run(MINUTE_MS)
  expect([shop.statusOf(id), shop.problemOf(id), shop.files.uploads.length]).toEqual(['failed', 'could-not-prepare', 1])
})

test('F12: an upload whose id cannot be written down is no fault of the message, and is made again', async () => {
  const { shop, conversation, mediaId } = await setUp()
  shop.files.script.push({ thrown: Object.assign(new Error('full'), { code: 'SQLITE_FULL' }) })
  const id = sendContent(shop, conversation, picture(mediaId))
  await shop.run()
  const during = shop.statusOf(id)
  await shop.run(10_000)
  expect([during, shop.statusOf(id), shop.files.uploads.length]).toEqual(['queued', 'accepted', 2])
})

test('a message that is taken back while its file is uploaded does not go, however the upload ends', async () => {
  for (const end of [{ ok: true, value: null } as const, refusal('request-invalid'), refusal('offline')]) {
    const { shop, conversation, mediaId } = await setUp()
    let answer: (result: GraphResult<null>) => void = () => {}
    shop.files.script.push(new Promise((resolve) => (answer = resolve)))
    const id = sendContent(shop, conversation, picture(mediaId, 'O bolo'))
    await shop.run()
    const { text } = shop.outbox.undo(id, ANA)
    answer(end)
    await shop.run(MINUTE_MS)
    expect({ text, status: shop.statusOf(id), sends: shop.graph.sends }).toEqual({ text: 'O bolo', status: 'cancelled', sends: [] })
  }
})

test('a window that closes during an upload is asked about, not sent into', async () => {
  const { shop, mediaId } = await setUp()
  const late = shop.hearFrom('27821234567', shop.clock.now() - 24 * HOUR_MS + MINUTE_MS)
  let answer: (result: GraphResult<null>) => void = () => {}
  shop.files.script.push(new Promise((resolve) => (answer = resolve)))
  const id = sendContent(shop, late, picture(mediaId))
  await shop.run(2 * MINUTE_MS)
  answer({ ok: true, value: null })
  await shop.run(MINUTE_MS)
  expect([shop.statusOf(id), shop.problemOf(id), shop.graph.sends.length]).toEqual(['failed', 'window-closed', 0])
})

test('a file that is not here is refused before anything is queued', async () => {
  const { shop, conversation } = await setUp()
  expect(await codeOf(() => sendContent(shop, conversation, picture('nothing-is-here1' as MediaId)))).toBe('media-not-here')
})
