import type { Http } from '../ports.ts'
import type { Redacted } from '../lib/redacted.ts'
import { booleanOf, type WireObject } from './decode/read.ts'
import { acceptedOf, phoneNumberOf, phonePageOf, subscribedAppsOf, tokenFactsOf, type PhonePage } from './graph-answers.ts'
import {
  createGraphExchange,
  ownGraphProblem,
  type GraphAnswer,
  type GraphProblem,
  type GraphRequest,
  type GraphResult,
} from './graph-exchange.ts'
import { createGraphHealth, type GraphHealth } from './graph-health.ts'
import { createGraphPricing, type GraphPricing } from './graph-pricing.ts'
import { createGraphMedia, type GraphMedia } from './graph-media.ts'
import { createGraphTemplates, type GraphTemplates } from './graph-templates.ts'
import { bodyOf, checkMessage, type SendMessage } from './message-body.ts'

export { ownGraphProblem, type GraphProblem, type GraphResult } from './graph-exchange.ts'
export type { SendMessage, SendTarget, WireContent } from './message-body.ts'

/** Meta's Graph API, as far as we call it. Makes one exchange a call, and never repeats one by itself. */
export type GraphClient = GraphMedia & {
  /** What is wrong with the message answers `not-sent` without touching the network. */
  sendMessage(message: SendMessage): Promise<SendResult>
  /** Marks this message and all earlier ones of the chat as read; possible for 30 days. */
  markRead(input: { readonly phoneNumberId: string; readonly wamid: string }): Promise<GraphResult<null>>
  /** Marks as read as well. Shows "typing…" for at most 25 s, or until a message goes. */
  showTyping(input: { readonly phoneNumberId: string; readonly wamid: string }): Promise<GraphResult<null>>
  getPhoneNumber(phoneNumberId: string): Promise<GraphResult<PhoneNumber>>
  /** All numbers of the account, every page of them. */
  listPhoneNumbers(wabaId: string): Promise<GraphResult<readonly PhoneNumber[]>>
  /** What Meta says about the client's own token. */
  debugToken(): Promise<GraphResult<TokenFacts>>
  /** The apps that get this account's webhooks. */
  listSubscribedApps(wabaId: string): Promise<GraphResult<readonly SubscribedApp[]>>
  /** Without it no webhook of the account arrives. May be repeated. */
  subscribeApp(wabaId: string): Promise<GraphResult<null>>
  readonly templates: GraphTemplates
  readonly pricing: GraphPricing
  readonly health: GraphHealth
}

export type SendResult =
  /** Meta took it, which is not yet *sent*. `waId` may differ from what was asked for. */
  | {
      readonly kind: 'accepted'
      readonly wamid: string
      readonly waId: string | null
      readonly userId: string | null
      readonly isHeld: boolean
    }
  | { readonly kind: 'not-sent'; readonly problem: GraphProblem }
  | { readonly kind: 'probably-not-sent'; readonly problem: GraphProblem }
  /** `later`: Meta may still say that it took the message; null when it does not. Never rejects. */
  | { readonly kind: 'unknown'; readonly problem: GraphProblem; readonly later?: Promise<AcceptedResult | null> }
export type AcceptedResult = Extract<SendResult, { kind: 'accepted' }>

export type PhoneNumber = {
  readonly phoneNumberId: string
  readonly displayPhoneNumber: string
  readonly verifiedName: string
  /** GREEN, YELLOW, RED, NA or UNKNOWN; Meta may add others. */
  readonly quality: string
  /** CONNECTED, PENDING, OFFLINE, FLAGGED, RESTRICTED, RATE_LIMITED, BANNED, UNVERIFIED…; null when not told. */
  readonly status: string | null
  readonly isOnPhoneApp: boolean
}

export type TokenFacts = {
  readonly isValid: boolean
  readonly appId: string | null
  readonly type: string | null
  /** Epoch ms; null when it never expires. */
  readonly expiresAt: number | null
  readonly scopes: readonly string[]
  /** Which accounts each scope reaches; null when it reaches all. */
  readonly granularScopes: readonly { readonly scope: string; readonly targetIds: readonly string[] | null }[]
}

export type SubscribedApp = { readonly appId: string; readonly name: string | null; readonly callbackUrl: string | null }

export type GraphClientDeps = {
  readonly http: Http
  /** Without a version: `https://graph.facebook.com`, or where the practice shop answers. */
  readonly graphUrl: string
  readonly token: Redacted<string>
  /** When given, each call carries `appsecret_proof`, which Meta checks even where it does not ask for one. */
  readonly appSecret?: Redacted<string> | null
  readonly version?: string
  readonly userAgent?: string
}

