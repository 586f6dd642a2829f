import { useLingui } from '@lingui/react/macro'
import { File as FileIcon, Film, Image as ImageIcon, X } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { MEDIA_MAX_BYTES, type Attachment } from '#contract'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useFiles } from '#renderer/stores/inbox-context.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { FileInput } from '#renderer/ui/file-input.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { PartError } from './part-error.tsx'
import styles from './templates.module.css'

type Media = 'image' | 'video' | 'document'
type Props = {
  label: string
  description?: string | undefined
  media: Media
  /** What a sample may be is less than what may be sent. */
  isSample?: boolean
  file: Attachment | null
  onChange(file: Attachment | null): void
  error: string | null
}

const icons = { image: <ImageIcon aria-hidden="true" />, video: <Film aria-hidden="true" />, document: <FileIcon aria-hidden="true" /> }
const accepted: Record<'sample' | 'sent', Record<Media, string>> = {
  sample: { image: 'image/jpeg,image/png', video: 'video/mp4', document: 'application/pdf' },
  sent: { image: 'image/jpeg,image/png', video: 'video/mp4,video/3gpp', document: '' },
}

/** One file, chosen and uploaded at once. */
export function FileField({ label, description, media, isSample = false, file, onChange, error }: Props) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const { uploads } = useStores()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const [isBusy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)

  async function upload(chosen: File) {
    const limit = fmt.fileSize(MEDIA_MAX_BYTES[media])
    if (chosen.size > MEDIA_MAX_BYTES[media]) return setTrouble(t`This file is too large: WhatsApp takes ${limit} here.`)
    setTrouble(null)
    setBusy(true)
    try {
      onChange(await uploads.getState().uploadNow(chosen, chosen.name))
    } catch (cause) {
      setTrouble(wordsForError(cause, i18n).sentence)
    } finally {
      setBusy(false)
    }
  }

  const name = file?.fileName ?? t`File without a name`
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset cannot be named by what stands inside its box
    <div className={styles.fileField} role="group" aria-labelledby={id}>
      <span id={id} className={styles.label}>
        {label}
      </span>
      <div className={styles.fileBox} data-invalid={(trouble ?? error) !== null || undefined}>
        {file === null ? (
          <span className={styles.fileIcon}>{icons[media]}</span>
        ) : (
          <>
            <Thumbnail file={file} media={media} />
            <span className={styles.fileName}>
              <bdi>{name}</bdi>
              <span className={styles.faint}>{fmt.fileSize(file.facts.sizeBytes)}</span>
            </span>
          </>
        )}
        <Button
          ref={button}
          size="small"
          isBusy={isBusy}
          aria-invalid={(trouble ?? error) !== null || undefined}
          onClick={() => input.current?.click()}
        >
          {file === null ? t`Choose a file` : t`Choose another`}
        </Button>
        {file !== null && (
          <IconButton
            size="small"
            label={t`Remove the file`}
            icon={<X aria-hidden="true" />}
            onClick={() => {
              onChange(null)
              button.current?.focus()
            }}
          />
        )}
        <FileInput
          ref={input}
          label={label}
          accept={accepted[isSample ? 'sample' : 'sent'][media]}
          onFiles={([chosen]) => {
            if (chosen !== undefined) void upload(chosen)
          }}
        />
      </div>
      {description !== undefined && <p className={styles.faint}>{description}</p>}
      <PartError error={trouble ?? error} />
    </div>
  )
}

function Thumbnail({ file, media }: { file: Attachment; media: Media }) {
  const address = useFiles((state) => state.addresses?.file(file.mediaId) ?? null)
  const isShown = media === 'image' && file.facts.fileClass === 'inline-image' && address !== null
  return isShown ? <img className={styles.thumbnail} src={address} alt="" /> : <span className={styles.fileIcon}>{icons[media]}</span>
}
