import { useId } from 'react'
import styles from './select-field.module.css'

type Props = { label: string; /** `2026-11-22`, or empty. */ value: string; onChange(value: string): void }

/** The system's own calendar. */
export function DateField({ label, value, onChange }: Props) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <input id={id} type="date" className={styles.select} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
    </div>
  )
}
