import { useEffect, useRef, type FormHTMLAttributes, type ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './form.module.css'

type Props = Omit<FormHTMLAttributes<HTMLFormElement>, 'onSubmit' | 'noValidate'> & { onSubmit(): void }

/**
 * Enter submits; what is missing or wrong is said by us, in the reader's language, beside the field. The first of it is where to go on, also
 * when it is found out a moment later.
 */
export function Form({ onSubmit, onInput, className, children, ...rest }: Props) {
  const form = useRef<HTMLFormElement>(null)
  const isAnswerDue = useRef(false)

  useEffect(() => {
    if (!isAnswerDue.current) return undefined
    const frame = requestAnimationFrame(() => {
      const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
      if (wrong === null || wrong === undefined) return
      isAnswerDue.current = false
      wrong.focus()
    })
    return () => cancelAnimationFrame(frame)
  })

  return (
    <form
      {...rest}
      ref={form}
      noValidate
      className={classes(styles.form, className)}
      onInput={(event) => {
        // Whoever has gone on writing is not taken elsewhere.
        isAnswerDue.current = false
        onInput?.(event)
      }}
      onSubmit={(event) => {
        event.preventDefault()
        isAnswerDue.current = true
        onSubmit()
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
