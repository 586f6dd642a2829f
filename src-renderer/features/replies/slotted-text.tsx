import { useLingui } from '@lingui/react/macro'
import { knownVariables } from '#contract'
import { findSlots } from '#renderer/text/reply-variables.ts'
import styles from './replies.module.css'
import { variableWords } from './variable-words.ts'

/** A text with its `{{places to fill}}` set apart; those that Balcão fills by itself are named in the reader's language. */
export function SlottedText({ text }: { text: string }) {
  const { i18n } = useLingui()
  const slots = findSlots(text)

  function nameOf(slot: string): string {
    const known = knownVariables.find((variable) => variable === slot)
    return known === undefined ? slot : i18n._(variableWords[known])
  }

  const parts = slots.map((slot, index) => (
    <span key={slot.start}>
      {text.slice(slots[index - 1]?.end ?? 0, slot.start)}
      <mark className={styles.slot}>{nameOf(slot.name)}</mark>
    </span>
  ))
  return (
    <>
      {parts}
      {text.slice(slots.at(-1)?.end ?? 0)}
    </>
  )
}
