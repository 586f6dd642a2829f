import { Trans, useLingui } from '@lingui/react/macro'
import type { Attachment, ConversationId, FileFacts, MediaId, Message, MessageFile, MessageId, ShownTemplate } from '#contract'
import { TemplateContent } from '#renderer/features/messages/template-content.tsx'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import styles from './templates.module.css'

export type PreviewFile = { media: 'image' | 'video' | 'document'; file: Attachment | null }

type Props = {
  shown: ShownTemplate
  /** In the order of the cards, or the one of the header; null where none is chosen yet. */
  files: readonly PreviewFile[]
  /** Without a heading, where what is around says it. */
  isBare?: boolean
}

/** As the customer's phone shows it. It is for looking at: nothing in it takes the focus. */
export function TemplatePreview({ shown, files, isBare = false }: Props) {
  const { t } = useLingui()
  const words = [shown.header, shown.text, shown.footer, ...shown.cards.map((card) => card.text)]
  const spoken = words.filter((part) => part !== null && part !== '').join(' ')
  return (
    <section className={styles.preview} aria-label={t`Preview`}>
      {!isBare && (
        <h3 className={styles.previewTitle}>
          <Trans>As the customer sees it</Trans>
        </h3>
      )}
      <VisuallyHidden>{spoken}</VisuallyHidden>
      <div className={styles.phone} inert>
        <div className={styles.phoneBubble}>
          <TemplateContent message={previewOf(shown, files)} template={shown} isMarked={false} />
        </div>
      </div>
    </section>
  )
}

function previewOf(shown: ShownTemplate, files: Props['files']): Message {
  return {
    // Of no thread: ids below those of the core.
    messageId: -1 as MessageId,
    conversationId: -1 as ConversationId,
    direction: 'in',
    author: { kind: 'system' },
    content: { kind: 'template', ...shown },
    sentAt: 0,
    replyTo: null,
    reactions: [],
    forwarded: 'no',
    files: files.map(({ media, file }, index) => (file === null ? standIn(media, index) : fileOf(file))),
    referral: null,
    productId: null,
    isHeard: false,
    isEdited: false,
    isRevoked: false,
    delivery: null,
  }
}

/** The room of a file that is not chosen yet. Of unknown size, so that nobody tries to fetch it. */
function standIn(media: PreviewFile['media'], index: number): MessageFile {
  const isDocument = media === 'document'
  const facts: FileFacts = {
    sizeBytes: 0,
    type: isDocument ? 'pdf' : 'jpeg',
    mimeType: '',
    fileClass: isDocument ? 'save-only' : 'inline-image',
    width: null,
    height: null,
    durationMs: null,
    isAnimated: false,
    pages: null,
    peaks: null,
    hasPreview: false,
  }
  // No file of the core: its ids are longer.
  return { mediaId: `none-${index}` as MediaId, fileName: null, state: 'here', problem: null, retryAt: null, facts }
}

/** As a message has it. */
export function fileOf({ mediaId, fileName, facts }: Attachment): MessageFile {
  return { mediaId, fileName, state: 'here', problem: null, retryAt: null, facts }
}
