import { Trans } from '@lingui/react/macro'
import { MousePointerClick } from 'lucide-react'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import styles from './choice-content.module.css'

/** What the customer tapped on; the question is quoted above it. */
export function ChoiceContent({ title, description }: { title: string; description: string | null }) {
  return (
    <div className={styles.choice}>
      <p className={styles.mark}>
        <MousePointerClick aria-hidden="true" />
        <Trans>Chosen from the options</Trans>
      </p>
      <p className={styles.title}>
        <ForeignText>{title}</ForeignText>
      </p>
      {description !== null && description !== '' && (
        <p className={styles.description}>
          <ForeignText>{description}</ForeignText>
        </p>
      )}
    </div>
  )
}
