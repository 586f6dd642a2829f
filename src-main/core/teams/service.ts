import { builtInGrants, builtInRoles, type Grant, type RoleId, type StaffId, type TeamId } from '#contract'
import { AppError } from '../lib/app-error.ts'

/** Roles and teams: what people of a kind may do, and whose conversations they share. */
export type Teams = {
  /** `not-found` for a role that does not exist. */
  grantOf(roleId: RoleId): Grant
  teamIdsOf(staffId: StaffId): TeamId[]
}

export function createTeams(): Teams {
  return {
    grantOf(roleId) {
      const builtIn = builtInRoles.find((name) => name === roleId)
      if (builtIn === undefined) throw new AppError('not-found', `No role ${roleId}`)
      return builtInGrants[builtIn]
    },
    teamIdsOf: () => [],
  }
}
