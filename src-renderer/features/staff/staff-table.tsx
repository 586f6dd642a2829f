import { Trans, useLingui } from '@lingui/react/macro'
import { builtInRoleId, type StaffAccount } from '#contract'
import { nameOfRole } from '#renderer/i18n/role-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useDesk, useSession, useTeams } from '#renderer/stores/stores-context.tsx'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { Pill } from '#renderer/ui/pill.tsx'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import { PersonMenu, type PersonAct } from './person-menu.tsx'
import styles from './staff.module.css'

const OWNER = builtInRoleId('owner')

type Props = { accounts: readonly StaffAccount[]; onAct(account: StaffAccount, act: PersonAct): void }

/** A table, so that a screen reader can say the column; on a narrow screen each row is drawn as a card. */
export function StaffTable({ accounts, onAct }: Props) {
  const { t } = useLingui()
  const fmt = useFmt()
  const inOrder = accounts.toSorted((a, b) => Number(b.isActive) - Number(a.isActive) || fmt.compare(a.name, b.name))
  const owners = accounts.filter((account) => account.roleId === OWNER && account.isActive)
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Name</Trans>
          </th>
          <th scope="col">
            <Trans>Role</Trans>
          </th>
          <th scope="col">
            <Trans>Last sign-in</Trans>
          </th>
          <th scope="col">
            <VisuallyHidden>{t`What can be done`}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {inOrder.map((account) => (
          <Row
            key={account.staffId}
            account={account}
            isOnlyOwner={owners.length === 1 && owners[0] === account}
            onAct={(act) => onAct(account, act)}
          />
        ))}
      </tbody>
    </table>
  )
}

type RowProps = { account: StaffAccount; isOnlyOwner: boolean; onAct(act: PersonAct): void }

function Row({ account, isOnlyOwner, onAct }: RowProps) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const myId = useSession((state) => state.me?.staffId ?? null)
  const roles = useTeams((state) => state.roles)
  const teams = useTeams((state) => state.teams)
  // The practice shop's people come in by their tile alone, so no app is missing.
  const isPractice = useDesk((state) => state.status?.phase === 'open' && state.status.kind === 'practice')
  const { name, login, roleId, teamIds, isActive, lastSignInAt, invitedUntil, hasMfa } = account
  const invitedDay = invitedUntil === null ? null : fmt.dayAndMonth(invitedUntil)
  const teamNames = teams.filter((team) => teamIds.includes(team.teamId)).map((team) => team.name)

  return (
    <tr className={styles.row} data-inactive={!isActive || undefined}>
      <th scope="row" className={styles.person}>
        <Avatar name={name} />
        <span className={styles.names}>
          <span className={styles.name}>
            {name}
            {myId === account.staffId && (
              <span className={styles.me}>
                {' '}
                <Trans>(you)</Trans>
              </span>
            )}
          </span>
          <span className={styles.login}>{[login, ...teamNames].join(' · ')}</span>
        </span>
      </th>
      <td>
        <span className={styles.pills}>
          <Pill tone={roleId === OWNER ? 'brand' : 'neutral'}>{nameOfRole(roleId, { i18n, roles })}</Pill>
          {!isActive && <Pill tone="problem">{t`Left`}</Pill>}
          {isActive && invitedDay !== null && <Pill tone="waiting">{t`Invited until ${invitedDay}`}</Pill>}
          {isActive && invitedDay === null && !hasMfa && !isPractice && <Pill tone="waiting">{t`No app yet`}</Pill>}
        </span>
      </td>
      <td className={styles.last}>
        {lastSignInAt === null ? t`Never` : <time dateTime={fmt.iso(lastSignInAt)}>{fmt.date(lastSignInAt)}</time>}
      </td>
      <td className={styles.access}>
        <PersonMenu account={account} isOnlyOwner={isOnlyOwner} onAct={onAct} />
      </td>
    </tr>
  )
}
