import type { StaffMember } from '#contract'
import { actorOf, type CallContext, type Handlers } from '../dispatch/handlers.ts'
import { AppError } from '../lib/app-error.ts'
import type { StaffService } from './service.ts'

type StaffMethod =
  | 'staff.createOwner'
  | 'session.signIn'
  | 'session.signOut'
  | 'session.lock'
  | 'session.me'
  | 'staff.list'
  | 'staff.listAccounts'
  | 'staff.changePassword'
  | 'staff.saveSettings'
  | 'practice.people'
  | 'practice.signInAs'

export function createStaffHandlers(staff: StaffService): Handlers<StaffMethod> {
  function enter(member: StaffMember, context: CallContext) {
    const standing = staff.standingOf(member.staffId)
    if (standing === null) throw new AppError('wrong-credentials', 'Switched off meanwhile')
    return { me: staff.me(context.connection.signIn(standing, 'full')) }
  }

  return {
    'staff.createOwner': async (input, context) => enter(await staff.createOwner(input), context),
    'session.signIn': async (input, context) => ({ next: 'in', ...enter(await staff.signIn(input), context) }),
    'session.signOut': (_input, context) => {
      context.connection.signOut()
      return {}
    },
    'session.lock': (_input, context) => {
      context.connection.lock()
      return {}
    },
    'session.me': (_input, context) => ({ me: context.actor === null ? null : staff.me(context.actor) }),
    'staff.list': () => ({ staff: staff.list() }),
    'staff.listAccounts': () => ({ accounts: staff.listAccounts() }),
    'staff.changePassword': async (input, context) => {
      await staff.changePassword(input, actorOf(context))
      return {}
    },
    'staff.saveSettings': (input, context) => ({ settings: staff.saveSettings(input.settings, actorOf(context)) }),
    'practice.people': () => ({
      people: staff
        .list()
        .filter((person) => person.isActive)
        .map(({ staffId, name, roleId }) => ({ staffId, name, roleId })),
    }),
    'practice.signInAs': (input, context) => enter(staff.signInWithoutPassword(input.staffId), context),
  }
}
