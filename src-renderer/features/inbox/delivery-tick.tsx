import { useLingui } from '@lingui/react/macro'
import type { DeliveryStatus } from '#contract'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import styles from './delivery-tick.module.css'
import { statusWords } from './status-words.ts'

export function DeliveryTick({ status }: { status: DeliveryStatus }) {
  const { i18n } = useLingui()
  const { words, icon: Icon, tone } = statusWords[status]
  const text = i18n._(words)
  return (
    <span className={styles.tick} data-status={status} data-tone={tone} title={text}>
      <Icon aria-hidden="true" />
      <VisuallyHidden>{text}</VisuallyHidden>
    </span>
  )
}
