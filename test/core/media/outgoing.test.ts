import { describe, expect, it, test } from 'vitest'
import { ANIMATED_STICKER_MAX_BYTES, MEDIA_MAX_BYTES, type MediaId, type MediaKind, type MessageId, type NumberId } from '#contract'
import { assertFitToSend } from '#core/media/fit-to-send.ts'
import { inspect } from '#core/media/inspect.ts'
import { bufferSource } from '#core/media/byte-source.ts'
import { sql } from '#core/db/sql.ts'
import { ownGraphProblem } from '#core/whatsapp/graph-client.ts'
import { codeOf } from '#test/support/code-of.ts'
import { NUMBER } from '#test/support/decoded-events.ts'
import { fileSamples, oggOpus } from '#test/support/file-samples.ts'
import { keepAsSample } from '#test/support/keep-as-sample.ts'
import { isHere, pictureOf, setUpMedia } from '#test/support/media.ts'
import { actor } from '#test/support/shop.ts'

const DAY_MS = 24 * 60 * 60_000
const OWN = NUMBER as NumberId
const ana = actor({ staffId: 'ana', role: 'attendant' })
const bia = actor({ staffId: 'bia', role: 'attendant' })
const auditor = actor({ staffId: 'auditor', role: 'auditor' })

async function setUp() {
  const shop = setUpMedia()
  await shop.hearFile('m1', pictureOf())
  const { outgoing } = shop.media()

  /** A message of ours with these files, as the outbox makes it. */
  function write(media: MediaKind, ...mediaIds: readonly MediaId[]): MessageId {
    return shop.messages.change(() => {
      const messageId = shop.messages.insertOutgoing({
        conversationId: shop.messages.get(1 as MessageId).conversationId,
        numberId: OWN,
        staffId: ana.staffId,
        content: { kind: 'media', media, caption: null, fileName: null, mimeType: null },
        body: null,
        quotedMessageId: null,
        undoUntil: null,
      })
      outgoing.attach(
        messageId,
        mediaIds.map((mediaId, position) => ({ position, mediaId })),
      )
      return messageId
    })
  }
  async function upload(messageId: MessageId) {
    const ready = outgoing.readyForSending(messageId, OWN)
    if (ready.kind !== 'upload') throw new Error('Nothing is to be uploaded')
    return await ready.run(shop.remote.client)
  }
  return { ...shop, outgoing, write, upload }
}

