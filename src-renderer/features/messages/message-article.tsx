import { useId, useState, type KeyboardEvent, type ReactNode } from 'react'
import type { Message } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import { useLingui } from '@lingui/react/macro'
import type { MessageActions } from './message-tools.tsx'

type Props = {
  message: Message
  /** Who wrote it, in words: a colleague, the customer, the phone. */
  author: string
  className: string | undefined
  actions: MessageActions
  /** The small buttons are there only for the message at hand: three hundred rows would carry six hundred of them. */
  children(isAtHand: boolean): ReactNode
}

/** One message that the arrows lead to. Space and Enter do the first thing there is to do with it: play, open, follow. */
export function MessageArticle({ message, author, className, actions, children }: Props) {
  const { t } = useLingui()
  const fmt = useFmt()
  const headId = useId()
  const [isAtHand, setAtHand] = useState(false)
  const moment = fmt.full(message.sentAt)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it only shows the buttons inside, and presses the first for who is on it
    <article
      className={className}
      aria-labelledby={headId}
      tabIndex={-1}
      onPointerEnter={() => setAtHand(true)}
      onPointerLeave={() => setAtHand(false)}
      onKeyDown={pressMain}
      onFocus={() => {
        setAtHand(true)
        actions.focus(message.messageId)
      }}
      onBlur={(event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return
        setAtHand(false)
        actions.focus(null)
      }}
    >
      <VisuallyHidden id={headId}>{t`${author}, ${moment}`}</VisuallyHidden>
      {children(isAtHand)}
    </article>
  )
}

function pressMain(event: KeyboardEvent<HTMLElement>): void {
  if (event.target !== event.currentTarget || (event.key !== ' ' && event.key !== 'Enter')) return
  const main = event.currentTarget.querySelector<HTMLElement>('[data-main]')
  if (main === null) return
  event.preventDefault()
  event.stopPropagation()
  main.click()
}
