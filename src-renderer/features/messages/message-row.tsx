import { Trans, useLingui } from '@lingui/react/macro'
import { CopyIcon, Forward, Reply } from 'lucide-react'
import { memo, useId, useState } from 'react'
import type { Message, MessageId } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import type { ThreadItem } from '#renderer/stores/messages-window.ts'
import { classes } from '#renderer/ui/classes.ts'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import { plainTextOf } from './content-words.ts'
import { DeliveryTick } from '#renderer/features/inbox/delivery-tick.tsx'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import { MessageContent } from './message-content.tsx'
import { MessageDelivery } from './message-delivery.tsx'
import styles from './message-row.module.css'
import { QuotedMessage } from './quoted-message.tsx'

export type MessageActions = {
  quote(message: Message): void
  copy(message: Message): void
  jumpTo(messageId: MessageId): void
  focus(messageId: MessageId | null): void
}

type Props = {
  item: ThreadItem
  /** Who wrote it, in words: a colleague, the customer, the phone. */
  author: string
  /** Named above the bubble: for colleagues, not for oneself or the customer. */
  isAuthorShown: boolean
  customerName: string
  isGroupStart: boolean
  isGroupEnd: boolean
  isHighlighted: boolean
  mayReply: boolean
  actions: MessageActions
}

export const MessageRow = memo(function MessageRow(props: Props) {
  const { item, author, isAuthorShown, customerName, isGroupStart, isGroupEnd, isHighlighted, mayReply, actions } = props
  const { t } = useLingui()
  const fmt = useFmt()
  const headId = useId()
  // The small buttons are there only for the message at hand: three hundred rows would carry six hundred of them.
  const [isAtHand, setAtHand] = useState(false)
  const { message } = item
  const moment = fmt.full(message.sentAt)
  const isNotice = message.content.kind === 'system'

  return (
    <li
      className={classes(styles.row, isGroupStart && styles.groupStart, isHighlighted && styles.highlighted)}
      data-key={item.key}
      data-message={message.messageId}
      data-side={isNotice ? 'middle' : message.direction}
    >
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it only shows the buttons inside, which do the work */}
      <article
        className={styles.message}
        aria-labelledby={headId}
        tabIndex={-1}
        onPointerEnter={() => setAtHand(true)}
        onPointerLeave={() => setAtHand(false)}
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
        {isAuthorShown && isGroupStart && (
          <p className={styles.author} aria-hidden="true">
            <ForeignText>{author}</ForeignText>
          </p>
        )}
        <div className={styles.bubble} data-group-end={isGroupEnd || undefined}>
          <div className={styles.said}>
            <Bubble message={message} customerName={customerName} actions={actions} />
          </div>
          <p className={styles.meta}>
            {message.isEdited && !message.isRevoked && (
              <span>
                <Trans>edited</Trans>
              </span>
            )}
            <time dateTime={new Date(message.sentAt).toISOString()} title={moment}>
              {fmt.time(message.sentAt)}
            </time>
            {message.delivery !== null && <DeliveryTick status={message.delivery.status} />}
          </p>
          {message.reactions.length > 0 && <Reactions reactions={message.reactions} customerName={customerName} />}
          {isAtHand && !isNotice && (
            <div className={styles.tools}>
              {mayReply && message.messageId > 0 && (
                <button
                  type="button"
                  className={styles.tool}
                  aria-label={t`Reply to this message`}
                  title={t`Reply`}
                  onClick={() => actions.quote(message)}
                >
                  <Reply aria-hidden="true" />
                </button>
              )}
              {plainTextOf(message) !== '' && (
                <button
                  type="button"
                  className={styles.tool}
                  aria-label={t`Copy the text`}
                  title={t`Copy`}
                  onClick={() => actions.copy(message)}
                >
                  <CopyIcon aria-hidden="true" />
                </button>
              )}
            </div>
          )}
        </div>
        <MessageDelivery item={item} />
      </article>
    </li>
  )
})

function Bubble({ message, customerName, actions }: { message: Message; customerName: string; actions: MessageActions }) {
  if (message.isRevoked) {
    return (
      <p className={styles.revoked}>
        {message.direction === 'in' ? <Trans>The customer deleted this message.</Trans> : <Trans>This message was deleted.</Trans>}
      </p>
    )
  }
  return (
    <>
      {message.forwarded !== 'no' && (
        <p className={styles.mark}>
          <Forward aria-hidden="true" />
          {message.forwarded === 'often' ? <Trans>Forwarded many times</Trans> : <Trans>Forwarded</Trans>}
        </p>
      )}
      {message.replyTo !== null && <QuotedMessage quote={message.replyTo} customerName={customerName} onJump={actions.jumpTo} />}
      <MessageContent content={message.content} />
    </>
  )
}

function Reactions({ reactions, customerName }: { reactions: Message['reactions']; customerName: string }) {
  const { t } = useLingui()
  const spoken = reactions
    .map(({ emoji, from }) => (from === 'customer' ? t`${customerName} reacted with ${emoji}` : t`The shop reacted with ${emoji}`))
    .join('. ')
  return (
    <p className={styles.reactions} title={spoken}>
      <span aria-hidden="true">{reactions.map((reaction) => reaction.emoji).join(' ')}</span>
      <VisuallyHidden>{spoken}</VisuallyHidden>
    </p>
  )
}