describe('a file that is chosen', () => {
  it('is sealed as it comes and answered by what it is, under the name it had', async () => {
    const shop = await setUp()
    const { status, body } = await shop.askAs(ana, { method: 'POST', path: 'upload?name=Foto%20da%20casa.png', bytes: pictureOf() })
    expect([status, JSON.parse(body.toString())]).toMatchObject([
      200,
      { mediaId: expect.stringMatching(/^[\w-]{22}$/), fileName: 'Foto da casa.png', facts: { type: 'png', width: 40, height: 30 } },
    ])
  })

  it('is seen and sent by whoever chose it, and by nobody else', async () => {
    const shop = await setUp()
    const mediaId = await shop.stage(pictureOf(), { by: ana })
    expect([
      (await shop.askAs(ana, { path: `file/${mediaId}` })).status,
      (await shop.askAs(bia, { path: `file/${mediaId}` })).status,
      shop.outgoing.check(mediaId, 'image', ana),
      await codeOf(() => shop.outgoing.check(mediaId, 'image', bia)),
      await codeOf(() => shop.outgoing.check('A'.repeat(22) as MediaId, 'image', ana)),
    ]).toEqual([200, 404, { mimeType: 'image/png', fileName: 'file.bin' }, 'media-not-here', 'media-not-here'])
  })

  it('of a quick reply is sent by everybody', async () => {
    const shop = await setUp()
    const mediaId = await shop.stage(pictureOf(), { by: ana })
    const files = JSON.stringify([{ mediaId, fileName: null, facts: {} }])
    shop.db.run(sql`INSERT INTO quick_replies (id, shortcut, title, text, files, revision) VALUES ('R1', 'pix', 'Pix', 'Pix', ${files}, 1)`)
    expect(shop.outgoing.check(mediaId, 'image', bia).mimeType).toBe('image/png')
    expect((await shop.askAs(bia, { path: `file/${mediaId}` })).status).toBe(200)
  })

  it('of a template is read by everybody who changes it', async () => {
    const shop = await setUp()
    const mediaId = await shop.stage(pictureOf(), { by: ana })
    const { samples } = shop.media()
    expect(await codeOf(() => samples.open(mediaId, bia))).toBe('media-not-here')
    keepAsSample(shop.db, mediaId)
    expect(samples.open(mediaId, bia).mimeType).toBe('image/png')
    expect((await shop.askAs(bia, { path: `file/${mediaId}` })).status).toBe(200)
  })

  it('is sent, too, by whoever sees the message it is in, or the one that is to go later, and nobody else sees', async () => {
    const shop = await setUp()
    const sent = await shop.stage(pictureOf(), { by: ana })
    const messageId = shop.write('image', sent)
    const planned = await shop.stage(pictureOf(), { by: ana })
    const { conversationId } = shop.messages.get(messageId)
    const content = JSON.stringify({ kind: 'media', media: 'image', mediaId: planned, caption: null, fileName: null })
    shop.db.run(sql`
      INSERT INTO scheduled (id, conversation_id, staff_id, client_key, content, shown, due_at, state)
      VALUES ('S1', ${conversationId}, 'ana', 'key', ${content}, '{}', 1, 'waiting')`)
    const refusals = () => Promise.all([sent, planned].map((mediaId) => codeOf(() => shop.outgoing.check(mediaId, 'image', bia))))
    const asSeen = await refusals()
    shop.db.run(sql`UPDATE conversations SET assigned_to = 'ana'`)
    expect([asSeen, await refusals()]).toEqual([
      ['no failure', 'no failure'],
      ['media-not-here', 'media-not-here'],
    ])
  })

  it('that a customer sent is not sent on as one’s own', async () => {
    const shop = await setUp()
    await shop.until(() => isHere(shop.messages.get(1 as MessageId)))
    const received = shop.fileOf(1 as MessageId)?.mediaId ?? ('' as MediaId)
    expect(await codeOf(() => shop.outgoing.check(received, 'image', ana))).toBe('media-not-here')
  })

  it('is not taken from somebody who writes to nobody, nor without a name, nor empty', async () => {
    const shop = await setUp()
    const ask = async (by: typeof ana, path: string, bytes: Buffer) => (await shop.askAs(by, { method: 'POST', path, bytes })).status
    expect([
      await ask(auditor, 'upload?name=x', pictureOf()),
      await ask(ana, 'upload', pictureOf()),
      await ask(ana, 'upload?name=x', Buffer.alloc(0)),
      (await shop.askAs(ana, { path: 'upload?name=x' })).status,
      (await shop.askAs(ana, { method: 'POST', path: `file/${'A'.repeat(22)}`, bytes: pictureOf() })).status,
    ]).toEqual([403, 404, 400, 405, 405])
  })

  it('T09 of more than 100 MB is refused while it comes', async () => {
    const shop = await setUp()
    let given = 0
    async function* endless() {
      for (;;) {
        given += 1
        yield Buffer.alloc(1024 * 1024)
      }
    }
    await shop.askAs(ana, { path: 'file/x' })
    const token = [...shop.callers.keys()][0] ?? ''
    const { status } = await shop.media().door.serve({ method: 'POST', path: `${token}/upload?name=x`, range: null, body: endless() })
    expect([status, given]).toEqual([413, 101])
  })

  it('is not kept when whoever chose it has gone meanwhile', async () => {
    const shop = await setUp()
    await shop.askAs(ana, { path: 'file/x' })
    const token = [...shop.callers.keys()][0] ?? ''
    async function* lockedMeanwhile() {
      yield pictureOf()
      shop.callers.set(token, null as never)
    }
    const { status } = await shop
      .media()
      .door.serve({ method: 'POST', path: `${token}/upload?name=x`, range: null, body: lockedMeanwhile() })
    expect([
      status,
      shop
        .media()
        .storage()
        .kinds.filter(({ kind }) => kind !== 'image'),
    ]).toEqual([404, []])
  })
})

