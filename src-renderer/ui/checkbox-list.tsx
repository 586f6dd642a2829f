import { Checkbox } from '@base-ui/react/checkbox'
import { CheckboxGroup } from '@base-ui/react/checkbox-group'
import { Check } from 'lucide-react'
import { useId } from 'react'
import styles from './checkbox-list.module.css'

type Props<Value extends string> = {
  label: string
  values: readonly Value[]
  onChange(values: Value[]): void
  options: ReadonlyArray<{ value: Value; label: string }>
}

/** Any of a few. */
export function CheckboxList<Value extends string>({ label, values, onChange, options }: Props<Value>) {
  const labelId = useId()
  return (
    <div className={styles.field}>
      <span id={labelId} className={styles.label}>
        {label}
      </span>
      <CheckboxGroup
        aria-labelledby={labelId}
        className={styles.group}
        value={[...values]}
        // Base UI does not type its values; only those of `options` come back.
        onValueChange={(next) => onChange(next as Value[])}
      >
        {options.map((option) => (
          // Base UI ties the label it stands in to its own hidden input.
          // oxlint-disable-next-line jsx-a11y/label-has-associated-control
          <label key={option.value} className={styles.option}>
            <Checkbox.Root value={option.value} className={styles.box}>
              <Checkbox.Indicator className={styles.mark}>
                <Check aria-hidden="true" />
              </Checkbox.Indicator>
            </Checkbox.Root>
            {option.label}
          </label>
        ))}
      </CheckboxGroup>
    </div>
  )
}
