import { useLingui } from '@lingui/react/macro'
import { Check, CheckCheck, Clock } from 'lucide-react'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { Pill } from '#renderer/ui/pill.tsx'
import styles from './counter-scene.module.css'

/** A picture of what awaits: one conversation and who waits besides. Decoration; the screen reader is spared it. */
export function CounterScene() {
  const { t } = useLingui()
  return (
    <div className={styles.scene}>
      <ul className={styles.list}>
        <li className={styles.row} data-open>
          <Avatar name="Beatriz Moura" />
          <span className={styles.who}>
            <span className={styles.name}>Beatriz Moura</span>
            <span className={styles.preview}>{t`Done. See you at six!`}</span>
          </span>
          <span className={styles.time}>09:43</span>
        </li>
        <li className={styles.row}>
          <Avatar name="Thabo Nkosi" />
          <span className={styles.who}>
            <span className={styles.name}>Thabo Nkosi</span>
            <span className={styles.preview}>{t`Do you have A3 paper?`}</span>
          </span>
          <Pill tone="waiting" icon={<Clock />}>
            {t`4m`}
          </Pill>
        </li>
      </ul>
      <div className={styles.thread}>
        <p className={styles.bubble} data-from="customer">
          {t`Good morning! Is the blue one still there?`}
          <span className={styles.meta}>09:41</span>
        </p>
        <p className={styles.bubble} data-from="shop">
          {t`Good morning, Beatriz! It is. Shall I keep it for you?`}
          <span className={styles.meta}>
            <span className={styles.by}>Ana</span> 09:42 <CheckCheck className={styles.read} />
          </span>
        </p>
        <p className={styles.bubble} data-from="customer">
          {t`Yes please, I’ll be there at six`}
          <span className={styles.meta}>09:42</span>
        </p>
        <p className={styles.bubble} data-from="shop">
          {t`Done. See you at six!`}
          <span className={styles.meta}>
            <span className={styles.by}>Rui</span> 09:43 <Check />
          </span>
        </p>
      </div>
    </div>
  )
}
