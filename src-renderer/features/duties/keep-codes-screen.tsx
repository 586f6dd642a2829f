import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { Stage, StageCard, StageHeading } from '#renderer/app/stage.tsx'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { FormActions } from '#renderer/ui/form.tsx'
import styles from './duties.module.css'

/** Shown this once, with nothing beside them; on paper, because the phone may be what is lost. */
export function KeepCodesScreen({ codes }: { codes: readonly string[] }) {
  const { t } = useLingui()
  const { security } = useStores()
  const print = useRef<HTMLButtonElement>(null)
  useEffect(() => print.current?.focus(), [])
  return (
    <Stage width="medium">
      <StageHeading title={<Trans>Your recovery codes</Trans>}>
        <p>
          <Trans>
            If the phone with the app is lost, one of these codes lets you in. Each works once. Print them or write them down; they are not
            shown again.
          </Trans>
        </p>
      </StageHeading>
      <StageCard>
        <ol className={styles.codes} aria-label={t`Recovery codes`}>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
        <div className={styles.noPrint}>
          <FormActions>
            <Button ref={print} size="large" onClick={() => window.print()}>
              {t`Print`}
            </Button>
            <Button variant="primary" size="large" onClick={() => security.getState().keptCodes()}>
              {t`I have them on paper`}
            </Button>
          </FormActions>
        </div>
      </StageCard>
    </Stage>
  )
}
