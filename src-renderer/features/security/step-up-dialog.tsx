import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useRef, useState } from 'react'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useStepUp, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { CODE_LENGTH, CodeField } from '#renderer/ui/code-field.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Form } from '#renderer/ui/form.tsx'
import { PasswordField } from '#renderer/ui/password-field.tsx'

type Field = HTMLInputElement & HTMLTextAreaElement

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
  const passwordField = useRef<Field>(null)
  const codeField = useRef<Field>(null)
  const isPasswordWrong = error?.code === 'wrong-credentials'

  async function submit(digits: string) {
    setTried(true)
    if (password === '') return passwordField.current?.focus()
    if (digits.length < CODE_LENGTH) return codeField.current?.focus()
    await run(
      () => stepUp.getState().confirm({ password, code: digits }),
      (refusedFor) => {
        setTried(false)
        setCode('')
        if (refusedFor !== 'wrong-credentials') return codeField.current?.focus()
        setPassword('')
        passwordField.current?.focus()
      },
    )
  }

  function passwordError(): string | null {
    if (isPasswordWrong) return t`This is not your password.`
    return wasTried && password === '' ? t`Enter your password.` : null
  }

  return (
    <Dialog
      isOpen
      onClose={() => stepUp.getState().cancel()}
      size="small"
      title={t`Is it you?`}
      description={<Trans>This can do harm in the wrong hands, so it takes your password and a code. They hold for five minutes.</Trans>}
      closeLabel={t`Close`}
      initialFocus={passwordField}
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
          inputRef={passwordField}
          value={password}
          onChange={setPassword}
          error={passwordError()}
        />
        <CodeField
          label={t`Code of the authenticator app`}
          description={t`The next one, if you have just used one: each works once.`}
          inputRef={codeField}
          value={code}
          onChange={setCode}
          onComplete={(digits) => void submit(digits)}
          error={wasTried && password !== '' && code.length < CODE_LENGTH && !isBusy ? t`Six digits are needed.` : null}
        />
        {error !== null && !isPasswordWrong && <ErrorNotice error={error} />}
      </Form>
    </Dialog>
  )
}
