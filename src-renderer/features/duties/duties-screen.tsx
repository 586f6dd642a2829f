import { Trans, useLingui } from '@lingui/react/macro'
import type { Duty, Me } from '#contract'
import { Stage, StageCard, StageHeading } from '#renderer/app/stage.tsx'
import { useRunAction } from '#renderer/app/use-run-action.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ReadPolicies } from './read-policies.tsx'
import { SetUpApp } from './set-up-app.tsx'

/** Signed in, with something to do before anything else. */
export function DutiesScreen({ me, duty, onDone }: { me: Me; duty: Duty; onDone(): void }) {
  const { t } = useLingui()
  const { session } = useStores()
  const run = useRunAction()
  return (
    <Stage width="medium">
      {duty === 'mfa' ? (
        <>
          <StageHeading title={<Trans>Protect your login, {me.name}</Trans>}>
            <p>
              <Trans>
                A code from your phone besides the password: whoever learns your password still cannot read your customers’ messages.
              </Trans>
            </p>
          </StageHeading>
          <StageCard>
            <SetUpApp
              onDone={(next) => {
                session.getState().become(next)
                onDone()
              }}
            />
          </StageCard>
        </>
      ) : (
        <>
          <StageHeading title={<Trans>Please read this first, {me.name}</Trans>}>
            <p>
              <Trans>These are the rules of the shop. That you have read them is kept with the date.</Trans>
            </p>
          </StageHeading>
          <StageCard>
            <ReadPolicies />
          </StageCard>
        </>
      )}
      <div>
        <Button variant="quiet" onClick={() => void run(() => session.getState().signOut())}>
          {t`Sign out`}
        </Button>
      </div>
    </Stage>
  )
}
