import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { useId, type ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './radio-cards.module.css'

type Props<Value extends string> = {
  label: string
  isLabelHidden?: boolean
  value: Value
  onChange(value: NoInfer<Value>): void
  /** `row`: short words side by side. `column`: with a sentence each. */
  layout?: 'row' | 'column'
  options: ReadonlyArray<{ value: Value; label: string; description?: string; icon?: ReactNode; disabledReason?: string | undefined }>
}

/** One of a few, all to be seen at once. */
export function RadioCards<Value extends string>({
  label,
  isLabelHidden = false,
  value,
  onChange,
  layout = 'column',
  options,
}: Props<Value>) {
  const labelId = useId()
  return (
    <div className={styles.field}>
      <span id={labelId} className={classes(styles.label, isLabelHidden && styles.labelHidden)}>
        {label}
      </span>
      <RadioGroup
        aria-labelledby={labelId}
        className={styles.group}
        data-layout={layout}
        value={value}
        onValueChange={(next) => onChange(next)}
      >
        {options.map((option) => (
          // Base UI ties the label it stands in to its own hidden input.
          <label key={option.value} className={styles.card} data-disabled={option.disabledReason !== undefined || undefined}>
            <Radio.Root value={option.value} className={styles.radio} disabled={option.disabledReason !== undefined}>
              <Radio.Indicator className={styles.dot} />
            </Radio.Root>
            <span className={styles.words}>
              <span className={styles.name}>{option.label}</span>
              {(option.disabledReason ?? option.description) !== undefined && (
                <span className={styles.description}>{option.disabledReason ?? option.description}</span>
              )}
            </span>
          </label>
        ))}
      </RadioGroup>
    </div>
  )
}
