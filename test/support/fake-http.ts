import type { Http, HttpRequest, HttpResult, HttpStreamResult } from '#core/ports.ts'

export type FakeHttp = Http & { readonly requests: HttpRequest[] }

/** Answers with the given results in turn, and keeps what was asked. One too many is an error of the test. */
export function createFakeHttp(...results: readonly HttpResult[]): FakeHttp {
  const requests: HttpRequest[] = []
  function send(request: HttpRequest): Promise<HttpResult> {
    requests.push(request)
    const result = results[requests.length - 1]
    if (result === undefined) throw new Error(`No answer was given for request ${requests.length}`)
    return Promise.resolve(result)
  }
  return { requests, send, stream: (request) => streamed(send(request)) }
}

/** An answer that is known as a whole, as one that comes in pieces. */
export async function streamed(answered: Promise<HttpResult>): Promise<HttpStreamResult> {
  const result = await answered
  if (result.kind !== 'answered') return { kind: result.kind, reason: result.reason }
  return { ...result, body: inPieces(result.body), abort: () => undefined }
}

const PIECE_BYTES = 16 * 1024

async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer, void> {
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) yield bytes.subarray(from, from + PIECE_BYTES)
}

export function answer(status: number, json: unknown): HttpResult {
  return {
    kind: 'answered',
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)),
  }
}

/** Meta's error object, as a Graph answer has it. */
export function graphError(httpStatus: number, code: number, overrides: Readonly<Record<string, unknown>> = {}): HttpResult {
  return answer(httpStatus, { error: { message: `(#${code}) refused`, type: 'OAuthException', code, fbtrace_id: 'A1', ...overrides } })
}
