import { Trans, useLingui } from '@lingui/react/macro'
import type { Message, MessageId } from '#contract'
import { plainLine } from '#renderer/text/parse-formatting.ts'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import styles from './quoted-message.module.css'

type Quote = NonNullable<Message['replyTo']>

/** What a message answers; a way to it where it is in the history. */
export function QuotedMessage({ quote, customerName, onJump }: { quote: Quote; customerName: string; onJump(messageId: MessageId): void }) {
  const { t } = useLingui()
  const { messageId } = quote
  const words = <QuoteWords direction={quote.direction} preview={quote.preview} customerName={customerName} />
  if (messageId === null) return <div className={styles.quote}>{words}</div>
  return (
    <button type="button" className={styles.quote} title={t`Go to this message`} onClick={() => onJump(messageId)}>
      {words}
    </button>
  )
}

export function QuoteWords({
  direction,
  preview,
  customerName,
}: {
  direction: Quote['direction']
  preview: string | null
  customerName: string
}) {
  const line = preview === null ? '' : plainLine(preview)
  return (
    <>
      <span className={styles.who}>
        {direction === 'in' && <ForeignText>{customerName}</ForeignText>}
        {direction === 'out' && <Trans>The shop</Trans>}
        {direction === null && <Trans>Earlier message</Trans>}
      </span>
      <span className={styles.text}>{line === '' ? <Trans>Message without text</Trans> : <ForeignText>{line}</ForeignText>}</span>
    </>
  )
}
