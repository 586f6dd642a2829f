import { useLingui } from '@lingui/react/macro'
import { useRef, useState } from 'react'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Form, FormActions } from '#renderer/ui/form.tsx'
import { PasswordField } from '#renderer/ui/password-field.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'

/** First step: who it is, and their password. */
export function SignInForm() {
  const { t } = useLingui()
  const { session } = useStores()
  const { run, isBusy, error } = useAction()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [wasTried, setTried] = useState(false)
  const passwordField = useRef<HTMLInputElement & HTMLTextAreaElement>(null)

  async function submit() {
    setTried(true)
    if (login.trim() === '' || password === '') return
    await run(
      () => session.getState().signIn({ login: login.trim(), password }),
      () => {
        setPassword('')
        passwordField.current?.focus()
      },
    )
  }

  return (
    <Form onSubmit={() => void submit()}>
      <TextField
        label={t`Login`}
        name="username"
        autoComplete="username"
        startsFocused
        value={login}
        onChange={setLogin}
        error={wasTried && login.trim() === '' ? t`Enter your login.` : null}
      />
      <PasswordField
        label={t`Password`}
        name="password"
        autoComplete="current-password"
        showLabel={t`Show password`}
        hideLabel={t`Hide password`}
        inputRef={passwordField}
        value={password}
        onChange={setPassword}
        error={wasTried && password === '' && error === null ? t`Enter your password.` : null}
      />
      {error !== null && <ErrorNotice error={error} />}
      <FormActions>
        <Button type="submit" variant="primary" size="large" isFullWidth isBusy={isBusy}>
          {t`Sign in`}
        </Button>
      </FormActions>
    </Form>
  )
}
