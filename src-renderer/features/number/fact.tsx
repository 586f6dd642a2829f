import type { ReactNode } from 'react'
import styles from './number.module.css'

/** One thing that is known, and what it means. */
export function Fact({ term, detail, children }: { term: string; detail: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{term}</dt>
      <dd>
        <span>{children}</span>
        <span className={styles.detail}>{detail}</span>
      </dd>
    </div>
  )
}
