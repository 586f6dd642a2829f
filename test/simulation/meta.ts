import type { HttpRequest, HttpResult } from '#core/ports.ts'
import { FAKE_NUMBER, graphError, json } from '#test/support/fake-graph.ts'
import type { Chance } from './chance.ts'
import { pickFate, type Fate, type Weather } from './fates.ts'
import type { Faults } from './faults.ts'
import { createMetaFiles, type MetaFiles } from './meta-files.ts'
import { statusesOf, type PlannedStatus } from './meta-statuses.ts'
import type { WorldClock } from './world-clock.ts'

/** One send that came to WhatsApp, or would have. */
export type Sent = {
  readonly text: string
  readonly to: string
  readonly tracker: string
  readonly replyTo: string | null
  /** WhatsApp's id of the file that goes with it. */
  readonly uploadId: string | null
  /** What each of its statuses that has a price says of it. */
  readonly price: Price
  readonly at: number
  readonly fate: Fate
  /** Null when WhatsApp never took it. */
  readonly wamid: string | null
  /** The customer got it. */
  readonly isReceived: boolean
  isAnswered: boolean
  /**
   * Sent again by the program itself, as it may: WhatsApp had refused the one before as its own trouble, a minute had passed, and not a word
   * of it had come. That it had arrived all the same, nobody could know.
   */
  readonly isExcused: boolean
  /** Which run of the program it left: each has a connection of its own. */
  readonly life: object | null
}

export type Price = { readonly category: string; readonly type: string }

/** A reaction that came to WhatsApp. */
export type SentReaction = {
  readonly target: string
  readonly emoji: string
  readonly isTaken: boolean
  /** The program was told so, and lived on to make something of it. */
  isKnownTaken: boolean
  readonly isRefused: boolean
}

const STORED_WITHIN_MS = 100
/** What WhatsApp refused as its own trouble is not sent again sooner. */
const WAIT_FOR_WORD_MS = 60_000

/**
 * WhatsApp as it really is: what came, what each customer really got and how often, whether the shop was told so or not.
 * Nothing in here is known to the program under test but its answers.
 */
export type Meta = ReturnType<typeof createMeta>

export function createMeta(deps: {
  chance: Chance
  clock: WorldClock
  faults: Faults
  wamid(): string
  /** Token that is right just now. */
  token: string
  /** Whether the customer wrote within 24 hours, by the true time. */
  isWindowOpen(to: string): boolean
  report(sent: Pick<Sent, 'wamid' | 'to' | 'tracker' | 'price'>, status: PlannedStatus, delayMs: number): void
  /** The shop has taken a status of this attempt. */
  isTold(tracker: string): boolean
  life(): object | null
  hasStorageTrouble(): boolean
  /** Before anything becomes of it. */
  leaving(sent: Sent): void
}) {
  const { chance, clock, faults } = deps
  /** Every message that left the shop, in order. */
  const sent: Sent[] = []
  const reactions: SentReaction[] = []
  let weather: Weather = 'fair'
  let token = deps.token
  const files: MetaFiles = createMetaFiles({ ...deps, weather: () => weather })

  function take(request: HttpRequest, body: WireJson): { sent: Sent; result: HttpResult } {
    const context = body['context'] as { message_id: string } | undefined
    const { text, uploadId } = contentOf(body)
    const to = toOf(body)
    const fate = fateOf(request, to)
    if (fate.fault !== null) faults.meet(fate.fault)
    const plan = fate.isTaken ? statusesOf(chance, faults, fate) : null
    const message: Sent = {
      text,
      to,
      tracker: String(body['biz_opaque_callback_data']),
      replyTo: context?.message_id ?? null,
      uploadId,
      price: { category: chance.oneOf('service', 'service', 'utility'), type: chance.is(0.9) ? 'regular' : 'free_entry_point' },
      at: clock.now(),
      fate,
      wamid: fate.isTaken ? deps.wamid() : null,
      isReceived: plan?.isReceived ?? false,
      isAnswered: false,
      isExcused: isExcused(text),
      life: deps.life(),
    }
    deps.leaving(message)
    sent.push(message)
    for (const status of plan?.statuses ?? []) deps.report(message, status, status.afterMs)
    return { sent: message, result: resultOf(fate, message) }
  }

  /** The same one twice is one; the one that came last is what the customer sees. */
  function takeReaction(request: HttpRequest, body: WireJson): Promise<HttpResult> {
    const { message_id: target, emoji } = body['reaction'] as { message_id: string; emoji: string }
    const to = toOf(body)
    const fate = fateOf(request, to)
    faults.meet(fate.answer.kind === 'accepted' ? 'R sent' : fate.isTaken ? 'R unknown' : 'R refused')
    const wamid = fate.isTaken ? deps.wamid() : null
    const reaction: SentReaction = {
      target,
      emoji,
      isTaken: fate.isTaken,
      isKnownTaken: false,
      isRefused: fate.answer.kind === 'refused',
    }
    reactions.push(reaction)
    const life = deps.life()
    if (fate.delayMs !== null && fate.answer.kind === 'accepted')
      clock.at(fate.delayMs + STORED_WITHIN_MS, () => (reaction.isKnownTaken = deps.life() === life && !deps.hasStorageTrouble()))
    const tracker = String(body['biz_opaque_callback_data'])
    const report: PlannedStatus = { status: 'delivered', afterMs: chance.below(60_000), hasTracker: true, hasPrice: false }
    if (fate.isTaken && chance.is(0.3)) deps.report({ wamid, to, tracker, price: FREE }, report, report.afterMs)
    return later(fate.delayMs, resultOf(fate, { to, wamid }))
  }

  function isExcused(text: string): boolean {
    const before = sent.findLast((message) => message.text === text && message.wamid !== null)
    if (before?.fate.fault !== 'P taken' || deps.isTold(before.tracker) || clock.now() - before.at < WAIT_FOR_WORD_MS) return false
    faults.meet('P again')
    return true
  }

  /** What is wrong with the shop itself is found before any weather, once a request comes through. */
  function fateOf(request: HttpRequest, to: string): Fate {
    const fate = pickFate(chance, weather)
    if (fate.answer.kind === 'nothing-sent') return fate
    const refusal = { isTaken: false, delayMs: 300, statusesWithinMs: 0 }
    if (request.headers['authorization'] !== `Bearer ${token}`)
      return { ...refusal, fault: 'F49', answer: { kind: 'refused', code: 190, httpStatus: 401 } }
    if (fate.isTaken && !deps.isWindowOpen(to))
      return { ...refusal, fault: 'N customer', answer: { kind: 'refused', code: 131047, httpStatus: 400 } }
    return fate
  }

  return {
    sent,
    reactions,
    files,
    weather: () => weather,
    change(next: Weather) {
      weather = next
    },
    token: () => token,
    renewToken(next: string) {
      token = next
    },
    isMessage: (request: HttpRequest) => isMessage(bodyOf(request)),

    /** Never answers what never comes. The answer of a message waits for `isUp`, and is a reset when the computer slept meanwhile. */
    send(request: HttpRequest): { sent: Sent | null; result: Promise<HttpResult> } {
      const body = bodyOf(request)
      if (isMessage(body)) {
        const { sent: message, result } = take(request, body)
        return { sent: message, result: later(message.fate.delayMs, result) }
      }
      if (body['type'] === 'reaction') return { sent: null, result: takeReaction(request, body) }
      if (weather === 'offline' || (weather !== 'clear' && weather !== 'fair' && chance.is(0.3)))
        return { sent: null, result: later(20, { kind: 'nothing-sent', reason: 'dns' }) }
      if (request.headers['authorization'] !== `Bearer ${token}`) return { sent: null, result: later(20, json(401, graphError(190))) }
      const delayMs = chance.below(300)
      const ofFile = files.answer(request)
      return { sent: null, result: ofFile === null ? later(delayMs, healthy(request)) : ofFile.then((result) => later(delayMs, result)) }
    },
  }

  function later(delayMs: number | null, result: HttpResult): Promise<HttpResult> {
    return new Promise((resolve) => {
      if (delayMs !== null) clock.at(delayMs, () => resolve(result))
    })
  }
}

