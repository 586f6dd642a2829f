import { Trans } from '@lingui/react/macro'
import { Forward, ShoppingBag } from 'lucide-react'
import type { Message } from '#contract'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import styles from './message-bubble.module.css'
import { MessageContent } from './message-content.tsx'
import type { MessageActions } from './message-tools.tsx'
import { QuotedMessage } from './quoted-message.tsx'
import { ReferralCard } from './referral-card.tsx'

/** All that a message says: where it comes from, what it answers, and its content. */
export function MessageBubble({ message, customerName, actions }: { message: Message; customerName: string; actions: MessageActions }) {
  if (message.isRevoked) {
    return (
      <p className={styles.revoked}>
        {message.direction === 'in' ? <Trans>The customer deleted this message.</Trans> : <Trans>This message was deleted.</Trans>}
      </p>
    )
  }
  const { forwarded, replyTo, referral, productId, conversationId } = message
  return (
    <>
      {forwarded !== 'no' && (
        <p className={styles.mark}>
          <Forward aria-hidden="true" />
          {forwarded === 'often' ? <Trans>Forwarded many times</Trans> : <Trans>Forwarded</Trans>}
        </p>
      )}
      {referral !== null && <ReferralCard referral={referral} />}
      {productId !== null && (
        <p className={styles.product}>
          <ShoppingBag aria-hidden="true" />
          <span>
            <Trans>About the product</Trans>{' '}
            <strong>
              <ForeignText>{productId}</ForeignText>
            </strong>
          </span>
        </p>
      )}
      {replyTo !== null && (
        <QuotedMessage quote={replyTo} customerName={customerName} conversationId={conversationId} onJump={actions.jumpTo} />
      )}
      <MessageContent message={message} />
    </>
  )
}
