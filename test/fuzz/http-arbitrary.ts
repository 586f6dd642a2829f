import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { WIRE_CANARY } from './wire-rig.ts'

/** What one connection writes, in pieces, and how it ends. `{port}` stands for the door's own port. */
export type Connection = {
  readonly door: 'windows' | 'receiver'
  readonly requests: readonly string[]
  /** Where the bytes are cut into separate writes. */
  readonly cuts: readonly number[]
  readonly flips: readonly { readonly at: number; readonly bit: number }[]
  /** `finish`: nothing more is written. `hang`: the connection stays, as a slow sender's does. */
  readonly end: 'finish' | 'reset' | 'hang'
}

const method = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('GET', 'POST', 'HEAD') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'PUT',
      'DELETE',
      'OPTIONS',
      'TRACE',
      'CONNECT',
      'PATCH',
      'get',
      'PRI',
      'M-SEARCH',
      'X',
      '',
      'GET GET',
      'A'.repeat(300),
    ),
  },
)

const path = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.constantFrom(
      '/',
      '/',
      '/webhook',
      '/webhook',
      '/webhook',
      '/ws',
      '/index.html',
      '/webhook?hub.mode=subscribe&hub.verify_token=x&hub.challenge=1',
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '/../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/..%5c..%5cshop/shop.db',
      '/%00',
      '/%',
      '//',
      '/webhook/',
      '/webhook#x',
      '/webhook?',
      `/webhook?hub.mode=subscribe&hub.verify_token=${WIRE_CANARY}&hub.challenge=${'9'.repeat(3000)}`,
      `/webhook?${'a=b&'.repeat(2000)}`,
      `/${WIRE_CANARY}/${'a'.repeat(9000)}`,
      `/${'a'.repeat(70_000)}`,
      'http://127.0.0.1:{port}/',
      `http://evil.example/${WIRE_CANARY}`,
      'http://[',
      '*',
      'evil.example:443',
      '',
      '\\',
      '/\u00e9\u{1F35E}',
    ),
  },
)

const version = fc.oneof(
  { weight: 24, arbitrary: fc.constant('HTTP/1.1') },
  { weight: 1, arbitrary: fc.constantFrom('HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/9.9', 'http/1.1', 'HTTP/1.1 ', '', 'ICY') },
)

const header = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'Connection: close',
      'Connection: keep-alive',
      'Origin: http://127.0.0.1:{port}',
      'Origin: https://evil.example',
      'Sec-Fetch-Site: cross-site',
      `X-Hub-Signature-256: sha256=${'0'.repeat(64)}`,
      `X-Hub-Signature-256: ${WIRE_CANARY}`,
      'X-Hub-Signature-256: sha256=',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'Host: evil.example',
      'Host:',
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==',
      'Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AA',
      'Expect: 100-continue',
      'Expect: the unexpected',
      'Transfer-Encoding: chunked',
      'Transfer-Encoding: chunked, gzip',
      'Transfer-Encoding: xchunked\r\nTransfer-Encoding: chunked',
      'Content-Encoding: gzip',
      'Content-Length: 5\r\nContent-Length: 6',
      'Content-Length: -1',
      'Content-Length: 1e3',
      'Content-Length: 99999999999999999999',
      'Content-Length: 3145729',
      'Content-Length: 4\r\nTransfer-Encoding: chunked',
      `Cookie: ${WIRE_CANARY}=1\r\nCookie: ${WIRE_CANARY}=2`,
      `X-Long: ${'x'.repeat(17_000)}`,
      'Folded: a\r\n b\r\n\tc',
      'No colon here',
      ': no name',
      'Sp ace: x',
      'Null: a\u0000b',
      'Range: bytes=0-1,2-3,-5',
      `${'X-Many: 1\r\n'.repeat(2100)}X-Last: 1`,
    ),
  },
)

const body = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('', '', '{}') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '{}',
      WIRE_CANARY,
      '5\r\nhello\r\n0\r\n\r\n',
      'fffffffffffffffff\r\nx',
      '-1\r\nx\r\n0\r\n\r\n',
      `5;${'e'.repeat(20_000)}\r\nhello\r\n0\r\n\r\n`,
      '0\r\nTrailer: x\r\n\r\n',
      '5\nhello\n0\n\n',
      'x'.repeat(100_000),
    ),
  },
)

const request: Arbitrary<string> = fc
  .record({
    method,
    path,
    version,
    hasHost: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    headers: fc.array(header, { maxLength: 3 }),
    hasLength: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    body,
    ending: fc.oneof({ weight: 24, arbitrary: fc.constant('\r\n') }, { weight: 1, arbitrary: fc.constantFrom('\n', '\r', '\r\n ') }),
  })
  .map((parts) => {
    const length = parts.hasLength && parts.body !== '' ? [`Content-Length: ${Buffer.byteLength(parts.body)}`] : []
    const lines = [
      [parts.method, parts.path, parts.version].join(' '),
      ...(parts.hasHost ? ['Host: 127.0.0.1:{port}'] : []),
      ...parts.headers,
      ...length,
    ]
    return `${lines.join(parts.ending)}${parts.ending}${parts.ending}${parts.body}`
  })

const proper = fc.constantFrom(
  'GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n',
  'HEAD /index.html HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n',
  'POST /webhook HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 2\r\n\r\n{}',
  'POST /webhook HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
  'GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n',
)
const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('latin1'))

export const httpStorm: Arbitrary<readonly Connection[]> = fc.array(
  fc.record({
    door: fc.constantFrom('windows', 'receiver'),
    requests: fc.array(fc.oneof({ weight: 8, arbitrary: request }, { weight: 5, arbitrary: proper }, { weight: 1, arbitrary: noise }), {
      minLength: 1,
      maxLength: 3,
    }),
    cuts: fc.array(fc.nat({ max: 400 }), { maxLength: 3 }),
    flips: fc.oneof(
      { weight: 8, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(fc.record({ at: fc.nat({ max: 300 }), bit: fc.nat({ max: 7 }) }), { maxLength: 3 }) },
    ),
    end: fc.constantFrom('finish', 'reset', 'hang'),
  }),
  { minLength: 1, maxLength: 8 },
)

export function bytesOf({ requests, flips }: Connection, port: number): Buffer {
  const bytes = Buffer.from(requests.join('').replaceAll('{port}', String(port)), 'latin1')
  for (const { at, bit } of flips) if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
  return bytes
}
