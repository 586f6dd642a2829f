import { useLingui } from '@lingui/react/macro'
import { CloudDownload, Image as ImageIcon, ImageOff, Play, VideoOff } from 'lucide-react'
import type { CSSProperties } from 'react'
import { PIXELS_MAX, type Message, type MessageFile } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { FileState } from './file-state.tsx'
import { mediaBox } from './media-box.ts'
import styles from './media-frame.module.css'
import { SaveLink } from './save-link.tsx'
import { usePreview } from './use-preview.ts'

type Props = {
  message: Message
  file: MessageFile | undefined
  media: 'image' | 'video'
  /** Where it stands among others, its room is theirs to give. */
  box?: CSSProperties
  /** Too small for words. */
  isSmall?: boolean
}

/** A picture or film in the thread, in the room that is kept for it; it opens large. */
export function MediaFrame({ message, file, media, box = mediaBox(file?.facts ?? null), isSmall = false }: Props) {
  const { t } = useLingui()
  if (file?.state !== 'here' || file.facts === null)
    return (
      <div className={styles.frame} style={box} data-frame="">
        {isSmall ? (
          <CloudDownload className={styles.off} aria-label={t`Waits to be fetched.`} />
        ) : (
          <FileState message={message} file={file} kind={media} />
        )}
      </div>
    )
  const { fileClass, width, height } = file.facts
  const isShown = fileClass === 'inline-image' || fileClass === 'inline-video'
  const isTooLarge = width !== null && height !== null && width * height > PIXELS_MAX
  return isShown && !isTooLarge ? <Shown file={file} media={media} box={box} /> : <NotShown file={file} box={box} isTooLarge={isTooLarge} />
}

function Shown({ file, media, box }: { file: MessageFile; media: 'image' | 'video'; box: CSSProperties }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const { viewer } = useStores()
  const { ref, url, made, isFailed, onError } = usePreview(file, media)
  const Off = media === 'image' ? ImageOff : VideoOff
  const durationMs = file.facts?.durationMs ?? (made?.state === 'made' ? made.durationMs : null)
  const length = durationMs === null ? null : fmt.clock(durationMs)
  const label = media === 'image' ? t`Open the photo` : length === null ? t`Play the video` : t`Play the video, ${length}`
  return (
    <div ref={ref} className={styles.frame} style={box} data-frame="">
      <button type="button" className={styles.open} data-main="" aria-label={label} onClick={() => viewer.getState().show(file.mediaId)}>
        {url !== null && <img className={styles.picture} src={url} alt="" decoding="async" draggable={false} onError={onError} />}
        {url === null && media === 'image' && !isFailed && <ImageIcon className={styles.off} aria-hidden="true" />}
        {isFailed && <Off className={styles.off} aria-hidden="true" />}
        {media === 'video' && (
          <>
            <span className={styles.play} aria-hidden="true">
              <Play />
            </span>
            {length !== null && <span className={styles.duration}>{length}</span>}
          </>
        )}
      </button>
    </div>
  )
}

/** What is not decoded here, by its size or its kind, can be saved. */
function NotShown({ file, box, isTooLarge }: { file: MessageFile; box: CSSProperties; isTooLarge: boolean }) {
  const { t } = useLingui()
  return (
    <div className={styles.frame} style={box} data-frame="">
      <div className={styles.notShown}>
        <ImageOff aria-hidden="true" />
        <p>{isTooLarge ? t`Too large to be shown here.` : t`This kind of file is not shown here.`}</p>
        <SaveLink file={file} />
      </div>
    </div>
  )
}
