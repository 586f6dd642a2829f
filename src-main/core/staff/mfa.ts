import type { MethodOutput, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import type { Actor } from '../dispatch/actor.ts'
import { AppError } from '../lib/app-error.ts'
import type { JournalWriter } from '../journal/service.ts'
import { Redacted } from '../lib/redacted.ts'
import type { Clock, Ids, Passwords } from '../ports.ts'
import type { ShopSettings } from '../settings/service.ts'
import {
  countRecoveryCodes,
  deleteRecoveryCode,
  deleteRecoveryCodes,
  findAuthenticator,
  findRecoveryCode,
  insertRecoveryCode,
  replaceAuthenticator,
  updateIsReplaced,
  updateLastStep,
  type AuthenticatorRow,
} from './credentials-repository.ts'
import type { Invitations } from './invitations.ts'
import { readRecoveryCode, recoveryCode, RECOVERY_CODE_RANDOM_BYTES, type RecoveryCode } from './recovery-code.ts'
import { openSeed, sealSeed } from './sealed-seed.ts'
import { matchTotp, SEED_BYTES, toBase32, totpUri, type TotpMatch } from './totp.ts'

/** A right code of the authenticator app, which nothing has been done with yet. */
export type RightCode = Pick<TotpMatch, 'step' | 'driftSteps'>

/** The authenticator app, and the codes that stand in for it. How often somebody may be wrong is counted by whoever asks. */
export type Mfa = {
  /** Whether signing in takes a code: an app is set up, or was until a recovery code stood in for it. */
  isSetUp(id: StaffId): boolean
  /** Null for a wrong code, and for one that was used or is older than one that was. */
  check(id: StaffId, code: string): RightCode | null
  /** Uses the code up; false when it was meanwhile. Joins the transaction that makes the session. */
  use(id: StaffId, code: RightCode): boolean
  /** The same in memory alone, where the disk took nothing. */
  useUnsaved(id: StaffId, code: RightCode): void
  /** What `useRecoveryCode` takes; null for a wrong one. */
  checkRecoveryCode(id: StaffId, code: string): Promise<{ phc: string } | null>
  /** Uses the code up; the app is to be set up anew. False when it was used meanwhile. Joins the transaction that makes the session. */
  useRecoveryCode(id: StaffId, code: { phc: string }): boolean
  /** `clock-wrong` when this computer's clock is known to be off, else `wrong-code`. */
  wrongCode(): AppError
  begin(who: { actor: Actor; login: string }): MethodOutput<'mfa.begin'>
  /** The app whose code this is counts from now on. */
  confirm(code: string, options: { actor: Actor; assertStillHere(): void }): Promise<string[]>
  /** When the app was set up that counts; null without one. */
  since(id: StaffId): number | null
  countRecoveryCodes(id: StaffId): number
  makeRecoveryCodes(id: StaffId, options: { assertStillHere(): void }): Promise<string[]>
}

const RECOVERY_CODES = 10
/** Beyond this a clock is wrong, whatever the network's delay. */
const CLOCK_OFF_MS = 90_000
const ENROLMENT_MS = 15 * 60_000
/** Within which the next code shows that the one before it was no guess. */
const FAR_CODE_MS = 2 * 60_000

export function createMfa(deps: {
  db: Database
  clock: Clock
  ids: Ids
  passwords: Passwords
  appKeys: { readonly pepper: Redacted<Buffer>; readonly totp: Redacted<Buffer> }
  settings: ShopSettings
  invitations: Pick<Invitations, 'endReset'>
  journal: JournalWriter
  /** By how much this computer's clock is ahead; null when it cannot be told. */
  clockOffset(): number | null
}): Mfa {
  const { db, clock, ids, passwords, appKeys, journal } = deps
  /** `before`: the sealed seed of the app that the new one is to take the place of. */
  const enrolments = new Map<Actor['sessionId'], { staffId: StaffId; seed: Redacted<Buffer>; before: Buffer | null; startedAt: number }>()
  const farCodes = new Map<StaffId, { step: number; driftSteps: number; at: number }>()
  /** What a full or failing disk did not take: a code must not count twice. */
  const usedSteps = new Map<StaffId, number>()

  function codeIn(row: AuthenticatorRow, id: StaffId, code: string): RightCode | null {
    const seed = openSeed(row.seed, { key: appKeys.totp, staffId: id })
    const match = matchTotp({ seed: seed.reveal(), code, atMs: clock.now(), driftSteps: row.drift_steps })
    if (match === null || match.step <= Math.max(row.last_step, usedSteps.get(id) ?? 0)) return null
    if (!match.isFar) return match
    // RFC 6238, 6: a phone whose clock is off a little more is believed once two codes in a row say the same.
    const before = farCodes.get(id)
    const now = clock.monotonic()
    farCodes.set(id, { ...match, at: now })
    if (before === undefined || now - before.at > FAR_CODE_MS || before.step >= match.step) return null
    const driftSteps = driftOfBoth(row.drift_steps, before.driftSteps, match.driftSteps)
    return driftSteps === null ? null : { step: match.step, driftSteps }
  }

  /** No two with the same beginning, by which a code's hash is found. */
  async function makeCodes(): Promise<{ code: RecoveryCode; phc: string }[]> {
    const codes = new Map<string, RecoveryCode>()
    while (codes.size < RECOVERY_CODES) {
      const code = recoveryCode(ids.randomBytes(RECOVERY_CODE_RANDOM_BYTES))
      codes.set(code.finder, code)
    }
    return await Promise.all([...codes.values()].map(async (code) => ({ code, phc: await passwords.hash(code.code, appKeys.pepper) })))
  }

  function saveCodes(id: StaffId, codes: Awaited<ReturnType<typeof makeCodes>>): string[] {
    deleteRecoveryCodes(db, id)
    for (const { code, phc } of codes) insertRecoveryCode(db, id, { finder: code.finder, phc })
    return codes.map(({ code }) => code.shown)
  }

  function wrongCode(): AppError {
    const offset = deps.clockOffset()
    if (offset === null || Math.abs(offset) <= CLOCK_OFF_MS) return new AppError('wrong-code', 'Wrong code, or one that was used')
    return new AppError('clock-wrong', 'Wrong code, and this computer’s clock is off', { facts: { seconds: Math.round(offset / 1000) } })
  }

  /** Whoever comes by an open window must not make the account theirs; whoever has no app that counts has just shown all they have. */
  function assertMayEnrol(actor: Actor): void {
    const row = findAuthenticator(db, actor.staffId)
    const isSteppedUp = actor.steppedUpUntil > clock.monotonic()
    const hasNothingToShow = actor.strength === 'full' && (row === undefined || row.is_replaced === 1)
    if (!isSteppedUp && !hasNothingToShow) throw new AppError('step-up-needed', 'Password and code are to be given again')
  }

  return {
    isSetUp: (id) => findAuthenticator(db, id) !== undefined,
    check(id, code) {
      const row = findAuthenticator(db, id)
      return row === undefined ? null : codeIn(row, id, code)
    },
    use(id, { step, driftSteps }) {
      farCodes.delete(id)
      return updateLastStep(db, id, { step, driftSteps })
    },
    useUnsaved(id, { step }) {
      usedSteps.set(id, step)
    },
    async checkRecoveryCode(id, typed) {
      const read = readRecoveryCode(typed)
      const phc = read === null ? undefined : findRecoveryCode(db, id, read.finder)
      if (read === null || phc === undefined) return null
      return (await passwords.verify(phc, read.code, appKeys.pepper)) ? { phc } : null
    },
    useRecoveryCode(id, { phc }) {
      if (!deleteRecoveryCode(db, id, phc)) return false
      updateIsReplaced(db, id)
      return true
    },
    wrongCode,
    begin({ actor, login }) {
      assertMayEnrol(actor)
      const now = clock.monotonic()
      for (const [key, { startedAt }] of enrolments) if (now - startedAt > ENROLMENT_MS) enrolments.delete(key)
      const seed = ids.randomBytes(SEED_BYTES)
      const before = findAuthenticator(db, actor.staffId)?.seed ?? null
      enrolments.set(actor.sessionId, { staffId: actor.staffId, seed: new Redacted(seed), before, startedAt: now })
      const secret = toBase32(seed)
      return { secret, uri: totpUri({ secret, issuer: deps.settings.shopName(), account: login }) }
    },
    async confirm(code, { actor, assertStillHere }) {
      const { staffId } = actor
      const enrolment = enrolments.get(actor.sessionId)
      if (enrolment === undefined || enrolment.staffId !== staffId || clock.monotonic() - enrolment.startedAt > ENROLMENT_MS) {
        throw new AppError('not-possible-now', 'No new secret was shown in this session, or too long ago')
      }
      // Here the phone's clock is learned: whoever has the secret need not prove it twice.
      const match = matchTotp({ seed: enrolment.seed.reveal(), code, atMs: clock.now(), driftSteps: 0 })
      if (match === null) throw wrongCode()
      const codes = await makeCodes()
      return db.transaction(() => {
        assertStillHere()
        // Begun anew while the codes were hashed.
        if (enrolments.get(actor.sessionId) !== enrolment) throw new AppError('not-possible-now', 'Another secret was shown meanwhile')
        enrolments.delete(actor.sessionId)
        // Whoever began when there was none had shown less than it takes to replace the one that was set up since.
        if (!isSameSeed(findAuthenticator(db, staffId)?.seed ?? null, enrolment.before))
          throw new AppError('not-possible-now', 'Another app was set up meanwhile')
        farCodes.delete(staffId)
        replaceAuthenticator(db, staffId, {
          seed: sealSeed(enrolment.seed, { key: appKeys.totp, staffId, ids }),
          drift_steps: match.driftSteps,
          last_step: match.step,
          is_replaced: 0,
          since: clock.now(),
        })
        deps.invitations.endReset(staffId)
        journal.append({ action: 'mfa.enrolled', by: staffId })
        return saveCodes(staffId, codes)
      })
    },
    since(id) {
      const row = findAuthenticator(db, id)
      return row === undefined || row.is_replaced === 1 ? null : row.since
    },
    countRecoveryCodes: (id) => countRecoveryCodes(db, id),
    async makeRecoveryCodes(staffId, { assertStillHere }) {
      const codes = await makeCodes()
      return db.transaction(() => {
        assertStillHere()
        if (findAuthenticator(db, staffId)?.is_replaced !== 0)
          throw new AppError('not-possible-now', 'There is no app that these could stand in for')
        journal.append({ action: 'mfa.recovery-codes-made', by: staffId })
        return saveCodes(staffId, codes)
      })
    },
  }
}

/** With which both codes were expected ones: one may have been typed faster than the other. Null when they do not say the same. */
function driftOfBoth(known: number, one: number, other: number): number | null {
  if (Math.abs(one - other) > 1 || one > known !== other > known) return null
  return one > known ? Math.max(one, other) : Math.min(one, other)
}

function isSameSeed(one: Buffer | null, other: Buffer | null): boolean {
  return one === null || other === null ? one === other : one.equals(other)
}
