import { classes } from './classes.ts'
import { VisuallyHidden } from './visually-hidden.tsx'
import styles from './count-badge.module.css'

type Props = {
  /** What is seen: the number, as short as it must be. */
  shown: string
  /** What is read aloud: the number with what it counts. */
  label: string
  className?: string | undefined
}

/** A small count that asks for attention. */
export function CountBadge({ shown, label, className }: Props) {
  return (
    <span className={classes(styles.badge, className)}>
      <span aria-hidden="true">{shown}</span>
      <VisuallyHidden>{label}</VisuallyHidden>
    </span>
  )
}
