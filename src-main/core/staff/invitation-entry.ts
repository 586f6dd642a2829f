import type { MethodOutput, MethodParsed, SignInStep, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import type { SignInSlot } from '../dispatch/handlers.ts'
import type { JournalWriter } from '../journal/service.ts'
import { AppError } from '../lib/app-error.ts'
import { assert } from '../lib/assert.ts'
import type { Clock } from '../ports.ts'
import type { ShopSettings } from '../settings/service.ts'
import type { Credentials } from './credentials.ts'
import { createGuessLimit } from './guess-limit.ts'
import type { Invitations } from './invitations.ts'
import type { StaffService } from './service.ts'
import { createSignInRefusals } from './sign-in-refusals.ts'

/** How somebody comes in with the code that was handed to them: they set their own password with it. */
export type InvitationEntry = {
  read(code: string, device: string): MethodOutput<'session.readInvitation'>
  /**
   * Whoever has an authenticator app, or had it reset, shows its code or what stands in for it next. An owner's password of before holds until
   * they did.
   */
  accept(given: MethodParsed<'session.acceptInvitation'>, slot: SignInSlot): Promise<SignInStep>
}

export function createInvitationEntry(deps: {
  db: Database
  clock: Clock
  journal: JournalWriter
  settings: ShopSettings
  staff: Pick<StaffService, 'find' | 'loginOf' | 'settingsOf' | 'saveSettings'>
  credentials: Pick<Credentials, 'hashNew' | 'setPassword' | 'hasPassword'>
  invitations: Pick<Invitations, 'ownerOf' | 'use'>
  /** What comes next for somebody whose password was right. */
  afterPassword(id: StaffId, slot: SignInSlot, onceIn?: () => void): SignInStep
}): InvitationEntry {
  const { db, staff, credentials, invitations } = deps
  const guesses = createGuessLimit(deps)
  const refusals = createSignInRefusals(deps)

  function ownerOf(code: string, device: string): StaffId {
    try {
      return invitations.ownerOf(code)
    } catch (cause) {
      if (cause instanceof AppError) refusals.note({ by: null, device, code: cause.code, staffId: null })
      throw cause
    }
  }

  function personOf(code: string, device: string): { staffId: StaffId; name: string; login: string } {
    const isRight = guesses.begin(device)
    const staffId = ownerOf(code, device)
    isRight()
    const member = staff.find(staffId)
    assert(member !== null, 'an invitation is for somebody of this shop')
    return { staffId, name: member.name, login: staff.loginOf(staffId) }
  }

  return {
    read(code, device) {
      const { name, login } = personOf(code, device)
      return { name, login, shopName: deps.settings.shopName() }
    },

    async accept({ code, password, language }, slot) {
      const { staffId, name, login } = personOf(code, slot.device)
      const hasAnother = credentials.hasPassword(staffId)
      const hashed = await credentials.hashNew(password, { about: [name, login] })
      const take = () =>
        db.transaction(() => {
          // Somebody may have been quicker, or taken it back, while the password was hashed.
          if (invitations.use(code) !== staffId) throw new AppError('invitation-invalid', 'For somebody else')
          credentials.setPassword(staffId, hashed)
          const settings = staff.settingsOf(staffId)
          if (settings.language !== language) staff.saveSettings({ ...settings, language }, { staffId })
          deps.journal.append({ action: 'staff.invitation-accepted', by: staffId, details: { device: slot.device } })
        })
      if (hasAnother && invitations.ownerOf(code) === staffId) return deps.afterPassword(staffId, slot, take)
      take()
      return deps.afterPassword(staffId, slot)
    },
  }
}
