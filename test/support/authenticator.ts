import type { Client } from '#contract'
import { totpCode, totpStep } from '#core/staff/totp.ts'

/** Somebody's phone with an authenticator app on it. */
export type Authenticator = {
  /** As shown at enrolment. */
  readonly secret: string
  readonly recoveryCodes: readonly string[]
  /**
   * A code that was not used yet: of the step before the current one, then of the current one. After two within half a minute there is none;
   * move the clock, or wait, and ask again.
   */
  code(): string
}

/** Sets up the app of whoever is signed in on a window; afterwards their duty is done. `clock` is the host's: a fake one, or the system's. */
export async function enrol(window: Pick<Client, 'call'>, clock: { now(): number } = { now: Date.now }): Promise<Authenticator> {
  const { secret } = await window.call('mfa.begin', {})
  const code = codesOf(secret, clock)
  const { recoveryCodes } = await window.call('mfa.confirm', { code: code() })
  return { secret, recoveryCodes, code }
}

/** What an app with this secret shows, each code once. */
export function codesOf(secret: string, clock: { now(): number } = { now: Date.now }): () => string {
  const seed = fromBase32(secret)
  let lastStep = 0
  return () => {
    const current = totpStep(clock.now())
    const step = Math.max(lastStep + 1, current - 1)
    if (step > current) throw new Error('Both codes that count now were used: move the clock on by 30 seconds')
    lastStep = step
    return totpCode(seed, step)
  }
}

/** Written apart from the core's own, which only writes it. */
export function fromBase32(text: string): Buffer {
  const bytes: number[] = []
  let bits = 0
  let value = 0
  for (const character of text) {
    value = (value << 5) | 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(character)
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((value >>> bits) & 255)
    value &= (1 << bits) - 1
  }
  return Buffer.from(bytes)
}
