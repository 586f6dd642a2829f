import { builtInRoleId, type MethodOutput, type MethodParsed, type RecoveryId, type SignInStep, type StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { unlessDiskFails } from '../db/storage-failure.ts'
import type { Connections } from '../dispatch/connections.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import type { SignInSlot } from '../dispatch/handlers.ts'
import type { JournalWriter } from '../journal/service.ts'
import { AppError } from '../lib/app-error.ts'
import type { Notices } from '../notices/service.ts'
import type { Clock, Ids } from '../ports.ts'
import type { ShopSettings } from '../settings/service.ts'
import type { Credentials } from './credentials.ts'
import {
  findOpenRecovery,
  insertRecovery,
  updateRecoveryEnded,
  updateRecoveryWaited,
  type DelayedRecovery as Open,
} from './delayed-recovery-repository.ts'
import { beginWaiting, lookAgain, phaseOf, type RecoveryPhase } from './delayed-recovery-time.ts'
import { createGuessLimit } from './guess-limit.ts'
import { INVITATION_RANDOM_BYTES, invitationCode, invitationHash } from './invitation-code.ts'
import type { Invitations } from './invitations.ts'
import { findStaff, findStaffByLogin, type StaffRow } from './repository.ts'
import { foldLogin } from './service.ts'
import { createSignInRefusals } from './sign-in-refusals.ts'
import type { SignIn } from './sign-in.ts'

/**
 * The last way back, for an owner with neither credential nor kit in a shop that allowed it: whoever asks at this machine gets a code, and days
 * later, unless an owner stopped it, a new password for it. Nobody else's keys are touched, and everybody sees it the whole time.
 */
export type DelayedRecovery = {
  offer(): MethodOutput<'recovery.offer'>
  /** `not-possible-now`, `clock-wrong`; `not-an-owner` for the login of somebody else and of nobody alike, `try-later`. */
  ask(login: string, device: string): MethodOutput<'recovery.ask'>
  /** `invitation-invalid`, `try-later`, `clock-wrong`, `not-possible-now`, and what a new password is refused for. */
  finish(given: MethodParsed<'recovery.finish'>, slot: SignInSlot): Promise<SignInStep>
  current(reader: StaffId): MethodOutput<'recovery.current'>
  /** By any owner. `not-allowed`, `not-found`. */
  stop(id: RecoveryId, by: StaffId): void
  /** The person showed password and code: if it is about them, it is over. Joins the transaction that makes the session. */
  cameIn(id: StaffId): void
  /** The same in memory alone, where the disk took nothing. */
  cameInUnsaved(id: StaffId): void
  /** What the shop no longer allows is over. */
  rulesChanged(by: StaffId): void
  startLooking(): void
  stopLooking(): void
}

/** What waits, and whose access it is about. */
type Found = { readonly open: Open; readonly owner: StaffRow; readonly phase: Exclude<RecoveryPhase, { is: 'lapsed' }> }

type Ending = 'by-person' | 'owner-came-in' | 'owner-changed' | 'switched-off' | 'lapsed'

const OWNER = builtInRoleId('owner')
/** At most this much of the waiting time is lost when the program is killed. */
const LOOK_EVERY_MS = 10 * 60_000
/** Beyond this a clock is wrong, whatever the network's delay. */
const CLOCK_OFF_MS = 90_000

export function createDelayedRecovery(deps: {
  db: Database
  clock: Clock
  ids: Ids
  isPractice: boolean
  settings: Pick<ShopSettings, 'securityRules'>
  credentials: Pick<Credentials, 'hashNew' | 'setPassword' | 'resetMfa'>
  invitations: Pick<Invitations, 'voidAll'>
  connections: Pick<Connections, 'endSessionsOf'>
  signIn: Pick<SignIn, 'enter'>
  notices: Pick<Notices, 'post'>
  journal: JournalWriter
  publish: Publish
  /** By how much this computer's clock is ahead; null when it cannot be told. */
  clockOffset(): number | null
  /** Has a server say what time it is, so that it can be told. */
  askTime(): void
}): DelayedRecovery {
  const { db, clock, ids, credentials, journal } = deps
  const guesses = createGuessLimit(deps)
  const refusals = createSignInRefusals(deps)
  /** Monotonic time of the last look in this run. */
  let lookedAt: { readonly id: RecoveryId; readonly at: number } | null = null
  /** Over, though the disk did not take it yet. */
  const stoppedUnsaved = new Set<RecoveryId>()
  let cancelLooking: (() => void) | null = null

  function isOn(): boolean {
    return !deps.isPractice && deps.settings.securityRules().hasDelayedRecovery
  }

  function trueNow(): number | null {
    const aheadMs = deps.clockOffset()
    return aheadMs === null ? null : clock.now() - aheadMs
  }

  function assertClock(): void {
    const aheadMs = deps.clockOffset() ?? 0
    if (aheadMs <= CLOCK_OFF_MS) return
    throw new AppError('clock-wrong', 'Less time has passed than it looks', { facts: { seconds: Math.round(aheadMs / 1000) } })
  }

  /** Null for one who left, or is no owner any more. */
  function ownerOf({ target }: Open): StaffRow | null {
    return activeOwner(findStaff(db, target))
  }

  /** As of now, without writing anything down; null also for what is over and only not yet put away. */
  function find(): Found | null {
    const open = lookedAtNow()
    const owner = open === null ? null : ownerOf(open)
    if (open === null || owner === null || stoppedUnsaved.has(open.id)) return null
    const phase = phaseOf(open.waited)
    return phase.is === 'lapsed' ? null : { open, owner, phase }
  }

  function lookedAtNow(): Open | null {
    const open = findOpenRecovery(db)
    if (open === null) return null
    const monotonicMs = lookedAt?.id === open.id ? clock.monotonic() - lookedAt.at : null
    return { ...open, waited: lookAgain(open.waited, { now: clock.now(), monotonicMs, trueNow: trueNow() }) }
  }

  function end(open: Open, by: StaffId | null, reason: Ending): void {
    if (!updateRecoveryEnded(db, open.id, { state: 'cancelled', at: clock.now() })) return
    journal.append({ action: 'recovery.cancelled', by, details: { staffId: open.target, reason } })
    tell()
  }

  function tell(): void {
    deps.publish('recovery.changed', {})
  }

  /** Writes down how long it has waited, and puts away what is over. Where nothing can be saved, what was counted before counts. */
  function look(): void {
    unlessDiskFails(() =>
      db.transaction(() => {
        const before = findOpenRecovery(db)
        const open = lookedAtNow()
        if (before === null || open === null) return
        updateRecoveryWaited(db, open.id, open.waited)
        const at = clock.monotonic()
        db.afterCommit(() => (lookedAt = { id: open.id, at }))
        if (stoppedUnsaved.has(open.id)) end(open, open.target, 'owner-came-in')
        else if (ownerOf(open) === null) end(open, null, 'owner-changed')
        else if (phaseOf(open.waited).is === 'lapsed') end(open, null, 'lapsed')
        else if (before.waited.readyAt !== open.waited.readyAt) tell()
      }),
    )
  }

  function keepLooking(): void {
    cancelLooking?.()
    cancelLooking = null
    look()
    const found = find()
    if (found === null) return
    if (deps.clockOffset() === null) deps.askTime()
    const { phase } = found
    cancelLooking = clock.after(phase.is === 'waiting' ? Math.min(LOOK_EVERY_MS, phase.leftMs) : LOOK_EVERY_MS, keepLooking)
  }

  function waitOf({ open, phase }: Pick<Found, 'open' | 'phase'>) {
    return {
      recoveryId: open.id,
      askedAt: open.waited.askedAt,
      earliestAt: phase.is === 'ready' ? (open.waited.readyAt ?? clock.now()) : clock.now() + phase.leftMs,
      isReady: phase.is === 'ready',
      lapsesAt: phase.is === 'ready' ? phase.lapsesAt : null,
    }
  }

  /**
   * Whose login it is. A mistyped one would take the only place there is and come to nothing days later, so it is refused now: what that tells
   * is told a few times, and is on record.
   */
  function proveOwner(login: string, device: string): StaffRow {
    const isRight = guesses.begin(device)
    const owner = activeOwner(findStaffByLogin(db, foldLogin(login)))
    if (owner === null) {
      refusals.note({ by: null, device, code: 'not-an-owner', staffId: null })
      throw new AppError('not-an-owner', 'Not the login of an owner')
    }
    isRight()
    return owner
  }

  /** The one whose code it is. Nobody guesses 100 bits; what is limited is the trying. */
  function prove(code: string, device: string): Found {
    const isRight = guesses.begin(device)
    const found = find()
    if (found === null || invitationHash(code)?.equals(found.open.codeHash) !== true) {
      refusals.note({ by: null, device, code: 'invitation-invalid', staffId: found?.open.target ?? null })
      throw wrong()
    }
    isRight()
    return found
  }

  /** Whose password may be set now. */
  function getOwner({ open, owner, phase }: Found): StaffRow {
    if (phase.is === 'waiting') {
      throw new AppError('try-later', `Recovery ${open.id} still waits`, { facts: { seconds: Math.ceil(phase.leftMs / 1000) } })
    }
    assertClock()
    return owner
  }

  return {
    offer() {
      const found = find()
      return { isOn: isOn(), waiting: found === null ? null : waitOf(found) }
    },

    ask(login, device) {
      if (!isOn()) throw new AppError('not-possible-now', 'The shop does not allow it')
      assertClock()
      look()
      if (findOpenRecovery(db) !== null) throw new AppError('not-possible-now', 'One waits already')
      const { id: target } = proveOwner(login, device)
      return db.transaction(() => {
        const code = invitationCode(ids.randomBytes(INVITATION_RANDOM_BYTES))
        const codeHash = invitationHash(code)
        if (codeHash === null) throw new Error('Broken invariant: a code that was just made can be read')
        // A fresh ulid is what a RecoveryId is.
        const id = ids.ulid() as RecoveryId
        const open = { id, target, codeHash, waited: beginWaiting({ now: clock.now(), trueNow: trueNow() }) }
        insertRecovery(db, open)
        journal.append({ action: 'recovery.asked', by: null, details: { staffId: target, device } })
        const at = clock.monotonic()
        db.afterCommit(() => {
          lookedAt = { id, at }
          keepLooking()
        })
        tell()
        return { code, waiting: waitOf({ open, phase: { is: 'waiting', leftMs: leftOf(open) } }) }
      })
    },

    async finish({ code, password }, slot) {
      const { id, name, login } = getOwner(prove(code, slot.device))
      const hashed = await credentials.hashNew(password, { about: [name, login] })
      look()
      db.transaction(() => {
        // It may have been stopped, or they may have left, while the password was hashed.
        const found = find()
        if (found === null || invitationHash(code)?.equals(found.open.codeHash) !== true) throw wrong()
        const { open } = found
        if (getOwner(found).id !== id || !updateRecoveryEnded(db, open.id, { state: 'done', at: clock.now() })) throw wrong()
        credentials.setPassword(id, hashed)
        credentials.resetMfa(id)
        deps.invitations.voidAll(id)
        journal.append({ action: 'recovery.carried-out', by: id, details: { staffId: id, how: 'waiting', device: slot.device } })
        deps.notices.post({ kind: 'owner-recovered-by-waiting', about: id })
        tell()
        db.afterCommit(() => deps.connections.endSessionsOf(id, 'access-changed'))
      })
      return { next: 'in', ...deps.signIn.enter(id, slot) }
    },

    current(reader) {
      const found = find()
      if (found === null) return { waiting: null }
      return { waiting: { ...waitOf(found), staffId: found.open.target, canStop: activeOwner(findStaff(db, reader)) !== null } }
    },

    stop(id, by) {
      db.transaction(() => {
        if (activeOwner(findStaff(db, by)) === null) throw new AppError('not-allowed', 'An owner stops it')
        const open = find()?.open
        if (open === undefined || open.id !== id) throw new AppError('not-found', `No recovery ${id} waits`)
        end(open, by, 'by-person')
      })
    },

    cameIn(id) {
      const open = findOpenRecovery(db)
      if (open !== null && open.target === id) end(open, id, 'owner-came-in')
    },

    cameInUnsaved(id) {
      const open = findOpenRecovery(db)
      if (open === null || open.target !== id) return
      stoppedUnsaved.add(open.id)
      tell()
    },

    rulesChanged(by) {
      const open = isOn() ? null : findOpenRecovery(db)
      if (open !== null) end(open, by, 'switched-off')
      tell()
    },

    startLooking: keepLooking,
    stopLooking() {
      cancelLooking?.()
      cancelLooking = null
      look()
    },
  }
}

function activeOwner(row: StaffRow | undefined): StaffRow | null {
  return row === undefined || row.is_active === 0 || row.role_id !== OWNER ? null : row
}

function leftOf({ waited }: Open): number {
  const phase = phaseOf(waited)
  return phase.is === 'waiting' ? phase.leftMs : 0
}

function wrong(): AppError {
  return new AppError('invitation-invalid', 'Not the code of what waits here')
}
