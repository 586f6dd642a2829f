import { CircleCheck, Info, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './notice.module.css'

const icons = { info: Info, waiting: TriangleAlert, problem: OctagonAlert, success: CircleCheck }

type Props = {
  tone: keyof typeof icons
  title?: ReactNode
  children?: ReactNode
  action?: ReactNode
  /** It appears while the person is at work on this screen, and is read aloud at once. */
  isAnnounced?: boolean
  className?: string | undefined
}

/** Something to know about what is around it; it stays until it no longer holds. */
export function Notice({ tone, title, children, action, isAnnounced = false, className }: Props) {
  const Icon = icons[tone]
  return (
    <div className={classes(styles.notice, className)} data-tone={tone} role={isAnnounced ? 'alert' : undefined}>
      <Icon className={styles.icon} aria-hidden="true" />
      <div className={styles.words}>
        {title !== undefined && <p className={styles.title}>{title}</p>}
        {children !== undefined && <div className={styles.text}>{children}</div>}
      </div>
      {action !== undefined && <div className={styles.action}>{action}</div>}
    </div>
  )
}