describe('on its way out', () => {
  it('a file is uploaded once for 29 days, of each number anew', async () => {
    const shop = await setUp()
    const mediaId = await shop.stage(pictureOf(), { by: ana, fileName: 'casa.png' })
    const messageId = shop.write('image', mediaId)
    expect(await shop.upload(messageId)).toEqual({ ok: true, value: null })
    const again = shop.write('image', mediaId)
    const ready = [messageId, again].map((id) => shop.outgoing.readyForSending(id, OWN))
    const elsewhere = shop.outgoing.readyForSending(again, '1' as NumberId).kind
    shop.clock.setWall(shop.clock.now() + 29 * DAY_MS - 1)
    const onTheLastDay = shop.outgoing.readyForSending(again, OWN).kind
    shop.clock.setWall(shop.clock.now() + 1)
    expect([ready, elsewhere, onTheLastDay, shop.outgoing.readyForSending(again, OWN).kind, shop.remote.uploaded]).toEqual([
      [
        { kind: 'ready', remoteIds: ['uploaded-1'] },
        { kind: 'ready', remoteIds: ['uploaded-1'] },
      ],
      'upload',
      'ready',
      'upload',
      [{ mimeType: 'image/png', fileName: 'casa.png', bytes: pictureOf() }],
    ])
  })

  it('a file is uploaded anew once that is wished, wherever else it is', async () => {
    const shop = await setUp()
    const mediaId = await shop.stage(pictureOf(), { by: ana })
    const [messageId, another] = [shop.write('image', mediaId), shop.write('image', mediaId)]
    await shop.upload(messageId)
    shop.outgoing.forgetUploads(messageId)
    expect([messageId, another].map((id) => shop.outgoing.readyForSending(id, OWN).kind)).toEqual(['upload', 'upload'])
    await shop.upload(another)
    expect(shop.outgoing.readyForSending(messageId, OWN)).toEqual({ kind: 'ready', remoteIds: ['uploaded-2'] })
  })

  it('how far it is, is told to whoever sees the conversation', async () => {
    const shop = await setUp()
    const events = shop.listen()
    const sizeBytes = 200_000
    const mediaId = await shop.stage(Buffer.concat([pictureOf(), Buffer.alloc(sizeBytes - pictureOf().length)]), { by: ana })
    const messageId = shop.write('image', mediaId)
    shop.remote.beforeUploadedPiece(() => shop.clock.advance(300))
    await shop.upload(messageId)
    const { conversationId } = shop.messages.get(messageId)
    expect(events.filter(({ event }) => event === 'media.progress').map(({ payload }) => payload)).toEqual(
      [131_072, sizeBytes].map((doneBytes) => ({ conversationId, messageId, doneBytes, totalBytes: sizeBytes })),
    )
  })

  it('of several files what is there stays there when one fails', async () => {
    const shop = await setUp()
    const files = [await shop.stage(pictureOf(), { by: ana }), await shop.stage(pictureOf({ width: 41 }), { by: ana })]
    const messageId = shop.write('image', ...files)
    const offline = { ok: false, problem: ownGraphProblem('offline') } as const
    shop.remote.refuseUploads(offline)
    expect(await shop.upload(messageId)).toEqual(offline)
    shop.remote.refuseUploads(null)
    await shop.upload(messageId)
    expect(shop.outgoing.readyForSending(messageId, OWN)).toEqual({ kind: 'ready', remoteIds: ['uploaded-1', 'uploaded-2'] })
  })

  it('a picture too large for one goes as a document that is no picture to WhatsApp', async () => {
    const shop = await setUp()
    const large = await shop.stage(Buffer.concat([pictureOf(), Buffer.alloc(MEDIA_MAX_BYTES.image)]), { by: ana })
    const small = await shop.stage(pictureOf(), { by: ana })
    for (const mediaId of [large, small]) await shop.upload(shop.write('document', mediaId))
    expect(shop.remote.uploaded.map(({ mimeType }) => mimeType)).toEqual(['application/octet-stream', 'image/png'])
  })

  it('a message without files is ready', async () => {
    const shop = await setUp()
    expect(shop.outgoing.readyForSending(1 as MessageId, OWN).kind).toBe('upload')
    await shop.receive()
    expect(shop.outgoing.readyForSending(99 as MessageId, OWN)).toEqual({ kind: 'ready', remoteIds: [] })
  })
})

