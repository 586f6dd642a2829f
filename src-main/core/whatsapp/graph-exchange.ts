import { createHmac } from 'node:crypto'
import type { ErrorKey } from '#contract'
import { assertNever } from '../lib/assert.ts'
import type { Redacted } from '../lib/redacted.ts'
import type { Http, HttpAnswer, HttpBodyStream, HttpFailure, HttpRequest, HttpResult, HttpStreamResult } from '../ports.ts'
import { parseJson } from './decode/json.ts'
import { booleanOf, firstFilled, isObject, numberOf, objectOf, type WireObject } from './decode/read.ts'
import { retryAfterOf } from './retry-after.ts'
import { errorRow, explainError, type ErrorRow } from './error-table.ts'

/** One call to the Graph API, once, and what its answer means. Repeating is for whoever knows whether that is harmless. */
export type GraphExchange = {
  send(request: GraphRequest): Promise<GraphAnswer>
  /** A file's address, as Meta gave it. The token goes along, so it is asked of Meta's own hosts alone: null, and nothing was asked, for any other. */
  open(url: string, timeouts: HttpRequest['timeouts']): Promise<HttpStreamResult | null>
  /** What an answer that is no file says. */
  explain(answer: HttpAnswer): GraphAnswer
}

export type GraphRequest = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Ids and edges; each is checked, so that none can lead elsewhere. */
  readonly path: readonly string[]
  readonly query?: Readonly<Record<string, string>>
  readonly body?: WireObject
  /** Instead of `body`: bytes as they are. */
  readonly file?: { readonly stream: HttpBodyStream; readonly headers: Readonly<Record<string, string>> }
  /** How the token is announced; resumable uploads want it otherwise. */
  readonly authorization?: 'OAuth'
  readonly timeouts: HttpRequest['timeouts']
}

export type GraphAnswer =
  | { readonly ok: true; readonly json: WireObject; readonly httpStatus: number }
  | {
      readonly ok: false
      readonly problem: GraphProblem
      readonly sendClass: ErrorRow['sendClass']
      /** The answer may still come; see `HttpResult`. */
      readonly later?: Promise<GraphAnswer | null>
    }

export type GraphResult<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: GraphProblem }

export type GraphProblem = {
  readonly row: ErrorRow
  /** Meta's code; null when the answer had none. */
  readonly code: number | null
  /** Meta's own words, for support; where they repeat our secrets, without those. May name a phone number: keep it out of logs. */
  readonly details: string | null
  readonly httpStatus: number | null
  /** How long Meta, or whatever answered in its place, asks to be left alone; null when it did not ask. */
  readonly retryAfterMs: number | null
}

export type GraphExchangeDeps = {
  readonly http: Http
  readonly graphUrl: string
  readonly token: Redacted<string>
  readonly appSecret?: Redacted<string> | null
  readonly version: string
  readonly userAgent: string
}

const META_ORIGIN = 'https://graph.facebook.com'
/** Media page: where the addresses of files lead. */
const META_FILES_ORIGIN = 'https://lookaside.fbsbx.com'

/** Ids, names of edges, and what a resumable upload is called; no dot, so that none leads elsewhere. */
const SEGMENT = /^(\w+|upload:[\w=+/-]+)$/

export function createGraphExchange({ http, graphUrl, token, appSecret = null, version, userAgent }: GraphExchangeDeps): GraphExchange {
  const base = `${graphUrl.replace(/\/+$/, '')}/${version}`

  /** `Malformed access token EAA…` is one of Meta's answers, and what it answers is kept, shown and copied. */
  function withoutSecrets(text: string): string {
    const secrets = [token.reveal(), ...(appSecret === null ? [] : [appSecret.reveal(), proofOf(token, appSecret)])]
    return secrets.reduce((left, secret) => left.replaceAll(secret, '<redacted>'), text)
  }

  function addressOf({ path, query = {} }: GraphRequest): string {
    const proof = appSecret === null ? {} : { appsecret_proof: proofOf(token, appSecret) }
    const search = new URLSearchParams({ ...query, ...proof }).toString()
    return `${base}/${path.join('/')}${search === '' ? '' : `?${search}`}`
  }

  const headersOf = (scheme: 'Bearer' | 'OAuth', accept: string) => ({
    authorization: `${scheme} ${token.reveal()}`,
    accept,
    'user-agent': userAgent,
  })

  return {
    async send(request) {
      // Before the network, so surely not sent; and `..` or a slash in an id would be another path.
      if (!request.path.every((segment) => SEGMENT.test(segment))) return refusal({ row: errorRow('object-not-found') })
      const { method, timeouts, authorization = 'Bearer' } = request
      const content = contentOf(request, headersOf(authorization, 'application/json'))
      const result = await http.send({ method, url: addressOf(request), timeouts, ...content })
      return answerOf(result, withoutSecrets)
    },
    async open(url, timeouts) {
      if (!isOfMeta(url, base)) return null
      return await http.stream({ method: 'GET', url, headers: headersOf('Bearer', '*/*'), timeouts })
    },
    explain: (answer) => readAnswer(answer, withoutSecrets),
  }
}

