import { Trans, useLingui } from '@lingui/react/macro'
import { RotateCcwKey } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { RecoveryKit } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { paths } from '#renderer/app/routes.ts'
import { Stage, StageCard, StageHeading } from '#renderer/app/stage.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useDesk, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Form, FormActions } from '#renderer/ui/form.tsx'
import { PasswordField } from '#renderer/ui/password-field.tsx'
import { KitOnPaper } from './kit-on-paper.tsx'
import styles from './kit.module.css'

/** Another key for the shop’s data, and at once the sheet that belongs to it. */
export function KeyScreen() {
  const { t } = useLingui()
  const { desk } = useStores()
  const [, navigate] = useLocation()
  const isStrict = useDesk((state) => state.keyStatus?.isStrict ?? false)
  const { run, isBusy, error } = useAction()
  const [passphrase, setPassphrase] = useState('')
  const [wasTried, setTried] = useState(false)
  const [kit, setKit] = useState<RecoveryKit | null>(null)
  const leave = () => navigate(paths.settings())
  const isPassphraseWrong = error?.code === 'passphrase-wrong'

  async function rotate() {
    setTried(true)
    if (isStrict && passphrase === '') return
    await run(async () => setKit(await desk.getState().rotateKey(isStrict ? passphrase : null)))
  }

  function passphraseError(): string | null {
    if (isPassphraseWrong) return t`This passphrase is not right.`
    return wasTried && passphrase === '' ? t`Enter the passphrase.` : null
  }

  if (kit !== null) return <KitOnPaper kit={kit} onLeave={leave} />
  return (
    <Stage>
      <StageCard>
        <span className={styles.icon} aria-hidden="true">
          <RotateCcwKey />
        </span>
        <StageHeading title={<Trans>A new key for the shop’s data</Trans>}>
          <p>
            <Trans>
              Do this when an owner has left, when the printed sheet is lost, or when you think that somebody has the key. Everything is
              encrypted anew.
            </Trans>
          </p>
        </StageHeading>
        <ul className={styles.advice}>
          <li>
            <Trans>Every recovery kit made before opens nothing any more. You get a new sheet at once; have a printer ready.</Trans>
          </li>
          <li>
            <Trans>Copies of the data folder made before still open with the old key. Delete those that you do not need.</Trans>
          </li>
          <li>
            <Trans>It takes some seconds, in a large shop more. Meanwhile nobody can work; messages wait and come in afterwards.</Trans>
          </li>
        </ul>
        <Form onSubmit={() => void rotate()}>
          {isStrict && (
            <PasswordField
              label={t`Passphrase`}
              description={t`It stays the same. Without it the new key could not be kept.`}
              autoComplete="current-password"
              showLabel={t`Show passphrase`}
              hideLabel={t`Hide passphrase`}
              value={passphrase}
              onChange={setPassphrase}
              error={passphraseError()}
            />
          )}
          {error !== null && !isPassphraseWrong && <ErrorNotice error={error} />}
          <FormActions>
            <Button type="submit" variant="primary" size="large" isBusy={isBusy}>
              {t`Change the key`}
            </Button>
            <Button variant="quiet" size="large" onClick={leave}>
              {t`Cancel`}
            </Button>
          </FormActions>
        </Form>
      </StageCard>
    </Stage>
  )
}
