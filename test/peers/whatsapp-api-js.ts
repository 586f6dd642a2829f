import { WhatsAppAPI } from 'whatsapp-api-js'
import type { PracticeShop } from '#test/support/practice-shop.ts'

/** One exchange, as the library made it and the practice server answered it. */
export type Exchange = {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly posted: unknown
  readonly status: number
  readonly answer: unknown
}

/** The library names Graph's host in every call: only the origin is exchanged, everything else goes out as it made it. */
export function openWhatsAppApiJs(shop: PracticeShop): { readonly peer: WhatsAppAPI; readonly exchanges: Exchange[] } {
  const exchanges: Exchange[] = []

  async function fetchFromPractice(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const asked = new URL(input instanceof Request ? input.url : input)
    const path = asked.pathname + asked.search
    const response = await fetch(shop.graphUrl + path, init)
    const text = await response.clone().text()
    exchanges.push({
      method: init?.method ?? 'GET',
      path,
      posted: typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : (init?.body ?? null),
      status: response.status,
      answer: text.startsWith('{') ? (JSON.parse(text) as unknown) : text,
    })
    return response
  }

  const peer = new WhatsAppAPI({ token: shop.token, appSecret: shop.appSecret, v: 'v26.0', ponyfill: { fetch: fetchFromPractice } })
  return { peer, exchanges }
}
