import { builtInRoleId, type MethodParsed, type SignInStep, type StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import type { Connections } from '../dispatch/connections.ts'
import type { SignInSlot } from '../dispatch/handlers.ts'
import type { JournalWriter } from '../journal/service.ts'
import { AppError } from '../lib/app-error.ts'
import type { Notices } from '../notices/service.ts'
import type { Clock } from '../ports.ts'
import { textToKit } from '../vault/kit-text.ts'
import type { Credentials } from './credentials.ts'
import { createGuessLimit } from './guess-limit.ts'
import type { Invitations } from './invitations.ts'
import { findStaffByLogin } from './repository.ts'
import { foldLogin } from './service.ts'
import { createSignInRefusals } from './sign-in-refusals.ts'
import type { SignIn } from './sign-in.ts'

/**
 * The way back for an owner who has neither password nor app nor recovery code: the printed kit, at this machine. Nobody else's keys are
 * touched, and everybody is told.
 */
export type Recovery = {
  /**
   * `kit-wrong` for a wrong kit, an unknown login and somebody who is no owner alike; `kit-invalid` for a typing mistake, `try-later`, and what
   * a new password is refused for. The owner is in, with their app to set up before anything else.
   */
  withKit(given: MethodParsed<'session.recoverWithKit'>, slot: SignInSlot): Promise<SignInStep>
}

const OWNER = builtInRoleId('owner')

export function createRecovery(deps: {
  db: Database
  clock: Clock
  isPractice: boolean
  kit: { opens(typed: string): boolean }
  credentials: Pick<Credentials, 'hashNew' | 'setPassword' | 'resetMfa'>
  invitations: Pick<Invitations, 'voidAll'>
  connections: Pick<Connections, 'endSessionsOf'>
  signIn: Pick<SignIn, 'enter'>
  notices: Pick<Notices, 'post'>
  journal: JournalWriter
}): Recovery {
  const { db, credentials, invitations, journal } = deps
  const guesses = createGuessLimit(deps)
  const refusals = createSignInRefusals(deps)

  function ownerOf(login: string): { id: StaffId; name: string } | null {
    const row = findStaffByLogin(db, foldLogin(login))
    return row === undefined || row.is_active === 0 || row.role_id !== OWNER ? null : row
  }

  /** Nobody guesses 256 bits; what is limited is the trying. */
  function prove(given: { kit: string; login: string }, device: string): { id: StaffId; name: string } {
    const isRight = guesses.begin(device)
    const isKit = deps.kit.opens(given.kit)
    const owner = ownerOf(given.login)
    if (!isKit || owner === null) {
      refusals.note({ by: null, device, code: 'kit-wrong', staffId: owner?.id ?? null })
      throw wrong()
    }
    isRight()
    return owner
  }

  return {
    async withKit({ kit, login, password }, slot) {
      if (deps.isPractice) throw new AppError('not-possible-now', 'Nobody in a practice shop has a password')
      // A typing mistake is no guess.
      textToKit(kit)
      const { id, name } = prove({ kit, login }, slot.device)
      const hashed = await credentials.hashNew(password, { about: [name, login] })
      db.transaction(() => {
        // They may have left, or the kit may have been replaced, while the password was hashed.
        if (ownerOf(login)?.id !== id || !deps.kit.opens(kit)) throw wrong()
        credentials.setPassword(id, hashed)
        credentials.resetMfa(id)
        invitations.voidAll(id)
        journal.append({ action: 'recovery.carried-out', by: id, details: { staffId: id, how: 'kit', device: slot.device } })
        deps.notices.post({ kind: 'owner-recovered', about: id })
        db.afterCommit(() => deps.connections.endSessionsOf(id, 'access-changed'))
      })
      return { next: 'in', ...deps.signIn.enter(id, slot) }
    },
  }
}

function wrong(): AppError {
  return new AppError('kit-wrong', 'Not the kit of this shop, or not the login of an owner')
}
