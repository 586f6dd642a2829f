import { assertNever } from '#core/lib/assert.ts'
import type { Http, HttpAnswer, HttpFailure, HttpRequest, HttpResult } from '#core/ports.ts'
import { streamed } from './fake-http.ts'

/** A message that came to the simulated API: what the customer got, if it was taken. `body` is its text, or its type in brackets. */
export type WireSend = { readonly to: string; readonly body: string; readonly tracker: string; readonly replyTo: string | null }

/** What happens to one send. `late`: nothing until the test answers it. */
export type SendFate =
  /** `contact`: whom the answer names; else the one written to, by a phone. */
  | { readonly kind: 'accepted'; readonly wamid?: string; readonly contact?: { readonly wa_id?: string; readonly user_id?: string } }
  | { readonly kind: 'refused'; readonly code: number; readonly httpStatus?: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'answered'; readonly httpStatus: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'nothing-sent'; readonly reason?: HttpFailure }
  | { readonly kind: 'maybe-sent'; readonly reason?: 'response-timeout' | 'reset'; readonly later?: Promise<SendFate | null> }
  | { readonly kind: 'late'; readonly until: Promise<SendFate> }

export type FakeGraph = {
  readonly http: Http
  /** Every message that left this machine, in order. */
  readonly sends: WireSend[]
  /** The same as they were posted. */
  readonly bodies: WireJson[]
  /** Everything else that was asked, such as `GET debug_token` or `POST messages read wamid.1`. */
  readonly calls: string[]
  /** The fates of the next sends; after them, `fate`. */
  readonly script: SendFate[]
  fate: SendFate | ((send: WireSend) => SendFate)
  /** Answers of calls that are no sends, by `METHOD last/segment`; else what a healthy account answers. */
  readonly answers: Map<string, HttpResult>
}

export const FAKE_NUMBER = { numberId: '106540352242922', wabaId: '102290129340398', appId: '670843887433847' } as const

export const healthyPhone = {
  id: FAKE_NUMBER.numberId,
  display_phone_number: '+1 555 0783 881',
  verified_name: 'Padaria da Praça',
  quality_rating: 'GREEN',
  status: 'CONNECTED',
}

export function createFakeGraph(): FakeGraph {
  let wamids = 0
  const graph: FakeGraph = {
    http: { send, stream: (request) => streamed(send(request)) },
    sends: [],
    bodies: [],
    calls: [],
    script: [],
    fate: { kind: 'accepted' },
    answers: new Map(),
  }

  async function send(request: HttpRequest): Promise<HttpResult> {
    const body = bodyOf(request)
    if (request.method === 'POST' && request.url.includes('/messages') && body['type'] !== undefined) return sendMessage(body)
    const path = new URL(request.url).pathname.split('/').slice(2)
    const name = [
      request.method,
      path.at(-1),
      ...(body['status'] === undefined ? [] : [body['typing_indicator'] === undefined ? 'read' : 'typing', body['message_id']]),
    ].join(' ')
    graph.calls.push(name)
    return graph.answers.get(name) ?? healthyAnswer(request.method, path)
  }

  async function sendMessage(body: WireJson): Promise<HttpResult> {
    const context = body['context'] as { message_id: string } | undefined
    const text = body['text'] as { body: string } | undefined
    const wire: WireSend = {
      to: String(body['to'] ?? body['recipient']),
      body: text?.body ?? `[${String(body['type'])}]`,
      tracker: String(body['biz_opaque_callback_data']),
      replyTo: context?.message_id ?? null,
    }
    const fate = graph.script.shift() ?? (typeof graph.fate === 'function' ? graph.fate(wire) : graph.fate)
    if (fate.kind !== 'nothing-sent') {
      graph.sends.push(wire)
      graph.bodies.push(body)
    }
    return meet(fate, wire)
  }

  async function lateAnswer(later: Promise<SendFate | null>, wire: WireSend): Promise<HttpAnswer | null> {
    const fate = await later
    const result = fate === null ? null : await meet(fate, wire)
    return result?.kind === 'answered' ? result : null
  }

  async function meet(fate: SendFate, wire: WireSend): Promise<HttpResult> {
    switch (fate.kind) {
      case 'accepted':
        wamids += 1
        return json(200, {
          messaging_product: 'whatsapp',
          contacts: [{ input: wire.to, ...(fate.contact ?? { wa_id: wire.to }) }],
          messages: [{ id: fate.wamid ?? `wamid.OUT${wamids}`, message_status: 'accepted' }],
        })
      case 'refused':
        return json(fate.httpStatus ?? 400, graphError(fate.code), fate.headers)
      case 'answered':
        return { kind: 'answered', status: fate.httpStatus, headers: { ...fate.headers }, body: Buffer.from(fate.body) }
      case 'nothing-sent':
        return { kind: 'nothing-sent', reason: fate.reason ?? 'dns' }
      case 'maybe-sent':
        return {
          kind: 'maybe-sent',
          reason: fate.reason ?? 'response-timeout',
          ...(fate.later === undefined ? {} : { later: lateAnswer(fate.later, wire) }),
        }
      case 'late':
        return meet(await fate.until, wire)
      default:
        return assertNever(fate)
    }
  }

  return graph
}

type WireJson = { readonly [key: string]: unknown }

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): HttpResult {
  return { kind: 'answered', status, headers: { 'content-type': 'application/json', ...headers }, body: Buffer.from(JSON.stringify(value)) }
}

export function graphError(code: number, message = `(#${code}) Fake`): WireJson {
  return {
    error: {
      message,
      type: 'OAuthException',
      code,
      error_data: { messaging_product: 'whatsapp', details: `details of ${code}` },
      fbtrace_id: 'x',
    },
  }
}

function bodyOf(request: HttpRequest): WireJson {
  // A stream is a file: what is in it no test of sending asks.
  if (typeof request.body !== 'string') return {}
  return JSON.parse(request.body) as WireJson
}

function healthyAnswer(method: string, path: readonly string[]): HttpResult {
  const edge = path.at(-1)
  if (edge === 'debug_token') {
    return json(200, {
      data: {
        app_id: FAKE_NUMBER.appId,
        type: 'SYSTEM_USER',
        is_valid: true,
        expires_at: 0,
        scopes: ['whatsapp_business_management', 'whatsapp_business_messaging'],
      },
    })
  }
  if (edge === 'message_templates' && method === 'GET') return json(200, { data: [] })
  if (edge === 'phone_numbers') return json(200, { data: [healthyPhone] })
  if (edge === 'subscribed_apps' && method === 'GET')
    return json(200, { data: [{ whatsapp_business_api_data: { id: FAKE_NUMBER.appId, name: 'Balcão' } }] })
  if (edge === FAKE_NUMBER.numberId) return json(200, healthyPhone)
  return json(200, { success: true })
}
