import { createHmac } from 'node:crypto'
import { connect } from 'node:net'
import { createTraffic } from '../shop/traffic.ts'
import type { Customer } from '../shop/people.ts'

/** Posts signed webhook bodies as fast as they are answered, from a process of its own. Everything is made before the clock starts. */
export type LoadOrder = {
  readonly url: string
  readonly appSecret: string
  readonly customers: readonly Customer[]
  readonly seed: number
  readonly connections: number
  readonly posts: number
  readonly messagesAPost: number
  /** Posts a second at most, over all connections; null for as fast as it goes. */
  readonly rate: number | null
}
export type LoadResult = {
  readonly durationMs: number
  /** Of each post, from its first byte to the end of its answer. */
  readonly answerMs: readonly number[]
  readonly statuses: Readonly<Record<string, number>>
}

const HEADER_END = Buffer.from('\r\n\r\n')

process.once('message', (order: LoadOrder) => {
  void run(order).then((result) => process.send?.(result, () => process.disconnect()))
})

async function run(order: LoadOrder): Promise<LoadResult> {
  const posts = makePosts(order)
  const answerMs: number[] = []
  const statuses: Record<string, number> = {}
  const startedAt = performance.now()
  let next = 0

  async function nextTurn(): Promise<Buffer | undefined> {
    const index = next
    next += 1
    if (order.rate !== null) {
      const waitMs = startedAt + (index / order.rate) * 1000 - performance.now()
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
    return posts[index]
  }

  async function runConnection(): Promise<void> {
    const socket = await openConnection(order.url)
    for (let post = await nextTurn(); post !== undefined; post = await nextTurn()) {
      const sentAt = performance.now()
      const status = await socket.send(post)
      answerMs.push(performance.now() - sentAt)
      statuses[status] = (statuses[status] ?? 0) + 1
    }
    socket.end()
  }

  await Promise.all(Array.from({ length: order.connections }, runConnection))
  return { durationMs: performance.now() - startedAt, answerMs, statuses }
}

/** Whole requests, so that what the sender takes of the machine is as little as can be. */
function makePosts({ url, appSecret, customers, seed, posts, messagesAPost }: LoadOrder): Buffer[] {
  const { host, pathname } = new URL(url)
  const traffic = createTraffic({ seed, customers })
  return Array.from({ length: posts }, () => {
    const body = Buffer.from(messagesAPost === 1 ? traffic.nextBody() : traffic.nextBatch(messagesAPost))
    const signature = createHmac('sha256', appSecret).update(body).digest('hex')
    const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\nx-hub-signature-256: sha256=${signature}\r\ncontent-length: ${body.length}\r\n\r\n`
    return Buffer.concat([Buffer.from(head), body])
  })
}

/** One kept-alive connection; answers have no body. */
function openConnection(url: string): Promise<{ send(post: Buffer): Promise<string>; end(): void }> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    let received = Buffer.alloc(0)
    let answered: ((status: string) => void) | null = null
    socket.once('error', reject)
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      const end = received.indexOf(HEADER_END)
      if (end < 0) return
      const status = received.toString('latin1', 9, 12)
      received = received.subarray(end + HEADER_END.length)
      answered?.(status)
    })
    socket.once('connect', () =>
      resolve({
        send: (post) =>
          new Promise((answer) => {
            answered = answer
            socket.write(post)
          }),
        end: () => socket.end(),
      }),
    )
  })
}
