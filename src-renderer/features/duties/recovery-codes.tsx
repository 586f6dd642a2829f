import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '#renderer/ui/button.tsx'
import { FormActions } from '#renderer/ui/form.tsx'
import styles from './duties.module.css'

type Props = { codes: readonly string[]; onKept(): void }

/** Shown this once; on paper, because the phone may be what is lost. */
export function RecoveryCodes({ codes, onKept }: Props) {
  const { t } = useLingui()
  return (
    <>
      <p>
        <Trans>
          If the phone with the app is lost, one of these codes lets you in. Each works once. Print them or write them down; they are not
          shown again.
        </Trans>
      </p>
      <ol className={styles.codes} aria-label={t`Recovery codes`}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className={styles.noPrint}>
        <FormActions>
          <Button variant="primary" size="large" onClick={onKept}>
            {t`I have them on paper`}
          </Button>
          <Button size="large" onClick={() => window.print()}>
            {t`Print`}
          </Button>
        </FormActions>
      </div>
    </>
  )
}
