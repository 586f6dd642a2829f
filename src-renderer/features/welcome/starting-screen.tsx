import { useLingui } from '@lingui/react/macro'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useDesk, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Skeleton, SkeletonGroup } from '#renderer/ui/skeleton.tsx'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import styles from './starting-screen.module.css'

/** Until the core has said how things stand; for the first moment nothing at all. */
export function StartingScreen() {
  const { t, i18n } = useLingui()
  const { desk } = useStores()
  const loadError = useDesk((state) => (state.connection === 'connected' ? state.loadError : null))
  return (
    <main className={styles.starting}>
      <h1>
        <VisuallyHidden>Balcão</VisuallyHidden>
      </h1>
      {loadError === null ? (
        <SkeletonGroup label={t`Balcão is opening…`} className={styles.lines}>
          <Skeleton shape="avatar" />
          <Skeleton />
          <Skeleton className={styles.short} />
        </SkeletonGroup>
      ) : (
        <ErrorNotice
          error={wordsForError(loadError, i18n)}
          action={<Button onClick={() => void desk.getState().load()}>{t`Try again`}</Button>}
        />
      )}
    </main>
  )
}
