import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useRef } from 'react'
import type { DraftFile } from '#contract'
import { SpokenStatus } from '#renderer/features/inbox/spoken-status.tsx'
import type { Upload } from '#renderer/stores/uploads.ts'
import { TrayFile, type TrayActions } from './tray-file.tsx'
import styles from './tray.module.css'
import { UploadRow } from './upload-row.tsx'

type Props = {
  files: readonly DraftFile[]
  uploads: readonly Upload[]
  /** The file whose words are those of the composer. */
  captioned: DraftFile | undefined
  actions: TrayActions
  /** Takes the focus when the last one is gone. */
  focusAfter(): void
}

/** Files that are about to be sent, in their order; all of it by keyboard as well. */
export function Tray({ files, uploads, captioned, actions, focusAfter }: Props) {
  const { t } = useLingui()
  const list = useRef<HTMLUListElement>(null)
  const count = files.length
  const isUploading = uploads.some(({ state }) => state.kind === 'uploading')

  /** The focus goes on to the file that took the place of the one that is gone. */
  function remove(file: DraftFile): void {
    const at = files.indexOf(file)
    actions.remove(file)
    requestAnimationFrame(() => {
      const buttons = list.current?.querySelectorAll<HTMLElement>('[data-remove]') ?? []
      const next = buttons[Math.min(at, buttons.length - 1)]
      if (next === undefined) focusAfter()
      else next.focus()
    })
  }

  return (
    <>
      <SpokenStatus>
        {isUploading
          ? t`Uploading…`
          : count === 0
            ? ''
            : t`${plural(count, { one: '# file ready to send', other: '# files ready to send' })}`}
      </SpokenStatus>
      {(count > 0 || uploads.length > 0) && (
        <ul ref={list} className={styles.tray} aria-label={t`Files to send`}>
          {files.map((file, index) => (
            <TrayFile
              key={file.mediaId}
              file={file}
              isFirst={index === 0}
              isLast={index === count - 1}
              hasWordsElsewhere={file === captioned}
              actions={{ ...actions, remove }}
            />
          ))}
          {uploads.map((upload) => (
            <UploadRow key={upload.key} upload={upload} />
          ))}
        </ul>
      )}
    </>
  )
}
