import { useLingui } from '@lingui/react/macro'
import { CopyIcon, Reply, SmilePlus } from 'lucide-react'
import type { Message, MessageId } from '#contract'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { plainTextOf } from './content-words.ts'
import styles from './message-tools.module.css'

export type MessageActions = {
  quote(message: Message): void
  copy(message: Message): void
  jumpTo(messageId: MessageId): void
  focus(messageId: MessageId | null): void
}

/** What can be done with the message at hand, beside it. */
export function MessageTools({ message, mayReply, actions }: { message: Message; mayReply: boolean; actions: MessageActions }) {
  const { t } = useLingui()
  const { inboxView } = useStores()
  const isQuotable = mayReply && message.messageId > 0
  const isCopyable = plainTextOf(message) !== ''
  if (!isQuotable && !isCopyable) return null
  return (
    <div className={styles.tools} data-tools="">
      {isQuotable && (
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
      {isQuotable && !message.isRevoked && (
        <button
          type="button"
          className={styles.tool}
          aria-label={t`React to this message`}
          title={t`React`}
          onClick={() => inboxView.getState().setReactingTo(message.messageId)}
        >
          <SmilePlus aria-hidden="true" />
        </button>
      )}
      {isCopyable && (
        <button type="button" className={styles.tool} aria-label={t`Copy the text`} title={t`Copy`} onClick={() => actions.copy(message)}>
          <CopyIcon aria-hidden="true" />
        </button>
      )}
    </div>
  )
}
