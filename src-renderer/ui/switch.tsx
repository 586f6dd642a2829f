import { Switch as Base } from '@base-ui/react/switch'
import type { ReactNode } from 'react'
import styles from './switch.module.css'

type Props = { label: string; description?: ReactNode; isOn: boolean; onChange(isOn: boolean): void }

/** On or off, at once. */
export function Switch({ label, description, isOn, onChange }: Props) {
  return (
    <label className={styles.row}>
      <span className={styles.words}>
        <span className={styles.name}>{label}</span>
        {description !== undefined && <span className={styles.description}>{description}</span>}
      </span>
      <Base.Root className={styles.track} checked={isOn} onCheckedChange={onChange}>
        <Base.Thumb className={styles.thumb} />
      </Base.Root>
    </label>
  )
}
