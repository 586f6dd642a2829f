import { memo } from 'react'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import type { ThreadItem } from '#renderer/stores/messages-window.ts'
import { classes } from '#renderer/ui/classes.ts'
import { MessageArticle } from './message-article.tsx'
import { MessageBubble } from './message-bubble.tsx'
import { MessageDelivery } from './message-delivery.tsx'
import { hasTimeOnPicture, lookOf } from './message-look.ts'
import { MessageMeta } from './message-meta.tsx'
import styles from './message-row.module.css'
import { MessageTools, type MessageActions } from './message-tools.tsx'
import { Reactions } from './reactions.tsx'

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
  const { message } = item
  const look = lookOf(message)
  return (
    <li
      className={classes(styles.row, isGroupStart && styles.groupStart, isHighlighted && styles.highlighted)}
      data-key={item.key}
      data-message={message.messageId}
      data-side={look === 'line' ? 'middle' : message.direction}
    >
      <MessageArticle message={message} author={author} className={styles.message} actions={actions}>
        {(isAtHand) => (
          <>
            {isAuthorShown && isGroupStart && (
              <p className={styles.author} aria-hidden="true">
                <ForeignText>{author}</ForeignText>
              </p>
            )}
            <div className={styles.bubble} data-look={look} data-group-end={isGroupEnd || undefined}>
              <div className={styles.said}>
                <MessageBubble message={message} customerName={customerName} actions={actions} />
              </div>
              <MessageMeta message={message} isOnPicture={hasTimeOnPicture(message)} />
              <Reactions reactions={message.reactions} customerName={customerName} />
              {isAtHand && look !== 'line' && <MessageTools message={message} mayReply={mayReply} actions={actions} />}
            </div>
            <MessageDelivery item={item} />
          </>
        )}
      </MessageArticle>
    </li>
  )
})
