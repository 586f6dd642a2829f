import type { Ref } from 'react'

type Props = {
  ref: Ref<HTMLInputElement>
  label: string
  accept?: string
  multiple?: boolean
  onFiles(files: readonly File[]): void
}

/** The browser's own way to choose files; a click on it, by the button beside it, opens it. */
export function FileInput({ label, onFiles, ...rest }: Props) {
  return (
    <input
      {...rest}
      type="file"
      hidden
      tabIndex={-1}
      aria-label={label}
      onChange={({ currentTarget }) => {
        const files = [...(currentTarget.files ?? [])]
        // The same file can be chosen again.
        currentTarget.value = ''
        onFiles(files)
      }}
    />
  )
}
