import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startReceiver } from '#host/receiver.ts'
import { createFakeLog } from '#test/support/fake-ports.ts'
import { sendRaw } from '#test/support/window-server.ts'

async function setUp({ status = 200 as const, until }: { status?: 200 | 401 | 413 | 500 | 503; until?: Promise<void> } = {}) {
  const log = createFakeLog()
  const posts: { body: string; signature: string | null }[] = []
  /** What each body keeps in memory, and the bodies themselves. */
  const heldBytes: number[] = []
  const bodies: Buffer[] = []
  const receiver = await startReceiver({
    port: 0,
    log,
    core: {
      async receiveWebhook({ body, signature }) {
        if (body.toString() === 'throw') throw new Error('no core')
        await until
        heldBytes.push(body.buffer.byteLength)
        bodies.push(body)
        posts.push({ body: body.length > 100 ? `${body.length} bytes` : body.toString(), signature })
        return { status }
      },
      verifyWebhook: async ({ mode, token, challenge }) => (mode === 'subscribe' && token === 'good' ? challenge : null),
    },
  })
  onTestFinished(() => receiver.close())
  return { receiver, posts, heldBytes, bodies, log, port: Number(new URL(receiver.url).port) }
}

describe('the webhook receiver', () => {
  it('hands the raw body and its signature to the core, and gives back the core’s status', async () => {
    const { receiver, posts } = await setUp({ status: 401 })
    const body = '{ "entry": "\\u00e9 é 🍞" }'
    const response = await fetch(receiver.url, { method: 'POST', body, headers: { 'x-hub-signature-256': 'sha256=00' } })
    expect({ status: response.status, text: await response.text(), posts }).toEqual({
      status: 401,
      text: '',
      posts: [{ body, signature: 'sha256=00' }],
    })
  })

  it('hands on that there was no signature', async () => {
    const { receiver, posts } = await setUp()
    await fetch(receiver.url, { method: 'POST', body: '{}' })
    expect(posts).toEqual([{ body: '{}', signature: null }])
  })

  it('keeps as much memory for a body as it has bytes, for a message port carries all of it, and none once it is answered', async () => {
    const { receiver, heldBytes, bodies } = await setUp()
    const sizes = [2, 1100, 100_000]
    for (const size of sizes) await fetch(receiver.url, { method: 'POST', body: new Uint8Array(size) })
    expect({ heldBytes, left: bodies.map(({ buffer }) => buffer.byteLength) }).toEqual({ heldBytes: sizes, left: [0, 0, 0] })
  })

  it('F39: takes 3 MB, and not a byte more, whether the length was declared or not', async () => {
    const { receiver, posts, port } = await setUp()
    const limit = 3 * 1024 * 1024
    const chunked = (size: number) =>
      fetch(receiver.url, {
        method: 'POST',
        duplex: 'half',
        body: new ReadableStream({
          start(controller) {
            controller.enqueue(new Uint8Array(size))
            controller.close()
          },
        }),
      } as RequestInit)
    const exact = await fetch(receiver.url, { method: 'POST', body: new Uint8Array(limit) })
    const declared = await sendRaw(port, ['POST /webhook HTTP/1.1', 'Host: x', `Content-Length: ${limit + 1}`])
    const undeclared = await chunked(limit + 1).then(
      (response) => response.status,
      () => 'closed',
    )
    expect([exact.status, declared.split(' ')[1], posts]).toEqual([200, '413', [{ body: `${limit} bytes`, signature: null }]])
    expect(['closed', 413]).toContain(undeclared)
  })

  it('answers Meta’s verification with the challenge, and refuses a wrong token or an incomplete question', async () => {
    const { receiver } = await setUp()
    const ask = async (query: string) => {
      const response = await fetch(`${receiver.url}?${query}`)
      return [response.status, await response.text()]
    }
    expect([
      await ask('hub.mode=subscribe&hub.verify_token=good&hub.challenge=1158201444'),
      await ask('hub.mode=subscribe&hub.verify_token=bad&hub.challenge=1158201444'),
      await ask('hub.mode=subscribe&hub.verify_token=good'),
    ]).toEqual([
      [200, '1158201444'],
      [403, ''],
      [400, ''],
    ])
  })

  it('knows no other path or method, and says 500 when the core cannot be reached', async () => {
    const { receiver, posts } = await setUp()
    const origin = new URL(receiver.url).origin
    const statuses = await Promise.all([
      fetch(`${origin}/`, { method: 'POST', body: '{}' }),
      fetch(`${receiver.url}/`, { method: 'POST', body: '{}' }),
      fetch(receiver.url, { method: 'PUT', body: '{}' }),
      fetch(receiver.url, { method: 'POST', body: 'throw' }),
    ])
    expect([statuses.map((response) => response.status), posts]).toEqual([[404, 404, 405, 500], []])
  })

  it('holds 16 MB at a time and no more, whoever floods it, and takes the next once these are answered', async () => {
    const answers = Promise.withResolvers<void>()
    const { receiver } = await setUp({ until: answers.promise })
    // A client that is still sending may see the connection end before it reads why.
    const post = () =>
      fetch(receiver.url, { method: 'POST', body: new Uint8Array(3 * 1024 * 1024) }).then(
        ({ status }) => status,
        () => 503,
      )
    let refused = 0
    const enough = Promise.withResolvers<void>()
    const flood = Array.from({ length: 30 }, async () => {
      const status = await post()
      if (status === 503) refused += 1
      if (refused >= 25) enough.resolve()
      return status
    })
    // Of 90 MB, 75 are sent away while all the others wait for the core.
    await enough.promise
    answers.resolve()
    const taken = (await Promise.all(flood)).filter((status) => status === 200).length
    expect({ isAllAnswered: taken + refused === 30, isSomeTaken: taken > 0, isBounded: taken <= 5, next: await post() }).toEqual({
      isAllAnswered: true,
      isSomeTaken: true,
      isBounded: true,
      next: 200,
    })
  })

  it('is neither filled nor talked into its log by requests that break off or make no sense', async () => {
    const { receiver, port, posts, log } = await setUp()
    const answers = await Promise.all([
      sendRaw(port, ['GET //[ HTTP/1.1', 'Host: x', 'Connection: close']),
      sendRaw(port, ['GET http://[/webhook HTTP/1.1', 'Host: x', 'Connection: close']),
    ])
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write('POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc')
    socket.resetAndDestroy()
    await once(socket, 'close')
    // A whole one after it: by then the broken one is over.
    await fetch(receiver.url, { method: 'POST', body: '{}' })
    expect({ statuses: answers.map((text) => text.split(' ')[1]), posts, logged: log.lines }).toEqual({
      statuses: ['404', '404'],
      posts: [{ body: '{}', signature: null }],
      logged: [],
    })
  })
})
