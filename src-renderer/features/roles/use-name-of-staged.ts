import { useLingui } from '@lingui/react/macro'
import { nameOfRole } from '#renderer/i18n/role-words.ts'
import { useTeams } from '#renderer/stores/stores-context.tsx'
import type { StagedRole } from './staged-roles.ts'

/** What a column is called: a role that does not exist yet has only the name that it was given here. */
export function useNameOfStaged(): (role: StagedRole) => string {
  const { i18n } = useLingui()
  const roles = useTeams((state) => state.roles)
  return ({ before, name }) => (before === null ? (name ?? '') : nameOfRole(before.roleId, { i18n, roles }))
}
