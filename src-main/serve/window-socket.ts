import { callFrame, CONTRACT_VERSION, FRAME_MAX_BYTES, helloFrame, socketClose, type ServerFrame, type WelcomeFrame } from '#contract'
import type { Clock, Log } from '#core/ports.ts'
import type { RawData, WebSocket } from 'ws'
import type { Attached, Page, Session, Sessions } from './sessions.ts'
import type { Tickets } from './tickets.ts'

const HELLO_WITHIN_MS = 5_000

/** Seconds of a burst's events. A page that does not read this much is stuck or gone; it may come back and reload. */
const UNREAD_MAX_BYTES = 4 * 1024 * 1024

/** Try again later, in the protocol's own list of close codes. */
const TRY_AGAIN_LATER = 1013

/**
 * One WebSocket, from its hello to its end. Everything it says is parsed here; anything else than a hello first, and then calls, ends it.
 * `settled` is called when it is welcomed, and when it is over.
 */
export function serveWindow(
  socket: WebSocket,
  deps: { tickets: Tickets; sessions: Sessions; clock: Clock; log: Log; settled(): void },
): void {
  let session: Session | null = null
  const cancelDeadline = deps.clock.after(HELLO_WITHIN_MS, () => refuse('late'))

  const page: Page = {
    push: send,
    replaced: () => socket.close(socketClose.replaced),
    lost: () => socket.close(socketClose.restarting),
  }

  socket.on('message', (data, isBinary) => {
    // After a close was sent, frames already on their way still arrive.
    if (socket.readyState !== socket.OPEN) return
    const frame = isBinary ? undefined : parseJson(data)
    if (session === null) hello(frame)
    else call(session, frame)
  })
  socket.on('close', () => {
    cancelDeadline()
    deps.settled()
    session?.leave(page)
    deps.log.info('window.closed')
  })
  socket.on('error', (cause) => deps.log.warn('window.socket-error', { reason: 'code' in cause ? String(cause.code) : cause.name }))

  function hello(frame: unknown) {
    const parsed = helloFrame.safeParse(frame)
    if (!parsed.success) return refuse('no-hello')
    const attached = admit(parsed.data.hello)
    if (attached === null) return refuse('unknown-token')
    cancelDeadline()
    deps.settled()
    session = attached.session
    const welcome: WelcomeFrame = { welcome: { resume: attached.resume, contract: CONTRACT_VERSION, resumed: attached.resumed } }
    socket.send(JSON.stringify(welcome))
    deps.log.info('window.opened', { resumed: attached.resumed })
  }

  function admit(asked: { ticket: string } | { resume: string }): Attached | null {
    if ('resume' in asked) return deps.sessions.resume(asked.resume, page)
    return deps.tickets.redeem(asked.ticket) ? deps.sessions.open(page) : null
  }

  function call(current: Session, frame: unknown) {
    const parsed = callFrame.safeParse(frame)
    if (!parsed.success) return refuse('no-call')
    current.confirm(page)
    const { id } = parsed.data
    const verdict = current.budget.spend()
    if (verdict === 'close') return end(socketClose.flooded, 'flood')
    if (verdict === 'refuse') return send({ id, ok: false, error: { code: 'too-many-requests' } })
    const connection = current.connection()
    if (connection === null) return send({ id, ok: false, error: { code: 'connection-lost' } })
    void connection.call(parsed.data).then(send)
  }

  function send(frame: ServerFrame) {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > UNREAD_MAX_BYTES) return end(TRY_AGAIN_LATER, 'not-reading')
    socket.send(JSON.stringify(frame))
  }

  function refuse(reason: string) {
    end(socketClose.refused, reason)
  }

  function end(code: number, reason: string) {
    deps.log.warn('window.refused', { code, reason })
    socket.close(code)
  }
}

/** Undefined for what is no JSON. `maxPayload` has already ended a socket that sent more than a frame may have. */
function parseJson(data: RawData): unknown {
  try {
    // With its default settings `ws` gives each message as one buffer.
    return JSON.parse((data as Buffer).toString())
  } catch {
    return undefined
  }
}

/** Whoever was told to go and stays is cut off: its place is for somebody else. */
const CLOSE_WITHIN_MS = 2_000

export const SOCKET_OPTIONS = {
  noServer: true,
  perMessageDeflate: false,
  maxPayload: FRAME_MAX_BYTES,
  clientTracking: true,
  closeTimeout: CLOSE_WITHIN_MS,
} as const
