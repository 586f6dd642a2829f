import { useLingui } from '@lingui/react/macro'
import { Paperclip, X } from 'lucide-react'
import { useRef } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Attachment } from '#contract'
import { UploadRow } from '#renderer/features/composer/upload-row.tsx'
import { fileType } from '#renderer/features/messages/file-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useUploads } from '#renderer/stores/inbox-context.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { FileInput } from '#renderer/ui/file-input.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import styles from './replies.module.css'

const MOST = 5

type Props = {
  /** Where they are uploaded. */
  place: string
  files: readonly Attachment[]
  onAdd(file: Attachment): void
  onRemove(file: Attachment): void
}

/** What goes along with a quick reply each time. */
export function ReplyFiles({ place, files, onAdd, onRemove }: Props) {
  const { t } = useLingui()
  const fmt = useFmt()
  const { uploads: store } = useStores()
  const uploads = useUploads(useShallow((state) => state.uploads.filter((upload) => upload.place === place)))
  const picker = useRef<HTMLInputElement>(null)
  const room = MOST - files.length - uploads.length
  return (
    <div className={styles.files}>
      <ul aria-label={t`Files that go along`}>
        {files.map((file) => {
          const name = file.fileName ?? t`File`
          const { icon: Icon } = fileType(file.facts.type)
          return (
            <li key={file.mediaId} className={styles.file}>
              <Icon aria-hidden="true" />
              <bdi className={styles.fileName}>{name}</bdi>
              <span className={styles.help}>{fmt.fileSize(file.facts.sizeBytes)}</span>
              <IconButton size="small" label={t`Remove ${name}`} icon={<X aria-hidden="true" />} onClick={() => onRemove(file)} />
            </li>
          )
        })}
        {uploads.map((upload) => (
          <UploadRow key={upload.key} upload={upload} />
        ))}
      </ul>
      <Button
        size="small"
        icon={<Paperclip aria-hidden="true" />}
        disabledReason={room > 0 ? undefined : t`At most ${MOST} files go along.`}
        onClick={() => picker.current?.click()}
      >
        {t`Add files…`}
      </Button>
      <FileInput
        ref={picker}
        multiple
        label={t`Add files…`}
        onFiles={(chosen) =>
          // What a draft file has besides is chosen when it is sent.
          store
            .getState()
            .add(place, chosen.slice(0, Math.max(0, room)), ({ mediaId, fileName, facts }) => onAdd({ mediaId, fileName, facts }))
        }
      />
    </div>
  )
}
