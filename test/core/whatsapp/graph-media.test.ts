import { createHash, randomBytes } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { AppError } from '#core/lib/app-error.ts'
import { Redacted } from '#core/lib/redacted.ts'
import type { HttpResult } from '#core/ports.ts'
import { createGraphClient } from '#core/whatsapp/graph-client.ts'
import { sha256InHex, type MediaDownload } from '#core/whatsapp/graph-media.ts'
import { createNodeHttp } from '#host/ports/node-http.ts'
import { codeOf } from '#test/support/code-of.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { answer, createFakeHttp, graphError } from '#test/support/fake-http.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'

const TOKEN = 'EAAtoken'
const MEDIA_ID = '1013859600285441'
const MAX = 1024 * 1024
const MINUTE_MS = 60_000

function setUp(graphUrl: string, ...results: readonly HttpResult[]) {
  const http = createFakeHttp(...results)
  return { http, client: createGraphClient({ http, graphUrl, token: new Redacted(TOKEN), userAgent: 'Balcao/test' }) }
}

async function openPractice() {
  const time = createFakeClock()
  const shop = await openPracticeShop({ time })
  onTestFinished(() => shop.stop())
  const client = createGraphClient({ http: createNodeHttp(), graphUrl: shop.graphUrl, token: new Redacted(shop.token) })
  const { appId } = valueOf(await client.debugToken())
  return { time, shop, client, appId: appId ?? '' }
}

async function openServer(act: RequestListener) {
  const server = createServer(act)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => server.closeAllConnections())
  // Listening on TCP: the address is never a pipe's name.
  const graphUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { graphUrl, client: createGraphClient({ http: createNodeHttp(), graphUrl, token: new Redacted(TOKEN) }) }
}

const fileOf = (bytes: Buffer, overrides: { fileName?: string; mimeType?: string } = {}) => ({
  mimeType: 'image/png',
  fileName: 'foto.png',
  sizeBytes: bytes.length,
  async *read() {
    for (let from = 0; from < bytes.length; from += 1000) yield bytes.subarray(from, from + 1000)
  },
  ...overrides,
})

function valueOf<Value>(result: { ok: true; value: Value } | { ok: false; problem: { row: { key: string } } }): Value {
  if (!result.ok) throw new Error(`Refused: ${result.problem.row.key}`)
  return result.value
}
const problemOf = (result: { ok: boolean; problem?: { row: { key: string }; httpStatus: number | null } }) =>
  result.problem === undefined ? null : [result.problem.row.key, result.problem.httpStatus]

async function bytesOf(download: MediaDownload): Promise<Buffer> {
  if (download.kind !== 'streaming') throw new Error(download.kind)
  const chunks: Buffer[] = []
  for await (const chunk of download.chunks) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe('a file', () => {
  it('goes up and comes down as it was, and is gone when it was deleted', async () => {
    const { shop, client } = await openPractice()
    const { phoneNumberId } = shop
    const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(300_000)])
    const mediaId = valueOf(await client.uploadMedia({ ...fileOf(bytes, { fileName: 'pão "de" queijo\r\n.png' }), phoneNumberId }))
    const media = valueOf(await client.getMedia({ mediaId, phoneNumberId }))
    expect(media).toEqual({
      url: expect.stringContaining(shop.graphUrl),
      mimeType: 'image/png',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      sizeBytes: bytes.length,
    })
    const download = valueOf(await client.downloadMedia({ url: media.url, maxBytes: MAX }))
    expect(download).toMatchObject({ kind: 'streaming', mimeType: 'image/png', sizeBytes: bytes.length })
    expect((await bytesOf(download)).equals(bytes)).toBe(true)
    expect(await client.deleteMedia(mediaId)).toEqual({ ok: true, value: null })
    expect(problemOf(await client.getMedia({ mediaId, phoneNumberId }))).toEqual(['object-not-found', 400])
  })

  it('F54: whose address has expired is told apart from one whose id has', async () => {
    const { time, shop, client } = await openPractice()
    const { phoneNumberId } = shop
    const mediaId = valueOf(await client.uploadMedia({ ...fileOf(Buffer.from('89504e470d0a1a0a00', 'hex')), phoneNumberId }))
    const { url } = valueOf(await client.getMedia({ mediaId, phoneNumberId }))
    await time.advance(5 * MINUTE_MS + 1000)
    expect(await client.downloadMedia({ url, maxBytes: MAX })).toEqual({ ok: true, value: { kind: 'address-expired' } })
    const again = valueOf(await client.getMedia({ mediaId, phoneNumberId }))
    expect(valueOf(await client.downloadMedia({ url: again.url, maxBytes: MAX })).kind).toBe('streaming')
    await time.advance(31 * 24 * 60 * MINUTE_MS)
    expect(problemOf(await client.getMedia({ mediaId, phoneNumberId }))).toEqual(['object-not-found', 400])
  })

  it('that Meta does not take is refused with its reason', async () => {
    const { shop, client } = await openPractice()
    const refused = await client.uploadMedia({
      ...fileOf(Buffer.alloc(10), { mimeType: 'image/x-odd' }),
      phoneNumberId: shop.phoneNumberId,
    })
    expect(problemOf(refused)).toEqual(['request-invalid', 400])
  })

  it('F52: that cannot be read on this side ends its upload, and why is thrown', async () => {
    const { shop, client } = await openPractice()
    const failing = {
      ...fileOf(Buffer.alloc(10)),
      async *read() {
        yield Buffer.alloc(4)
        throw new AppError('file-damaged', 'The file is not as it was written')
      },
    }
    expect(await codeOf(() => client.uploadMedia({ ...failing, phoneNumberId: shop.phoneNumberId }))).toBe('file-damaged')
  })

  it('F52: whose upload breaks off is tried again: nobody has to be asked', async () => {
    const { client } = await openServer((request) => void request.once('data', () => request.socket.resetAndDestroy()))
    expect(problemOf(await client.uploadMedia({ ...fileOf(randomBytes(500_000)), phoneNumberId: '1' }))).toEqual(['offline', null])
  })
})

