import type { Protocol } from 'electron'
import type { RendererFiles } from '#host/renderer-files.ts'
import { APP_HOST, APP_SCHEME } from './page-origin.ts'

/** Once, before the program is ready. No service workers, no way around the content security policy, no CORS. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ])
}

/** Serves the built interface, and nothing else, to one session's windows. */
export function serveAppScheme(protocol: Pick<Protocol, 'handle'>, files: RendererFiles): void {
  protocol.handle(APP_SCHEME, async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405)
    const url = URL.canParse(request.url) ? new URL(request.url) : null
    if (url?.host !== APP_HOST) return refusal(404)
    const file = await files.read(url.pathname)
    if (file === null) return refusal(404)
    // A copy of exactly these bytes: a Buffer may be a view into a larger pool.
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(file.body), { status: 200, headers: file.headers })
  })
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' } })
}
