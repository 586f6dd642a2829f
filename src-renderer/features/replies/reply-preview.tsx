import { Trans, useLingui } from '@lingui/react/macro'
import { Paperclip } from 'lucide-react'
import type { Attachment } from '#contract'
import { useDesk, useSession } from '#renderer/stores/stores-context.tsx'
import { fillVariables, firstName } from '#renderer/text/reply-variables.ts'
import styles from './replies.module.css'
import { SlottedText } from './slotted-text.tsx'

/** The text as a customer called Beatriz would get it. */
export function ReplyPreview({ text, files }: { text: string; files: readonly Attachment[] }) {
  const { t } = useLingui()
  const myName = useSession((state) => state.me?.name ?? null)
  const shopName = useDesk((state) => (state.status?.phase === 'open' ? state.status.shopName : null))
  const filled = fillVariables(text, { customer: 'Beatriz', attendant: firstName(myName), shop: shopName })
  return (
    <section className={styles.preview} aria-label={t`Preview`}>
      <h3 className={styles.previewTitle}>
        <Trans>As Beatriz would get it</Trans>
      </h3>
      {filled.trim() === '' ? (
        <p className={styles.help}>
          <Trans>The text appears here while you write.</Trans>
        </p>
      ) : (
        <p className={styles.bubble}>
          <SlottedText text={filled} />
        </p>
      )}
      {files.length > 0 && (
        <ul className={styles.previewFiles}>
          {files.map((file) => (
            <li key={file.mediaId}>
              <Paperclip aria-hidden="true" /> <bdi>{file.fileName}</bdi>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