type WireJson = { readonly [key: string]: unknown }

/** Of a reaction nothing is told. */
const FREE: Price = { category: 'service', type: 'regular' }
const MESSAGES: ReadonlySet<unknown> = new Set(['text', 'image', 'document'])

function isMessage(body: WireJson): boolean {
  return MESSAGES.has(body['type'])
}

/** Words, or the words under a file. */
function contentOf(body: WireJson): { text: string; uploadId: string | null } {
  const text = body['text'] as { body: string } | undefined
  if (text !== undefined) return { text: text.body, uploadId: null }
  const file = (body['image'] ?? body['document']) as { id: string; caption: string }
  return { text: file.caption, uploadId: file.id }
}

function toOf(body: WireJson): string {
  return String(body['to'] ?? body['recipient'])
}

function resultOf({ answer }: Fate, { to, wamid }: Pick<Sent, 'to' | 'wamid'>): HttpResult {
  switch (answer.kind) {
    case 'accepted':
      return json(200, acceptance(to, wamid))
    case 'refused':
      return json(answer.httpStatus, graphError(answer.code))
    case 'raw': {
      const whole = JSON.stringify(acceptance(to, wamid ?? 'wamid.none'))
      const body = {
        html: '<html>Bad gateway</html>',
        cut: whole.slice(0, whole.length / 2),
        'no-wamid': '{"messaging_product":"whatsapp"}',
      }
      return { kind: 'answered', status: answer.httpStatus, headers: {}, body: Buffer.from(body[answer.body]) }
    }
    case 'nothing-sent':
    case 'maybe-sent':
      return answer
    default:
      throw new Error(`No such answer: ${JSON.stringify(answer satisfies never)}`)
  }
}

function acceptance(to: string, wamid: string | null): WireJson {
  const contact = to.includes('.') ? { user_id: to } : { wa_id: to }
  return {
    messaging_product: 'whatsapp',
    contacts: [{ input: to, ...contact }],
    messages: [{ id: wamid, message_status: 'accepted' }],
  }
}

function healthy(request: HttpRequest): HttpResult {
  const path = new URL(request.url).pathname
  const phone = {
    id: FAKE_NUMBER.numberId,
    display_phone_number: '+1 555 0783 881',
    verified_name: 'Padaria da Praça',
    quality_rating: 'GREEN',
    status: 'CONNECTED',
  }
  if (path.endsWith('/debug_token')) {
    const scopes = ['whatsapp_business_management', 'whatsapp_business_messaging']
    return json(200, { data: { app_id: FAKE_NUMBER.appId, type: 'SYSTEM_USER', is_valid: true, expires_at: 0, scopes } })
  }
  if (path.endsWith('/phone_numbers')) return json(200, { data: [phone] })
  if (path.endsWith('/subscribed_apps') && request.method === 'GET')
    return json(200, { data: [{ whatsapp_business_api_data: { id: FAKE_NUMBER.appId } }] })
  return path.endsWith(`/${FAKE_NUMBER.numberId}`) ? json(200, phone) : json(200, { success: true })
}

function bodyOf(request: HttpRequest): WireJson {
  return typeof request.body === 'string' ? (JSON.parse(request.body) as WireJson) : {}
}
