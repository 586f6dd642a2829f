import type { ReactNode } from 'react'
import styles from './page.module.css'

type PageProps = { title: string; description?: ReactNode; actions?: ReactNode; width?: 'text' | 'wide'; children: ReactNode }

/** A screen that scrolls as a whole: its heading, what can be done on it, and its sections. */
export function Page({ title, description, actions, width = 'text', children }: PageProps) {
  return (
    <div className={styles.page} data-width={width}>
      <header className={styles.header}>
        <div className={styles.heading}>
          <h1 className={styles.title}>{title}</h1>
          {description !== undefined && <p className={styles.description}>{description}</p>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** A white card with a heading of its own. */
export function Section({ title, description, children }: { title?: string; description?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.section}>
      {title !== undefined && (
        <div>
          <h2 className={styles.sectionTitle}>{title}</h2>
          {description !== undefined && <p className={styles.description}>{description}</p>}
        </div>
      )}
      {children}
    </section>
  )
}
