import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { MediaAnswer, MediaRequest } from '#core/media/request.ts'
import { setUpWindowServer } from '#test/support/window-server.ts'

const BYTES = Buffer.from('a picture, as it were')

function answer(overrides: Partial<MediaAnswer> = {}): MediaAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'image/png', 'content-length': String(BYTES.length), 'x-content-type-options': 'nosniff' },
    body: Readable.from([BYTES]),
    ...overrides,
  }
}

async function setUp(answerMedia: (request: MediaRequest) => Promise<MediaAnswer> = async () => answer()) {
  const server = await setUpWindowServer()
  server.core.answerMedia = answerMedia
  return server
}

describe('a request for a file', () => {
  it('goes to the core as it came, and its answer back as it is', async () => {
    const { origin, core } = await setUp()
    const response = await fetch(`${origin}/media/TOKEN/file/ID?save`, { headers: { range: 'bytes=0-3' } })
    expect([
      response.status,
      response.headers.get('content-type'),
      response.headers.get('x-content-type-options'),
      await response.text(),
    ]).toEqual([200, 'image/png', 'nosniff', BYTES.toString()])
    expect(core.mediaAsked).toEqual([{ method: 'GET', path: 'TOKEN/file/ID?save', range: 'bytes=0-3' }])
  })

  it('with HEAD has no body, and nobody reads one', async () => {
    let isLeft = false
    const { origin } = await setUp(async () => {
      const body = {
        [Symbol.asyncIterator]: () => ({
          next: () => Promise.reject(new Error('read')),
          return: () => {
            isLeft = true
            return Promise.resolve({ done: true as const, value: undefined })
          },
        }),
      }
      return answer({ body })
    })
    const response = await fetch(`${origin}/media/x`, { method: 'HEAD' })
    expect([response.status, response.headers.get('content-length'), isLeft]).toEqual([200, String(BYTES.length), true])
  })

  it('ends short, and not as if it were whole, when the file cannot be read on', async () => {
    const { origin } = await setUp(async () => {
      async function* broken() {
        yield BYTES.subarray(0, 5)
        throw new Error('damaged')
      }
      return answer({ body: broken() })
    })
    await expect(fetch(`${origin}/media/x`).then((response) => response.arrayBuffer())).rejects.toThrow()
  })

  it('is left when whoever asked has gone', async () => {
    const left = Promise.withResolvers<void>()
    const { origin } = await setUp(async () => {
      async function* endless() {
        try {
          for (;;) yield Buffer.alloc(64 * 1024)
        } finally {
          left.resolve()
        }
      }
      return answer({ headers: { 'content-type': 'video/mp4' }, body: endless() })
    })
    const abort = new AbortController()
    const response = await fetch(`${origin}/media/x`, { signal: abort.signal })
    await response.body?.getReader().read()
    abort.abort()
    await left.promise
    expect(response.status).toBe(200)
  })
})

describe('T13', () => {
  const upload = (body: string, ...lines: readonly string[]) => [
    'POST /media/T/upload?name=x HTTP/1.1',
    'Connection: close',
    `Content-Length: ${body.length}`,
    ...lines,
    '',
    body,
  ]

  it.each<[string, (port: number) => string[]]>([
    ['another site’s page', (port) => [`Host: 127.0.0.1:${port}`, 'Origin: https://evil.example', 'Sec-Fetch-Site: cross-site']],
    ['another port’s page', (port) => [`Host: 127.0.0.1:${port}`, 'Origin: http://127.0.0.1:1', 'Sec-Fetch-Site: same-site']],
    ['a page that does not say which', (port) => [`Host: 127.0.0.1:${port}`]],
    ['a rebound name', () => ['Host: evil.example', 'Origin: http://evil.example']],
  ])('T13 takes no upload of %s', async (_name, headersOf) => {
    const { port, core, request } = await setUp()
    expect(await request(upload('abc', ...headersOf(port)))).toMatch(/^HTTP\/1\.1 403 /)
    expect(core.mediaAsked).toEqual([])
  })

  it('T13 gives no file to another site’s page, which an old browser would show', async () => {
    const { port, core, request } = await setUp()
    const lines = ['GET /media/T/file/ID HTTP/1.1', `Host: 127.0.0.1:${port}`, 'Connection: close', 'Sec-Fetch-Site: cross-site']
    expect(await request(lines)).toMatch(/^HTTP\/1\.1 403 /)
    expect(core.mediaAsked).toEqual([])
  })

  it('T13 knows no other method', async () => {
    const { origin, core } = await setUp()
    const answers = await Promise.all(['PUT', 'DELETE', 'PATCH', 'OPTIONS'].map((method) => fetch(`${origin}/media/x`, { method })))
    expect([answers.map(({ status }) => status), core.mediaAsked]).toEqual([[405, 405, 405, 405], []])
  })
})

describe('an upload', () => {
  it('of our own page comes in pieces, as it is', async () => {
    let received = 0
    const { origin } = await setUp(async ({ body }) => {
      for await (const piece of body ?? []) received += piece.length
      return answer()
    })
    const response = await fetch(`${origin}/media/T/upload?name=x`, { method: 'POST', headers: { origin }, body: Buffer.alloc(3_000_000) })
    expect([response.status, received]).toEqual([200, 3_000_000])
  })

  it('T09 without end, refused at a hundred megabytes, is answered and cut off', async () => {
    let received = 0
    const { origin, clock } = await setUp(async ({ body }) => {
      for await (const piece of body ?? []) {
        received += piece.length
        if (received > 100 * 1024 * 1024) break
      }
      return { status: 413, headers: { 'content-length': '0' }, body: null }
    })
    const source = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024)) })
    // Node's own fetch wants `duplex`, which its types do not know.
    const init = { method: 'POST', headers: { origin }, body: source, duplex: 'half' } as RequestInit
    const outcome = fetch(`${origin}/media/T/upload?name=x`, init).then(
      ({ status }) => status,
      () => 'cut off',
    )
    await expect.poll(() => received, { timeout: 20_000 }).toBeGreaterThan(100 * 1024 * 1024)
    await clock.advance(5_000)
    expect([413, 'cut off']).toContain(await outcome)
  })
})
