import { ExternalLink } from 'lucide-react'
import { findLinks } from '#renderer/text/find-links.ts'
import { FormattedText } from './formatted-text.tsx'
import styles from './foreign-link.module.css'

/** An address that came in a field of its own, shown whole. Only what a link in a text may be can be followed. */
export function ForeignLink({ address }: { address: string }) {
  const [link] = findLinks(address)
  const isWhole = link !== undefined && link.index === 0 && link.lastIndex === address.length
  return (
    <div className={styles.link}>
      {isWhole ? (
        <>
          <ExternalLink aria-hidden="true" />
          <FormattedText text={address} />
        </>
      ) : (
        <bdi>{address}</bdi>
      )}
    </div>
  )
}
