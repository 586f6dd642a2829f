import { createHmac } from 'node:crypto'
import { isSameSecret } from '../vault/keys.ts'

/** RFC 6238 as every authenticator app has it: SHA-1, six digits, steps of 30 s from 1970. */
const STEP_MS = 30_000
const DIGITS = 6
/** RFC 4226, 4 R6: 160 bits. */
export const SEED_BYTES = 20
/** How far the clock of a phone may be off for good, in steps: learned, never guessed. */
const MAX_DRIFT_STEPS = 2
/** RFC 4648. */
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export function totpStep(atMs: number): number {
  return Math.floor(atMs / STEP_MS)
}

/** The code of one time step: RFC 4226, 5.3. `digits` other than six is for the RFC's own examples. */
export function totpCode(seed: Buffer, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', seed).update(counter).digest()
  const offset = mac.readUInt8(mac.length - 1) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0')
}

export type TotpMatch = {
  readonly step: number
  /** What the drift is once this code counts. */
  readonly driftSteps: number
  /** Not a step that is expected now, but one that is if the phone's clock is off by a little more. */
  readonly isFar: boolean
}

/**
 * Which time step a code is of. Expected are the current step and the one before it, for whoever types slowly (RFC 6238, 5.2); both moved by
 * the drift. Null for any other code. Every step is computed, whichever fits.
 */
export function matchTotp({
  seed,
  code,
  atMs,
  driftSteps,
}: {
  seed: Buffer
  code: string
  atMs: number
  driftSteps: number
}): TotpMatch | null {
  const current = totpStep(atMs)
  let match: TotpMatch | null = null
  for (let offset = MAX_DRIFT_STEPS; offset >= -MAX_DRIFT_STEPS - 1; offset -= 1) {
    // A clock that was set before 1970 shows steps that no app has.
    if (current + offset < 0 || !isSameSecret(totpCode(seed, current + offset), code)) continue
    const isFar = offset > driftSteps || offset < driftSteps - 1
    if (match !== null && !match.isFar && isFar) continue
    match = { step: current + offset, driftSteps: isFar ? driftOf(offset, driftSteps) : driftSteps, isFar }
  }
  return match
}

/** The smallest change with which the step of this code is one of the two expected ones. */
function driftOf(offset: number, driftSteps: number): number {
  return offset > driftSteps ? offset : offset + 1
}

/** As apps take it by hand. */
export function toBase32(bytes: Buffer): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{1,5}/g) ?? []).map((group) => BASE32.charAt(Number.parseInt(group.padEnd(5, '0'), 2))).join('')
}

/** What the QR code says: github.com/google/google-authenticator/wiki/Key-Uri-Format. */
export function totpUri({ secret, issuer, account }: { secret: string; issuer: string; account: string }): string {
  const label = [issuer, account].map((part) => encodeURIComponent(part.replaceAll(':', ' '))).join(':')
  const parameters = {
    secret,
    issuer: issuer.replaceAll(':', ' '),
    algorithm: 'SHA1',
    digits: String(DIGITS),
    period: String(STEP_MS / 1000),
  }
  // Spaces as %20: apps do not take `+` for one.
  const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `otpauth://totp/${label}?${query.join('&')}`
}
