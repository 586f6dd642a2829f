import { PASSPHRASE_MIN_LENGTH, type MethodOutput, type MethodParsed, type RecoveryKit, type StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { storageProblemOf } from '../db/storage-failure.ts'
import type { JournalEntryToWrite, JournalWriter } from '../journal/service.ts'
import { AppError } from '../lib/app-error.ts'
import type { Notices } from '../notices/service.ts'
import type { Clock, KeyStretching, Log } from '../ports.ts'
import { createGuessLimit } from '../staff/guess-limit.ts'
import { createSignInRefusals } from '../staff/sign-in-refusals.ts'
import { passphraseOf } from './passphrase-slot.ts'
import type { KeyChanger } from './strict-mode.ts'
import type { Vault } from './vault.ts'

export type Caller = KeyChanger & { readonly staffId: StaffId; readonly device: string }

/** What the owner does about the shop's key and the printed kit, and has on record. */
export type KeyCare = {
  /** Has on record how the shop was opened, when that was not as usual. */
  start(): void
  issueKit(by: StaffId): RecoveryKit
  confirmKit(groups: MethodParsed<'kit.confirm'>['groups'], by: StaffId): boolean
  kitStatus(): MethodOutput<'kit.status'>
  /** `passphrase-wrong`, and `try-later` after a few of these; `not-possible-now`. */
  rotate(passphrase: string | undefined, caller: Caller): Promise<RecoveryKit>
  status(): MethodOutput<'key.status'>
  /** `password-too-short`, `password-too-common`; `not-possible-now` in a practice shop. Answers whether strict mode is on now. */
  setPassphrase(passphrase: string | null, caller: Caller): Promise<{ isStrict: boolean }>
}

export function createKeyCare(deps: {
  vault: Pick<Vault, 'kit' | 'key' | 'rekey' | 'opening'>
  isPractice: boolean
  db: Database
  journal: JournalWriter
  notices: Pick<Notices, 'post'>
  passwords: KeyStretching
  clock: Clock
  /** `password-too-short`, `password-too-common`: what every password here has to be, too. */
  assertUncommon(text: string): void
  log: Log
}): KeyCare {
  const { vault, db, journal, log } = deps
  const guesses = createGuessLimit(deps)
  const refusals = createSignInRefusals(deps)

  /** The key is changed by now: a disk that takes no entry must not keep the owner from the new kit. */
  function noteDone(entry: JournalEntryToWrite): void {
    try {
      journal.append(entry)
    } catch (cause) {
      if (storageProblemOf(cause) === null) throw cause
      log.error('journal.not-written', {}, cause)
    }
  }

  /** It stands alone between a copied folder and whoever has it. */
  function assertGood(passphrase: string): void {
    if (Array.from(passphrase.normalize('NFKC')).length < PASSPHRASE_MIN_LENGTH)
      throw new AppError('password-too-short', 'Shorter than a passphrase has to be', { facts: { limit: PASSPHRASE_MIN_LENGTH } })
    deps.assertUncommon(passphrase)
  }

  return {
    start() {
      const { by, hasFinishedRekey } = vault.opening
      if (by === 'kit') {
        db.transaction(() => {
          journal.append({ action: 'kit.used', by: null })
          deps.notices.post({ kind: 'kit-used', about: null })
        })
      }
      if (hasFinishedRekey) journal.append({ action: 'key.rotated', by: null, details: { finishedAtStart: true } })
    },

    issueKit: (by) =>
      db.transaction(() => {
        journal.append({ action: 'kit.issued', by })
        return vault.kit.issue()
      }),

    confirmKit: (groups, by) =>
      db.transaction(() => {
        const isProof = vault.kit.confirm(groups)
        if (isProof) journal.append({ action: 'kit.confirmed', by })
        return isProof
      }),

    kitStatus: vault.kit.status,

    async rotate(passphrase, caller) {
      const { staffId: by, device } = caller
      // For the person, however many windows they have.
      const isRight = vault.key.status().isStrict ? guesses.begin(by) : null
      try {
        const kit = await vault.rekey(passphrase === undefined ? null : passphraseOf(passphrase, deps.passwords), caller)
        isRight?.()
        noteDone({ action: 'key.rotated', by })
        return kit
      } catch (cause) {
        if (cause instanceof AppError && cause.code === 'passphrase-wrong') refusals.note({ by, device, code: cause.code, staffId: by })
        throw cause
      }
    },

    status: vault.key.status,

    async setPassphrase(passphrase, caller) {
      if (deps.isPractice) throw new AppError('not-possible-now', 'A practice shop opens for everybody')
      if (passphrase !== null) assertGood(passphrase)
      const before = vault.key.status()
      const note = () =>
        noteDone({
          action: 'strict-mode.changed',
          by: caller.staffId,
          details: { before: before.isStrict, after: vault.key.status().isStrict },
        })
      try {
        await vault.key.setPassphrase(passphrase === null ? null : passphraseOf(passphrase, deps.passwords), caller)
      } catch (cause) {
        // The keychain did not let go of the key; from the next start on it takes the passphrase all the same.
        if (vault.key.status().isStrict !== before.isStrict) note()
        throw cause
      }
      note()
      return { isStrict: vault.key.status().isStrict }
    },
  }
}
