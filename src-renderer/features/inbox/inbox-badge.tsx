import { useLingui } from '@lingui/react/macro'
import { plural } from '@lingui/core/macro'
import { useConversations } from '#renderer/stores/inbox-context.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { CountBadge } from '#renderer/ui/count-badge.tsx'
import styles from './inbox-badge.module.css'

/** How many conversations wait for the shop, on the rail's inbox entry. */
export function InboxBadge() {
  const { t } = useLingui()
  const fmt = useFmt()
  const waiting = useConversations((state) => state.waitingCount)
  if (waiting === 0) return null
  return (
    <CountBadge
      className={styles.badge}
      shown={waiting > 99 ? '99+' : fmt.number(waiting)}
      label={t`${plural(waiting, { one: '# customer is waiting', other: '# customers are waiting' })}`}
    />
  )
}
