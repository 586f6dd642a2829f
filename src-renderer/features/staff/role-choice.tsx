import { useLingui } from '@lingui/react/macro'
import { builtInRoles, isGrantWithin, type RoleId, type RoleRecord } from '#contract'
import { meaningOfRole, nameOfRole } from '#renderer/i18n/role-words.ts'
import { useSession, useTeams } from '#renderer/stores/stores-context.tsx'
import { RadioCards } from '#renderer/ui/radio-cards.tsx'

type Props = { label: string; value: RoleId; onChange(roleId: RoleId): void }

/** The roles that the signed-in person may give: none that allows more than their own. */
export function RoleChoice({ label, value, onChange }: Props) {
  const { i18n } = useLingui()
  const me = useSession((state) => state.me)
  const roles = useTeams((state) => state.roles)
  if (me === null) return null
  return (
    <RadioCards
      label={label}
      value={value}
      onChange={onChange}
      options={roles
        .filter((role) => isGrantWithin(role, me))
        .toSorted((a, b) => placeOf(a) - placeOf(b))
        .map(({ roleId }) => {
          const description = meaningOfRole(roleId, i18n)
          return { value: roleId, label: nameOfRole(roleId, { i18n, roles }), ...(description === null ? {} : { description }) }
        })}
    />
  )
}

/** The usual one first, the shop's own next, the one that may do everything last. */
function placeOf({ roleId }: RoleRecord): number {
  const builtIn = builtInRoles.findIndex((name) => name === roleId)
  const order = { owner: 5, manager: 3, attendant: 0, auditor: 4 }
  const name = builtInRoles[builtIn]
  return name === undefined ? 1 : order[name]
}
