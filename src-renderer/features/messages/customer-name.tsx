import { useLingui } from '@lingui/react/macro'
import { TriangleAlert } from 'lucide-react'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import { isNameSuspicious } from '#renderer/text/mixed-scripts.ts'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import styles from './customer-name.module.css'

/** A name that somebody outside gave themselves, with a mark on one that may pretend to be another. */
export function CustomerName({ children }: { children: string }) {
  const { t } = useLingui()
  if (!isNameSuspicious(children)) return <ForeignText>{children}</ForeignText>
  const warning = t`This name uses letters that look like others, or that nobody sees. Go by the phone number.`
  return (
    <>
      <ForeignText>{children}</ForeignText>
      <span className={styles.mark} title={warning}>
        <TriangleAlert aria-hidden="true" />
        <VisuallyHidden>{warning}</VisuallyHidden>
      </span>
    </>
  )
}
