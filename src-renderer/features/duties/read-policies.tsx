import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useEffect } from 'react'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { usePolicies, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { FormActions } from '#renderer/ui/form.tsx'
import { Skeleton, SkeletonGroup } from '#renderer/ui/skeleton.tsx'
import styles from './duties.module.css'

/** What the shop published and the person has not acknowledged yet, one after the other. */
export function ReadPolicies() {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const { policies: store } = useStores()
  const policies = usePolicies((state) => state.policies)
  const { run, isBusy, error } = useAction()
  useEffect(() => void store.getState().load(), [store])

  if (policies.phase === 'loading') {
    return (
      <SkeletonGroup label={t`Loading the rules…`}>
        <Skeleton shape="block" />
      </SkeletonGroup>
    )
  }
  if (policies.phase === 'failed') {
    return (
      <ErrorNotice
        error={wordsForError(policies.error, i18n)}
        action={<Button onClick={() => void store.getState().load()}>{t`Try again`}</Button>}
      />
    )
  }
  const unread = policies.value.filter((policy) => policy.acknowledgedAt === null)
  const [policy] = unread
  if (policy === undefined) return null
  const { policyId, version, title, text, publishedAt } = policy
  const publishedOn = fmt.date(publishedAt)
  const moreAfter = unread.length - 1
  return (
    <article className={styles.policy}>
      <h2 className={styles.policyTitle}>{title}</h2>
      <p className={styles.policyFacts}>
        <Trans>
          Version {version}, published on {publishedOn}
        </Trans>
        {moreAfter > 0 && (
          <>
            {' · '}
            <Plural value={moreAfter} one="# more after this" other="# more after this" />
          </>
        )}
      </p>
      <div
        className={styles.policyText}
        tabIndex={0} // oxlint-disable-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, also by keyboard
      >
        {text}
      </div>
      {error !== null && <ErrorNotice error={error} />}
      <FormActions>
        <Button
          variant="primary"
          size="large"
          isBusy={isBusy}
          onClick={() =>
            void run(
              () => store.getState().acknowledge({ policyId, version }),
              // A newer version, perhaps: that is the one to read.
              () => void store.getState().load(),
            )
          }
        >
          {t`I have read this and will keep to it`}
        </Button>
      </FormActions>
    </article>
  )
}
