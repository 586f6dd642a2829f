import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFakeClock } from '#test/support/fake-clock.ts'
import type { FakeClock } from '#test/support/fake-clock.ts'
import { graphRefusal } from '#test/support/graph-refusal.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'
import { checkUpload } from '#practice/world/upload-rules.ts'
import { paintPicture } from '#practice/made/pictures.ts'
import { recordVoiceNote } from '#practice/made/voice-note.ts'
import { cutSticker } from '#practice/made/stickers.ts'

let shop: PracticeShop
let time: FakeClock
const trace = expect.stringMatching(/^A[\w-]+$/)

beforeEach(async () => {
  time = createFakeClock()
  shop = await openPracticeShop({ time })
})
afterEach(() => shop.stop())

function upload(bytes: Uint8Array<ArrayBuffer>, type: string, product = 'whatsapp') {
  const form = new FormData()
  form.set('messaging_product', product)
  form.set('type', type)
  form.set('file', new Blob([bytes], { type }), 'foto.png')
  return shop.api('POST', `/v26.0/${shop.phoneNumberId}/media`, form)
}

const gone = (method: string, id: string) => ({
  status: 400,
  body: {
    error: {
      message: `Unsupported ${method} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`,
      type: 'GraphMethodException',
      code: 100,
      error_subcode: 33,
      fbtrace_id: trace,
    },
  },
})

describe('media', () => {
  test('the product may be named in the query, as any parameter', async () => {
    const form = new FormData()
    form.set('file', new Blob([new Uint8Array([1])], { type: 'image/png' }), 'foto.png')
    expect(await shop.api('POST', `/v26.0/${shop.phoneNumberId}/media?messaging_product=whatsapp`, form)).toEqual({
      status: 200,
      body: { id: expect.stringMatching(/^\d+$/) as string },
    })
  })

  test('a file is uploaded, described, fetched with the token for five minutes, sent and deleted', async () => {
    const bytes = new Uint8Array([1, 2, 3, 250])
    const { body } = await upload(bytes, 'image/png')
    const id = (body as { id: string }).id
    const described = await shop.api('GET', `/v26.0/${id}?phone_number_id=${shop.phoneNumberId}`)
    const url = (described.body as { url: string }).url
    const fetchIt = async (headers: Record<string, string>) => {
      const response = await fetch(url, { headers })
      return [
        response.status,
        response.headers.get('content-type'),
        response.status === 200 ? [...new Uint8Array(await response.arrayBuffer())] : null,
      ]
    }
    const bearer = { Authorization: 'Bearer ' + shop.token }
    const fresh = await fetchIt(bearer)
    const withoutToken = await fetchIt({})
    time.setWall(time.now() + 5 * 60_000 - 1)
    const lastMoment = await fetchIt(bearer)
    time.setWall(time.now() + 1)
    const tooLate = await fetchIt(bearer)
    const sent = await shop.send({ to: '+5511900000102', type: 'image', image: { id } })
    expect({
      described,
      fresh,
      withoutToken: withoutToken[0],
      lastMoment: lastMoment[0],
      tooLate: tooLate[0],
      sent: sent.status,
      deleted: await shop.api('DELETE', '/v26.0/' + id),
      after: await shop.api('GET', '/v26.0/' + id),
    }).toEqual({
      described: {
        status: 200,
        body: {
          messaging_product: 'whatsapp',
          url: expect.stringContaining(shop.graphUrl + '/whatsapp_business/attachments/?mid=' + id),
          mime_type: 'image/png',
          sha256: createHash('sha256').update(bytes).digest('hex'),
          file_size: 4,
          id,
        },
      },
      fresh: [200, 'image/png', [1, 2, 3, 250]],
      withoutToken: 401,
      lastMoment: 200,
      tooLate: 404,
      sent: 200,
      deleted: { status: 200, body: { success: true } },
      after: gone('get', id),
    })
  })

  test("an upload is gone after 30 days, a customer's file after 7", async () => {
    const { body } = await upload(new Uint8Array([1]), 'image/png')
    const uploaded = (body as { id: string }).id
    shop.control.sendFromCustomer({ customer: 'marina', act: { do: 'picture', of: 'cake', caption: 'assim' } })
    await shop.until(() => shop.messages().length === 1)
    const inbound = (shop.messages()[0]?.['image'] as { id: string } | undefined)?.id ?? ''
    const DAY_MS = 24 * 60 * 60_000
    const statuses = async () => [(await shop.api('GET', '/v26.0/' + uploaded)).status, (await shop.api('GET', '/v26.0/' + inbound)).status]
    const answers = [await statuses()]
    time.setWall(time.now() + 7 * DAY_MS)
    answers.push(await statuses())
    time.setWall(time.now() + 23 * DAY_MS)
    answers.push(await statuses())
    expect(answers).toEqual([
      [200, 200],
      [200, 400],
      [400, 400],
    ])
  })

  test('a wrong product, a body that is no form and another number are refused', async () => {
    const { body } = await upload(new Uint8Array([1]), 'image/png')
    const id = (body as { id: string }).id
    expect([
      await upload(new Uint8Array([1]), 'image/png', 'telegram'),
      await shop.api('POST', `/v26.0/${shop.phoneNumberId}/media`, { file: 'x' }),
      await shop.api('GET', `/v26.0/${id}?phone_number_id=1`),
    ]).toEqual([
      graphRefusal(100, '(#100) The parameter messaging_product is required.'),
      graphRefusal(100, '(#100) The request must be multipart/form-data.'),
      gone('get', id),
    ])
  })

  const MB = 1024 * 1024
  test.each([
    ['image/jpeg', 5 * MB],
    ['image/png', 5 * MB],
    ['audio/ogg; codecs=opus', 16 * MB],
    ['video/mp4', 16 * MB],
    ['application/pdf', 100 * MB],
    ['image/webp', 500 * 1024],
  ])('%s may have %i bytes and not one more', (type, limit) => {
    expect(() => checkUpload(type, limit)).not.toThrow()
    expect(() => checkUpload(type, limit + 1)).toThrow('(#131053) Media upload error')
  })

  test.each(['image/gif', 'video/quicktime', 'audio/wav', ''])('the type "%s" is refused', (type) => {
    expect(() => checkUpload(type, 1)).toThrow('(#100) Invalid parameter')
  })
})

