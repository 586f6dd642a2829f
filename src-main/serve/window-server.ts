import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Clock, Ids, Log } from '#core/ports.ts'
import type { HostedCore } from '#host/hosted-core.ts'
import type { RendererFiles } from '#host/renderer-files.ts'
import { createRequestGuard } from './request-guard.ts'
import { createMediaRoute } from './media-route.ts'
import { createSessions } from './sessions.ts'
import { createTickets } from './tickets.ts'
import { serveWindow, SOCKET_OPTIONS } from './window-socket.ts'

export type WindowServer = {
  readonly port: number
  /** An address for one window: its fragment, which browsers do not send anywhere, holds a fresh ticket. */
  issueUrl(options: { lifeMs: number }): string
  close(): Promise<void>
}

const SOCKET_PATH = '/ws'

/** Far more windows than a desk has; what opens more is no person. */
const MAX_SOCKETS = 64

const HEADER_MAX_BYTES = 16 * 1024
const HEADERS_TIMEOUT_MS = 15_000
/** With its body: a large file from a slow disk, onto a slow disk. */
const REQUEST_TIMEOUT_MS = 5 * 60_000
/** How often slow requests are looked for: Node's own 30 seconds would be added to the time they are given. */
const CHECK_REQUESTS_EVERY_MS = 5_000
const GOING_AWAY = 1001

/**
 * Serves the interface and its WebSocket on loopback. With `devOrigin` (Vite's development server, which passes the WebSocket on) pages
 * come from there.
 */
export async function startWindowServer(deps: {
  core: Pick<HostedCore, 'connect' | 'serveMedia'>
  files: RendererFiles
  port: number
  devOrigin: string | null
  clock: Clock
  ids: Ids
  log: Log
}): Promise<WindowServer> {
  const { clock, ids, log } = deps
  const tickets = createTickets({ clock, ids })
  const sessions = createSessions({ core: deps.core, clock, ids })
  const sockets = new WebSocketServer(SOCKET_OPTIONS)
  /** Those that have not said who they are, the oldest first. */
  const silent = new Set<WebSocket>()
  const server = createServer({
    maxHeaderSize: HEADER_MAX_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: HEADERS_TIMEOUT_MS,
    connectionsCheckingInterval: CHECK_REQUESTS_EVERY_MS,
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(deps.port, '127.0.0.1', () => resolve())
  })
  // Listening on TCP: the address is never a pipe's name.
  const { port } = server.address() as AddressInfo
  const pageOrigin = deps.devOrigin ?? `http://127.0.0.1:${port}`
  const guard = createRequestGuard({
    hosts: [`127.0.0.1:${port}`, ...(deps.devOrigin === null ? [] : [new URL(deps.devOrigin).host])],
    origins: [pageOrigin],
  })

  const media = createMediaRoute({ core: deps.core, guard, clock, log })

  server.on('request', (request, response) => {
    serveFile(request, response).catch((cause: unknown) => {
      log.error('page.failed', {}, cause)
      if (!response.headersSent) refuse(response, 500)
    })
  })
  server.on('upgrade', upgrade)

  async function serveFile(request: IncomingMessage, response: ServerResponse) {
    if (!guard.allowsRequest(request.headers)) return refuse(response, 403)
    if (media.isFor(request)) return await media.serve(request, response)
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405)
    const file = await deps.files.read((request.url ?? '').split('?', 1)[0] ?? '')
    if (file === null) return refuse(response, 404)
    response.writeHead(200, { ...file.headers, 'content-length': file.body.length })
    response.end(request.method === 'HEAD' ? undefined : file.body)
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
    // A peer that resets while it is being refused.
    socket.on('error', () => undefined)
    if (request.url !== SOCKET_PATH) return refuseUpgrade(socket, 404)
    if (!guard.allowsPage(request.headers)) return refuseUpgrade(socket, 403)
    if (sockets.clients.size >= MAX_SOCKETS && !makeRoom()) return refuseUpgrade(socket, 503)
    sockets.handleUpgrade(request, socket, head, (opened) => {
      silent.add(opened)
      serveWindow(opened, { tickets, sessions, clock, log, settled: () => silent.delete(opened) })
    })
  }

  /** A page says hello at once, so what keeps silent the longest is the least likely to be one. */
  function makeRoom(): boolean {
    const [oldest] = silent
    if (oldest === undefined) return false
    silent.delete(oldest)
    log.warn('window.silent-dropped')
    oldest.terminate()
    return true
  }

  function refuseUpgrade(socket: Duplex, status: number) {
    log.warn('window.upgrade-refused', { status })
    // Nobody reads from it any more, so nobody would see that the peer has gone.
    socket.once('finish', () => socket.destroy())
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  }

  return {
    port,
    issueUrl: ({ lifeMs }) => `${pageOrigin}/#ticket=${tickets.issue(lifeMs)}`,
    async close() {
      for (const socket of sockets.clients) socket.close(GOING_AWAY)
      sessions.close()
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function refuse(response: ServerResponse, status: number) {
  response.writeHead(status, { 'content-length': '0', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' }).end()
}
