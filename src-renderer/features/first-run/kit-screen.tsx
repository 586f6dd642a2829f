import { Trans, useLingui } from '@lingui/react/macro'
import { FileKey2 } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { RecoveryKit } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { paths } from '#renderer/app/routes.ts'
import { Stage, StageCard, StageHeading } from '#renderer/app/stage.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useDesk, useNumber, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { FormActions } from '#renderer/ui/form.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { KitOnPaper } from './kit-on-paper.tsx'
import styles from './kit.module.css'
import { SetUpSteps } from './set-up-steps.tsx'

type KitStep = { at: 'intro' } | { at: 'paper'; kit: RecoveryKit | null }

/** The owner makes the sheet that opens the shop without this computer’s key, and proves that it is on paper. */
export function KitScreen() {
  const { t } = useLingui()
  const fmt = useFmt()
  const { desk } = useStores()
  const [, navigate] = useLocation()
  const kitStatus = useDesk((state) => state.kitStatus)
  const hasNumber = useNumber((state) => state.number.phase === 'ready' && state.number.value !== null)
  const issue = useAction()
  const [stage, setStage] = useState<KitStep>({ at: 'intro' })

  const leave = () => navigate(hasNumber ? paths.inbox() : paths.setUpNumber())
  const { issuedAt = null, confirmedAt = null, unconfirmedAt = null } = kitStatus ?? {}
  const waitsSince = unconfirmedAt ?? (confirmedAt === null ? issuedAt : null)
  const madeOn = waitsSince === null ? null : fmt.date(waitsSince)

  async function makeKit() {
    await issue.run(async () => setStage({ at: 'paper', kit: await desk.getState().issueKit() }))
  }

  if (stage.at === 'paper') {
    return <KitOnPaper kit={stage.kit} steps={<SetUpSteps current="kit" />} onLeave={leave} onBack={() => setStage({ at: 'intro' })} />
  }
  return (
    <Stage>
      <SetUpSteps current="kit" />
      <StageCard>
        <span className={styles.icon} aria-hidden="true">
          <FileKey2 />
        </span>
        <StageHeading title={<Trans>A key on paper</Trans>}>
          <p>
            <Trans>
              Everything is encrypted, and the key is only in this computer’s password store. If it is lost from there, or when you open a
              copy of the data folder on another computer, the recovery kit opens your history: a sheet with 13 groups of letters and
              digits.
            </Trans>
          </p>
        </StageHeading>
        <ul className={styles.advice}>
          <li>
            <Trans>Print it, or copy it by hand. Do not take a photo of it.</Trans>
          </li>
          <li>
            <Trans>Keep it where you keep other important papers, not beside the computer.</Trans>
          </li>
          <li>
            <Trans>It is a key, not a copy: if the data folder itself is lost, the sheet alone brings nothing back.</Trans>
          </li>
          <li>
            <Trans>Whoever has the sheet and a copy of the data can read everything.</Trans>
          </li>
        </ul>
        {madeOn !== null ? (
          <Notice
            tone="waiting"
            action={<Button size="small" onClick={() => setStage({ at: 'paper', kit: null })}>{t`Confirm it`}</Button>}
          >
            <Trans>A kit was made on {madeOn} and is not confirmed. If you have it on paper, type two of its groups.</Trans>
          </Notice>
        ) : (
          issuedAt !== null && (
            <Notice tone="waiting">
              <Trans>
                A new kit replaces the one you have as soon as you have confirmed it: then the old sheet opens nothing any more.
              </Trans>
            </Notice>
          )
        )}
        {issue.error !== null && <ErrorNotice error={issue.error} />}
        <FormActions>
          <Button variant="primary" size="large" isBusy={issue.isBusy} onClick={() => void makeKit()}>
            {issuedAt === null ? t`Make the recovery kit` : t`Make a new kit`}
          </Button>
          <Button variant="quiet" size="large" onClick={leave}>
            {t`Later`}
          </Button>
        </FormActions>
      </StageCard>
    </Stage>
  )
}
