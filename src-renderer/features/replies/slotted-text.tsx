import { findSlots } from '#renderer/text/reply-variables.ts'
import styles from './replies.module.css'

/** A text with its `{{places to fill}}` set apart. */
export function SlottedText({ text }: { text: string }) {
  const slots = findSlots(text)
  const parts = slots.map((slot, index) => (
    <span key={slot.start}>
      {text.slice(slots[index - 1]?.end ?? 0, slot.start)}
      <mark className={styles.slot}>{slot.name}</mark>
    </span>
  ))
  return (
    <>
      {parts}
      {text.slice(slots.at(-1)?.end ?? 0)}
    </>
  )
}
