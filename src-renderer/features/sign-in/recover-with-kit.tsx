import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { isAboutNewPassword, isLongEnough, NewPasswordField } from '#renderer/app/new-password-field.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Form, FormActions } from '#renderer/ui/form.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { BackToSignIn } from './back-to-sign-in.tsx'

/** An owner who has neither password nor app: the printed kit proves whose shop it is. */
export function RecoverWithKit({ onBack }: { onBack(): void }) {
  const { t } = useLingui()
  const { session } = useStores()
  const { run, isBusy, error } = useAction()
  const [login, setLogin] = useState('')
  const [kit, setKit] = useState('')
  const [password, setPassword] = useState('')
  const [wasTried, setTried] = useState(false)

  async function submit() {
    setTried(true)
    if (login.trim() === '' || kit.trim() === '' || !isLongEnough(password)) return
    await run(() => session.getState().recoverWithKit({ login: login.trim(), kit: kit.trim(), password }))
  }

  return (
    <Form onSubmit={() => void submit()}>
      <p>
        <Trans>
          The recovery kit lets an owner set a new password. All windows of this owner are signed out, the authenticator app is set up anew,
          and everybody in the shop is told.
        </Trans>
      </p>
      <TextField
        label={t`Login`}
        autoComplete="username"
        startsFocused
        value={login}
        onChange={setLogin}
        error={wasTried && login.trim() === '' ? t`Enter your login.` : null}
      />
      <TextField
        label={t`Groups of the recovery kit`}
        description={t`All 13, in order. Spaces, dashes and case do not matter.`}
        isMono
        rows={3}
        maxLength={200}
        value={kit}
        onChange={setKit}
        error={wasTried && kit.trim() === '' ? t`Type what is on the sheet.` : null}
      />
      <NewPasswordField label={t`New password`} value={password} onChange={setPassword} wasTried={wasTried} error={error} />
      {error !== null && !isAboutNewPassword(error) && <ErrorNotice error={error} />}
      <FormActions>
        <Button type="submit" variant="primary" size="large" isFullWidth isBusy={isBusy}>
          {t`Set the password`}
        </Button>
      </FormActions>
      <BackToSignIn onBack={onBack} />
    </Form>
  )
}
