import { Trans, useLingui } from '@lingui/react/macro'
import { RotateCw } from 'lucide-react'
import { Stage, StageCard, StageHeading } from '#renderer/app/stage.tsx'
import { Button } from '#renderer/ui/button.tsx'

/** This window has no link to the core and will not get one by waiting. */
export function DisconnectedScreen({ why }: { why: 'refused' | 'replaced' | 'outdated' }) {
  const { t } = useLingui()
  const reload = (
    <div>
      <Button variant="primary" size="large" icon={<RotateCw />} onClick={() => window.location.reload()}>
        {t`Reload`}
      </Button>
    </div>
  )

  if (why === 'outdated') {
    return (
      <Stage>
        <StageCard>
          <StageHeading title={<Trans>Balcão was updated</Trans>}>
            <p>
              <Trans>This window is still of the version before. Reload it to go on; what you were writing was saved.</Trans>
            </p>
          </StageHeading>
          {reload}
        </StageCard>
      </Stage>
    )
  }
  if (why === 'replaced') {
    return (
      <Stage>
        <StageCard>
          <StageHeading title={<Trans>Balcão is open in another tab</Trans>}>
            <p>
              <Trans>That tab took over the session of this one. Go on working there and close this one.</Trans>
            </p>
          </StageHeading>
        </StageCard>
      </Stage>
    )
  }
  return (
    <Stage>
      <StageCard>
        <StageHeading title={<Trans>This window is no longer connected</Trans>}>
          <p>
            <Trans>
              The address it was opened with works only once, and Balcão has been closed or started again since. Close this window and open
              Balcão the way you always do.
            </Trans>
          </p>
        </StageHeading>
      </StageCard>
    </Stage>
  )
}
