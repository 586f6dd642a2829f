import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useStepUp, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { CODE_LENGTH, CodeField } from '#renderer/ui/code-field.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Form } from '#renderer/ui/form.tsx'
import { PasswordField } from '#renderer/ui/password-field.tsx'

/** Shown whenever a call needs password and code once more; then that call goes on by itself. */
export function StepUpDialog() {
  const isAsked = useStepUp((state) => state.isAsked)
  return isAsked ? <OpenDialog /> : null
}

function OpenDialog() {
  const { t } = useLingui()
  const { stepUp } = useStores()
  const formId = useId()
  const { run, isBusy, error } = useAction()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [wasTried, setTried] = useState(false)

  async function submit(digits: string) {
    setTried(true)
    if (password === '' || digits.length < CODE_LENGTH) return
    const isRight = await run(() => stepUp.getState().confirm({ password, code: digits }))
    if (!isRight) setCode('')
  }

  return (
    <Dialog
      isOpen
      onClose={() => stepUp.getState().cancel()}
      size="small"
      title={t`Is it you?`}
      description={<Trans>This can do harm in the wrong hands, so it takes your password and a code. They hold for five minutes.</Trans>}
      closeLabel={t`Close`}
      footer={
        <>
          <Button onClick={() => stepUp.getState().cancel()}>{t`Cancel`}</Button>
          <Button variant="primary" type="submit" form={formId} isBusy={isBusy}>
            {t`Go on`}
          </Button>
        </>
      }
    >
      <Form id={formId} onSubmit={() => void submit(code)}>
        <PasswordField
          label={t`Your password`}
          autoComplete="current-password"
          showLabel={t`Show password`}
          hideLabel={t`Hide password`}
          value={password}
          onChange={setPassword}
          error={wasTried && password === '' ? t`Enter your password.` : null}
        />
        <CodeField
          label={t`Code of the authenticator app`}
          description={t`The next one, if you have just used one: each works once.`}
          value={code}
          onChange={setCode}
          onComplete={(digits) => void submit(digits)}
        />
        {error !== null && <ErrorNotice error={error} />}
      </Form>
    </Dialog>
  )
}