describe('F53 what WhatsApp takes', () => {
  const facts = async (bytes: Buffer) => await inspect(bufferSource(bytes))
  const filled = async (bytes: Buffer, sizeBytes: number) => ({ ...(await facts(bytes)), sizeBytes })

  test.each<[MediaKind, Buffer, number]>([
    ['image', pictureOf(), MEDIA_MAX_BYTES.image],
    ['audio', oggOpus(), MEDIA_MAX_BYTES.audio],
    ['voice', oggOpus(), MEDIA_MAX_BYTES.voice],
    ['video', fileSamples.mp4?.[0] ?? Buffer.alloc(0), MEDIA_MAX_BYTES.video],
    ['document', fileSamples.pdf?.[0] ?? Buffer.alloc(0), MEDIA_MAX_BYTES.document],
    ['sticker', fileSamples.webp?.[0] ?? Buffer.alloc(0), MEDIA_MAX_BYTES.sticker],
  ])('F53 as %s is taken up to its limit, and refused a byte above', async (as, bytes, limit) => {
    const at = await filled(bytes, limit)
    const above = await filled(bytes, limit + 1)
    expect(() => assertFitToSend(at, as)).not.toThrow()
    expect(await codeOf(() => assertFitToSend(above, as))).toBe('media-too-large')
  })

  it('F53 takes more of a sticker that moves', async () => {
    const sticker = { ...(await facts(fileSamples.webp?.[0] ?? Buffer.alloc(0))), isAnimated: true }
    expect(() => assertFitToSend({ ...sticker, sizeBytes: ANIMATED_STICKER_MAX_BYTES }, 'sticker')).not.toThrow()
    expect(await codeOf(() => assertFitToSend({ ...sticker, sizeBytes: ANIMATED_STICKER_MAX_BYTES + 1 }, 'sticker'))).toBe(
      'media-too-large',
    )
  })

  test.each<[MediaKind, Buffer | undefined]>([
    ['image', fileSamples.webp?.[0]],
    ['image', fileSamples.pdf?.[0]],
    ['video', fileSamples.webm?.[0]],
    ['video', pictureOf()],
    ['audio', fileSamples.wav?.[0]],
    ['voice', fileSamples.mp3?.[0]],
    ['voice', oggOpus({ channels: 2 })],
    ['sticker', pictureOf()],
  ])('F53 takes no such file as %s', async (as, bytes) => {
    const found = await facts(bytes ?? Buffer.alloc(0))
    expect(await codeOf(() => assertFitToSend(found, as))).toBe('media-type-refused')
  })

  it('F53 takes nothing empty', async () => {
    const empty = await facts(Buffer.alloc(0))
    expect(await codeOf(() => assertFitToSend(empty, 'document'))).toBe('media-empty')
  })
})
