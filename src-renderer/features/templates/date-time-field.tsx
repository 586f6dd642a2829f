import { Field } from '@base-ui/react/field'
import { useState } from 'react'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { PartError } from './part-error.tsx'
import styles from './templates.module.css'

type Props = { label: string; value: number | null; onChange(value: number | null): void; error: string | null }

/** The system's own calendar and clock. What is half typed is no moment yet. */
export function DateTimeField({ label, value, onChange, error }: Props) {
  const fmt = useFmt()
  const [text, setText] = useState(value === null ? '' : fmt.dateTimeInput(value))
  return (
    <Field.Root className={styles.dateField} invalid={error !== null}>
      <Field.Label className={styles.label}>{label}</Field.Label>
      <Field.Control
        type="datetime-local"
        className={styles.dateInput}
        value={text}
        onValueChange={(next: string) => {
          setText(next)
          onChange(fmt.fromDateTimeInput(next))
        }}
      />
      <PartError error={error} />
    </Field.Root>
  )
}