describe('the address of a file', () => {
  const media = { messaging_product: 'whatsapp', mime_type: 'image/jpeg', id: MEDIA_ID }
  it('comes with its hash in hex, whichever way Meta writes it, and its size', async () => {
    const hash = createHash('sha256').update('x')
    const hex = hash.digest('hex')
    const { client, http } = setUp(
      'https://graph.facebook.com',
      answer(200, {
        ...media,
        url: 'https://lookaside.fbsbx.com/a',
        sha256: Buffer.from(hex, 'hex').toString('base64'),
        file_size: '303833',
      }),
      answer(200, { ...media, url: 'https://lookaside.fbsbx.com/a', sha256: 'nonsense' }),
      answer(200, media),
    )
    const ask = () => client.getMedia({ mediaId: MEDIA_ID, phoneNumberId: '106540352242922' })
    expect(valueOf(await ask())).toEqual({ url: 'https://lookaside.fbsbx.com/a', mimeType: 'image/jpeg', sha256: hex, sizeBytes: 303_833 })
    expect(valueOf(await ask())).toMatchObject({ sha256: null, sizeBytes: null })
    expect(problemOf(await ask())).toEqual(['whatsapp-trouble', 200])
    expect(http.requests[0]?.url).toBe(`https://graph.facebook.com/v26.0/${MEDIA_ID}?phone_number_id=106540352242922`)
    expect([sha256InHex(hex.toUpperCase()), sha256InHex(null)]).toEqual([hex, null])
  })

  it.each([
    'https://lookaside.fbsbx.com.evil.test/a',
    'https://evil.test/a',
    'http://lookaside.fbsbx.com/a',
    'https://lookaside.fbsbx.com:8443/a',
    'https://graph.facebook.com@evil.test/a',
    'https://user:x@lookaside.fbsbx.com/a',
    'http://127.0.0.1/a',
    'file:///etc/passwd',
    'not an address',
  ])('T17: never has the token go to %s', async (url) => {
    const { http, client } = setUp('https://graph.facebook.com')
    expect(problemOf(await client.downloadMedia({ url, maxBytes: MAX }))).toEqual(['media-download-failed', null])
    expect(http.requests).toEqual([])
  })

  it('T17: has it go to Meta’s own, and of the practice shop to that alone', async () => {
    const { http, client } = setUp('https://graph.facebook.com', answer(200, 'a'), answer(200, 'a'))
    for (const url of ['https://lookaside.fbsbx.com/a?b=c', 'https://graph.facebook.com/a'])
      expect(valueOf(await client.downloadMedia({ url, maxBytes: MAX })).kind).toBe('streaming')
    expect(http.requests.map(({ url, headers }) => [url, headers['authorization']])).toEqual([
      ['https://lookaside.fbsbx.com/a?b=c', `Bearer ${TOKEN}`],
      ['https://graph.facebook.com/a', `Bearer ${TOKEN}`],
    ])
    const practice = setUp('http://127.0.0.1:4000', answer(200, 'a'))
    expect(problemOf(await practice.client.downloadMedia({ url: 'http://127.0.0.1:4001/a', maxBytes: MAX }))).toEqual([
      'media-download-failed',
      null,
    ])
    expect(problemOf(await practice.client.downloadMedia({ url: 'https://lookaside.fbsbx.com/a', maxBytes: MAX }))).not.toBeNull()
    expect(valueOf(await practice.client.downloadMedia({ url: 'http://127.0.0.1:4000/a', maxBytes: MAX })).kind).toBe('streaming')
  })

  it('T17: that redirects leads nowhere', async () => {
    const seen: (string | undefined)[] = []
    const other = await openServer((request, response) => {
      seen.push(request.headers.authorization)
      response.end('x')
    })
    const { client, graphUrl } = await openServer((_request, response) =>
      response.writeHead(302, { location: `${other.graphUrl}/a` }).end(),
    )
    expect(problemOf(await client.downloadMedia({ url: `${graphUrl}/a`, maxBytes: MAX }))).toEqual(['media-download-failed', 302])
    expect(seen).toEqual([])
  })
})

