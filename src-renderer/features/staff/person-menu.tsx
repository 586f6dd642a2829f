import { useLingui } from '@lingui/react/macro'
import { DoorOpen, Ellipsis, KeyRound, Monitor, Smartphone, Ticket, UserCog, UserX } from 'lucide-react'
import { isGrantWithin, type StaffAccount } from '#contract'
import { useMay, useSession, useTeams } from '#renderer/stores/stores-context.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '#renderer/ui/menu.tsx'

export type PersonAct = 'role' | 'sessions' | 'renew' | 'password' | 'mfa' | 'leave' | 'return'

type Props = { account: StaffAccount; isOnlyOwner: boolean; onAct(act: PersonAct): void }

/** Everything that can be done for one person. What the reader's role can never do is not there; what cannot be done now says why. */
export function PersonMenu({ account, isOnlyOwner, onAct }: Props) {
  const { t } = useLingui()
  const me = useSession((state) => state.me)
  const role = useTeams((state) => state.roles.find(({ roleId }) => roleId === account.roleId))
  const mayGiveRoles = useMay('staff.role_assign')
  const mayEnd = useMay('staff.disable')
  const mayReset = useMay('staff.mfa_reset')
  const mayInvite = useMay('staff.invite')
  const mayKill = useMay('staff.session_kill')
  const { name, staffId, isActive, invitedUntil, hasMfa } = account
  if (me === null || !(mayGiveRoles || mayEnd || mayReset || mayInvite || mayKill)) return null

  const isMe = me.staffId === staffId
  const whyNot = role !== undefined && !isGrantWithin(role, me) ? t`This role allows more than yours.` : undefined
  const whyNotMe = isMe ? t`Nobody can do this to themselves. Ask a colleague.` : whyNot
  const whyNotLast = isOnlyOwner ? t`The shop needs an active owner, and this is the only one.` : whyNotMe
  const isInvited = invitedUntil !== null

  if (!isActive) {
    if (!mayEnd) return null
    return (
      <Menu trigger={<IconButton label={t`More for ${name}`} icon={<Ellipsis />} />}>
        <MenuItem icon={<DoorOpen />} disabledReason={whyNot} onSelect={() => onAct('return')}>
          {t`Is back`}
        </MenuItem>
      </Menu>
    )
  }
  return (
    <Menu trigger={<IconButton label={t`More for ${name}`} icon={<Ellipsis />} />}>
      {mayGiveRoles && (
        <MenuItem icon={<UserCog />} disabledReason={whyNotLast} onSelect={() => onAct('role')}>
          {t`Change the role`}
        </MenuItem>
      )}
      {mayKill && (
        <MenuItem icon={<Monitor />} disabledReason={whyNot} onSelect={() => onAct('sessions')}>
          {t`Where they are signed in`}
        </MenuItem>
      )}
      {mayInvite && isInvited && (
        <MenuItem icon={<Ticket />} disabledReason={whyNotMe} onSelect={() => onAct('renew')}>
          {t`Make a new code`}
        </MenuItem>
      )}
      {mayReset && !isInvited && (
        <MenuItem icon={<KeyRound />} disabledReason={whyNotMe} onSelect={() => onAct('password')}>
          {t`Forgot the password`}
        </MenuItem>
      )}
      {mayReset && hasMfa && (
        <MenuItem icon={<Smartphone />} disabledReason={whyNotMe} onSelect={() => onAct('mfa')}>
          {t`Lost the phone with the app`}
        </MenuItem>
      )}
      {mayEnd && (
        <>
          <MenuSeparator />
          <MenuItem icon={<UserX />} tone="danger" disabledReason={whyNotLast} onSelect={() => onAct('leave')}>
            {t`Leaves the shop`}
          </MenuItem>
        </>
      )}
    </Menu>
  )
}
