import type { Transport } from '#contract'
import { createIpcTransport } from './ipc.ts'
import { createWebSocketTransport } from './websocket.ts'

const RESUME_KEY = 'balcao-resume'

/** The preload's bridge where there is one, otherwise a socket to the host that served the page. */
export function pickTransport(page: Window): Transport {
  if (page.balcao !== undefined) return createIpcTransport(page.balcao)

  const address = new URL('/ws', page.location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  return createWebSocketTransport({
    url: address.href,
    ticket: takeTicket(page),
    resumeToken: {
      read: () => page.sessionStorage.getItem(RESUME_KEY),
      write: (token) => (token === null ? page.sessionStorage.removeItem(RESUME_KEY) : page.sessionStorage.setItem(RESUME_KEY, token)),
    },
  })
}

/** Reads the launch ticket from `#ticket=…` and takes it out of the address, so that no history, bookmark or screenshot keeps it. */
export function takeTicket(page: Pick<Window, 'location' | 'history'>): string | null {
  const found = /^#ticket=([A-Za-z0-9_-]{20,64})$/.exec(page.location.hash)
  if (found === null) return null
  page.history.replaceState(null, '', page.location.pathname + page.location.search)
  return found[1] ?? null
}
