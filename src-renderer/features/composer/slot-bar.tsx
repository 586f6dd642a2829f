import { Trans } from '@lingui/react/macro'
import type { Slot } from '#renderer/text/reply-variables.ts'
import styles from './composer.module.css'

/** The blanks of a quick reply that are still to be filled; while there is one, nothing is sent. */
export function SlotBar({ slots, isBlocked, onChoose }: { slots: readonly Slot[]; isBlocked: boolean; onChoose(slot: Slot): void }) {
  if (slots.length === 0) return null
  return (
    <div className={styles.slots} data-blocked={isBlocked || undefined} role={isBlocked ? 'alert' : undefined}>
      <span>{isBlocked ? <Trans>Fill these in before sending:</Trans> : <Trans>To fill in:</Trans>}</span>
      {slots.map((slot) => (
        <button key={slot.start} type="button" className={styles.slot} onClick={() => onChoose(slot)}>
          {slot.name}
        </button>
      ))}
    </div>
  )
}
