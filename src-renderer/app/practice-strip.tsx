import { Trans, useLingui } from '@lingui/react/macro'
import { FlaskConical } from 'lucide-react'
import { useRunAction } from './use-run-action.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import styles from './strips.module.css'

/** Nobody should ever wonder whether a real customer is at the other end. */
export function PracticeStrip() {
  const { t } = useLingui()
  const { desk } = useStores()
  const run = useRunAction()
  return (
    <section className={styles.practice} aria-label={t`Practice shop`}>
      <FlaskConical aria-hidden="true" />
      <p>
        <strong>
          <Trans>Practice shop.</Trans>
        </strong>{' '}
        <span className={styles.detail}>
          <Trans>The customers are simulated; nothing reaches a real phone.</Trans>
        </span>
      </p>
      <button type="button" className={styles.leave} onClick={() => void run(() => desk.getState().leavePractice())}>
        <Trans>Leave</Trans>
      </button>
    </section>
  )
}
