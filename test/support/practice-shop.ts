import { createHmac, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { createPractice } from '#practice/create-practice.ts'
import { recordVoiceNote } from '#practice/made/voice-note.ts'
import type { Practice, PracticeOptions } from '#practice/options.ts'

/** A webhook body as it came in, after its signature was checked. */
type TakenWebhook = {
  readonly raw: string
  readonly body: WebhookBody
  readonly isSigned: boolean
  /** The `X-Hub-Signature-256` header, whole. */
  readonly signature: string
}
type WebhookBody = {
  object: string
  entry: { id: string; time?: number; changes: { field: string; value: Record<string, unknown> }[] }[]
}

export type PracticeShop = Practice & {
  readonly graphUrl: string
  readonly token: string
  readonly appSecret: string
  readonly phoneNumberId: string
  readonly wabaId: string
  readonly callbackUrl: string
  readonly webhooks: TakenWebhook[]
  /** POSTs to the callback so far, refused ones included. */
  attempts(): number
  /** What the callback answers from now on; 200 at first. */
  answerWith(status: number | ((attempt: number) => number)): void
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<{ status: number; body: unknown }>
  /** Posts a message; fills in messaging_product. */
  send(body: Record<string, unknown>): Promise<{ status: number; body: unknown }>
  /** Uploads a sample resumably; answers with its handle. */
  uploadSample(fileType: string, bytes?: Uint8Array<ArrayBuffer>): Promise<string>
  /** All messages and statuses taken so far, flat. */
  messages(): Record<string, unknown>[]
  statuses(): Record<string, unknown>[]
  /** Resolves when the condition holds; looks again whenever a webhook comes in. */
  until(condition: () => boolean): Promise<void>
}

const CALM_WIRE = { duplicateChance: 0, batchChance: 0, lateChance: 0, skipDeliveredChance: 0, lossChance: 0, connections: 1 } as const

/** A practice on real HTTP with a callback that keeps what it takes. Stop it when done. */
export async function openPracticeShop(options: Partial<PracticeOptions> = {}): Promise<PracticeShop> {
  const token = 'EAA' + randomBytes(12).toString('hex')
  const appSecret = randomBytes(16).toString('hex')
  const phoneNumberId = '106540352242922'
  const wabaId = '102290129340398'
  const webhooks: TakenWebhook[] = []
  const waiting = new Set<() => void>()
  let statusFor: (attempt: number) => number = () => 200
  let attempts = 0

  const callback = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://callback')
    if (request.method === 'GET') {
      const isOurs = url.searchParams.get('hub.verify_token') === 'verify-me'
      response.writeHead(isOurs ? 200 : 403).end(isOurs ? url.searchParams.get('hub.challenge') : '')
      return
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      attempts += 1
      const status = statusFor(attempts)
      const bytes = Buffer.concat(chunks)
      const expected = 'sha256=' + createHmac('sha256', appSecret).update(bytes).digest('hex')
      if (status === 200)
        webhooks.push({
          raw: bytes.toString('latin1'),
          body: JSON.parse(bytes.toString('utf8')),
          isSigned: request.headers['x-hub-signature-256'] === expected,
          signature: String(request.headers['x-hub-signature-256']),
        })
      response.writeHead(status).end()
      for (const look of waiting) look()
    })
  })
  await new Promise<void>((resolve) => callback.listen(0, '127.0.0.1', resolve))
  const address = callback.address()
  const callbackUrl = 'http://127.0.0.1:' + (typeof address === 'object' && address !== null ? address.port : 0) + '/webhooks'

  const practice = createPractice({
    appSecret,
    token,
    phoneNumberId,
    wabaId,
    webhookUrl: () => callbackUrl,
    quiet: true,
    speed: 1000,
    wire: CALM_WIRE,
    ...options,
  })
  const { graphUrl } = await practice.start()

  async function api(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const isRaw = body instanceof FormData || typeof body === 'string'
    const response = await fetch(graphUrl + path, {
      method,
      headers: { Authorization: 'Bearer ' + token, ...(!isRaw && { 'Content-Type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text }
  }

  const values = () => webhooks.flatMap(({ body }) => body.entry.flatMap((entry) => entry.changes.map((change) => change.value)))
  const listed = (name: string) =>
    values().flatMap((value) => (Array.isArray(value[name]) ? (value[name] as Record<string, unknown>[]) : []))

  return {
    ...practice,
    graphUrl,
    token,
    appSecret,
    phoneNumberId,
    wabaId,
    callbackUrl,
    webhooks,
    attempts: () => attempts,
    answerWith(status) {
      statusFor = typeof status === 'number' ? () => status : status
    },
    api,
    send: (body) => api('POST', `/v26.0/${phoneNumberId}/messages`, { messaging_product: 'whatsapp', ...body }),
    async uploadSample(fileType, bytes = new Uint8Array([1, 2, 3])) {
      // The answers' shapes are the server's own, which this is the test support of.
      const opened = await api('POST', `/v26.0/1000000000000001/uploads?file_length=${bytes.length}&file_type=${fileType}`)
      const form = await fetch(`${graphUrl}/v26.0/${(opened.body as { id: string }).id}`, {
        method: 'POST',
        headers: { Authorization: 'OAuth ' + token, file_offset: '0' },
        body: bytes,
      })
      return ((await form.json()) as { h: string }).h
    },
    messages: () => listed('messages'),
    statuses: () => listed('statuses'),
    until: (condition) =>
      new Promise((resolve) => {
        const look = () => {
          if (!condition()) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    async stop() {
      await practice.stop()
      callback.closeAllConnections()
      await new Promise<void>((resolve) => callback.close(() => resolve()))
    },
  }
}

/** A file of the type, as far as the server looks into it; answers with its id. */
export async function uploadTo(shop: PracticeShop, type: string): Promise<string> {
  const bytes = type === 'audio/ogg' ? new Uint8Array(recordVoiceNote(1, 'low')) : new Uint8Array([1, 2, 3])
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('file', new Blob([bytes], { type }), 'file')
  const { body } = await shop.api('POST', `/v26.0/${shop.phoneNumberId}/media`, form)
  // Every answer of this page that is no refusal has it.
  return (body as { id: string }).id
}
