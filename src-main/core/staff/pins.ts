import type { StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { storageProblemOf, unlessDiskFails } from '../db/storage-failure.ts'
import type { JournalWriter } from '../journal/service.ts'
import { AppError } from '../lib/app-error.ts'
import type { Redacted } from '../lib/redacted.ts'
import type { Ids, Passwords } from '../ports.ts'
import { checkPin } from './pin-policy.ts'
import { deletePin, deletePinFailures, findPinFailures, findPinPhc, updatePin, updatePinFailures } from './pins-repository.ts'

/** Six digits for coming back to a device during a shift. */
export type StaffPins = {
  /** `pin-too-common`. */
  set(pin: string, options: { staffId: StaffId; about: readonly string[]; assertStillHere(): void }): Promise<void>
  remove(id: StaffId): void
  has(id: StaffId): boolean
  /** Set, and not switched off on this device. */
  canUse(id: StaffId, device: string): boolean
  /**
   * Counts the try before it is checked. `wrong-pin`; `pin-off` once five in a row were wrong on this device, until a full sign-in there.
   * The same answers, after the same time, for somebody who has none. Whoever calls it looks first whether the person may come back at all.
   */
  verify(given: { staffId: StaffId; pin: string; device: string }): Promise<void>
  /** Password and code were shown on this device. Joins the caller's transaction. */
  forgive(id: StaffId, device: string): void
}

const MOST_IN_A_ROW = 5

export function createPins(deps: {
  db: Database
  ids: Ids
  passwords: Passwords
  pepper: Redacted<Buffer>
  journal: JournalWriter
}): StaffPins {
  const { db, ids, passwords, pepper, journal } = deps
  /** What a full or failing disk did not take: it must not be a way to guess on and on. */
  const unsaved = new Map<string, number>()
  let nobodysPhc: Promise<string> | null = null

  function failuresOf(id: StaffId, device: string): number {
    return Math.max(unsaved.get(keyOf(id, device)) ?? 0, findPinFailures(db, id, device))
  }

  function save(id: StaffId, device: string, failures: number): void {
    try {
      updatePinFailures(db, id, device, failures)
      unsaved.delete(keyOf(id, device))
    } catch (cause) {
      if (storageProblemOf(cause) === null) throw cause
      unsaved.set(keyOf(id, device), failures)
    }
  }

  return {
    async set(pin, { staffId, about, assertStillHere }) {
      checkPin(pin, { names: about })
      const phc = await passwords.hash(pin, pepper)
      db.transaction(() => {
        assertStillHere()
        updatePin(db, staffId, phc)
        journal.append({ action: 'pin.set', by: staffId })
      })
    },
    remove(staffId) {
      db.transaction(() => {
        if (findPinPhc(db, staffId) === undefined) return
        deletePin(db, staffId)
        journal.append({ action: 'pin.switched-off', by: staffId, details: { why: 'removed' } })
      })
    },
    has: (id) => findPinPhc(db, id) !== undefined,
    canUse: (id, device) => findPinPhc(db, id) !== undefined && failuresOf(id, device) < MOST_IN_A_ROW,
    async verify({ staffId, pin, device }) {
      const failures = failuresOf(staffId, device)
      if (failures >= MOST_IN_A_ROW) throw new AppError('pin-off', `Five wrong PINs in a row of ${staffId}`)
      save(staffId, device, failures + 1)
      nobodysPhc ??= passwords.hash(ids.randomBytes(16).toString('hex'), pepper)
      const nobodys = await nobodysPhc
      const phc = findPinPhc(db, staffId)
      const isRight = await passwords.verify(phc ?? nobodys, pin, pepper)
      if (phc !== undefined && isRight && findPinPhc(db, staffId) === phc) return save(staffId, device, 0)
      if (failures + 1 === MOST_IN_A_ROW && phc !== undefined) {
        unlessDiskFails(() => journal.append({ action: 'pin.switched-off', by: staffId, details: { why: 'wrong', device } }))
      }
      throw new AppError('wrong-pin', `Not the PIN of ${staffId}`)
    },
    forgive(id, device) {
      unsaved.delete(keyOf(id, device))
      deletePinFailures(db, id, device)
    },
  }
}

function keyOf(id: StaffId, device: string): string {
  return JSON.stringify([id, device])
}
