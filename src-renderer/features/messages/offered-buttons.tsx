import type { ReactNode } from 'react'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import styles from './offered-buttons.module.css'

/** What stands below a message for the customer to tap. */
export function OfferedButtons({ children }: { children: ReactNode }) {
  return <div className={styles.buttons}>{children}</div>
}

export function OfferedButton({ icon, note, children }: { icon: ReactNode; note?: string | null; children: string }) {
  return (
    <div className={styles.button}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <span>
        <ForeignText>{children}</ForeignText>
        {note !== undefined && note !== null && note !== '' && (
          <span className={styles.note}>
            <ForeignText>{note}</ForeignText>
          </span>
        )}
      </span>
    </div>
  )
}
