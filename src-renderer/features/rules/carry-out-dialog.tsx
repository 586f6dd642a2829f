import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import type { Approval, Invitation } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { KIT_GROUPS, twoOf } from '#renderer/features/first-run/two-groups.ts'
import { InvitationDialog } from '#renderer/features/staff/invitation-dialog.tsx'
import { useStaff, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Form } from '#renderer/ui/form.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'

/** With nobody else to agree, the sheet proves that it is the owner who asks. */
export function CarryOutDialog({ approval: { approvalId, target }, onClose }: { approval: Approval; onClose(): void }) {
  const { t } = useLingui()
  const { rules } = useStores()
  const formId = useId()
  const name = useStaff((state) => state.membersById.get(target)?.name ?? '')
  const { run, isBusy, error } = useAction()
  const [indexes] = useState(() => twoOf(KIT_GROUPS))
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const [invitation, setInvitation] = useState<Invitation | null>(null)
  const [firstPlace, secondPlace] = [indexes[0] + 1, indexes[1] + 1]

  async function submit() {
    if (first.trim() === '' || second.trim() === '') return
    await run(async () => {
      const groups = [
        { index: indexes[0], text: first.trim() },
        { index: indexes[1], text: second.trim() },
      ]
      const made = await rules.getState().carryOut({ approvalId, groups })
      if (made === null) onClose()
      else setInvitation(made)
    })
  }

  if (invitation !== null) return <InvitationDialog name={name} invitation={invitation} kind="app" onClose={onClose} />
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="small"
      title={t`Carry it out`}
      description={<Trans>Type two groups from the recovery kit.</Trans>}
      closeLabel={t`Close`}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="danger" type="submit" form={formId} isBusy={isBusy}>
            {t`Carry out`}
          </Button>
        </>
      }
    >
      <Form id={formId} onSubmit={() => void submit()}>
        <TextField label={t`Group ${firstPlace}`} value={first} onChange={setFirst} isMono maxLength={20} startsFocused />
        <TextField label={t`Group ${secondPlace}`} value={second} onChange={setSecond} isMono maxLength={20} />
        {error !== null && <ErrorNotice error={error} />}
      </Form>
    </Dialog>
  )
}
