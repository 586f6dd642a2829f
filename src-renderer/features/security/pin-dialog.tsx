import { useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { CODE_LENGTH, CodeField } from '#renderer/ui/code-field.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Form } from '#renderer/ui/form.tsx'

export function PinDialog({ onClose }: { onClose(): void }) {
  const { t } = useLingui()
  const { security } = useStores()
  const toasts = useToasts()
  const formId = useId()
  const { run, isBusy, error } = useAction()
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [wasTried, setTried] = useState(false)
  const isRefused = error?.code === 'pin-too-common'

  function pinError(): string | null {
    if (isRefused) return error.sentence
    return wasTried && pin.length < CODE_LENGTH ? t`Six digits are needed.` : null
  }

  async function submit() {
    setTried(true)
    if (pin.length < CODE_LENGTH || pin !== again) return
    const isSet = await run(() => security.getState().setPin(pin))
    if (!isSet) return
    toasts.show({ tone: 'success', text: t`Your PIN is set.` })
    onClose()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="small"
      title={t`PIN`}
      description={t`Six digits without a pattern, a date or your phone number. Password and code are still asked for once a shift.`}
      closeLabel={t`Close`}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" type="submit" form={formId} isBusy={isBusy}>
            {t`Set the PIN`}
          </Button>
        </>
      }
    >
      <Form id={formId} onSubmit={() => void submit()}>
        <CodeField label={t`New PIN`} isSecret startsFocused value={pin} onChange={setPin} error={pinError()} />
        <CodeField
          label={t`Once more`}
          isSecret
          value={again}
          onChange={setAgain}
          error={wasTried && pin !== again ? t`The two are not the same.` : null}
        />
        {error !== null && !isRefused && <ErrorNotice error={error} />}
      </Form>
    </Dialog>
  )
}
