import type { Protocol, Session } from 'electron'
import { MEDIA_PATH, type MediaAnswer, type MediaRequest } from '#core/media/request.ts'
import type { RendererFiles } from '#host/renderer-files.ts'
import { APP_HOST, APP_ORIGIN, APP_SCHEME, isOfOrigin } from './page-origin.ts'

/** Once, before the program is ready. No service workers, no way around the content security policy, no CORS. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ])
}

type ServeMedia = (request: MediaRequest) => Promise<MediaAnswer>

/** Serves the built interface and the shop's files, and nothing else, to one session's windows. */
export function serveAppScheme(protocol: Pick<Protocol, 'handle'>, deps: { files: RendererFiles; serveMedia: ServeMedia }): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const url = URL.canParse(request.url) ? new URL(request.url) : null
    if (url?.host === APP_HOST && url.pathname.startsWith(MEDIA_PATH))
      return await answerMedia(request, { url, pageOrigin: APP_ORIGIN, serveMedia: deps.serveMedia })
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405)
    if (url?.host !== APP_HOST) return refusal(404)
    const file = await deps.files.read(url.pathname)
    if (file === null) return refusal(404)
    // A copy of exactly these bytes: a Buffer may be a view into a larger pool.
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(file.body), { status: 200, headers: file.headers })
  })
}

/**
 * In development pages are of Vite's server and have their files on its host, as anywhere; nobody listens for them there. What is not
 * a file goes on to that server.
 */
export function serveMediaBesideVite(
  session: { protocol: Pick<Protocol, 'handle'>; fetch: Session['fetch'] },
  deps: { pageOrigin: string; serveMedia: ServeMedia },
): void {
  session.protocol.handle('http', async (request) => {
    const url = isOfOrigin(request.url, deps.pageOrigin) ? new URL(request.url) : null
    return url?.pathname.startsWith(MEDIA_PATH) === true
      ? await answerMedia(request, { url, ...deps })
      : await session.fetch(request, { bypassCustomProtocolHandlers: true })
  })
}

async function answerMedia(
  request: Request,
  { url, pageOrigin, serveMedia }: { url: URL; pageOrigin: string; serveMedia: ServeMedia },
): Promise<Response> {
  const { method, headers, body } = request
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') return refusal(405)
  if (!isOfOurPage(headers, pageOrigin)) return refusal(403)
  const answer = await serveMedia({
    method,
    path: `${url.pathname.slice(MEDIA_PATH.length)}${url.search}`,
    range: headers.get('range'),
    body: method === 'POST' ? body : null,
  })
  if (answer.body === null || method === 'HEAD') {
    await answer.body?.[Symbol.asyncIterator]().return?.()
    return new Response(null, answer)
  }
  return new Response(ReadableStream.from(answer.body), answer)
}

/** No other page is ever loaded; in case one was. */
function isOfOurPage(headers: Headers, pageOrigin: string): boolean {
  const site = headers.get('sec-fetch-site') ?? 'same-origin'
  const origin = headers.get('origin') ?? pageOrigin
  return (site === 'same-origin' || site === 'none') && origin === pageOrigin
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' } })
}
