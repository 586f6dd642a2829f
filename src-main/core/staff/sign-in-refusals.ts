import type { ErrorCode, StaffId } from '#contract'
import { unlessDiskFails } from '../db/storage-failure.ts'
import type { JournalWriter } from '../journal/service.ts'
import type { Clock } from '../ports.ts'

/** Sign-ins that were refused, for the journal: never what was typed, and not more than somebody would read. */
export type SignInRefusals = {
  note(refused: { by: StaffId | null; device: string; code: ErrorCode; staffId: StaffId | null }): void
}

/** The limit lets names through that nobody has tried yet; they must not fill the journal. */
const KEPT = 20
const WITHIN_MS = 10 * 60_000

export function createSignInRefusals({ clock, journal }: { clock: Pick<Clock, 'monotonic'>; journal: JournalWriter }): SignInRefusals {
  const noted = new Map<string, { since: number; count: number }>()

  function countOn(device: string): number {
    const now = clock.monotonic()
    for (const [key, { since }] of noted) if (now - since >= WITHIN_MS) noted.delete(key)
    const known = noted.get(device) ?? { since: now, count: 0 }
    known.count += 1
    noted.set(device, known)
    return known.count
  }

  return {
    note({ by, device, code, staffId }) {
      // Of somebody who exists there are few: the limit sees to that.
      const count = staffId === null ? countOn(device) : 0
      if (count > KEPT) return
      const details = { device, code, ...(staffId !== null && { staffId }), ...(count === KEPT && { andMore: true }) }
      // A full disk changes nothing about the refusal.
      unlessDiskFails(() => journal.append({ action: 'session.refused', by, details }))
    },
  }
}