describe('what customers send is made here', () => {
  test('a picture is a PNG of 640 by 640 in eight-bit RGB', () => {
    const png = paintPicture('cake')
    const start = png.indexOf('IDAT')
    const rows = inflateSync(png.subarray(start + 4, start + 4 + png.readUInt32BE(start - 4)))
    expect([png.subarray(1, 4).toString(), png.readUInt32BE(16), png.readUInt32BE(20), [...png.subarray(24, 26)], rows.length]).toEqual([
      'PNG',
      640,
      640,
      [8, 2],
      640 * (640 * 3 + 1),
    ])
  })

  test('a voice note is Ogg with Opus in mono, as long as asked', () => {
    const ogg = recordVoiceNote(3, 'low')
    const lastPage = ogg.lastIndexOf('OggS')
    expect([
      ogg.subarray(0, 4).toString(),
      ogg.subarray(28, 36).toString(),
      ogg[37],
      ogg[lastPage + 5],
      ogg.readBigInt64LE(lastPage + 6),
    ]).toEqual(['OggS', 'OpusHead', 1, 4, 144_000n])
  })

  test('a sticker is a lossless WebP of 512 by 512 within 100 KB', () => {
    const webp = cutSticker('heart')
    const bits = webp.readUInt32LE(21)
    expect([
      webp.subarray(0, 4).toString(),
      webp.subarray(8, 16).toString(),
      (bits & 0x3fff) + 1,
      ((bits >> 14) & 0x3fff) + 1,
      webp.length <= 100 * 1024,
      webp.readUInt32LE(4) + 8 === webp.length,
    ]).toEqual(['RIFF', 'WEBPVP8L', 512, 512, true, true])
  })

  test.each([
    [
      { do: 'voice', seconds: 2 },
      { type: 'audio', part: 'audio', fields: ['id', 'mime_type', 'sha256', 'url', 'voice'], mime: 'audio/ogg; codecs=opus' },
    ],
    [
      { do: 'sticker', of: 'smile' },
      { type: 'sticker', part: 'sticker', fields: ['animated', 'id', 'mime_type', 'sha256', 'url'], mime: 'image/webp' },
    ],
    [
      { do: 'document', title: 'Nota', lines: ['a'] },
      { type: 'document', part: 'document', fields: ['filename', 'id', 'mime_type', 'sha256', 'url'], mime: 'application/pdf' },
    ],
  ] as const)('%o can be downloaded with the very hash that was told', async (act, expected) => {
    shop.control.sendFromCustomer({ customer: 'marina', act })
    await shop.until(() => shop.messages().length === 1)
    const message = shop.messages()[0]
    const part = message?.[expected.part] as { id: string; mime_type: string; sha256: string; url: string }
    const { url } = (await shop.api('GET', '/v26.0/' + part.id)).body as { url: string }
    const hashes = await Promise.all(
      [url, part.url].map(async (each) => {
        const response = await fetch(each, { headers: { Authorization: 'Bearer ' + shop.token } })
        return createHash('sha256')
          .update(Buffer.from(await response.arrayBuffer()))
          .digest('base64')
      }),
    )
    expect([message?.['type'], Object.keys(part).toSorted(), part.mime_type, hashes]).toEqual([
      expected.type,
      expected.fields,
      expected.mime,
      [part.sha256, part.sha256],
    ])
  })
})
