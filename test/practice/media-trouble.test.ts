import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFakeClock } from '#test/support/fake-clock.ts'
import type { FakeClock } from '#test/support/fake-clock.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'
import { cutAnimatedSticker } from '#practice/made/stickers.ts'
import { recordVoiceNote } from '#practice/made/voice-note.ts'
import type { MediaContent, MediaTrouble } from '#practice/world/media-store.ts'

const MB = 1024 * 1024
const BYTES = Buffer.from('the very bytes of a picture')

let shop: PracticeShop
let time: FakeClock

beforeEach(async () => {
  time = createFakeClock()
  shop = await openPracticeShop({ time })
})
afterEach(() => shop.stop())

const send = (trouble: MediaTrouble = {}, content: MediaContent = BYTES) =>
  shop.control.sendFile('marina', 'image', { content, mimeType: 'image/jpeg', trouble })
const describeMedia = async (id: string) =>
  (await shop.api('GET', '/v26.0/' + id)).body as { url: string; sha256: string; file_size: number; mime_type: string }
const download = async (id: string) => {
  const { url } = await describeMedia(id)
  return fetch(url, { headers: { Authorization: 'Bearer ' + shop.token }, redirect: 'manual' })
}

describe('a file with something wrong', () => {
  test('another hash or another size than those of the bytes is told', async () => {
    const [hash, size] = [send({ hasWrongHash: true }).mediaId, send({ toldSizeBytes: 5 }).mediaId]
    const real = createHash('sha256').update(BYTES).digest('hex')
    const wrong = await describeMedia(hash)
    expect({
      isOtherHash: wrong.sha256 !== real,
      bytes: await (await download(hash)).text(),
      size: (await describeMedia(size)).file_size,
      short: await (await download(size)).text(),
    }).toEqual({ isOtherHash: true, bytes: BYTES.toString(), size: 5, short: 'the v' })
  })

  test('a redirect to another host, another type than told, an id that is gone', async () => {
    const redirected = await download(send({ redirectTo: 'https://elsewhere.example/x' }).mediaId)
    const lying = await download(send({ servedAs: 'text/html' }).mediaId)
    expect({
      redirected: [redirected.status, redirected.headers.get('location')],
      lying: lying.headers.get('content-type'),
      gone: (await shop.api('GET', '/v26.0/' + send({ isGone: true }).mediaId)).status,
    }).toEqual({ redirected: [302, 'https://elsewhere.example/x'], lying: 'text/html', gone: 400 })
  })

  test('the connection breaks half-way, as often as asked for, and then the whole comes', async () => {
    const { mediaId } = send({ cutAfterBytes: 10, times: 1 })
    const first = await download(mediaId)
    await expect(first.text()).rejects.toThrow()
    expect(await (await download(mediaId)).text()).toBe(BYTES.toString())
  })

  test('bytes without end stop when the reader does, and leave nothing behind', async () => {
    const response = await download(send({ isEndless: true }).mediaId)
    const reader = response.body?.getReader()
    let size = 0
    while (size < 5 * MB) size += (await reader?.read())?.value?.length ?? 0
    await reader?.cancel()
    expect([response.headers.get('content-length'), size >= 5 * MB]).toEqual([null, true])
  })

  test('asking for the address and downloading fail on demand, when their path is named', async () => {
    const { mediaId } = send()
    shop.control.provokeNext({ kind: 'page-500' })
    const passing = await shop.api('GET', '/v26.0/' + mediaId)
    shop.control.provokeNext(4, { path: new RegExp(mediaId) })
    shop.control.provokeNext({ kind: 'page-500' }, { path: /attachments/ })
    const [asked, downloaded] = [await shop.api('GET', '/v26.0/' + mediaId), await download(mediaId)]
    expect([passing.status, asked.status, downloaded.status, (await download(mediaId)).status]).toEqual([200, 400, 500, 200])
  })

  test('a slow one takes its time', async () => {
    const startedAt = performance.now()
    const text = await (await download(send({ bytesPerSecond: 100 }).mediaId)).text()
    // 27 bytes at five each 50 ms: six times.
    expect([text, performance.now() - startedAt > 200]).toEqual([BYTES.toString(), true])
  })

  test('300 MB are streamed, with their true hash, in little memory', async () => {
    const { mediaId } = send({}, { sizeBytes: 300 * MB, head: Buffer.from('\x89PNG') })
    const { sha256, file_size: told } = await describeMedia(mediaId)
    const before = process.memoryUsage().rss
    const hash = createHash('sha256')
    let size = 0
    // A body of fetch yields bytes.
    for await (const chunk of (await download(mediaId)).body as unknown as AsyncIterable<Uint8Array>) {
      hash.update(chunk)
      size += chunk.length
    }
    expect({ told, size, isSame: hash.digest('hex') === sha256, isSmall: process.memoryUsage().rss - before < 150 * MB }).toEqual({
      told: 300 * MB,
      size: 300 * MB,
      isSame: true,
      isSmall: true,
    })
  })

  test('a number without storage forgets files after an hour', async () => {
    await shop.stop()
    shop = await openPracticeShop({ time, inboundMediaKeptMs: 60 * 60 * 1000 })
    const { mediaId } = send()
    time.setWall(time.now() + 60 * 60 * 1000 - 1)
    const before = await shop.api('GET', '/v26.0/' + mediaId)
    time.setWall(time.now() + 1)
    expect([before.status, (await shop.api('GET', '/v26.0/' + mediaId)).status]).toEqual([200, 400])
  })

  test.each([
    ['hash errado', 'image'],
    ['imagem gigante', 'image'],
    ['manda um vídeo sem fim', 'video'],
    ['Sumiu!', 'image'],
  ])('Dona Encrenca sends it when she reads %j', async (body, type) => {
    await shop.send({ to: '+5511900000101', type: 'text', text: { body } })
    await time.advance(20_000)
    await shop.until(() => shop.messages().length === 1)
    expect(shop.messages().map((message) => message['type'])).toEqual([type])
  })
})

