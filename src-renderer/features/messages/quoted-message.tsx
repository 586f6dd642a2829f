import { Trans, useLingui } from '@lingui/react/macro'
import type { ConversationId, Message, MessageId } from '#contract'
import { useFiles, useMessages } from '#renderer/stores/inbox-context.ts'
import { plainLine } from '#renderer/text/parse-formatting.ts'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import { wordsForKind } from './content-words.ts'
import { CustomerName } from './customer-name.tsx'
import styles from './quoted-message.module.css'

type Quote = NonNullable<Message['replyTo']>
type Props = { quote: Quote; customerName: string; conversationId: ConversationId; onJump(messageId: MessageId): void }

/** What a message answers; a way to it where it is in the history. */
export function QuotedMessage({ quote, customerName, conversationId, onJump }: Props) {
  const { t } = useLingui()
  const { messageId } = quote
  const quoted = useQuoted(conversationId, messageId)
  if (messageId === null) {
    return (
      <div className={styles.quote}>
        <span className={styles.text}>
          <Trans>An answer to a message that is not here</Trans>
        </span>
      </div>
    )
  }
  const words = <QuoteWords quote={quote} customerName={customerName} quoted={quoted} />
  return (
    <button type="button" className={styles.quote} title={t`Go to this message`} onClick={() => onJump(messageId)}>
      {words}
    </button>
  )
}

type WordsProps = {
  quote: Quote
  customerName: string
  /** The message itself, where it is loaded: for its small picture. */
  quoted?: Message | undefined
}

export function QuoteWords({ quote, customerName, quoted }: WordsProps) {
  const { i18n } = useLingui()
  const { direction } = quote
  const line = quote.preview === null ? '' : plainLine(quote.preview)
  const kind = quote.kind === null || quote.kind === 'text' ? null : wordsForKind(quote.kind)
  const Icon = kind?.icon
  return (
    <span className={styles.words}>
      <span className={styles.who}>
        {direction === 'in' && <CustomerName>{customerName}</CustomerName>}
        {direction === 'out' && <Trans>The shop</Trans>}
        {direction === null && <Trans>Earlier message</Trans>}
      </span>
      <span className={styles.text}>
        {Icon !== undefined && <Icon className={styles.icon} aria-hidden="true" />}
        {line !== '' ? <ForeignText>{line}</ForeignText> : kind === null ? <Trans>Message without text</Trans> : i18n._(kind.words)}
      </span>
      {quoted !== undefined && <TinyPicture message={quoted} />}
    </span>
  )
}

function useQuoted(conversationId: ConversationId, messageId: MessageId | null): Message | undefined {
  return useMessages((state) =>
    messageId === null ? undefined : state.windows.get(conversationId)?.items.find((item) => item.message.messageId === messageId)?.message,
  )
}

function TinyPicture({ message }: { message: Message }) {
  const file = message.isRevoked ? undefined : message.files[0]
  const kept = useFiles((state) => (file?.facts?.hasPreview === true ? state.addresses?.preview(file.mediaId) : undefined))
  const made = useFiles((state) => (file === undefined ? undefined : state.made.get(file.mediaId)))
  const url = made?.state === 'made' && made.previewUrl !== null ? made.previewUrl : kept
  return url === undefined ? null : <img className={styles.picture} src={url} alt="" decoding="async" draggable={false} />
}
