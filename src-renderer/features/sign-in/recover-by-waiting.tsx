import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { isAboutNewPassword, isLongEnough, NewPasswordField } from '#renderer/app/new-password-field.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useRecovery, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Form, FormActions } from '#renderer/ui/form.tsx'
import { SpokenCode } from '#renderer/ui/spoken-code.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { BackToSignIn } from './back-to-sign-in.tsx'

/** An owner with nothing in hand asks now, and finishes days later with the code that they were shown. */
export function RecoverByWaiting({ onBack }: { onBack(): void }) {
  const isReady = useRecovery((state) => state.offer?.waiting?.isReady ?? false)
  const [code, setCode] = useState<string | null>(null)
  if (code !== null) return <KeepCode code={code} onKept={onBack} />
  return isReady ? <Finish onBack={onBack} /> : <Ask onCode={setCode} onBack={onBack} />
}

function Ask({ onCode, onBack }: { onCode(code: string): void; onBack(): void }) {
  const { t } = useLingui()
  const { recovery } = useStores()
  const { run, isBusy, error } = useAction()
  const [login, setLogin] = useState('')
  const [wasTried, setTried] = useState(false)
  const isLoginRefused = error?.code === 'not-an-owner'
  const loginError = isLoginRefused ? error.sentence : null

  async function submit() {
    setTried(true)
    if (login.trim() === '') return
    await run(async () => onCode(await recovery.getState().ask(login.trim())))
  }

  return (
    <Form onSubmit={() => void submit()}>
      <p>
        <Trans>
          An owner who has neither password nor recovery kit gets in again after 72 hours, at this computer. Until then everybody who works
          here sees it on every screen, and an owner can stop it.
        </Trans>
      </p>
      <TextField
        label={t`Login of the owner`}
        autoComplete="username"
        startsFocused
        maxLength={80}
        value={login}
        onChange={setLogin}
        error={wasTried && login.trim() === '' ? t`Enter the login.` : loginError}
      />
      {error !== null && !isLoginRefused && <ErrorNotice error={error} />}
      <FormActions>
        <Button type="submit" variant="primary" size="large" isFullWidth isBusy={isBusy}>
          {t`Ask for it`}
        </Button>
      </FormActions>
      <BackToSignIn onBack={onBack} />
    </Form>
  )
}

/** Shown this once; drawn until the person says that they have it. */
function KeepCode({ code, onKept }: { code: string; onKept(): void }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const earliestAt = useRecovery((state) => state.offer?.waiting?.earliestAt ?? null)
  const earliestOn = earliestAt === null ? null : fmt.full(earliestAt)
  const shown = useRef<HTMLParagraphElement>(null)
  // Not the button: a second press of Enter would put the code away.
  useEffect(() => shown.current?.focus(), [])
  return (
    <Form onSubmit={onKept}>
      <p>
        <Trans>Write this code down and keep it to yourself. It is not shown again, and without it nobody can finish.</Trans>
      </p>
      <SpokenCode ref={shown} code={code} />
      {earliestOn !== null && (
        <p>
          <Trans>
            Come back to this computer from {earliestOn}, with the code, if nobody stopped it. Leave Balcão open until then: hours in which
            it is closed may not count.
          </Trans>
        </p>
      )}
      <FormActions>
        <Button type="submit" variant="primary" size="large" isFullWidth>
          {t`I have it on paper`}
        </Button>
      </FormActions>
    </Form>
  )
}

function Finish({ onBack }: { onBack(): void }) {
  const { t } = useLingui()
  const { session } = useStores()
  const { run, isBusy, error } = useAction()
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const [wasTried, setTried] = useState(false)
  const isCodeRefused = error?.code === 'invitation-invalid'
  const codeError = isCodeRefused ? t`This is not the code that was shown when it was asked for.` : null

  async function submit() {
    setTried(true)
    if (code.trim() === '' || !isLongEnough(password)) return
    await run(() => session.getState().finishRecovery({ code: code.trim(), password }))
  }

  return (
    <Form onSubmit={() => void submit()}>
      <p>
        <Trans>
          The 72 hours are over. With the code that was shown then, set a new password; the authenticator app is set up anew, and everybody
          in the shop is told.
        </Trans>
      </p>
      <TextField
        label={t`Code`}
        description={t`Letters and digits; spaces and dashes do not matter.`}
        isMono
        startsFocused
        maxLength={60}
        value={code}
        onChange={setCode}
        error={wasTried && code.trim() === '' ? t`Enter the code.` : codeError}
      />
      <NewPasswordField label={t`New password`} value={password} onChange={setPassword} wasTried={wasTried} error={error} />
      {error !== null && !isAboutNewPassword(error) && !isCodeRefused && <ErrorNotice error={error} />}
      <FormActions>
        <Button type="submit" variant="primary" size="large" isFullWidth isBusy={isBusy}>
          {t`Set the password`}
        </Button>
      </FormActions>
      <BackToSignIn onBack={onBack} />
    </Form>
  )
}
