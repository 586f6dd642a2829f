import type { IncomingHttpHeaders } from 'node:http'
import type { Fault } from '../delivery/faults.ts'
import { codeError, GraphError } from '../errors/graph-error.ts'
import { readFields } from './field-list.ts'
import { isFields } from './fields.ts'
import type { Fields } from './fields.ts'

export type GraphCall = {
  readonly method: string
  /** Without the version: `['1234', 'messages']`. */
  readonly segments: readonly string[]
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  /** Where the server is reached, for addresses in answers. */
  readonly origin: string
}

export type GraphAnswer =
  | { readonly kind: 'json'; readonly http: number; readonly body: unknown }
  | {
      readonly kind: 'stream'
      readonly mimeType: string
      /** Null: not told. */
      readonly sizeBytes: number | null
      readonly chunks: Iterable<Buffer>
      readonly bytesPerSecond: number | null
      readonly cutAfterBytes: number | null
    }
  | { readonly kind: 'redirect'; readonly to: string }
  /** Written as it is. */
  | { readonly kind: 'page'; readonly http: number; readonly mimeType: string; readonly text: string }
  | { readonly kind: 'hang' }
  | { readonly kind: 'drop' }

export const ok = (body: unknown): GraphAnswer => ({ kind: 'json', http: 200, body })

/** What a request gets that met trouble before anything was done. */
export function troubled(fault: Fault): GraphAnswer {
  if (fault.kind === 'code') throw codeError(fault.code)
  if (fault.kind === 'no-answer') return { kind: 'hang' }
  return fault.kind === 'page-500' ? errorPage() : { kind: 'drop' }
}

export function errorPage(): GraphAnswer {
  return {
    kind: 'page',
    http: 500,
    mimeType: 'text/html; charset=utf-8',
    text: '<!DOCTYPE html><html lang="en"><head><title>Error</title></head><body><h1>Sorry, something went wrong.</h1><p>We\'re working on it and we\'ll get it fixed as soon as we can.</p></body></html>',
  }
}

export const success = (): GraphAnswer => ok({ success: true })

/** The posted fields, from JSON or from a form; both are the same to Graph. Query parameters fill in what is not there. */
export function postedFields(call: GraphCall): Fields {
  const type = call.headers['content-type'] ?? ''
  const fromQuery = Object.fromEntries(call.query)
  if (call.bytes.length === 0) return fromQuery
  if (type.startsWith('application/x-www-form-urlencoded')) {
    const pairs = [...new URLSearchParams(call.bytes.toString('utf8'))]
    return { ...fromQuery, ...Object.fromEntries(pairs.map(([name, value]) => [name, looksLikeJson(value) ? parsed(value) : value])) }
  }
  const body = parsed(call.bytes.toString('utf8'))
  if (!isFields(body)) throw notJson()
  return { ...fromQuery, ...body }
}

/** The named fields of an object; without `fields=` those of the default set. */
export function pickFields(whole: Fields, query: URLSearchParams, defaults: readonly string[]): Fields {
  const asked = query.get('fields')
  const wanted = asked === null ? defaults : readFields(asked).map(({ name }) => name)
  return Object.fromEntries(['id', ...wanted].filter((name) => whole[name] !== undefined).map((name) => [name, whole[name]]))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw notJson()
  }
}

function looksLikeJson(text: string): boolean {
  return text.startsWith('{') || text.startsWith('[')
}

function notJson(): GraphError {
  return new GraphError(400, { message: '(#100) The request body is not valid JSON.', type: 'OAuthException', code: 100 })
}
