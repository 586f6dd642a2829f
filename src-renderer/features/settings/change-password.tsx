import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { isAboutNewPassword, isLongEnough, NewPasswordField } from '#renderer/app/new-password-field.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Form, FormActions } from '#renderer/ui/form.tsx'
import { Section } from '#renderer/ui/page.tsx'
import { PasswordField } from '#renderer/ui/password-field.tsx'

export function ChangePassword() {
  const { t } = useLingui()
  const { session } = useStores()
  const toasts = useToasts()
  const { run, isBusy, error } = useAction()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [wasTried, setTried] = useState(false)

  const isCurrentWrong = error?.code === 'wrong-credentials'

  async function submit() {
    setTried(true)
    if (current === '' || !isLongEnough(next)) return
    const isChanged = await run(() => session.getState().changePassword({ current, next }))
    if (!isChanged) return
    setCurrent('')
    setNext('')
    setTried(false)
    toasts.show({ tone: 'success', text: t`Your password is changed.` })
  }

  function currentError(): string | null {
    if (isCurrentWrong) return t`This is not your password.`
    return wasTried && current === '' ? t`Enter your password.` : null
  }

  return (
    <Section title={t`Password`}>
      <Form onSubmit={() => void submit()}>
        <PasswordField
          label={t`Your password now`}
          autoComplete="current-password"
          showLabel={t`Show password`}
          hideLabel={t`Hide password`}
          value={current}
          onChange={setCurrent}
          error={currentError()}
        />
        <NewPasswordField label={t`New password`} value={next} onChange={setNext} wasTried={wasTried} error={error} />
        {error !== null && !isAboutNewPassword(error) && !isCurrentWrong && <ErrorNotice error={error} />}
        <FormActions>
          <Button type="submit" isBusy={isBusy}>
            {t`Change the password`}
          </Button>
        </FormActions>
      </Form>
    </Section>
  )
}
