import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect } from 'react'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useRecovery, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { FormWays } from '#renderer/ui/form.tsx'
import { Notice } from '#renderer/ui/notice.tsx'

/** Before anybody signs in: that somebody asked for an owner's access here, and once its time has come, how it is finished. */
export function RecoveryNotice({ onFinish }: { onFinish(): void }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const { recovery } = useStores()
  const waiting = useRecovery((state) => state.offer?.waiting ?? null)
  useEffect(() => void recovery.getState().loadOffer(), [recovery])
  if (waiting === null) return null
  const askedOn = fmt.full(waiting.askedAt)
  const earliestOn = fmt.full(waiting.earliestAt)
  return (
    <Notice
      tone="waiting"
      title={<Trans>Somebody asked here for an owner’s access, {askedOn}.</Trans>}
      action={
        waiting.isReady && (
          <Button size="small" onClick={onFinish}>
            {t`I have the code`}
          </Button>
        )
      }
    >
      {waiting.isReady ? (
        <Trans>It can be finished now with the code that was shown then. An owner who signs in can still stop it.</Trans>
      ) : (
        <Trans>It can be finished from {earliestOn}, at the earliest. An owner who signs in can stop it.</Trans>
      )}
    </Notice>
  )
}

/** Below the form for the kit, in a shop that allowed it. */
export function NoKitEither({ onChoose }: { onChoose(): void }) {
  const { t } = useLingui()
  const isOffered = useRecovery((state) => state.offer !== null && state.offer.isOn && state.offer.waiting === null)
  if (!isOffered) return null
  return (
    <FormWays>
      <Button variant="quiet" size="small" onClick={onChoose}>
        {t`I have no recovery kit either`}
      </Button>
    </FormWays>
  )
}
