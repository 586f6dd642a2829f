import { Field } from '@base-ui/react/field'
import { useId, type HTMLInputAutoCompleteAttribute, type ReactNode, type Ref } from 'react'
import { classes } from './classes.ts'
import styles from './text-field.module.css'

export type TextFieldProps = {
  label: string
  value: string
  onChange(value: string): void
  /** Beside the label, for what is not required. */
  hint?: string
  description?: ReactNode
  /** What is wrong with the value, and what to do. */
  error?: string | null | undefined
  type?: 'text' | 'password' | 'search'
  placeholder?: string
  autoComplete?: HTMLInputAutoCompleteAttribute
  startsFocused?: boolean
  name?: string
  maxLength?: number
  inputMode?: 'text' | 'numeric'
  isMono?: boolean
  /** For a few digits, drawn large. */
  isShort?: boolean
  isRequired?: boolean
  isReadOnly?: boolean
  isLabelHidden?: boolean
  /** Turns into a text area of that many lines. */
  rows?: number
  leading?: ReactNode
  trailing?: ReactNode
  onBlur?(): void
  inputRef?: Ref<HTMLInputElement & HTMLTextAreaElement>
}

export function TextField({
  label,
  value,
  onChange,
  hint,
  description,
  error,
  type = 'text',
  startsFocused,
  isMono = false,
  isShort = false,
  isRequired,
  isReadOnly,
  isLabelHidden = false,
  rows,
  leading,
  trailing,
  inputRef,
  autoComplete = 'off',
  ...rest
}: TextFieldProps) {
  const errorId = useId()
  const hasError = error !== undefined && error !== null
  return (
    <Field.Root className={styles.field} invalid={hasError}>
      <Field.Label className={classes(styles.label, isLabelHidden && styles.labelHidden)}>
        {label}
        {hint !== undefined && <span className={styles.hint}>{hint}</span>}
      </Field.Label>
      <div className={styles.box} data-invalid={hasError || undefined} data-short={isShort || undefined}>
        {leading}
        <Field.Control
          {...rest}
          className={classes(styles.input, isMono && styles.mono)}
          render={rows === undefined ? <input type={type} /> : <textarea rows={rows} />}
          value={value}
          onValueChange={(next: string) => onChange(next)}
          ref={inputRef}
          autoComplete={autoComplete}
          autoFocus={startsFocused} // oxlint-disable-line jsx-a11y/no-autofocus -- set only where writing is all there is to do
          required={isRequired}
          readOnly={isReadOnly}
          spellCheck={rows !== undefined}
          aria-errormessage={hasError ? errorId : undefined}
        />
        {trailing}
      </div>
      {description !== undefined && <Field.Description className={styles.description}>{description}</Field.Description>}
      {/* Mounted from the start, so that what turns up in it is read aloud. */}
      <div id={errorId} className={styles.error} aria-live="polite">
        {error}
      </div>
    </Field.Root>
  )
}
