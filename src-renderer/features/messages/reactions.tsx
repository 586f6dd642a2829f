import { useLingui } from '@lingui/react/macro'
import type { Message } from '#contract'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import styles from './reactions.module.css'

/** The customer's reaction and the shop's, whose state is told where it is not yet, or not, at WhatsApp. */
export function Reactions({ reactions, customerName }: { reactions: Message['reactions']; customerName: string }) {
  const { t } = useLingui()
  if (reactions.length === 0) return null

  function wordsFor({ emoji, from, state }: Message['reactions'][number]): string {
    if (from === 'customer') return t`${customerName} reacted with ${emoji}`
    if (state === 'sending') return t`The shop’s reaction ${emoji} is being sent`
    return state === 'failed' ? t`The shop’s reaction ${emoji} was not sent` : t`The shop reacted with ${emoji}`
  }

  const spoken = reactions.map(wordsFor).join('. ')
  return (
    <p
      className={styles.reactions}
      title={spoken}
      data-reactions=""
      data-failed={reactions.some(({ state }) => state === 'failed') || undefined}
    >
      <span aria-hidden="true">
        {reactions.map((reaction) => (
          <span key={reaction.from} className={styles.emoji} data-state={reaction.state}>
            {reaction.emoji}
          </span>
        ))}
      </span>
      <VisuallyHidden>{spoken}</VisuallyHidden>
    </p>
  )
}
