import { Trans, useLingui } from '@lingui/react/macro'
import { useCallback, useEffect, useState } from 'react'
import type { Session, StaffAccount } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { SessionFacts } from '#renderer/features/security/sessions-section.tsx'
import securityStyles from '#renderer/features/security/security.module.css'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'

/** Where somebody is signed in, and how to end it. */
export function SessionsDialog({ account: { staffId, name }, onClose }: { account: StaffAccount; onClose(): void }) {
  const { t } = useLingui()
  const { staff } = useStores()
  const { run, isBusy, error } = useAction()
  const [sessions, setSessions] = useState<readonly Session[] | null>(null)

  const load = useCallback(async () => setSessions(await staff.getState().sessionsOf(staffId)), [staff, staffId])
  // oxlint-disable-next-line react/exhaustive-deps -- once for each person
  useEffect(() => void run(load), [load])

  return (
    <Dialog isOpen onClose={onClose} title={t`Where ${name} is signed in`} closeLabel={t`Close`}>
      {sessions?.length === 0 && (
        <p>
          <Trans>Nowhere at the moment.</Trans>
        </p>
      )}
      <ul className={securityStyles.sessions}>
        {sessions?.map((session) => (
          <li key={session.sessionId} className={securityStyles.session}>
            <SessionFacts session={session} />
            <Button
              size="small"
              isBusy={isBusy}
              onClick={() =>
                void run(async () => {
                  await staff.getState().killSession(session.sessionId)
                  await load()
                })
              }
            >
              {t`Sign out there`}
            </Button>
          </li>
        ))}
      </ul>
      {error !== null && <ErrorNotice error={error} />}
    </Dialog>
  )
}
