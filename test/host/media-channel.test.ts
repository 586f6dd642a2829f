import { describe, expect, it } from 'vitest'
import type { MediaAnswer, MediaRequest } from '#core/media/request.ts'
import { createMediaAnswerer, createMediaAsker, type MediaFromCore, type MediaToCore } from '#host/media-channel.ts'
import { settle } from '#test/support/fake-clock.ts'

const PIECE = 64 * 1024
const GET: MediaRequest = { method: 'GET', path: 'x', range: null, body: null }

/** Both ends, with everything copied on its way as a port does. */
function connect(serveMedia: (request: MediaRequest) => Promise<MediaAnswer>) {
  const sent: string[] = []
  const answerer = createMediaAnswerer((message) => deliver(() => asker.receive(structuredClone(message)), message))
  const asker = createMediaAsker((message) => deliver(() => answerer.receive({ serveMedia }, structuredClone(message)), message))
  function deliver(act: () => void, message: MediaToCore | MediaFromCore) {
    sent.push(message.kind)
    setImmediate(act)
  }
  return { asker, sent }
}

function answerWith(body: AsyncIterable<Uint8Array> | null): MediaAnswer {
  return { status: 200, headers: { a: 'b' }, body }
}

async function bytesOf(body: AsyncIterable<Uint8Array> | null): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of body ?? []) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Counts what was taken of it, and whether it was left. */
function endless(bytes = PIECE) {
  const seen = { taken: 0, isLeft: false }
  async function* body() {
    try {
      for (;;) {
        seen.taken += 1
        yield Buffer.alloc(bytes, 1)
      }
    } finally {
      seen.isLeft = true
    }
  }
  return { seen, body: body() }
}

describe('an answer over the port', () => {
  it('comes with its head, and with its body in pieces', async () => {
    const whole = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251))
    async function* body() {
      yield whole.subarray(0, 150_000)
      yield whole.subarray(150_000)
    }
    const { asker } = connect(async () => answerWith(body()))
    const { status, headers, body: came } = await asker.ask(GET)
    expect([status, headers, (await bytesOf(came)).equals(whole)]).toEqual([200, { a: 'b' }, true])
  })

  it('takes no piece of memory along that is not its own', async () => {
    const pool = Buffer.alloc(10_000, 7)
    const { asker } = connect(async () =>
      answerWith(
        (async function* () {
          yield pool.subarray(5, 8)
        })(),
      ),
    )
    const { body } = await asker.ask(GET)
    for await (const piece of body ?? []) expect([piece.byteLength, piece.buffer.byteLength]).toEqual([3, 3])
  })

  it('holds the file up where nobody reads, and gives up what nobody wants', async () => {
    const { seen, body } = endless()
    const { asker } = connect(async () => answerWith(body))
    const answer = await asker.ask(GET)
    await settle()
    const before = seen.taken
    const pieces = answer.body?.[Symbol.asyncIterator]()
    await pieces?.next()
    await settle()
    await settle()
    const ahead = seen.taken
    await pieces?.return?.()
    await settle()
    expect([before, ahead <= 7, seen.isLeft]).toEqual([0, true, true])
  })

  it('that breaks off is told as broken, and not as the end', async () => {
    async function* broken() {
      yield Buffer.from('half')
      throw new Error('damaged')
    }
    const { asker } = connect(async () => answerWith(broken()))
    const { body } = await asker.ask(GET)
    await expect(bytesOf(body)).rejects.toThrow('broke off')
  })

  it('without a body has none', async () => {
    const { asker } = connect(async () => answerWith(null))
    expect((await asker.ask(GET)).body).toBeNull()
  })

  it('is given up when the core is lost: whoever waits is told later, whoever reads that it broke', async () => {
    const { seen, body } = endless()
    const { asker } = connect(async (request) => (request.path === 'never' ? await new Promise(() => undefined) : answerWith(body)))
    const waiting = asker.ask({ ...GET, path: 'never' })
    const reading = await asker.ask(GET)
    const pieces = reading.body?.[Symbol.asyncIterator]()
    await pieces?.next()
    asker.lost()
    expect((await waiting).status).toBe(503)
    await expect(
      (async () => {
        for (;;) await pieces?.next()
      })(),
    ).rejects.toThrow('broke off')
    expect(seen.taken).toBeLessThan(10)
  })
})

describe('an upload over the port', () => {
  const post = (body: AsyncIterable<Uint8Array>): MediaRequest => ({ method: 'POST', path: 'upload', range: null, body })

  it('arrives whole', async () => {
    const whole = Buffer.alloc(300_000, 3)
    const { asker } = connect(async ({ body }) => ({ ...answerWith(null), headers: { bytes: String((await bytesOf(body)).length) } }))
    const answer = await asker.ask(
      post(
        (async function* () {
          yield whole
        })(),
      ),
    )
    expect(answer.headers).toEqual({ bytes: '300000' })
  })

  it('T09 of a gigabyte that is refused at 100 MB is not read to its end, and never held', async () => {
    const { seen, body } = endless(1024 * 1024)
    const { asker } = connect(async ({ body: coming }) => {
      let bytes = 0
      for await (const piece of coming ?? []) {
        bytes += piece.length
        if (bytes > 100 * 1024 * 1024) break
      }
      return { ...answerWith(null), status: 413 }
    })
    const before = process.memoryUsage().arrayBuffers
    const { status } = await asker.ask(post(body))
    await settle()
    await settle()
    expect([status, seen.taken <= 103, seen.isLeft]).toEqual([413, true, true])
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * 1024 * 1024)
  })

  it('that breaks off breaks off there, too', async () => {
    let failure: unknown = null
    const { asker } = connect(async ({ body }) => {
      failure = await bytesOf(body).catch((cause: unknown) => cause)
      return answerWith(null)
    })
    await asker.ask(
      post(
        (async function* () {
          yield Buffer.from('half')
          throw new Error('the page is gone')
        })(),
      ),
    )
    expect(failure).toEqual(new Error('The other side broke off'))
  })

  it('that nobody reads is not begun', async () => {
    const { seen, body } = endless()
    const { asker } = connect(async () => ({ ...answerWith(null), status: 404 }))
    expect((await asker.ask(post(body))).status).toBe(404)
    await settle()
    expect(seen.taken).toBe(0)
  })
})
