import type { Message } from '#contract'
import { DeliveryTick } from '#renderer/features/inbox/delivery-tick.tsx'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { EditHistory } from './edit-history.tsx'
import styles from './message-meta.module.css'

/** When it was said, whether it was changed, and how far it got. */
export function MessageMeta({ message, isOnPicture = false }: { message: Message; isOnPicture?: boolean }) {
  const fmt = useFmt()
  return (
    <div className={styles.meta} data-meta="" data-on-picture={isOnPicture || undefined}>
      {message.isEdited && !message.isRevoked && <EditHistory message={message} />}
      <time dateTime={fmt.iso(message.sentAt)} title={fmt.full(message.sentAt)}>
        {fmt.time(message.sentAt)}
      </time>
      {message.delivery !== null && <DeliveryTick status={message.delivery.status} />}
    </div>
  )
}