/** v26.0 came on 29 July 2026; a version lasts for about two years. */
const GRAPH_VERSION = 'v26.0'
const USER_AGENT = 'Balcao/1.0'
/**
 * Sending may take long at Meta's side, and giving up early makes the result unknown; what comes after that is still worth knowing.
 * Connecting is given up soon enough to be tried again within ten seconds of the network's return, whatever hung meanwhile.
 */
const SEND_TIMEOUTS = { connectMs: 6000, responseMs: 60_000, lateMs: 5 * 60_000 } as const
const READ_TIMEOUTS = { connectMs: 10_000, responseMs: 20_000 } as const
/** A portfolio has at most 20 numbers; more pages than this are a mistake. */
const PAGES_MAX = 20
const PHONE_FIELDS = 'id,display_phone_number,verified_name,quality_rating,status,is_on_biz_app'

export function createGraphClient(deps: GraphClientDeps): GraphClient {
  const { token } = deps
  const exchange = createGraphExchange({ ...deps, version: deps.version ?? GRAPH_VERSION, userAgent: deps.userAgent ?? USER_AGENT })

  async function call<Value>(
    request: Omit<GraphRequest, 'timeouts'>,
    read: (json: WireObject) => Value | null,
  ): Promise<GraphResult<Value>> {
    const answer = await exchange.send({ ...request, timeouts: READ_TIMEOUTS })
    if (!answer.ok) return { ok: false, problem: answer.problem }
    const value = read(answer.json)
    return value === null ? { ok: false, problem: unexpected(answer.httpStatus) } : { ok: true, value }
  }

  async function act(request: Omit<GraphRequest, 'timeouts'>): Promise<GraphResult<null>> {
    const done = await call(request, (json) => (booleanOf(json['success']) === true ? true : null))
    return done.ok ? { ok: true, value: null } : done
  }

  return {
    async sendMessage(message) {
      const wrong = checkMessage(message)
      if (wrong !== null) return { kind: 'not-sent', problem: ownGraphProblem(wrong) }
      const answer = await exchange.send({
        method: 'POST',
        path: [message.phoneNumberId, 'messages'],
        body: bodyOf(message),
        timeouts: SEND_TIMEOUTS,
      })
      if (!answer.ok) return sendResultOf(answer)
      return acceptedOf(answer.json) ?? { kind: 'unknown', problem: unexpected(answer.httpStatus) }
    },
    markRead: ({ phoneNumberId, wamid }) => act({ method: 'POST', path: [phoneNumberId, 'messages'], body: readMark(wamid) }),
    showTyping: ({ phoneNumberId, wamid }) =>
      act({ method: 'POST', path: [phoneNumberId, 'messages'], body: { ...readMark(wamid), typing_indicator: { type: 'text' } } }),
    getPhoneNumber: (phoneNumberId) => call({ method: 'GET', path: [phoneNumberId], query: { fields: PHONE_FIELDS } }, phoneNumberOf),
    async listPhoneNumbers(wabaId) {
      const phoneNumbers: PhoneNumber[] = []
      let after: string | null = null
      for (let page = 0; page < PAGES_MAX; page += 1) {
        const query: Record<string, string> = { fields: PHONE_FIELDS, limit: '100', ...(after === null ? {} : { after }) }
        const answer: GraphResult<PhonePage> = await call({ method: 'GET', path: [wabaId, 'phone_numbers'], query }, phonePageOf)
        if (!answer.ok) return answer
        phoneNumbers.push(...answer.value.phoneNumbers)
        after = answer.value.after
        if (after === null) break
      }
      return { ok: true, value: phoneNumbers }
    },
    debugToken: () => call({ method: 'GET', path: ['debug_token'], query: { input_token: token.reveal() } }, tokenFactsOf),
    listSubscribedApps: (wabaId) => call({ method: 'GET', path: [wabaId, 'subscribed_apps'] }, subscribedAppsOf),
    subscribeApp: (wabaId) => act({ method: 'POST', path: [wabaId, 'subscribed_apps'], body: {} }),
    templates: createGraphTemplates({ call }),
    ...createGraphMedia({ exchange, token }),
    pricing: createGraphPricing({ call }),
    health: createGraphHealth({ call }),
  }
}

function readMark(wamid: string): WireObject {
  return { messaging_product: 'whatsapp', status: 'read', message_id: wamid }
}

/** Meta said yes, but not in a way that we understand. */
function unexpected(httpStatus: number): GraphProblem {
  return { ...ownGraphProblem('no-clear-answer'), httpStatus }
}

function sendResultOf({ sendClass, problem, later }: Extract<GraphAnswer, { ok: false }>): SendResult {
  if (sendClass !== 'unknown' || later === undefined) return { kind: sendClass, problem }
  return { kind: sendClass, problem, later: later.then((late) => (late?.ok === true ? acceptedOf(late.json) : null)) }
}
