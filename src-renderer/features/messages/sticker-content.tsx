import { useLingui } from '@lingui/react/macro'
import { Sticker } from 'lucide-react'
import { PIXELS_MAX, type Message, type MessageFile } from '#contract'
import { useMedia } from '#renderer/features/inbox/use-media.ts'
import { useFiles } from '#renderer/stores/inbox-context.ts'
import { FileState } from './file-state.tsx'
import styles from './sticker-content.module.css'
import { usePreview } from './use-preview.ts'

/** A sticker without a bubble around it. An animated one holds still for whoever asked for less motion. */
export function StickerContent({ message, file }: { message: Message; file: MessageFile | undefined }) {
  if (file?.state !== 'here' || file.facts === null) return <FileState message={message} file={file} kind="sticker" />
  return <Here file={file} />
}

function Here({ file }: { file: MessageFile }) {
  const { t } = useLingui()
  const isStill = useMedia('(prefers-reduced-motion: reduce)')
  const whole = useFiles((state) => state.addresses?.file(file.mediaId))
  const { ref, url, isFailed, onError } = usePreview(file, 'sticker')
  const { facts } = file
  const isSmall = facts !== null && facts.width !== null && facts.height !== null && facts.width * facts.height <= PIXELS_MAX
  const isMoving = facts?.isAnimated === true && facts.fileClass === 'inline-image' && isSmall && !isStill
  const source = isMoving ? whole : url
  return (
    <div ref={ref} className={styles.sticker}>
      {source !== null && source !== undefined && !isFailed ? (
        <img src={source} alt={t`Sticker`} decoding="async" draggable={false} onError={onError} />
      ) : (
        <>
          <Sticker aria-hidden="true" />
          <span>{t`Sticker`}</span>
        </>
      )}
    </div>
  )
}
