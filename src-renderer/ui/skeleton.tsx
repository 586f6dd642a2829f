import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './skeleton.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

/** A grey stand-in of the size of what will come. */
export function Skeleton({ shape = 'line', className }: { shape?: 'line' | 'block' | 'avatar'; className?: string | undefined }) {
  return <span aria-hidden="true" data-shape={shape} className={classes(styles.skeleton, className)} />
}

/** Holds skeletons; says `label` to a screen reader, and draws nothing for the first 0.3 s. */
export function SkeletonGroup({ label, className, children }: { label: string; className?: string | undefined; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- `output` takes no blocks and means the result of a calculation
    <div role="status" className={classes(styles.group, className)}>
      <VisuallyHidden>{label}</VisuallyHidden>
      {children}
    </div>
  )
}
