import { builtInGrants, type Grant, type StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { unlessDiskFails } from '../db/storage-failure.ts'
import type { Redacted } from '../lib/redacted.ts'
import type { Clock, Ids, Passwords } from '../ports.ts'
import type { ShopSettings } from '../settings/service.ts'
import {
  deleteAuthenticator,
  deletePassword,
  findAuthenticator,
  findCredentials,
  listIdsWithAuthenticator,
  updatePassword,
  updatePhc,
} from './credentials-repository.ts'
import type { Invitations } from './invitations.ts'
import { createPasswordPolicy, normalisePassword } from './password-policy.ts'
import { deletePin, listIdsWithPin } from './pins-repository.ts'
import { listStaff } from './repository.ts'
import type { SignInLimit } from './sign-in-limit.ts'

export type MfaDuty = {
  readonly isDue: boolean
  /** Until when the app may wait; null once it is set up. */
  readonly dueAt: number | null
}

/** What people prove themselves with, apart from how they do it. Secrets of this desk: changed directly, not by commands. */
export type Credentials = {
  /**
   * Throws `password-too-short` or `password-too-common`. `about`: what the person and the shop are called. Hashed before a transaction, and
   * given to `setPassword` inside it.
   */
  hashNew(password: string, options: { about: readonly string[] }): Promise<NewPassword>
  /** Joins the caller's transaction. Tries that were wrong before no longer count. */
  setPassword(id: StaffId, password: NewPassword): void
  hasPassword(id: StaffId): boolean
  /** Whether it is this person's password; costs the same for somebody without one, and for nobody. */
  isPassword(id: StaffId | null, password: string): Promise<boolean>
  /** When the password was set that counts now; null without one. */
  passwordAt(id: StaffId): number | null
  mfaDuty(id: StaffId, grant: Grant): MfaDuty
  listHolders(): { withMfa: ReadonlySet<StaffId>; withPin: ReadonlySet<StaffId> }
  /** It no longer lets anybody in; the app stays. Joins the caller's transaction. */
  revokePassword(id: StaffId): void
  /** App, recovery codes and PIN no longer count. What stands in for the app until a new one is set up is `Invitations`. Joins the transaction. */
  resetMfa(id: StaffId): void
  /** Nothing the person had works any more. Joins the caller's transaction. */
  revokeAll(id: StaffId): void
}

/** Checked and hashed. Only `hashNew` makes one. */
export type NewPassword = { readonly phc: string }

const DAY_MS = 24 * 60 * 60_000
/** As far as a clock is put right without anybody noticing. */
const CLOCK_SLACK_MS = 60 * 60_000

export function createCredentials(deps: {
  db: Database
  clock: Clock
  ids: Ids
  passwords: Passwords
  pepper: Redacted<Buffer>
  settings: ShopSettings
  invitations: Pick<Invitations, 'needsResetCode'>
  limit: SignInLimit
}): Credentials {
  const { db, clock, ids, passwords, pepper } = deps
  const policy = createPasswordPolicy()
  /** Verified for names nobody has, so that an unknown name takes as long as a wrong password. Made when it is first needed. */
  let nobodysPhc: Promise<string> | null = null

  async function isPassword(id: StaffId | null, password: string): Promise<boolean> {
    const typed = normalisePassword(password)
    const row = id === null ? undefined : findCredentials(db, id)
    const phc = row?.password_phc ?? null
    nobodysPhc ??= passwords.hash(ids.randomBytes(32).toString('hex'), pepper)
    // Waited for in any case: the first to come after a start is no exception.
    const nobodys = await nobodysPhc
    const isRight = await passwords.verify(phc ?? nobodys, typed, pepper)
    if (id === null || phc === null || !isRight) return false
    if (passwords.isOutdated(phc)) await hashAnew(id, { phc, typed })
    // It may have been taken away, or be another one, since the hashing began.
    return passwordAt(id) === row?.changed_at
  }

  function passwordAt(id: StaffId): number | null {
    const row = findCredentials(db, id)
    return row === undefined || row.password_phc === null ? null : row.changed_at
  }

  /** Next time will do as well where the disk takes nothing. */
  async function hashAnew(id: StaffId, { phc, typed }: { phc: string; typed: string }): Promise<void> {
    const to = await passwords.hash(typed, pepper)
    unlessDiskFails(() => updatePhc(db, id, { from: phc, to }))
  }

  return {
    async hashNew(password, { about }) {
      const colleagues = listStaff(db).flatMap(({ name, login }) => [name, login])
      policy.check(password, { names: [...about, deps.settings.shopName(), ...colleagues] })
      return { phc: await passwords.hash(normalisePassword(password), pepper) }
    },
    setPassword(id, { phc }) {
      updatePassword(db, id, phc, clock.now())
      deps.limit.forgive(id)
    },
    hasPassword: (id) => (findCredentials(db, id)?.password_phc ?? null) !== null,
    isPassword,
    passwordAt,
    mfaDuty(id, grant) {
      const row = findCredentials(db, id)
      // The practice shop's people have no password, and nothing to prove.
      if (row === undefined) return { isDue: false, dueAt: null }
      const authenticator = findAuthenticator(db, id)
      if (authenticator !== undefined && authenticator.is_replaced === 0) return { isDue: false, dueAt: null }
      const now = clock.now()
      const firstAt = row.first_sign_in_at ?? now
      if (authenticator !== undefined || deps.invitations.needsResetCode(id) || isBeyondAttendants(grant))
        return { isDue: true, dueAt: firstAt }
      const dueAt = firstAt + deps.settings.securityRules().attendantGraceDays * DAY_MS
      // Set back to before the first sign-in, the clock says nothing any more.
      return { isDue: now >= dueAt || now < firstAt - CLOCK_SLACK_MS, dueAt }
    },
    listHolders: () => ({ withMfa: new Set(listIdsWithAuthenticator(db)), withPin: new Set(listIdsWithPin(db)) }),
    revokePassword: (id) => deletePassword(db, id),
    resetMfa(id) {
      deleteAuthenticator(db, id)
      deletePin(db, id)
      deps.limit.forgive(id)
    },
    revokeAll(id) {
      deletePassword(db, id)
      deleteAuthenticator(db, id)
      deletePin(db, id)
    },
  }
}

/** Owners, managers, auditors, and whoever the shop gave as much as one of their permissions. */
function isBeyondAttendants(grant: Grant): boolean {
  return grant.permissions.some((permission) => !builtInGrants.attendant.permissions.includes(permission))
}
