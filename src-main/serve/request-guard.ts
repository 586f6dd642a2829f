import type { IncomingHttpHeaders } from 'node:http'

export type RequestGuard = {
  /** For pages and files. */
  allowsRequest(headers: IncomingHttpHeaders): boolean
  /** For the WebSocket, and for what puts something there: a page of this very origin, and no other, may do that. */
  allowsPage(headers: IncomingHttpHeaders): boolean
}

/**
 * Listening on loopback does not keep other websites out: the browser that shows them runs on this machine too. So the names this host
 * goes by and the pages that may talk to it are compared as whole strings, which leaves nothing for a rebound name, another port, a
 * trailing dot or other spellings of an address to slip through.
 */
export function createRequestGuard(options: { hosts: readonly string[]; origins: readonly string[] }): RequestGuard {
  const hosts = new Set(options.hosts)
  const origins = new Set(options.origins)

  function allowsRequest(headers: IncomingHttpHeaders): boolean {
    const site = headers['sec-fetch-site']
    return hosts.has(headers.host ?? '') && (site === undefined || site === 'same-origin' || site === 'none')
  }

  return {
    allowsRequest,
    allowsPage: (headers) => allowsRequest(headers) && origins.has(headers.origin ?? ''),
  }
}
