import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'

/** Read aloud whenever its words change; mounted from the start, since only changes are read. */
export function SpokenStatus({ children }: { children: string }) {
  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- `output` means the result of a calculation
  return <VisuallyHidden role="status">{children}</VisuallyHidden>
}
