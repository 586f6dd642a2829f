import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { isAboutNewPassword, isLongEnough, NewPasswordField } from '#renderer/app/new-password-field.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Form } from '#renderer/ui/form.tsx'
import { PasswordField } from '#renderer/ui/password-field.tsx'

/** Typed twice: the next start takes it exactly as it is. */
export function PassphraseDialog({ minLength, onClose }: { minLength: number; onClose(): void }) {
  const { t } = useLingui()
  const { desk } = useStores()
  const toasts = useToasts()
  const formId = useId()
  const { run, isBusy, error } = useAction()
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [wasTried, setTried] = useState(false)
  const isOther = again !== passphrase

  async function submit() {
    setTried(true)
    if (!isLongEnough(passphrase, minLength) || isOther) return
    if (!(await run(() => desk.getState().setPassphrase(passphrase)))) return
    toasts.show({ tone: 'success', text: t`From now on each start asks for the passphrase.` })
    onClose()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t`Passphrase of the shop`}
      description={<Trans>Nobody can find it out for you. Without it, only the printed recovery kit opens the shop.</Trans>}
      closeLabel={t`Close`}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" type="submit" form={formId} isBusy={isBusy}>
            {t`Set the passphrase`}
          </Button>
        </>
      }
    >
      <Form id={formId} onSubmit={() => void submit()}>
        <NewPasswordField
          label={t`Passphrase`}
          value={passphrase}
          onChange={setPassphrase}
          minLength={minLength}
          startsFocused
          wasTried={wasTried}
          error={error}
        />
        <PasswordField
          label={t`The same once more`}
          autoComplete="new-password"
          showLabel={t`Show passphrase`}
          hideLabel={t`Hide passphrase`}
          value={again}
          onChange={setAgain}
          maxLength={256}
          error={wasTried && isOther ? t`This is not the same.` : null}
        />
        {error !== null && !isAboutNewPassword(error) && <ErrorNotice error={error} />}
      </Form>
    </Dialog>
  )
}
