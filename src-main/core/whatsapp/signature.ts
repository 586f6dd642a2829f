import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Redacted } from '../lib/redacted.ts'

/**
 * Whether Meta sent this body: `X-Hub-Signature-256: sha256=<hex>` is the HMAC-SHA-256 of the bytes as they came, with the app
 * secret as key. Must be asked before anything of the body is parsed. A header that is missing, repeated or of any other form is no.
 */
export function verifySignature({
  body,
  signature,
  appSecret,
}: {
  readonly body: Buffer
  readonly signature: string | null
  readonly appSecret: Redacted<string>
}): boolean {
  const hex = /^sha256=([0-9a-f]{64})$/i.exec(signature ?? '')?.[1]
  const secret = appSecret.reveal()
  // An empty secret is one that nobody has set: everybody could sign with it.
  if (hex === undefined || secret === '') return false
  return timingSafeEqual(createHmac('sha256', secret).update(body).digest(), Buffer.from(hex, 'hex'))
}

/** Compares the token of Meta's GET handshake with ours; takes the same time wherever they differ. */
export function verifyToken({ given, expected }: { readonly given: string | null; readonly expected: Redacted<string> }): boolean {
  const own = expected.reveal()
  return own !== '' && given !== null && timingSafeEqual(digest(given), digest(own))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
