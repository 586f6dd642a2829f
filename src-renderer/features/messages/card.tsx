import { useLingui } from '@lingui/react/macro'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './card.module.css'
import { wordsForKind } from './content-words.ts'

type Props = { kind: string; icon?: LucideIcon | undefined; title?: ReactNode; note?: string | null; children?: ReactNode }

/** A kind of message by its sign and name, with what is known of it below. */
export function Card({ kind, icon, title, note = null, children }: Props) {
  const { i18n } = useLingui()
  const known = wordsForKind(kind)
  const Icon = icon ?? known.icon
  return (
    <div className={styles.card}>
      <span className={styles.icon} aria-hidden="true">
        <Icon />
      </span>
      <div className={styles.words}>
        <p className={styles.title}>
          {title ?? i18n._(known.words)}
          {note !== null && note !== '' && <code className={styles.note}>{note}</code>}
        </p>
        {children !== undefined && <div className={styles.text}>{children}</div>}
      </div>
    </div>
  )
}
