import { Trans, useLingui } from '@lingui/react/macro'
import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import type { ShopKind } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { Stage, StageCard, StageHeading } from '#renderer/app/stage.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useRunAction } from '#renderer/app/use-run-action.ts'
import { useSession, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Form, FormActions } from '#renderer/ui/form.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { PasswordField } from '#renderer/ui/password-field.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { PracticePeople } from './practice-people.tsx'
import styles from './sign-in-screen.module.css'

/** Everybody under their own name. In the practice shop the ready-made people are one click away. */
export function SignInScreen({ kind, shopName }: { kind: ShopKind; shopName: string }) {
  return (
    <Stage width={kind === 'practice' ? 'medium' : 'narrow'}>
      {kind === 'practice' ? (
        <>
          <StageHeading title={<Trans>Who would you like to be?</Trans>}>
            <p>
              <Trans>
                These people work in the practice shop. Each sees what their role may see; open a second window to work side by side.
              </Trans>
            </p>
          </StageHeading>
          <EndedNotice />
          <PracticePeople />
          <LeavePractice />
        </>
      ) : (
        <>
          <StageHeading title={shopName}>
            <p>
              <Trans>Sign in under your own name.</Trans>
            </p>
          </StageHeading>
          <EndedNotice />
          <StageCard>
            <SignInForm />
          </StageCard>
        </>
      )}
    </Stage>
  )
}

function SignInForm() {
  const { t } = useLingui()
  const { session } = useStores()
  const { run, isBusy, error } = useAction()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [wasTried, setTried] = useState(false)

  async function submit() {
    setTried(true)
    if (login.trim() === '' || password === '') return
    const isIn = await run(() => session.getState().signIn({ login: login.trim(), password }))
    if (!isIn) setPassword('')
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

function EndedNotice() {
  const endedBecause = useSession((state) => state.endedBecause)
  if (endedBecause === null) return null
  return (
    <Notice tone="waiting">
      {endedBecause === 'disabled' ? (
        <Trans>Your access to this shop was switched off. The owner or a manager can say why.</Trans>
      ) : (
        <Trans>The shop was closed on this computer. Sign in again.</Trans>
      )}
    </Notice>
  )
}

function LeavePractice() {
  const { t } = useLingui()
  const { desk } = useStores()
  const run = useRunAction()
  return (
    <p className={styles.leave}>
      <FlaskConical aria-hidden="true" />
      <Trans>This is the practice shop.</Trans>
      <Button variant="quiet" size="small" onClick={() => void run(() => desk.getState().leavePractice())}>
        {t`Back to the first screen`}
      </Button>
    </p>
  )
}
