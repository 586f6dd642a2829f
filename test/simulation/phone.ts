import { totpCode, totpStep } from '#core/staff/totp.ts'
import { fromBase32 } from '#test/support/authenticator.ts'
import type { WorldClock } from './world-clock.ts'

/** An authenticator app in somebody's pocket: it goes by the true time, whatever the shop's computer says. */
export type Phone = { readonly secret: string; lastStep: number }

/** A code that was not typed yet; waits for the next where it has to. */
export async function nextCode(phone: Phone, clock: WorldClock): Promise<string> {
  for (;;) {
    const current = totpStep(clock.now())
    const step = Math.max(phone.lastStep + 1, current)
    if (step > current) {
      await clock.pass((current + 1) * STEP_MS - clock.now())
      continue
    }
    phone.lastStep = step
    return totpCode(fromBase32(phone.secret), step)
  }
}

/** What was typed last. */
export function lastCode({ secret, lastStep }: Phone): string {
  return totpCode(fromBase32(secret), lastStep)
}

const STEP_MS = 30_000