describe('a download', () => {
  it('T09: without an end is cut off at the limit, and so is its connection', async () => {
    const closed = Promise.withResolvers<number>()
    const { client, graphUrl } = await openServer((_request, response) => {
      let written = 0
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024))) written += 1
        response.once('drain', more)
      }
      response.on('close', () => closed.resolve(written))
      more()
    })
    const download = valueOf(await client.downloadMedia({ url: `${graphUrl}/a`, maxBytes: MAX }))
    expect(download).toMatchObject({ kind: 'streaming', sizeBytes: null })
    expect(await codeOf(() => bytesOf(download))).toBe('media-too-large')
    expect(await closed.promise).toBeLessThan(1000)
  })

  it('T09: that says it is too large is not begun', async () => {
    const closed = Promise.withResolvers<boolean>()
    const { client, graphUrl } = await openServer((_request, response) => {
      response.on('close', () => closed.resolve(true))
      response.writeHead(200, { 'content-length': String(1024 ** 3) }).write('x')
    })
    expect(await client.downloadMedia({ url: `${graphUrl}/a`, maxBytes: MAX })).toEqual({ ok: true, value: { kind: 'too-large' } })
    expect(await closed.promise).toBe(true)
  })

  it('F54: that breaks off half way is known as that', async () => {
    const { client, graphUrl } = await openServer((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('half', () => response.destroy())
    })
    const download = valueOf(await client.downloadMedia({ url: `${graphUrl}/a`, maxBytes: MAX }))
    expect(await codeOf(() => bytesOf(download))).toBe('offline')
  })

  it.each([
    ['WhatsApp’s own refusal', graphError(401, 190), ['token-invalid', 401]],
    ['no token taken', answer(401, 'denied'), ['token-invalid', 401]],
    ['trouble there', answer(503, '<html>'), ['whatsapp-trouble', 503]],
    ['too many calls', answer(429, ''), ['rate-limit', 429]],
    ['anything else', answer(403, 'no'), ['media-download-failed', 403]],
    ['a part of it', answer(206, 'x'), ['media-download-failed', 206]],
    ['no network', { kind: 'nothing-sent', reason: 'dns' }, ['offline', null]],
    ['a wrong certificate', { kind: 'nothing-sent', reason: 'tls' }, ['connection-not-secure', null]],
    ['no answer', { kind: 'maybe-sent', reason: 'reset' }, ['offline', null]],
  ] as readonly (readonly [string, HttpResult, unknown])[])('that meets %s says so', async (_name, result, expected) => {
    const { client } = setUp('https://graph.facebook.com', result)
    expect(problemOf(await client.downloadMedia({ url: 'https://lookaside.fbsbx.com/a', maxBytes: MAX }))).toEqual(expected)
  })
})

describe('a resumable upload', () => {
  const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(200_000)])
  const rest = (from: number) => ({ offset: from, sizeBytes: bytes.length, read: () => fileOf(bytes.subarray(from)).read() })

  it('gives a handle for the whole file', async () => {
    const { client, appId } = await openPractice()
    const session = valueOf(await client.startUpload({ appId, ...fileOf(bytes, { mimeType: 'application/pdf' }) }))
    expect(session).toMatch(/^upload:/)
    expect(await client.getUploadOffset(session)).toEqual({ ok: true, value: 0 })
    expect(valueOf(await client.continueUpload({ session, ...rest(0) }))).toMatch(/^4:/)
  })

  it('F52: goes on where it broke off', async () => {
    const { shop, client, appId } = await openPractice()
    const session = valueOf(await client.startUpload({ appId, ...fileOf(bytes, { mimeType: 'application/pdf' }) }))
    shop.control.provokeNext({ kind: 'cut', afterBytes: 70_000 }, { path: /upload:/ })
    expect(problemOf(await client.continueUpload({ session, ...rest(0) }))).toEqual(['offline', null])
    const offset = valueOf(await client.getUploadOffset(session))
    expect(offset).toBe(70_000)
    expect(valueOf(await client.continueUpload({ session, ...rest(offset) }))).toMatch(/^4:/)
  })

  it('announces the token as these addresses want it, and its place', async () => {
    const { http, client } = setUp('https://graph.facebook.com', answer(200, { h: '4:x' }))
    await client.continueUpload({ session: 'upload:MTphdHRhY2g6Lw==?sig=ARa-b_1', ...rest(9) })
    expect(
      http.requests.map(({ method, url, headers, body }) => [method, url, headers['authorization'], headers['file_offset'], typeof body]),
    ).toEqual([['POST', 'https://graph.facebook.com/v26.0/upload:MTphdHRhY2g6Lw==?sig=ARa-b_1', `OAuth ${TOKEN}`, '9', 'object']])
  })

  it('T17: leads nowhere else, whatever the session is called', async () => {
    const { http, client } = setUp('https://graph.facebook.com')
    for (const session of ['upload:../me', 'https://evil.test/', '', 'upload:a#b'])
      expect(problemOf(await client.getUploadOffset(session))).toEqual(['object-not-found', null])
    expect(http.requests).toEqual([])
  })
})
