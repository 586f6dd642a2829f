import { Trans, useLingui } from '@lingui/react/macro'
import type { ConversationId, MessageId } from '#contract'
import { MessageContent } from '#renderer/features/messages/message-content.tsx'
import type { MessageForm } from '#renderer/stores/message-forms.ts'
import { unsentMessage } from '#renderer/stores/unsent-message.ts'
import { useClock } from '#renderer/stores/inbox-context.ts'
import { findPlace } from '#renderer/text/find-place.ts'
import { assemble } from './form-content.ts'
import styles from './message-form.module.css'
import { partOf } from './to-send.ts'

/** No message of the core has it. */
const NO_ID = 0 as MessageId

/** As the customer will see it, while it is filled in. */
export function FormPreview({ form, conversationId }: { form: MessageForm; conversationId: ConversationId }) {
  const { t } = useLingui()
  const now = useClock((state) => state.now)
  const isEmpty =
    form.kind === 'location'
      ? findPlace(form.place.where) === null
      : form.kind === 'contact'
        ? form.card.name.trim() === ''
        : form.body.trim() === ''
  const { shown, files = [] } = partOf(assemble(form), form.headerFile === null || form.kind === 'list' ? [] : [form.headerFile])
  const message = unsentMessage({
    messageId: NO_ID,
    conversationId,
    author: { kind: 'system' },
    content: shown,
    sentAt: now,
    replyTo: null,
    files: [...files],
  })
  return (
    <section className={styles.preview} aria-label={t`Preview`}>
      <h3 className={styles.previewTitle}>
        <Trans>As the customer sees it</Trans>
      </h3>
      {isEmpty ? (
        <p className={styles.help}>
          <Trans>It appears here while you fill it in.</Trans>
        </p>
      ) : (
        <div className={styles.bubble}>
          <MessageContent message={message} />
        </div>
      )}
    </section>
  )
}
