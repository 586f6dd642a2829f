import { Trans, useLingui } from '@lingui/react/macro'
import { useRef, useState } from 'react'
import type { MethodOutput } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { isAboutNewPassword, isLongEnough, NewPasswordField } from '#renderer/app/new-password-field.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useSettings, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Form, FormActions } from '#renderer/ui/form.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { BackToSignIn } from './back-to-sign-in.tsx'

type Invited = { code: string } & MethodOutput<'session.readInvitation'>

/** With the code that a colleague handed over, a person sets the password that only they know. */
export function InvitationForm({ onBack }: { onBack(): void }) {
  const [invited, setInvited] = useState<Invited | null>(null)
  return invited === null ? (
    <CodeOfInvitation onRead={setInvited} onBack={onBack} />
  ) : (
    <PasswordOfInvited invited={invited} onBack={onBack} />
  )
}

function CodeOfInvitation({ onRead, onBack }: { onRead(invited: Invited): void; onBack(): void }) {
  const { t } = useLingui()
  const { session } = useStores()
  const { run, isBusy, error } = useAction()
  const [typed, setTyped] = useState('')
  const [wasTried, setTried] = useState(false)
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const code = typed.trim()

  async function submit() {
    setTried(true)
    if (code === '') return
    const read = async () => onRead({ code, ...(await session.getState().readInvitation({ code })) })
    await run(read, () => field.current?.focus())
  }

  return (
    <Form onSubmit={() => void submit()}>
      <TextField
        label={t`Code of the invitation`}
        description={t`Letters and digits; spaces and dashes do not matter.`}
        isMono
        startsFocused
        inputRef={field}
        maxLength={60}
        value={typed}
        onChange={setTyped}
        error={wasTried && code === '' ? t`Enter the code.` : null}
      />
      {error !== null && <ErrorNotice error={error} />}
      <FormActions>
        <Button type="submit" variant="primary" size="large" isFullWidth isBusy={isBusy}>
          {t`Go on`}
        </Button>
      </FormActions>
      <BackToSignIn onBack={onBack} />
    </Form>
  )
}

function PasswordOfInvited({ invited, onBack }: { invited: Invited; onBack(): void }) {
  const { t } = useLingui()
  const { session } = useStores()
  const language = useSettings((state) => state.settings.language)
  const { run, isBusy, error } = useAction()
  const [password, setPassword] = useState('')
  const [wasTried, setTried] = useState(false)
  const { code, name, login } = invited

  async function submit() {
    setTried(true)
    if (isLongEnough(password)) await run(() => session.getState().acceptInvitation({ code, password, language }))
  }

  return (
    <Form onSubmit={() => void submit()}>
      <p>
        <Trans>
          Welcome, <strong>{name}</strong>. Choose a password that only you know; from now on you sign in with it and this login.
        </Trans>
      </p>
      <TextField label={t`Login`} name="username" autoComplete="username" value={login} onChange={() => {}} isReadOnly />
      <NewPasswordField label={t`New password`} startsFocused value={password} onChange={setPassword} wasTried={wasTried} error={error} />
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
