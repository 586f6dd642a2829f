import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { InvitationEntry } from './invitation-entry.ts'
import type { People } from './people.ts'

type PeopleMethod =
  | 'staff.invite'
  | 'staff.renewInvitation'
  | 'staff.resetAccess'
  | 'staff.setRole'
  | 'staff.leave'
  | 'staff.return'
  | 'session.readInvitation'
  | 'session.acceptInvitation'

export function createPeopleHandlers(deps: { people: People; entry: InvitationEntry }): Handlers<PeopleMethod> {
  const { people, entry } = deps
  return {
    'staff.invite': (input, context) => people.invite(input, actorOf(context)),
    'staff.renewInvitation': ({ staffId }, context) => ({ invitation: people.renewInvitation(staffId, actorOf(context)) }),
    'staff.resetAccess': (input, context) => people.resetAccess(input, actorOf(context)),
    'staff.setRole': (input, context) => people.setRole(input, actorOf(context)),
    'staff.leave': (input, context) => people.leave(input, actorOf(context)),
    'staff.return': ({ staffId }, context) => people.returnTo(staffId, actorOf(context)),
    'session.readInvitation': ({ code }, { connection }) => entry.read(code, connection.device),
    'session.acceptInvitation': (input, { connection }) => entry.accept(input, connection),
  }
}
