import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import type { Me, MethodOutput } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { CODE_LENGTH, CodeField } from '#renderer/ui/code-field.tsx'
import { Form, FormActions } from '#renderer/ui/form.tsx'
import { QrCode } from '#renderer/ui/qr-code.tsx'
import { Skeleton, SkeletonGroup } from '#renderer/ui/skeleton.tsx'
import styles from './duties.module.css'
import { RecoveryCodes } from './recovery-codes.tsx'

type Props = { onDone(me: Me): void; onCancel?: () => void }

/** The authenticator app: scan, confirm with a code, keep the recovery codes. */
export function SetUpApp({ onDone, onCancel }: Props) {
  const { t } = useLingui()
  const { security } = useStores()
  const begin = useAction()
  const confirm = useAction()
  const [secret, setSecret] = useState<MethodOutput<'mfa.begin'> | null>(null)
  const [done, setDone] = useState<{ recoveryCodes: string[]; me: Me } | null>(null)
  const [code, setCode] = useState('')

  function start() {
    void begin.run(async () => setSecret(await security.getState().beginMfa()))
  }
  // oxlint-disable-next-line react/exhaustive-deps -- once: each time it is asked for, there is another secret
  useEffect(start, [])

  async function submit(digits: string) {
    if (digits.length < CODE_LENGTH) return
    const isRight = await confirm.run(async () => setDone(await security.getState().confirmMfa({ code: digits })))
    if (!isRight) setCode('')
  }

  if (done !== null) return <RecoveryCodes codes={done.recoveryCodes} onKept={() => onDone(done.me)} />
  if (begin.error !== null) return <ErrorNotice error={begin.error} action={<Button onClick={start}>{t`Try again`}</Button>} />
  if (secret === null) {
    return (
      <SkeletonGroup label={t`Making a key for the app…`}>
        <Skeleton shape="block" />
      </SkeletonGroup>
    )
  }
  return (
    <Form onSubmit={() => void submit(code)}>
      <div className={styles.scan}>
        <QrCode text={secret.uri} label={t`QR code for the authenticator app`} />
        <div className={styles.words}>
          <p>
            <Trans>
              Open an authenticator app on your phone (Google Authenticator, Microsoft Authenticator, Aegis, 2FAS or another), add an
              account and scan this.
            </Trans>
          </p>
          <details>
            <summary>
              <Trans>It cannot be scanned</Trans>
            </summary>
            <p>
              <Trans>Type this key into the app instead; it is based on time.</Trans>
            </p>
            <code className={styles.secret}>{inGroups(secret.secret)}</code>
          </details>
        </div>
      </div>
      <CodeField
        label={t`Code that the app shows`}
        startsFocused
        value={code}
        onChange={setCode}
        onComplete={(digits) => void submit(digits)}
      />
      {confirm.error !== null && <ErrorNotice error={confirm.error} />}
      <FormActions>
        <Button type="submit" variant="primary" size="large" isBusy={confirm.isBusy}>
          {t`Confirm`}
        </Button>
        {onCancel !== undefined && (
          <Button variant="quiet" size="large" onClick={onCancel}>
            {t`Cancel`}
          </Button>
        )}
      </FormActions>
    </Form>
  )
}

function inGroups(text: string): string {
  return text.replaceAll(/(.{4})(?=.)/g, '$1 ')
}
