import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import type { Duty, Me, MethodOutput } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { Stage, StageCard, StageHeading } from '#renderer/app/stage.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useRunAction } from '#renderer/app/use-run-action.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { FormWays } from '#renderer/ui/form.tsx'
import { Skeleton, SkeletonGroup } from '#renderer/ui/skeleton.tsx'
import { ReadPolicies } from './read-policies.tsx'
import { SetUpApp } from './set-up-app.tsx'

/** Signed in, with something to do before anything else. */
export function DutiesScreen({ me: { name }, duty }: { me: Me; duty: Duty }) {
  const { t } = useLingui()
  const { session } = useStores()
  const run = useRunAction()
  return (
    <Stage width="medium">
      {duty === 'mfa' ? (
        <>
          <StageHeading title={<Trans>Protect your login, {name}</Trans>}>
            <p>
              <Trans>
                A code from your phone besides the password: whoever learns your password still cannot read your customers’ messages.
              </Trans>
            </p>
          </StageHeading>
          <StageCard>
            <NewApp onDone={(next) => session.getState().become(next)} />
          </StageCard>
        </>
      ) : (
        <>
          <StageHeading title={<Trans>Please read this first, {name}</Trans>}>
            <p>
              <Trans>These are the rules of the shop. That you have read them is kept with the date.</Trans>
            </p>
          </StageHeading>
          <StageCard>
            <ReadPolicies />
          </StageCard>
        </>
      )}
      <FormWays>
        <Button variant="quiet" size="small" onClick={() => void run(() => session.getState().signOut())}>
          {t`Sign out`}
        </Button>
      </FormWays>
    </Stage>
  )
}

function NewApp({ onDone }: { onDone(me: Me): void }) {
  const { t } = useLingui()
  const { security } = useStores()
  const { run, error } = useAction()
  const [secret, setSecret] = useState<MethodOutput<'mfa.begin'> | null>(null)

  function begin() {
    void run(async () => setSecret(await security.getState().beginMfa()))
  }
  // oxlint-disable-next-line react/exhaustive-deps -- once: each time it is asked for, there is another secret
  useEffect(begin, [])

  if (secret !== null) return <SetUpApp secret={secret} onDone={onDone} />
  if (error !== null) return <ErrorNotice error={error} action={<Button onClick={begin}>{t`Try again`}</Button>} />
  return (
    <SkeletonGroup label={t`Making a key for the app…`}>
      <Skeleton shape="block" />
    </SkeletonGroup>
  )
}
