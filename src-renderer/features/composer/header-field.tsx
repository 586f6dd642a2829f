import { useLingui } from '@lingui/react/macro'
import { Paperclip, X } from 'lucide-react'
import { useRef } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { interactiveLimits as limits } from '#contract'
import { useUploads } from '#renderer/stores/inbox-context.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { FileInput } from '#renderer/ui/file-input.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import type { FormPartProps } from './form-fields.tsx'
import styles from './message-form.module.css'
import { UploadRow } from './upload-row.tsx'

/** What stands above the text: a line in bold, or a picture, a video or a document. */
export function HeaderField({ form, place, onChange, isTextOnly = false }: FormPartProps & { isTextOnly?: boolean }) {
  const { t } = useLingui()
  const { uploads: store } = useStores()
  const picker = useRef<HTMLInputElement>(null)
  const uploads = useUploads(useShallow((state) => state.uploads.filter((upload) => upload.place === place)))
  const { header, headerFile } = form
  const fileName = headerFile?.fileName ?? t`File`
  if (headerFile !== null && !isTextOnly) {
    return (
      <div className={styles.file}>
        <span>
          {t`Above the text`}: <bdi>{fileName}</bdi>
        </span>
        <Button size="small" icon={<X aria-hidden="true" />} onClick={() => onChange({ headerFile: null })}>
          {t`Remove ${fileName}`}
        </Button>
      </div>
    )
  }
  return (
    <>
      <TextField
        label={t`Headline`}
        hint={`${header.length}/${limits.header}`}
        value={header}
        onChange={(next) => onChange({ header: next })}
        maxLength={limits.header}
      />
      {!isTextOnly && (
        <div className={styles.file}>
          <Button size="small" icon={<Paperclip aria-hidden="true" />} onClick={() => picker.current?.click()}>
            {t`A file in its place…`}
          </Button>
          <FileInput
            ref={picker}
            label={t`A file in its place…`}
            onFiles={(files) => store.getState().add(place, files, (file) => onChange({ headerFile: file }))}
          />
        </div>
      )}
      {uploads.length > 0 && (
        <ul>
          {uploads.map((upload) => (
            <UploadRow key={upload.key} upload={upload} />
          ))}
        </ul>
      )}
    </>
  )
}
