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
import { useDesk, useNumber, useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { FormActions } from '#renderer/ui/form.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { KitConfirm } from './kit-confirm.tsx'
import { KitSheet } from './kit-sheet.tsx'
import styles from './kit.module.css'
import { SetUpSteps } from './set-up-steps.tsx'

type KitStep = { at: 'intro' } | { at: 'sheet'; kit: RecoveryKit } | { at: 'confirm'; kit: RecoveryKit; indexes: readonly [number, number] }

/** The owner makes the sheet that opens the shop without this computer’s key, and proves that it is on paper. */
export function KitScreen() {
  const { t } = useLingui()
  const fmt = useFmt()
  const toasts = useToasts()
  const { desk } = useStores()
  const [, navigate] = useLocation()
  const kitStatus = useDesk((state) => state.kitStatus)
  const hasNumber = useNumber((state) => state.number.phase === 'ready' && state.number.value !== null)
  const issue = useAction()
  const [stage, setStage] = useState<KitStep>({ at: 'intro' })

  const leave = () => navigate(hasNumber ? paths.inbox() : paths.setUpNumber())
  const issuedBefore = kitStatus?.issuedAt ?? null
  const issuedOn = issuedBefore === null ? null : fmt.date(issuedBefore)

  async function makeKit() {
    await issue.run(async () => setStage({ at: 'sheet', kit: await desk.getState().issueKit() }))
  }

  if (stage.at === 'confirm') {
    return (
      <Stage>
        <SetUpSteps current="kit" />
        <KitConfirm
          indexes={stage.indexes}
          onBack={() => setStage({ at: 'sheet', kit: stage.kit })}
          onConfirmed={() => {
            toasts.show({ tone: 'success', text: t`The recovery kit is confirmed. Keep the sheet in a safe place.` })
            leave()
          }}
        />
      </Stage>
    )
  }
  if (stage.at === 'sheet') {
    return (
      <Stage width="medium">
        <SetUpSteps current="kit" />
        <KitSheet kit={stage.kit} />
        <div className={styles.noPrint}>
          <FormActions>
            <Button size="large" variant="primary" onClick={() => window.print()}>
              {t`Print the sheet`}
            </Button>
            <Button size="large" onClick={() => setStage({ at: 'confirm', kit: stage.kit, indexes: twoOf(stage.kit.groups.length) })}>
              {t`I have it on paper`}
            </Button>
            <Button size="large" variant="quiet" onClick={leave}>
              {t`Confirm later`}
            </Button>
          </FormActions>
        </div>
      </Stage>
    )
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
        {issuedOn !== null && (
          <Notice tone="waiting">
            <Trans>A kit was made on {issuedOn}. A new one replaces it: the old sheet will open nothing any more.</Trans>
          </Notice>
        )}
        {issue.error !== null && <ErrorNotice error={issue.error} />}
        <FormActions>
          <Button variant="primary" size="large" isBusy={issue.isBusy} onClick={() => void makeKit()}>
            {issuedBefore === null ? t`Make the recovery kit` : t`Make a new kit`}
          </Button>
          <Button variant="quiet" size="large" onClick={leave}>
            {t`Later`}
          </Button>
        </FormActions>
      </StageCard>
    </Stage>
  )
}

/** Two different places, in order, so that nobody can have learned which ones are asked. */
function twoOf(count: number): readonly [number, number] {
  const first = Math.floor(Math.random() * count)
  const second = (first + 1 + Math.floor(Math.random() * (count - 1))) % count
  return first < second ? [first, second] : [second, first]
}
