import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { Teams } from './service.ts'

type TeamMethod = 'roles.list' | 'roles.change' | 'teams.list' | 'teams.save' | 'teams.delete'

export function createTeamHandlers(teams: Teams): Handlers<TeamMethod> {
  return {
    'roles.list': () => ({ roles: teams.listRoles() }),
    'roles.change': ({ changes }, context) => ({ roles: teams.changeRoles(changes, actorOf(context)) }),
    'teams.list': () => ({ teams: teams.list() }),
    'teams.save': (input, context) => ({ team: teams.save(input, actorOf(context)) }),
    'teams.delete': ({ teamId }, context) => {
      teams.delete(teamId, actorOf(context))
      return {}
    },
  }
}
