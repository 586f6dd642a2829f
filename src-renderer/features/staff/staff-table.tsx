import { Trans, useLingui } from '@lingui/react/macro'
import { rolesGrantedBy } from '#contract'
import { roleNames } from '#renderer/i18n/role-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import type { StaffAccount } from '#renderer/stores/staff.ts'
import { useMay, useSession } from '#renderer/stores/stores-context.tsx'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Pill } from '#renderer/ui/pill.tsx'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import styles from './staff.module.css'

type Props = { accounts: readonly StaffAccount[]; onDisable(account: StaffAccount): void; onEnable(account: StaffAccount): void }

/** A table, so that a screen reader can say the column; on a narrow screen each row is drawn as a card. */
export function StaffTable({ accounts, onDisable, onEnable }: Props) {
  const { t } = useLingui()
  const fmt = useFmt()
  const mayDisable = useMay('staff.disable')
  const inOrder = accounts.toSorted((a, b) => Number(b.isActive) - Number(a.isActive) || fmt.compare(a.name, b.name))
  const isOnlyOwner = accounts.filter((account) => account.role === 'owner' && account.isActive).length === 1
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
          {mayDisable && (
            <th scope="col">
              <VisuallyHidden>{t`Access`}</VisuallyHidden>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {inOrder.map((account) => (
          <Row
            key={account.staffId}
            account={account}
            isOnlyOwner={isOnlyOwner && account.role === 'owner'}
            {...(mayDisable ? { onDisable, onEnable } : {})}
          />
        ))}
      </tbody>
    </table>
  )
}

type RowProps = { account: StaffAccount; isOnlyOwner: boolean } & Partial<Pick<Props, 'onDisable' | 'onEnable'>>

function Row({ account, isOnlyOwner, onDisable, onEnable }: RowProps) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const me = useSession((state) => state.me)
  const { name, login, role, isActive, lastSignInAt } = account
  const isMe = me?.staffId === account.staffId

  function whyNot(): string | undefined {
    if (isOnlyOwner && isActive) return t`The shop needs an active owner, and this is the only one.`
    if (isMe) return t`Nobody can switch off their own access. Ask a colleague.`
    if (me !== null && !rolesGrantedBy[me.role].includes(role)) return t`Only an owner can do this for this role.`
    return undefined
  }

  return (
    <tr className={styles.row} data-inactive={!isActive || undefined}>
      <th scope="row" className={styles.person}>
        <Avatar name={name} />
        <span className={styles.names}>
          <span className={styles.name}>
            {name}
            {isMe && (
              <span className={styles.me}>
                {' '}
                <Trans>(you)</Trans>
              </span>
            )}
          </span>
          <span className={styles.login}>{login}</span>
        </span>
      </th>
      <td className={styles.role}>
        <Pill tone={role === 'owner' ? 'brand' : 'neutral'}>{i18n._(roleNames[role])}</Pill>
        {!isActive && <Pill tone="problem">{t`Switched off`}</Pill>}
      </td>
      <td className={styles.last}>
        {lastSignInAt === null ? t`Never` : <time dateTime={fmt.iso(lastSignInAt)}>{fmt.date(lastSignInAt)}</time>}
      </td>
      {onDisable !== undefined && onEnable !== undefined && (
        <td className={styles.access}>
          {isActive ? (
            <Button size="small" disabledReason={whyNot()} onClick={() => onDisable(account)} aria-label={t`Switch off access of ${name}`}>
              {t`Switch off`}
            </Button>
          ) : (
            <Button size="small" disabledReason={whyNot()} onClick={() => onEnable(account)} aria-label={t`Switch on access of ${name}`}>
              {t`Switch on`}
            </Button>
          )}
        </td>
      )}
    </tr>
  )
}
