import { useId } from 'react'
import styles from './select-field.module.css'

type Props<Value extends string> = {
  label: string
  value: Value
  onChange(value: Value): void
  options: ReadonlyArray<{ value: Value; label: string }>
  isLabelHidden?: boolean
}

/** One of many. The system's own list: it opens with every key a person expects, and fits any screen. */
export function SelectField<Value extends string>({ label, value, onChange, options, isLabelHidden = false }: Props<Value>) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={isLabelHidden ? styles.labelHidden : styles.label}>
        {label}
      </label>
      <select
        id={id}
        className={styles.select}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.currentTarget.value)
          if (chosen !== undefined) onChange(chosen.value)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}
