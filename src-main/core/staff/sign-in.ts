import { createHmac } from 'node:crypto'
import { builtInRoleId, type ErrorCode, type Me, type SignInStep, type StaffId, type StaffSettings } from '#contract'
import type { Database } from '../db/database.ts'
import { storageProblemOf, unlessDiskFails } from '../db/storage-failure.ts'
import type { Actor } from '../dispatch/actor.ts'
import type { Connections } from '../dispatch/connections.ts'
import type { HalfSignedIn, SignInSlot } from '../dispatch/handlers.ts'
import { assertStillHere } from '../dispatch/still-here.ts'
import type { JournalWriter } from '../journal/service.ts'
import { AppError } from '../lib/app-error.ts'
import type { Redacted } from '../lib/redacted.ts'
import type { Clock } from '../ports.ts'
import type { ShopSettings } from '../settings/service.ts'
import { updateLastSignIn } from './credentials-repository.ts'
import type { Credentials } from './credentials.ts'
import type { DelayedRecovery } from './delayed-recovery.ts'
import type { Invitations } from './invitations.ts'
import type { Mfa } from './mfa.ts'
import type { StaffPins } from './pins.ts'
import { findStaffByLogin } from './repository.ts'
import { foldLogin, type StaffService } from './service.ts'
import { createSignInRefusals } from './sign-in-refusals.ts'
import type { SignInLimit, Try } from './sign-in-limit.ts'

/**
 * How people come in: login and password, then the code of their app, or what stands in for it. Each try is counted before it is checked.
 * What is wrong is refused alike for somebody and for nobody.
 */
export type SignIn = {
  /** Only while nobody exists: `already-set-up`. The new owner has their app to set up before anything else. */
  createOwner(owner: NewOwner, slot: SignInSlot): Promise<{ me: Me }>
  /** `wrong-credentials` for an unknown name, a wrong password and somebody who left alike; `try-later` after too many. */
  givePassword(given: { login: string; password: string }, slot: SignInSlot): Promise<SignInStep>
  giveCode(code: string, slot: SignInSlot): SignInStep
  giveRecoveryCode(code: string, slot: SignInSlot): Promise<SignInStep>
  giveResetCode(code: string, slot: SignInSlot): SignInStep
  /** `wrong-credentials`, `wrong-code`, `clock-wrong`, `try-later`. */
  stepUp(given: { password: string; code: string }, actor: Actor, slot: SignInSlot): Promise<{ forSeconds: number }>
  /** Ends the person's other sessions. */
  changePassword(change: { current: string; next: string }, actor: Actor, slot: SignInSlot): Promise<void>
  /**
   * For what stands for the password: an invitation that was accepted. Whoever has an app is asked for its code next; `onceIn` is done when
   * there is nothing left to show.
   */
  afterPassword(id: StaffId, slot: SignInSlot, onceIn?: () => void): SignInStep
  /** For what stands for both: the printed kit. */
  enter(id: StaffId, slot: SignInSlot): { me: Me }
  /** For the practice shop's ready-made people: they have no password, so there is no other way in. */
  enterWithoutPassword(id: StaffId, slot: SignInSlot): { me: Me }
}

export type NewOwner = {
  readonly shopName: string
  readonly name: string
  readonly login: string
  readonly password: string
  readonly language: StaffSettings['language']
}

