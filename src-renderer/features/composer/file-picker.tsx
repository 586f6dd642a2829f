import { useLingui } from '@lingui/react/macro'
import type { RefObject } from 'react'

/** The browser's own way to choose files; a click on it opens it. */
export function FilePicker({ picker, onFiles }: { picker: RefObject<HTMLInputElement | null>; onFiles(files: readonly File[]): void }) {
  const { t } = useLingui()
  return (
    <input
      ref={picker}
      type="file"
      multiple
      hidden
      tabIndex={-1}
      aria-label={t`Choose files`}
      onChange={(event) => {
        onFiles([...(event.currentTarget.files ?? [])])
        // The same file can be chosen again.
        event.currentTarget.value = ''
      }}
    />
  )
}
