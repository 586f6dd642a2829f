import { Trans, useLingui } from '@lingui/react/macro'
import { useRef, useState } from 'react'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { CODE_LENGTH, CodeField } from '#renderer/ui/code-field.tsx'
import { Form, FormActions, FormWays } from '#renderer/ui/form.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'

/** Second step: the code of the authenticator app, or one of the printed codes in its place. */
export function CodeForm() {
  const [usesRecoveryCode, setUsesRecoveryCode] = useState(false)
  return usesRecoveryCode ? (
    <RecoveryCodeForm onBack={() => setUsesRecoveryCode(false)} />
  ) : (
    <AppCodeForm onUseRecoveryCode={() => setUsesRecoveryCode(true)} />
  )
}

function AppCodeForm({ onUseRecoveryCode }: { onUseRecoveryCode(): void }) {
  const { t } = useLingui()
  const { session } = useStores()
  const { run, isBusy, error } = useAction()
  const [code, setCode] = useState('')
  const [wasTried, setTried] = useState(false)
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null)

  async function submit(digits: string) {
    setTried(true)
    if (digits.length < CODE_LENGTH) return
    await run(
      () => session.getState().giveCode({ code: digits }),
      () => {
        setTried(false)
        setCode('')
        field.current?.focus()
      },
    )
  }

  return (
    <Form onSubmit={() => void submit(code)}>
      <CodeField
        label={t`Code of the authenticator app`}
        description={t`Six digits. A new one every half minute.`}
        startsFocused
        inputRef={field}
        value={code}
        onChange={setCode}
        onComplete={(digits) => void submit(digits)}
        error={wasTried && code.length < CODE_LENGTH && !isBusy ? t`Six digits are needed.` : null}
      />
      {error !== null && <ErrorNotice error={error} />}
      <FormActions>
        <Button type="submit" variant="primary" size="large" isFullWidth isBusy={isBusy}>
          {t`Go on`}
        </Button>
      </FormActions>
      <FormWays>
        <Button variant="quiet" size="small" onClick={onUseRecoveryCode}>
          {t`I do not have the app at hand`}
        </Button>
        <StartOver />
      </FormWays>
    </Form>
  )
}

function RecoveryCodeForm({ onBack }: { onBack(): void }) {
  const { t } = useLingui()
  const { session } = useStores()
  return (
    <SpokenCodeForm
      label={t`Recovery code`}
      description={
        <Trans>
          One of the ten you printed; each works once. The authenticator app is then set up anew. Whoever manages people can help, too.
        </Trans>
      }
      give={(code) => session.getState().giveRecoveryCode({ code })}
      more={
        <>
          <Button variant="quiet" size="small" onClick={onBack}>
            {t`Use the app after all`}
          </Button>
          <StartOver />
        </>
      }
    />
  )
}

/** Instead of the app, which a colleague has reset. */
export function ResetCodeForm() {
  const { t } = useLingui()
  const { session } = useStores()
  return (
    <SpokenCodeForm
      label={t`Code you were given`}
      description={<Trans>Your authenticator app was reset. Whoever did that has a code for you.</Trans>}
      give={(code) => session.getState().giveResetCode({ code })}
      more={<StartOver />}
    />
  )
}

type SpokenCodeFormProps = { label: string; description: React.ReactNode; give(code: string): Promise<void>; more: React.ReactNode }

function SpokenCodeForm({ label, description, give, more }: SpokenCodeFormProps) {
  const { t } = useLingui()
  const { run, isBusy, error } = useAction()
  const [code, setCode] = useState('')
  const [wasTried, setTried] = useState(false)
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null)

  async function submit() {
    setTried(true)
    // What was mistyped stays, so that it can be put right.
    if (code.trim() !== '')
      await run(
        () => give(code.trim()),
        () => field.current?.focus(),
      )
  }

  return (
    <Form onSubmit={() => void submit()}>
      <TextField
        label={label}
        description={description}
        isMono
        startsFocused
        inputRef={field}
        maxLength={60}
        value={code}
        onChange={setCode}
        error={wasTried && code.trim() === '' ? t`Enter the code.` : null}
      />
      {error !== null && <ErrorNotice error={error} />}
      <FormActions>
        <Button type="submit" variant="primary" size="large" isFullWidth isBusy={isBusy}>
          {t`Go on`}
        </Button>
      </FormActions>
      <FormWays>{more}</FormWays>
    </Form>
  )
}

function StartOver() {
  const { t } = useLingui()
  const { session } = useStores()
  return (
    <Button variant="quiet" size="small" onClick={() => session.getState().startOver()}>
      {t`Start over`}
    </Button>
  )
}
