import { createActor } from '../dispatch/actor.ts'
import { actorOf, type CallContext, type Handlers } from '../dispatch/handlers.ts'
import type { StaffMember } from '#contract'
import type { StaffService } from './service.ts'

type StaffMethod =
  | 'staff.createOwner'
  | 'staff.signIn'
  | 'staff.signOut'
  | 'staff.me'
  | 'staff.list'
  | 'staff.listAccounts'
  | 'staff.add'
  | 'staff.setActive'
  | 'staff.changePassword'
  | 'staff.saveSettings'
  | 'practice.people'
  | 'practice.signInAs'

export function createStaffHandlers(staff: StaffService): Handlers<StaffMethod> {
  function enter(member: StaffMember, context: CallContext) {
    context.connection.signIn(createActor(member))
    return { me: staff.me(member.staffId) }
  }

  return {
    'staff.createOwner': async (input, context) => enter(await staff.createOwner(input), context),
    'staff.signIn': async (input, context) => enter(await staff.signIn(input), context),
    'staff.signOut': (_input, context) => {
      context.connection.signOut()
      return {}
    },
    'staff.me': (_input, context) => ({ me: context.actor === null ? null : staff.me(context.actor.staffId) }),
    'staff.list': () => ({ staff: staff.list() }),
    'staff.listAccounts': () => ({ accounts: staff.listAccounts() }),
    'staff.add': async (input, context) => ({ member: await staff.add(input, actorOf(context)) }),
    'staff.setActive': (input, context) => ({ member: staff.setActive(input, actorOf(context)) }),
    'staff.changePassword': async (input, context) => {
      await staff.changePassword(input, actorOf(context))
      return {}
    },
    'staff.saveSettings': (input, context) => ({ settings: staff.saveSettings(input.settings, actorOf(context)) }),
    'practice.people': () => ({
      people: staff
        .list()
        .filter((member) => member.isActive)
        .map(({ staffId, name, role }) => ({ staffId, name, role })),
    }),
    'practice.signInAs': (input, context) => enter(staff.signInWithoutPassword(input.staffId), context),
  }
}
