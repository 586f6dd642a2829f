import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { MEDIA_PATH, type MediaAnswer, type MediaRequest } from '#core/media/request.ts'
import type { Clock, Log } from '#core/ports.ts'
import type { HostedCore } from '#host/hosted-core.ts'
import type { RequestGuard } from './request-guard.ts'

/** Addresses of files: passed on to the core, which decides. Bodies go through as fast as the slower side takes them. */
export type MediaRoute = {
  isFor(request: IncomingMessage): boolean
  /** The request comes from this host's own page, as far as its headers tell. */
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>
}

/** Whoever was refused in the middle of an upload may still send that long, so that they read why. */
const REST_WITHIN_MS = 5_000

export function createMediaRoute(deps: {
  core: Pick<HostedCore, 'serveMedia'>
  guard: Pick<RequestGuard, 'allowsPage'>
  clock: Pick<Clock, 'after'>
  log: Log
}): MediaRoute {
  const { core, guard, clock, log } = deps

  return {
    isFor: ({ url = '' }) => url.startsWith(MEDIA_PATH),
    async serve(request, response) {
      const method = methodOf(request)
      if (method === null) return end(response, 405)
      if (method === 'POST' && !guard.allowsPage(request.headers)) return end(response, 403)
      const answer = await core.serveMedia({
        method,
        path: (request.url ?? '').slice(MEDIA_PATH.length),
        range: request.headers.range ?? null,
        body: method === 'POST' ? request : null,
      })
      if (!request.complete) {
        response.setHeader('connection', 'close')
        request.resume()
        const cancel = clock.after(REST_WITHIN_MS, () => request.destroy())
        request.once('close', cancel)
      }
      try {
        await give(response, answer, { isHead: method === 'HEAD' })
      } catch (cause) {
        // Whoever asked is gone, or the file could not be read on: the connection ends short of what was said, so that nobody takes it for whole.
        log.info('media.broken-off', { reason: cause instanceof Error && 'code' in cause ? String(cause.code) : 'other' })
        response.destroy()
      }
    },
  }
}

function end(response: ServerResponse, status: number): void {
  response
    .writeHead(status, { 'content-length': '0', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', connection: 'close' })
    .end()
}

function methodOf(request: IncomingMessage): MediaRequest['method'] | null {
  const { method } = request
  return method === 'GET' || method === 'HEAD' || method === 'POST' ? method : null
}

async function give(response: ServerResponse, { status, headers, body }: MediaAnswer, { isHead }: { isHead: boolean }): Promise<void> {
  response.writeHead(status, headers)
  if (body === null || isHead || response.destroyed) {
    await body?.[Symbol.asyncIterator]().return?.()
    response.end()
    return
  }
  // One piece ahead: what nobody reads stays where it is.
  await pipeline(Readable.from(body, { highWaterMark: 1 }), response)
}
