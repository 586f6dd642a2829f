import { useLingui } from '@lingui/react/macro'
import { X } from 'lucide-react'
import type { Message } from '#contract'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import styles from './quote-bar.module.css'
import { QuoteWords } from '#renderer/features/messages/quoted-message.tsx'

type Props = { quote: NonNullable<Message['replyTo']>; customerName: string; onCancel(): void }

export function QuoteBar({ quote, customerName, onCancel }: Props) {
  const { t } = useLingui()
  return (
    <div className={styles.bar}>
      <div className={styles.words}>
        <QuoteWords quote={quote} customerName={customerName} />
      </div>
      <IconButton size="small" label={t`Answer without the quote`} shortcut="Esc" icon={<X aria-hidden="true" />} onClick={onCancel} />
    </div>
  )
}