function contentOf({ body, file }: GraphRequest, headers: Readonly<Record<string, string>>): Pick<HttpRequest, 'headers' | 'body'> {
  if (file !== undefined) return { headers: { ...headers, ...file.headers }, body: file.stream }
  if (body === undefined) return { headers }
  return { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

/** Of what the practice shop answers, only its own address; of what Meta answers, only Meta's, and never in clear. */
function isOfMeta(url: string, base: string): boolean {
  if (!URL.canParse(url)) return false
  const { origin, username, password } = new URL(url)
  const own = new URL(base).origin
  const allowed = own === META_ORIGIN ? [META_ORIGIN, META_FILES_ORIGIN] : [own]
  return allowed.includes(origin) && username === '' && password === ''
}

function proofOf(token: Redacted<string>, appSecret: Redacted<string>): string {
  return createHmac('sha256', appSecret.reveal()).update(token.reveal()).digest('hex')
}

type WithoutSecrets = (text: string) => string

function answerOf(result: HttpResult, withoutSecrets: WithoutSecrets): GraphAnswer {
  switch (result.kind) {
    case 'nothing-sent':
      return refusal({ row: errorRow(keyOfFailure(result.reason)) })
    case 'maybe-sent': {
      const unknown = refusal({ row: errorRow('no-clear-answer') })
      return result.later === undefined
        ? unknown
        : { ...unknown, later: result.later.then((late) => (late === null ? null : readAnswer(late, withoutSecrets))) }
    }
    case 'answered':
      return readAnswer(result, withoutSecrets)
    default:
      return assertNever(result)
  }
}

/** What stood in the way of a call of which nothing left this machine. */
export function keyOfFailure(reason: HttpFailure): ErrorKey {
  if (reason === 'certificate-date') return 'certificate-date'
  return reason === 'tls' ? 'connection-not-secure' : 'offline'
}

/** Only Meta's own error object is proof that Meta refused; anything else between 200 and a proxy's page proves nothing. */
function readAnswer({ status: httpStatus, headers, body }: HttpAnswer, withoutSecrets: WithoutSecrets): GraphAnswer {
  const parsed = parseJson(body.toString('utf8'))
  const json = parsed.ok && isObject(parsed.value) ? parsed.value : null
  const error = json === null ? null : json['error']
  const retryAfterMs = retryAfterOf(headers)
  if (isObject(error) && numberOf(error['code']) !== null)
    return refusal({ ...explained(error, { httpStatus, withoutSecrets }), retryAfterMs })
  if (json !== null && error === undefined && httpStatus >= 200 && httpStatus < 300) return { ok: true, json, httpStatus }
  return refusal({ row: errorRow('no-clear-answer'), httpStatus, retryAfterMs })
}

function explained(
  error: WireObject,
  { httpStatus, withoutSecrets }: { httpStatus: number; withoutSecrets: WithoutSecrets },
): Partial<GraphProblem> & { readonly row: ErrorRow } {
  const code = numberOf(error['code'])
  const words = firstFilled(objectOf(error['error_data'])['details'], error['error_user_msg'], error['message'])
  const details = words === null ? null : withoutSecrets(words)
  const row = explainError({
    code,
    details,
    httpStatus,
    subcode: numberOf(error['error_subcode']),
    isTransient: booleanOf(error['is_transient']) ?? false,
  })
  return { row, code, details, httpStatus }
}

/** What this side found wrong by itself. */
export function ownGraphProblem(key: ErrorKey): GraphProblem {
  return { row: errorRow(key), code: null, details: null, httpStatus: null, retryAfterMs: null }
}

function refusal(problem: Partial<GraphProblem> & { readonly row: ErrorRow }) {
  return {
    ok: false,
    sendClass: problem.row.sendClass,
    problem: { code: null, details: null, httpStatus: null, retryAfterMs: null, ...problem },
  } as const satisfies GraphAnswer
}