describe('uploads', () => {
  const upload = (bytes: Uint8Array<ArrayBuffer>, type: string) => {
    const form = new FormData()
    form.set('messaging_product', 'whatsapp')
    form.set('file', new Blob([bytes], { type }), 'x')
    return shop.api('POST', `/v26.0/${shop.phoneNumberId}/media`, form)
  }
  const codeOf = (answer: { body: unknown }) => (answer.body as { error?: { code: number } }).error?.code ?? 'taken'
  const bytesOf = (buffer: Buffer) => new Uint8Array(buffer)

  test('100 MB of a document are taken, one byte more is not', async () => {
    const most = new Uint8Array(100 * MB)
    expect([codeOf(await upload(most, 'application/pdf')), codeOf(await upload(new Uint8Array(100 * MB + 1), 'application/pdf'))]).toEqual([
      'taken',
      131053,
    ])
  })

  test('Ogg without Opus is refused; a large sticker has to move', async () => {
    const still = new Uint8Array(100 * 1024 + 1)
    expect([
      codeOf(await upload(new Uint8Array([1, 2, 3]), 'audio/ogg')),
      codeOf(await upload(still, 'image/webp')),
      codeOf(await upload(bytesOf(cutAnimatedSticker()), 'image/webp')),
    ]).toEqual([131053, 131053, 'taken'])
  })

  test('a voice note that is not one channel of Opus in Ogg is accepted and fails; a real one arrives', async () => {
    const stereo = recordVoiceNote(1, 'low')
    stereo[stereo.indexOf('OpusHead') + 9] = 2
    const ids: string[] = []
    for (const [bytes, type] of [
      [recordVoiceNote(1, 'low'), 'audio/ogg; codecs=opus'],
      [stereo, 'audio/ogg; codecs=opus'],
      [Buffer.from([1, 2, 3]), 'audio/mpeg'],
    ] as const)
      ids.push(((await upload(bytesOf(bytes), type)).body as { id: string }).id)
    const answers = []
    for (const id of ids)
      answers.push(
        (await shop.send({ to: '+5511900000102', type: 'audio', audio: { id, voice: true }, biz_opaque_callback_data: id })).status,
      )
    await time.advance(20_000)
    await shop.until(() => shop.statuses().filter(({ status }) => status === 'failed').length === 2)
    expect({ answers, arrived: [...shop.control.truth.timesByTracker().keys()] }).toEqual({ answers: [200, 200, 200], arrived: [ids[0]] })
  })

  test('an upload is cut in its middle when asked for', async () => {
    shop.control.provokeNext({ kind: 'cut', afterBytes: 1_000 }, { path: /\/media$/ })
    await expect(upload(new Uint8Array(200_000), 'application/pdf')).rejects.toThrow()
    expect(codeOf(await upload(new Uint8Array(200_000), 'application/pdf'))).toBe('taken')
  })
})
