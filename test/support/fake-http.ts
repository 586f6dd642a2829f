import type { Http, HttpRequest, HttpResult } from '#core/ports.ts'

export type FakeHttp = Http & { readonly requests: HttpRequest[] }

/** Answers with the given results in turn, and keeps what was asked. One too many is an error of the test. */
export function createFakeHttp(...results: readonly HttpResult[]): FakeHttp {
  const requests: HttpRequest[] = []
  return {
    requests,
    send(request) {
      requests.push(request)
      const result = results[requests.length - 1]
      if (result === undefined) throw new Error(`No answer was given for request ${requests.length}`)
      return Promise.resolve(result)
    },
  }
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
