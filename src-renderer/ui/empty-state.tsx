import type { ReactNode } from 'react'
import styles from './empty-state.module.css'

type Props = {
  icon?: ReactNode
  title: string
  /** What it means. */
  children?: ReactNode
  /** The one thing to do about it. */
  action?: ReactNode
}

export function EmptyState({ icon, title, children, action }: Props) {
  return (
    <div className={styles.empty}>
      {icon !== undefined && (
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
      )}
      <h2 className={styles.title}>{title}</h2>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {action}
    </div>
  )
}
