import { Trans } from '@lingui/react/macro'
import { Megaphone } from 'lucide-react'
import type { Referral } from '#contract'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import { ForeignLink } from './foreign-link.tsx'
import styles from './referral-card.module.css'

/** The ad or post that somebody tapped on before they wrote this. */
export function ReferralCard({ referral }: { referral: Referral }) {
  const { sourceType, sourceUrl, headline, body } = referral
  return (
    <aside className={styles.referral}>
      <p className={styles.mark}>
        <Megaphone aria-hidden="true" />
        {sourceType === 'post' ? <Trans>Came by a post</Trans> : <Trans>Came by an ad</Trans>}
      </p>
      {headline !== null && headline !== '' && (
        <p className={styles.headline}>
          <ForeignText>{headline}</ForeignText>
        </p>
      )}
      {body !== null && body !== '' && (
        <p className={styles.body}>
          <ForeignText>{body}</ForeignText>
        </p>
      )}
      {sourceUrl !== null && sourceUrl !== '' && <ForeignLink address={sourceUrl} />}
    </aside>
  )
}
