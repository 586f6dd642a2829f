import type { Clock, Http, HttpRequest, HttpResult } from '../ports.ts'

/** Tells from the answers that pass by whether this computer's clock is right: every server says what time it is (RFC 9110, 6.6.1). */
export type ServerClock = {
  /** The same, listened to. */
  readonly http: Http
  /** By how many milliseconds this computer's clock is ahead; null when no answer came since it was last set, or since it slept. */
  offsetMs(): number | null
  /** Fetches any answer of the server, for the time it bears; nothing of the shop goes there. What comes of it shows in `offsetMs`. */
  ask(url: string): void
}

/** What correcting a clock a little at a time can make of the time between two looks. */
const JUMP_MS = 5000
const ASK_TIMEOUTS = { connectMs: 10_000, responseMs: 10_000 }

export function createServerClock({ http, clock }: { http: Http; clock: Pick<Clock, 'now' | 'monotonic'> }): ServerClock {
  let last: { readonly offsetMs: number; readonly lead: number } | null = null

  function leadMs(): number {
    return clock.now() - clock.monotonic()
  }

  function listen(headers: Readonly<Record<string, string>>): void {
    const serverTime = Date.parse(headers['date'] ?? '')
    if (!Number.isNaN(serverTime)) last = { offsetMs: clock.now() - serverTime, lead: leadMs() }
  }

  async function send(request: HttpRequest): Promise<HttpResult> {
    const result = await http.send(request)
    if (result.kind === 'answered') listen(result.headers)
    return result
  }

  return {
    http: {
      send,
      async stream(request) {
        const result = await http.stream(request)
        if (result.kind === 'answered') listen(result.headers)
        return result
      },
    },
    ask: (url) => void send({ method: 'GET', url, headers: {}, timeouts: ASK_TIMEOUTS }),
    offsetMs: () => (last === null || Math.abs(leadMs() - last.lead) > JUMP_MS ? null : last.offsetMs),
  }
}
