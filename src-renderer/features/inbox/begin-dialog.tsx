import { useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Form } from '#renderer/ui/form.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { useBeginConversation } from './use-begin-conversation.ts'

/** Asks for the phone of whoever is to be written to. */
export function BeginDialog({ onClose }: { onClose(): void }) {
  const { t } = useLingui()
  const begin = useBeginConversation()
  const formId = useId()
  const [phone, setPhone] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  async function submit(): Promise<void> {
    if (phone.trim() === '') return setProblem(t`This is needed.`)
    setBusy(true)
    const why = await begin({ phone, name: '' })
    setBusy(false)
    if (why === null) onClose()
    else setProblem(why)
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t`Start a conversation`}
      size="small"
      closeLabel={t`Close`}
      finalFocus={() => false}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" type="submit" form={formId} isBusy={isBusy}>
            {t`Start`}
          </Button>
        </>
      }
    >
      <Form id={formId} onSubmit={() => void submit()}>
        <TextField
          label={t`Phone`}
          description={t`With the code of the country, such as +55 11 98765-4321. To somebody who has not written, a template goes first.`}
          error={problem ?? undefined}
          startsFocused
          maxLength={40}
          value={phone}
          onChange={(typed) => {
            setPhone(typed)
            setProblem(null)
          }}
        />
      </Form>
    </Dialog>
  )
}
