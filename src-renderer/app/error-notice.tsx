import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { SaidError } from '#renderer/i18n/error-words.ts'
import { Notice } from '#renderer/ui/notice.tsx'

/** What went wrong and what to do, above the button that was pressed. */
export function ErrorNotice({ error, action }: { error: SaidError; action?: ReactNode }) {
  const { reference } = error
  return (
    <Notice tone="problem" title={error.happened} isAnnounced {...(action === undefined ? {} : { action })}>
      {error.todo}
      {reference !== null && (
        <p>
          <Trans>
            Reference: <code>{reference}</code>
          </Trans>
        </p>
      )}
    </Notice>
  )
}
