import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { StaffAccount } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import type { Waits } from '#renderer/stores/staff.ts'
import { useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { RoleChoice } from './role-choice.tsx'

type Props = { account: StaffAccount; onClose(): void; onWaits(waits: NonNullable<Waits>): void }

/** What somebody may do from now on, in their open windows too. */
export function RoleDialog({ account: { staffId, name, roleId: before }, onClose, onWaits }: Props) {
  const { t } = useLingui()
  const { staff } = useStores()
  const toasts = useToasts()
  const { run, isBusy, error } = useAction()
  const [roleId, setRoleId] = useState(before)

  async function submit() {
    if (roleId === before) return onClose()
    await run(async () => {
      const waits = await staff.getState().setRole(staffId, roleId)
      if (waits !== null) return onWaits(waits)
      toasts.show({ tone: 'success', text: t`The role of ${name} is changed.` })
      onClose()
    })
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t`Role of ${name}`}
      closeLabel={t`Close`}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" isBusy={isBusy} onClick={() => void submit()}>
            {t`Give this role`}
          </Button>
        </>
      }
    >
      <RoleChoice label={t`Role`} value={roleId} onChange={setRoleId} />
      {error !== null && <ErrorNotice error={error} />}
    </Dialog>
  )
}
