import { useLingui } from '@lingui/react/macro'
import { Skeleton, SkeletonGroup } from '#renderer/ui/skeleton.tsx'
import styles from './starting-screen.module.css'

/** Until the core has said how things stand; for the first moment nothing at all. */
export function StartingScreen() {
  const { t } = useLingui()
  return (
    <main className={styles.starting}>
      <SkeletonGroup label={t`Balcão is opening…`} className={styles.lines}>
        <Skeleton shape="avatar" />
        <Skeleton />
        <Skeleton className={styles.short} />
      </SkeletonGroup>
    </main>
  )
}
