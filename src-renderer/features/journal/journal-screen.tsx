import { Trans, useLingui } from '@lingui/react/macro'
import { BookOpenCheck, X } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { useLocation, useParams } from 'wouter'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { paths } from '#renderer/app/routes.ts'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useJournal, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { Skeleton, SkeletonGroup } from '#renderer/ui/skeleton.tsx'
import { JournalActions } from './journal-actions.tsx'
import { filterOf, readAddress, writeAddress, type JournalAddress } from './journal-address.ts'
import { JournalFilters } from './journal-filters.tsx'
import { JournalList } from './journal-list.tsx'
import styles from './journal.module.css'

/** Who did what, in sentences, newest first. What it shows is in the address. */
export function JournalScreen() {
  const { t, i18n } = useLingui()
  const { journal } = useStores()
  const [, navigate] = useLocation()
  const { filter: text = '' } = useParams<{ filter?: string }>()
  const address = useMemo(() => readAddress(decodeURIComponent(text)), [text])
  const phase = useJournal((state) => state.phase)
  const error = useJournal((state) => state.error)
  const isEmpty = useJournal((state) => state.entries.length === 0)
  const hasMore = useJournal((state) => state.next !== null)
  const isLoadingMore = useJournal((state) => state.isLoadingMore)

  const show = (next: JournalAddress) => navigate(paths.journal(writeAddress(next)))

  useEffect(() => void journal.getState().show(filterOf(address)), [journal, address])

  return (
    <Page
      width="wide"
      title={t`Journal`}
      description={t`Everything people did here, as it happened. Nothing in it can be changed or deleted.`}
      actions={<JournalActions />}
    >
      <JournalFilters address={address} onChange={show} />
      {(address.contact ?? '') !== '' && <OfOneCustomer onEnd={() => show({ ...address, contact: '' })} />}
      {phase === 'loading' && (
        <SkeletonGroup label={t`Loading the journal…`} className={styles.loading}>
          <Skeleton shape="block" />
          <Skeleton shape="block" />
          <Skeleton shape="block" />
        </SkeletonGroup>
      )}
      {phase === 'failed' && (
        <ErrorNotice
          error={wordsForError(error, i18n)}
          action={<Button onClick={() => void journal.getState().show(filterOf(address))}>{t`Try again`}</Button>}
        />
      )}
      {phase === 'ready' && isEmpty && (
        <EmptyState icon={<BookOpenCheck />} title={t`Nothing here`}>
          <Trans>Nothing that you may read fits what was chosen above.</Trans>
        </EmptyState>
      )}
      {phase === 'ready' && !isEmpty && <JournalList />}
      {hasMore && (
        <div>
          <Button isBusy={isLoadingMore} onClick={() => void journal.getState().loadMore()}>
            {t`Earlier entries`}
          </Button>
        </div>
      )}
    </Page>
  )
}

/** What the address narrows to and no field shows. */
function OfOneCustomer({ onEnd }: { onEnd(): void }) {
  const { t } = useLingui()
  const name = useJournal((state) => state.entries.map(({ subject }) => (subject?.kind === 'contact' ? subject.name : null))[0] ?? null)
  return (
    <p className={styles.customer}>
      <span>{name === null ? <Trans>Only what is about one customer.</Trans> : <Trans>Only what is about {name}.</Trans>}</span>
      <IconButton size="small" label={t`About all customers`} icon={<X />} onClick={onEnd} />
    </p>
  )
}
