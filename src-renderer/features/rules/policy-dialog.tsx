import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import type { Policy } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Form } from '#renderer/ui/form.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'

/** Publishing is one step, so that nobody works under a rule that is not there to read. */
export function PolicyDialog({ policy, onClose }: { policy: Policy | null; onClose(): void }) {
  const { t } = useLingui()
  const { policies } = useStores()
  const formId = useId()
  const { run, isBusy, error } = useAction()
  const [title, setTitle] = useState(policy?.title ?? '')
  const [text, setText] = useState(policy?.text ?? '')
  const [wasTried, setTried] = useState(false)

  async function submit() {
    setTried(true)
    if (title.trim() === '' || text.trim() === '') return
    const policyId = policy?.policyId ?? null
    if (await run(() => policies.getState().publish({ policyId, title: title.trim(), text: text.trim() }))) onClose()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="large"
      title={policy === null ? t`A rule of the shop` : t`New version`}
      closeLabel={t`Close`}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" type="submit" form={formId} isBusy={isBusy}>
            {t`Publish`}
          </Button>
        </>
      }
    >
      <Form id={formId} onSubmit={() => void submit()}>
        <p>
          <Trans>Once it is published, everybody is asked to read it before they work on, also in windows that are open.</Trans>
        </p>
        <TextField
          label={t`Title`}
          startsFocused
          maxLength={120}
          value={title}
          onChange={setTitle}
          error={wasTried && title.trim() === '' ? t`Enter a title.` : null}
        />
        <TextField
          label={t`Text`}
          rows={12}
          maxLength={20_000}
          value={text}
          onChange={setText}
          error={wasTried && text.trim() === '' ? t`Write what the rule is.` : null}
        />
        {error !== null && <ErrorNotice error={error} />}
      </Form>
    </Dialog>
  )
}
