import type { ReactNode } from 'react'
import styles from './pill.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

type Props = {
  tone?: 'neutral' | 'brand' | 'waiting' | 'overdue' | 'closing' | 'success' | 'problem' | 'note'
  icon?: ReactNode
  /** Read aloud in place of the short text, which is often only a number. */
  spoken?: string
  children: ReactNode
}

/** A state in one or two words. Colour never carries it alone: give it an icon or a word. */
export function Pill({ tone = 'neutral', icon, spoken, children }: Props) {
  return (
    <span className={styles.pill} data-tone={tone}>
      {icon}
      {spoken === undefined ? (
        children
      ) : (
        <>
          <span aria-hidden="true">{children}</span>
          <VisuallyHidden>{spoken}</VisuallyHidden>
        </>
      )}
    </span>
  )
}