export function createSignIn(deps: {
  db: Database
  clock: Clock
  pepper: Redacted<Buffer>
  settings: ShopSettings
  staff: StaffService
  credentials: Credentials
  mfa: Mfa
  pins: StaffPins
  limit: SignInLimit
  invitations: Pick<Invitations, 'needsResetCode' | 'useResetCode'>
  connections: Pick<Connections, 'endSessionsOf' | 'list'>
  journal: JournalWriter
  /** Whoever shows password and code needs no recovery. */
  recovery: Pick<DelayedRecovery, 'cameIn' | 'cameInUnsaved'>
}): SignIn {
  const { db, clock, settings, staff, credentials, mfa, pins, limit, invitations, journal } = deps

  const refusals = createSignInRefusals({ clock, journal })

  /** Typed into the wrong field, a password would stand there: what nobody is called is not kept. */
  function tryOf(id: StaffId | null, login: string, device: string): Try {
    if (id !== null) return { account: id, isStranger: false, device }
    const account = createHmac('sha256', deps.pepper.reveal()).update(`balcao/1/stranger:${login}`).digest('base64url')
    return { account, isStranger: true, device }
  }

  function refusal(
    error: AppError,
    { device, staffId, by = null }: { device: string; staffId: StaffId | null; by?: StaffId | null },
  ): AppError {
    refusals.note({ by, device, code: error.code, staffId })
    return error
  }

  function halfOf(slot: SignInSlot, needs: HalfSignedIn['needs']): HalfSignedIn {
    const half = slot.half()
    if (half === null || half.needs !== needs || half.passwordAt !== (credentials.passwordAt(half.staffId) ?? 0))
      throw new AppError('not-signed-in', 'The password was not given, or too long ago')
    return half
  }

  /**
   * Begins the session together with what `use` does, or not at all. A disk that takes nothing keeps nobody out, as reading goes on and that
   * needs a sign-in; `onFullDisk` then does what it can in memory. Null is for what would let somebody in twice.
   */
  function begin(
    { staffId: id, onceIn }: Pick<HalfSignedIn, 'staffId' | 'onceIn'>,
    slot: SignInSlot,
    { use, onFullDisk }: { use(): void; onFullDisk: (() => void) | null },
  ): { me: Me } {
    try {
      return db.transaction(() => {
        use()
        onceIn?.()
        limit.forgive(id)
        pins.forgive(id, slot.device)
        updateLastSignIn(db, id, clock.now())
        deps.recovery.cameIn(id)
        const actor = start(id, slot)
        if (onceIn !== undefined) db.afterCommit(() => deps.connections.endSessionsOf(id, 'access-changed', { except: actor.sessionId }))
        return { me: staff.me(actor) }
      })
    } catch (cause) {
      if (storageProblemOf(cause) === null) throw cause
      if (onFullDisk !== null && onceIn === undefined) {
        onFullDisk()
        unlessDiskFails(() => limit.forgive(id))
        deps.recovery.cameInUnsaved(id)
        return { me: staff.me(start(id, slot)) }
      }
      // The session is there already when it was the commit that failed.
      slot.signOut()
      throw cause
    }
  }

  function start(id: StaffId, slot: SignInSlot): Actor {
    const standing = staff.standingOf(id)
    if (standing === null) throw new AppError('wrong-credentials', `${id} left meanwhile`)
    return slot.signIn(standing, 'full')
  }

  function enter(id: StaffId, slot: SignInSlot, onceIn?: () => void): { me: Me } {
    return begin({ staffId: id, onceIn }, slot, { use: () => undefined, onFullDisk: () => undefined })
  }

  function afterPassword(id: StaffId, slot: SignInSlot, onceIn?: () => void): SignInStep {
    const next = invitations.needsResetCode(id) ? 'reset-code' : mfa.isSetUp(id) ? 'code' : null
    if (next === null) return { next: 'in', ...enter(id, slot, onceIn) }
    slot.setHalf({ staffId: id, needs: next, passwordAt: credentials.passwordAt(id) ?? 0, onceIn })
    return { next }
  }

  function assertNobodyYet(): void {
    if (staff.hasAnybody()) throw new AppError('already-set-up', 'The shop has its people already')
  }

  return {
    async createOwner({ shopName, name, login, password, language }, slot) {
      assertNobodyYet()
      const hashed = await credentials.hashNew(password, { about: [shopName, name, login] })
      const { staffId } = db.transaction(() => {
        // Somebody may have been quicker while the password was hashed.
        assertNobodyYet()
        return staff.add(
          { name, login, roleId: builtInRoleId('owner'), language },
          {
            by: null,
            more(id) {
              credentials.setPassword(id, hashed)
              settings.rename({ name: shopName, by: id, key: `shop.rename:${id}` })
              journal.append({ action: 'shop.created', by: id, details: { name: shopName } })
              updateLastSignIn(db, id, clock.now())
            },
          },
        )
      })
      return { me: staff.me(start(staffId, slot)) }
    },

    async givePassword({ login, password }, slot) {
      const folded = foldLogin(login)
      const id = findStaffByLogin(db, folded)?.id ?? null
      const takeBack = limit.begin(tryOf(id, folded, slot.device))
      const isRight = await credentials.isPassword(id, password)
      // Read after the password was checked: the person may have left meanwhile.
      if (id === null || !isRight || staff.standingOf(id) === null) {
        throw refusal(new AppError('wrong-credentials', 'Sign-in refused'), { device: slot.device, staffId: id })
      }
      takeBack()
      return afterPassword(id, slot)
    },

    giveCode(code, slot) {
      const half = halfOf(slot, 'code')
      const { staffId: id } = half
      limit.begin(tryOf(id, '', slot.device))
      const right = mfa.check(id, code)
      if (right === null) throw refusal(mfa.wrongCode(), { device: slot.device, staffId: id })
      const entered = begin(half, slot, { use: () => used(mfa.use(id, right)), onFullDisk: () => mfa.useUnsaved(id, right) })
      return { next: 'in', ...entered }
    },

    async giveRecoveryCode(code, slot) {
      const half = halfOf(slot, 'code')
      const { staffId: id } = half
      limit.begin(tryOf(id, '', slot.device))
      const right = await mfa.checkRecoveryCode(id, code)
      if (right === null) throw refusal(new AppError('wrong-code', 'No such recovery code'), { device: slot.device, staffId: id })
      const use = () => {
        // Somebody else may sit there by now, or the password may be another one.
        if (halfOf(slot, 'code') !== half) throw new AppError('not-signed-in', 'Another sign-in was begun meanwhile')
        used(mfa.useRecoveryCode(id, right))
        journal.append({ action: 'session.recovery-code-used', by: id, details: { left: mfa.countRecoveryCodes(id) } })
      }
      return { next: 'in', ...begin(half, slot, { use, onFullDisk: null }) }
    },

    giveResetCode(code, slot) {
      const half = halfOf(slot, 'reset-code')
      const { staffId: id } = half
      limit.begin(tryOf(id, '', slot.device))
      try {
        return { next: 'in', ...begin(half, slot, { use: () => used(invitations.useResetCode(id, code)), onFullDisk: null }) }
      } catch (cause) {
        if (isCode(cause, 'wrong-code')) throw refusal(cause, { device: slot.device, staffId: id })
        throw cause
      }
    },

    async stepUp({ password, code }, { staffId, sessionId }, slot) {
      limit.begin(tryOf(staffId, '', slot.device))
      const refuse = (error: AppError) => refusal(error, { device: slot.device, staffId, by: staffId })
      if (!(await credentials.isPassword(staffId, password))) throw refuse(new AppError('wrong-credentials', 'Not the password'))
      const right = mfa.check(staffId, code)
      if (right === null) throw refuse(mfa.wrongCode())
      return db.transaction(() => {
        used(mfa.use(staffId, right))
        limit.forgive(staffId)
        pins.forgive(staffId, slot.device)
        deps.recovery.cameIn(staffId)
        return slot.stepUp(sessionId)
      })
    },

    async changePassword({ current, next }, { staffId, sessionId }, slot) {
      const member = staff.find(staffId)
      if (member === null) throw new AppError('not-found', `No staff member ${staffId}`)
      const takeBack = limit.begin(tryOf(staffId, '', slot.device))
      if (!(await credentials.isPassword(staffId, current))) {
        throw refusal(new AppError('wrong-credentials', 'The current password is not right'), { device: slot.device, staffId, by: staffId })
      }
      takeBack()
      const setAt = credentials.passwordAt(staffId)
      const hashed = await credentials.hashNew(next, { about: [member.name, staff.loginOf(staffId)] })
      db.transaction(() => {
        assertStillHere(deps.connections, sessionId)
        if (credentials.passwordAt(staffId) !== setAt) throw new AppError('changed-meanwhile', 'Another password was set meanwhile')
        credentials.setPassword(staffId, hashed)
        journal.append({ action: 'password.changed', by: staffId })
        db.afterCommit(() => deps.connections.endSessionsOf(staffId, 'access-changed', { except: sessionId }))
      })
    },

    afterPassword,
    enter,
    enterWithoutPassword(id, slot) {
      if (credentials.hasPassword(id)) throw new AppError('wrong-credentials', 'Not a ready-made person')
      return { me: staff.me(start(id, slot)) }
    },
  }
}

function used(isUsed: boolean): void {
  if (!isUsed) throw new AppError('wrong-code', 'Used meanwhile')
}

function isCode(cause: unknown, code: ErrorCode): cause is AppError {
  return cause instanceof AppError && cause.code === code
}
