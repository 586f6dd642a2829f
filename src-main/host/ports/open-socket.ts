import { connect as netConnect, type LookupFunction, type Socket } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import type { HttpFailure, HttpRequest } from '#core/ports.ts'

/** Why there is no connection, and so nothing was sent. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError'
  readonly reason: HttpFailure

  constructor(reason: HttpFailure, cause?: unknown) {
    super(`Could not connect: ${reason}`, { cause })
    this.reason = reason
  }
}

/** Name, TCP and TLS, within `connectMs`. Rejects with a `ConnectError`. */
export function openSocket(request: HttpRequest, lookup: LookupFunction): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const url = new URL(request.url)
    const isTls = url.protocol === 'https:'
    if (!isTls && url.protocol !== 'http:') throw new ConnectError('other')
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port)
    const isName = !/^[\d.]+$|:/.test(host)
    const to = { host, port, lookup }
    const socket = isTls
      ? // Said here, so that no variable of the environment can have a wrong certificate taken.
        tlsConnect({ ...to, rejectUnauthorized: true, ALPNProtocols: ['http/1.1'], ...(isName ? { servername: host } : {}) })
      : netConnect(to)
    let isHandshaking = false

    const timer = setTimeout(() => fail(new ConnectError('connect-timeout')), request.timeouts.connectMs)
    socket.once('error', (cause) => fail(new ConnectError(connectFailureOf(cause, isHandshaking), cause)))
    socket.once('close', () => fail(new ConnectError('reset')))
    socket.once('connect', () => (isTls ? (isHandshaking = true) : done()))
    socket.once('secureConnect', done)

    function done() {
      clearTimeout(timer)
      socket.removeAllListeners('error').removeAllListeners('close')
      resolve(socket)
    }
    function fail(error: ConnectError) {
      clearTimeout(timer)
      socket.removeAllListeners('close').on('error', () => undefined)
      socket.destroy()
      reject(error)
    }
  })
}

function connectFailureOf(cause: unknown, isHandshaking: boolean): HttpFailure {
  const code = codeOf(cause)
  if (code === 'ETIMEDOUT') return 'connect-timeout'
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return 'certificate-date'
  const known = failureOf(cause)
  return known === 'other' && isHandshaking ? 'tls' : known
}

export function failureOf(cause: unknown): HttpFailure {
  switch (codeOf(cause)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EAI_NODATA':
      return 'dns'
    case 'ECONNREFUSED':
      return 'refused'
    case 'ECONNRESET':
    case 'EPIPE':
      return 'reset'
    case 'ETIMEDOUT':
      return 'response-timeout'
    default:
      return 'other'
  }
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : undefined
}
