import { Trans, useLingui } from '@lingui/react/macro'
import { useRef, useState } from 'react'
import type { Me, MethodOutput } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { CODE_LENGTH, CodeField } from '#renderer/ui/code-field.tsx'
import { Form, FormActions } from '#renderer/ui/form.tsx'
import { QrCode } from '#renderer/ui/qr-code.tsx'
import styles from './duties.module.css'

type Props = { secret: MethodOutput<'mfa.begin'>; onDone(me: Me): void; onCancel?: () => void }

/** The authenticator app: scan, and confirm with a code. The recovery codes come after it. */
export function SetUpApp({ secret, onDone, onCancel }: Props) {
  const { t } = useLingui()
  const { security } = useStores()
  const { run, isBusy, error } = useAction()
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const [code, setCode] = useState('')
  const [wasTried, setTried] = useState(false)

  async function submit(digits: string) {
    setTried(true)
    if (digits.length < CODE_LENGTH) return
    await run(
      async () => onDone(await security.getState().confirmMfa({ code: digits })),
      () => {
        setTried(false)
        setCode('')
        field.current?.focus()
      },
    )
  }

  return (
    <div className={styles.scan}>
      <QrCode text={secret.uri} label={t`QR code for the authenticator app`} />
      <div className={styles.steps}>
        <Form onSubmit={() => void submit(code)}>
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
          <CodeField
            label={t`Code that the app shows`}
            startsFocused
            inputRef={field}
            value={code}
            onChange={setCode}
            onComplete={(digits) => void submit(digits)}
            error={wasTried && code.length < CODE_LENGTH && !isBusy ? t`Six digits are needed.` : null}
          />
          {error !== null && <ErrorNotice error={error} />}
          <FormActions>
            <Button type="submit" variant="primary" size="large" isBusy={isBusy}>
              {t`Confirm`}
            </Button>
            {onCancel !== undefined && (
              <Button variant="quiet" size="large" onClick={onCancel}>
                {t`Cancel`}
              </Button>
            )}
          </FormActions>
        </Form>
      </div>
    </div>
  )
}

function inGroups(text: string): string {
  return text.replaceAll(/(.{4})(?=.)/g, '$1 ')
}
