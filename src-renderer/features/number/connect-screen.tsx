import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { errorCodes, type ConnectStep, type ErrorCode } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { paths } from '#renderer/app/routes.ts'
import { Stage, StageCard, StageHeading } from '#renderer/app/stage.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { SetUpSteps } from '#renderer/features/first-run/set-up-steps.tsx'
import { errorWords } from '#renderer/i18n/error-words.ts'
import { useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Form, FormActions } from '#renderer/ui/form.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { PasswordField } from '#renderer/ui/password-field.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import styles from './connect.module.css'
import { ConnectSteps } from './connect-steps.tsx'
import { fieldOf, isOutside, type ConnectField } from './connect-words.ts'

type Failure = { step: ConnectStep; code: ErrorCode }

/** The shop's number: four things from Meta's pages, checked one after the other, and kept only when all of them are right. */
export function ConnectScreen() {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const { number } = useStores()
  const [, navigate] = useLocation()
  const { run, isBusy, error } = useAction()
  const [values, setValues] = useState<Record<ConnectField, string>>({ token: '', appSecret: '', phoneNumberId: '', wabaId: '' })
  const [wasTried, setTried] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)

  const problems: Record<ConnectField, string | null> = {
    token: values.token.trim().length < 8 ? t`Paste the whole access token.` : null,
    appSecret: values.appSecret.trim().length < 8 ? t`Paste the whole app secret.` : null,
    phoneNumberId: isMetaId(values.phoneNumberId) ? null : t`An ID has digits only. The phone number itself is something else.`,
    wabaId: isMetaId(values.wabaId) ? null : t`An ID has digits only.`,
  }
  const failed = failure === null ? null : { field: fieldOf(failure.step, failure.code), words: errorWords[failure.code] }

  function errorOf(field: ConnectField): string | null {
    if (failed?.field === field) return `${i18n._(failed.words.happened)} ${i18n._(failed.words.todo)}`
    return wasTried ? problems[field] : null
  }
  function change(field: ConnectField) {
    return (value: string) => {
      setValues({ ...values, [field]: value })
      if (failed?.field === field) setFailure(null)
    }
  }

  async function submit() {
    setTried(true)
    setFailure(null)
    if (Object.values(problems).some((problem) => problem !== null)) return
    await run(async () => {
      const result = await number.getState().connect({
        token: values.token.trim(),
        appSecret: values.appSecret.trim(),
        phoneNumberId: values.phoneNumberId.trim(),
        wabaId: values.wabaId.trim(),
      })
      if (result.connected) {
        const phone = result.number.displayPhoneNumber
        toasts.show({ tone: 'success', text: t`${phone} is connected.` })
        navigate(paths.inbox())
      } else {
        setFailure({ step: result.step, code: errorCodes.find((code) => code === result.code) ?? 'not-possible-now' })
      }
    })
  }

  return (
    <Stage width="medium">
      <SetUpSteps current="number" />
      <StageHeading title={<Trans>Connect your number</Trans>}>
        <p>
          <Trans>
            You find all four in Meta’s developer pages, in the app with WhatsApp that belongs to your business. They are kept encrypted on
            this computer.
          </Trans>
        </p>
      </StageHeading>
      <div className={styles.columns}>
        <StageCard>
          <Form onSubmit={() => void submit()}>
            <PasswordField
              label={t`Access token`}
              description={t`Of a system user, with no expiry: Business settings, Users, System users, Generate token.`}
              autoComplete="off"
              showLabel={t`Show the token`}
              hideLabel={t`Hide the token`}
              value={values.token}
              onChange={change('token')}
              maxLength={1024}
              isMono
              error={errorOf('token')}
            />
            <PasswordField
              label={t`App secret`}
              description={t`In the app: Settings, Basic. It proves that incoming messages come from Meta.`}
              autoComplete="off"
              showLabel={t`Show the secret`}
              hideLabel={t`Hide the secret`}
              value={values.appSecret}
              onChange={change('appSecret')}
              maxLength={1024}
              isMono
              error={errorOf('appSecret')}
            />
            <TextField
              label={t`Phone number ID`}
              description={t`In the app: WhatsApp, API Setup, below the number.`}
              value={values.phoneNumberId}
              onChange={change('phoneNumberId')}
              inputMode="numeric"
              maxLength={32}
              isMono
              error={errorOf('phoneNumberId')}
            />
            <TextField
              label={t`WhatsApp Business account ID`}
              description={t`On the same page.`}
              value={values.wabaId}
              onChange={change('wabaId')}
              inputMode="numeric"
              maxLength={32}
              isMono
              error={errorOf('wabaId')}
            />
            {failed !== null && failed.field === null && (
              <Notice tone="problem" title={i18n._(failed.words.happened)} isAnnounced>
                {i18n._(failed.words.todo)}
              </Notice>
            )}
            {error !== null && <ErrorNotice error={error} />}
            <FormActions>
              <Button type="submit" variant="primary" size="large" isBusy={isBusy}>
                {t`Check and connect`}
              </Button>
              <Button variant="quiet" size="large" onClick={() => navigate(paths.inbox())}>
                {t`Later`}
              </Button>
            </FormActions>
          </Form>
        </StageCard>
        <aside className={styles.checks}>
          <h2 className={styles.checksTitle}>
            <Trans>What is checked</Trans>
          </h2>
          <ConnectSteps stoppedAt={failure?.step ?? null} hasFailed={failure !== null && !isOutside(failure.code)} isChecking={isBusy} />
        </aside>
      </div>
    </Stage>
  )
}

function isMetaId(text: string): boolean {
  return /^\d{1,32}$/.test(text.trim())
}
