import { randomBytes } from 'node:crypto'

const HANDSHAKE_TIMEOUT_MS = 10_000

/** The verification GET that Meta makes when a callback is set: true when the callback answered 200 with our challenge. */
export async function verifyCallback({ url, verifyToken }: { url: string; verifyToken: string }): Promise<boolean> {
  const challenge = String(randomBytes(4).readUInt32BE())
  const address = new URL(url)
  address.searchParams.set('hub.mode', 'subscribe')
  address.searchParams.set('hub.challenge', challenge)
  address.searchParams.set('hub.verify_token', verifyToken)
  try {
    const response = await fetch(address, {
      headers: { Connection: 'close' },
      signal: AbortSignal.timeout(HANDSHAKE_TIMEOUT_MS),
      redirect: 'manual',
    })
    return response.status === 200 && (await response.text()) === challenge
  } catch {
    // Unreachable is the same answer to the caller as a wrong one: not verified.
    return false
  }
}
