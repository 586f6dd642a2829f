import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { paths } from '#renderer/app/routes.ts'
import { useDesk } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import styles from './kit.module.css'

/** Until the owner has proved that the sheet exists. It can be put away until the next sign-in. */
export function KitReminder() {
  const { t } = useLingui()
  const [, navigate] = useLocation()
  const [isPutAway, setPutAway] = useState(false)
  const isDue = useDesk(
    (state) => state.kitStatus !== null && (state.kitStatus.confirmedAt === null || state.kitStatus.unconfirmedAt !== null),
  )
  const hasOlder = useDesk((state) => state.kitStatus !== null && state.kitStatus.confirmedAt !== null)
  if (!isDue || isPutAway) return null
  return (
    <Notice
      tone="waiting"
      className={styles.reminder}
      title={<Trans>The recovery kit is not confirmed yet.</Trans>}
      action={
        <>
          <Button size="small" onClick={() => navigate(paths.setUpKit())}>
            {t`Do it now`}
          </Button>
          <Button size="small" variant="quiet" onClick={() => setPutAway(true)}>
            {t`Later`}
          </Button>
        </>
      }
    >
      {hasOlder ? (
        <Trans>Until then the sheet before it still opens the shop.</Trans>
      ) : (
        <Trans>Without it, nothing opens the shop’s history once the key on this computer is lost.</Trans>
      )}
    </Notice>
  )
}
