import type { Invitation, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock, Ids } from '../ports.ts'
import { INVITATION_RANDOM_BYTES, invitationCode, invitationHash } from './invitation-code.ts'
import {
  deleteInvitation,
  findInvitation,
  findInvitationByHash,
  listOpenInvitations,
  replaceInvitation,
  updateInvitationUsed,
  type InvitationPurpose,
  type InvitationRow,
} from './invitations-repository.ts'

/**
 * Codes that one person hands to another: `password` to set one, `mfa` once in place of an app that no longer counts. 100 random bits, kept
 * as a hash, good for one use and 72 hours. Who may make one is the caller's to decide, and so is how often somebody may guess.
 */
export type Invitations = {
  /** Shown this once. The one before it, for the same purpose, no longer works. */
  issue(id: StaffId, purpose: InvitationPurpose): Invitation
  /** Until when the person can set a password with their code; null when there is none, or its time is over. */
  openUntil(id: StaffId): number | null
  listOpen(): ReadonlyMap<StaffId, number>
  /** Whose password a code sets. `invitation-invalid` for one that is wrong, used or too old alike. */
  ownerOf(code: string): StaffId
  /** The same, and the code is used up. Joins the transaction in which the password is set. */
  use(code: string): StaffId
  /**
   * The person's app was reset and none is set up since: they come in with a code from whoever manages people, and with nothing less. True
   * also when that code was used or is too old: then it takes another one.
   */
  needsResetCode(id: StaffId): boolean
  /** Uses up the code in place of the app; joins the transaction that makes the session. False for a wrong, used or old one. */
  useResetCode(id: StaffId, code: string): boolean
  /** A new app was set up, or the kit took the code's place. */
  endReset(id: StaffId): void
  /** Nothing that was handed to the person works any more. */
  voidAll(id: StaffId): void
}

const VALID_MS = 72 * 60 * 60_000
/** Longer than a code is good for, as it can only look once the clock was set back. */
const CLOCK_SLACK_MS = 2 * 60_000

export function createInvitations(deps: { db: Database; clock: Clock; ids: Ids }): Invitations {
  const { db, clock, ids } = deps

  /** A clock that was set back does not bring an old code back to life before it was made. */
  function isInTime(row: Pick<InvitationRow, 'made_at' | 'expires_at'>): boolean {
    const now = clock.now()
    return now < row.expires_at && now >= row.made_at - CLOCK_SLACK_MS
  }

  function findUsable(code: string, purpose: InvitationPurpose): InvitationRow | null {
    const hash = invitationHash(code)
    const row = hash === null ? undefined : findInvitationByHash(db, hash)
    return row !== undefined && row.purpose === purpose && isInTime(row) ? row : null
  }

  function ownerOf(code: string): StaffId {
    const row = findUsable(code, 'password')
    if (row === null) throw new AppError('invitation-invalid', 'No such code, or it was used, or its time is over')
    return row.staff_id
  }

  return {
    issue(staffId, purpose) {
      const code = invitationCode(ids.randomBytes(INVITATION_RANDOM_BYTES))
      const madeAt = clock.now()
      const expiresAt = madeAt + VALID_MS
      replaceInvitation(db, { staff_id: staffId, purpose, code_hash: invitationHash(code), made_at: madeAt, expires_at: expiresAt })
      return { code, expiresAt }
    },
    openUntil(id) {
      const row = findInvitation(db, id, 'password')
      return row !== undefined && row.code_hash !== null && isInTime(row) ? row.expires_at : null
    },
    listOpen: () =>
      new Map(
        listOpenInvitations(db)
          .filter(isInTime)
          .map((row) => [row.staff_id, row.expires_at]),
      ),
    ownerOf,
    use: (code) =>
      db.transaction(() => {
        const id = ownerOf(code)
        deleteInvitation(db, id, 'password')
        return id
      }),
    needsResetCode: (id) => findInvitation(db, id, 'mfa') !== undefined,
    useResetCode: (id, code) =>
      db.transaction(() => {
        const isRight = findUsable(code, 'mfa')?.staff_id === id
        if (isRight) updateInvitationUsed(db, id, 'mfa')
        return isRight
      }),
    endReset: (id) => deleteInvitation(db, id, 'mfa'),
    voidAll(id) {
      deleteInvitation(db, id, 'password')
      deleteInvitation(db, id, 'mfa')
    },
  }
}
