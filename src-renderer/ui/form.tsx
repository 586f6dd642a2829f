import type { FormHTMLAttributes, ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './form.module.css'

type Props = Omit<FormHTMLAttributes<HTMLFormElement>, 'onSubmit' | 'noValidate'> & { onSubmit(): void }

/** Enter submits; what is missing or wrong is said by us, in the reader's language, beside the field. */
export function Form({ onSubmit, className, children, ...rest }: Props) {
  return (
    <form
      {...rest}
      noValidate
      className={classes(styles.form, className)}
      onSubmit={(event) => {
        event.preventDefault()
        const form = event.currentTarget
        onSubmit()
        // What is wrong is drawn by then; the first of it is where to go on.
        requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
      }}
    >
      {children}
    </form>
  )
}

/** Other ways to go from here, as quiet buttons whose words line up with what is above them. */
export function FormWays({ children }: { children: ReactNode }) {
  return <div className={styles.ways}>{children}</div>
}

export function FormActions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}
