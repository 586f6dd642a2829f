import { useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Form } from '#renderer/ui/form.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'

/** A role of the shop's own begins with what attendants may do. */
export function NewRoleDialog({ onClose, onNamed }: { onClose(): void; onNamed(name: string): void }) {
  const { t } = useLingui()
  const formId = useId()
  const [name, setName] = useState('')
  const [wasTried, setTried] = useState(false)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="small"
      title={t`New role`}
      description={t`It begins with what attendants may do; the table changes it.`}
      closeLabel={t`Close`}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" type="submit" form={formId}>
            {t`Put it into the table`}
          </Button>
        </>
      }
    >
      <Form
        id={formId}
        onSubmit={() => {
          setTried(true)
          if (name.trim() !== '') onNamed(name.trim())
        }}
      >
        <TextField
          label={t`Name of the role`}
          startsFocused
          maxLength={40}
          value={name}
          onChange={setName}
          error={wasTried && name.trim() === '' ? t`Enter a name.` : null}
        />
      </Form>
    </Dialog>
  )
}
