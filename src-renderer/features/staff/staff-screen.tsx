import { Trans, useLingui } from '@lingui/react/macro'
import { UserPlus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import type { StaffAccount } from '#renderer/stores/staff.ts'
import { useMay, useStaff, useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { Skeleton, SkeletonGroup } from '#renderer/ui/skeleton.tsx'
import { AddPersonDialog } from './add-person-dialog.tsx'
import { StaffTable } from './staff-table.tsx'
import styles from './staff.module.css'

/** Who works in the shop, and who may sign in. */
export function StaffScreen() {
  const { t, i18n } = useLingui()
  const { staff } = useStores()
  const accounts = useStaff((state) => state.accounts)
  const mayInvite = useMay('staff.invite')
  const [isAdding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<StaffAccount | null>(null)
  const changeActive = useChangeActive()
  const leavingName = leaving?.name ?? ''

  useEffect(() => void staff.getState().loadAccounts(), [staff])

  return (
    <Page
      width="wide"
      title={t`Staff`}
      description={t`Everybody signs in under their own name, so that each message shows who wrote it.`}
      actions={
        mayInvite && (
          <Button variant="primary" icon={<UserPlus />} onClick={() => setAdding(true)}>
            {t`Add a person`}
          </Button>
        )
      }
    >
      {accounts.phase === 'loading' && (
        <SkeletonGroup label={t`Loading the staff…`} className={styles.loading}>
          <Skeleton shape="block" />
          <Skeleton shape="block" />
          <Skeleton shape="block" />
        </SkeletonGroup>
      )}
      {accounts.phase === 'failed' && (
        <ErrorNotice
          error={wordsForError(accounts.error, i18n)}
          action={<Button onClick={() => void staff.getState().loadAccounts()}>{t`Try again`}</Button>}
        />
      )}
      {accounts.phase === 'ready' && (
        <StaffTable accounts={accounts.value} onDisable={setLeaving} onEnable={(account) => void changeActive.run(account, true)} />
      )}
      {changeActive.error !== null && <ErrorNotice error={changeActive.error} />}
      {isAdding && <AddPersonDialog onClose={() => setAdding(false)} />}
      <ConfirmDialog
        isOpen={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t`Switch off access?`}
        cancelLabel={t`Cancel`}
        confirmLabel={t`Switch off`}
        isBusy={changeActive.isBusy}
        onConfirm={() => {
          if (leaving !== null) void changeActive.run(leaving, false).then(() => setLeaving(null))
        }}
      >
        <p>
          <Trans>
            <strong>{leavingName}</strong> is signed out everywhere at once and cannot sign in until access is switched on again. The name
            stays on everything written so far.
          </Trans>
        </p>
      </ConfirmDialog>
    </Page>
  )
}

function useChangeActive() {
  const { t } = useLingui()
  const { staff } = useStores()
  const toasts = useToasts()
  const action = useAction()
  async function run({ staffId, name }: StaffAccount, isActive: boolean): Promise<void> {
    const isDone = await action.run(() => staff.getState().setActive(staffId, isActive))
    if (isDone) toasts.show({ text: isActive ? t`${name} can sign in again.` : t`${name} can no longer sign in.` })
  }
  return { run, isBusy: action.isBusy, error: action.error }
}
