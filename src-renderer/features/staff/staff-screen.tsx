import { Trans, useLingui } from '@lingui/react/macro'
import { UserPlus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { builtInRoleId, type Invitation, type StaffAccount } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import type { Waits } from '#renderer/stores/staff.ts'
import { useMay, useStaff, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { Skeleton, SkeletonGroup } from '#renderer/ui/skeleton.tsx'
import { InvitationDialog } from './invitation-dialog.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { LeaveDialog } from './leave-dialog.tsx'
import type { PersonAct } from './person-menu.tsx'
import { RoleDialog } from './role-dialog.tsx'
import { SessionsDialog } from './sessions-dialog.tsx'
import { StaffTabs } from './staff-tabs.tsx'
import { StaffTable } from './staff-table.tsx'
import styles from './staff.module.css'

type Open =
  | { what: 'invite' }
  | { what: 'code'; name: string; invitation: Invitation; kind: 'invitation' | 'app' }
  | { what: PersonAct; account: StaffAccount }
  | null

/** Who works in the shop, and what can be done for each. */
export function StaffScreen() {
  const { t, i18n } = useLingui()
  const { staff } = useStores()
  const accounts = useStaff((state) => state.accounts)
  const mayInvite = useMay('staff.invite')
  const [open, setOpen] = useState<Open>(null)
  const [waitsUntil, setWaitsUntil] = useState<{ coolsUntil: number | null } | null>(null)
  const close = () => setOpen(null)
  const wait = (waits: NonNullable<Waits>) => {
    setWaitsUntil(waits)
    close()
  }

  useEffect(() => void staff.getState().loadAccounts(), [staff])

  return (
    <Page
      width="wide"
      title={t`Staff`}
      description={t`Everybody signs in under their own name, so that each message shows who wrote it.`}
      actions={
        mayInvite && (
          <Button variant="primary" icon={<UserPlus />} onClick={() => setOpen({ what: 'invite' })}>
            {t`Invite a person`}
          </Button>
        )
      }
    >
      <StaffTabs />
      {waitsUntil !== null && <WaitsNotice coolsUntil={waitsUntil.coolsUntil} />}
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
      {accounts.phase === 'ready' && <StaffTable accounts={accounts.value} onAct={(account, what) => setOpen({ what, account })} />}
      {open?.what === 'invite' && (
        <InviteDialog onClose={close} onInvited={(name, invitation) => setOpen({ what: 'code', name, invitation, kind: 'invitation' })} />
      )}
      {open?.what === 'code' && <InvitationDialog name={open.name} invitation={open.invitation} kind={open.kind} onClose={close} />}
      {open?.what === 'role' && <RoleDialog account={open.account} onClose={close} onWaits={wait} />}
      {open?.what === 'sessions' && <SessionsDialog account={open.account} onClose={close} />}
      {open?.what === 'leave' && accounts.phase === 'ready' && (
        <LeaveDialog
          account={open.account}
          colleagues={accounts.value.filter(({ staffId, isActive }) => isActive && staffId !== open.account.staffId)}
          onClose={close}
          onWaits={wait}
        />
      )}
      {(open?.what === 'renew' || open?.what === 'password' || open?.what === 'mfa' || open?.what === 'return') && (
        <CodeConfirm
          act={open.what}
          account={open.account}
          onClose={close}
          onCode={(invitation) =>
            setOpen({ what: 'code', name: open.account.name, invitation, kind: open.what === 'mfa' ? 'app' : 'invitation' })
          }
          onWaits={wait}
        />
      )}
    </Page>
  )
}

type CodeConfirmProps = {
  act: 'renew' | 'password' | 'mfa' | 'return'
  account: StaffAccount
  onClose(): void
  onCode(invitation: Invitation): void
  onWaits(waits: NonNullable<Waits>): void
}

/** Each of these ends in a code to be handed over. */
function CodeConfirm({ act, account: { staffId, name, roleId }, onClose, onCode, onWaits }: CodeConfirmProps) {
  const { t } = useLingui()
  const { staff } = useStores()
  const { run, isBusy, error } = useAction()
  const isOwner = roleId === builtInRoleId('owner')

  async function carryOut(): Promise<void> {
    const { renewInvitation, comeBack, resetAccess } = staff.getState()
    if (act === 'renew') return onCode(await renewInvitation(staffId))
    if (act === 'return') return onCode(await comeBack(staffId))
    const answer = await resetAccess({ staffId, what: act })
    if (answer.kind === 'code') onCode(answer.invitation)
    else onWaits(answer)
  }

  const titles = {
    renew: t`A new code for ${name}?`,
    return: t`Is ${name} back?`,
    password: t`A new password for ${name}?`,
    mfa: t`A new phone for ${name}?`,
  }
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={titles[act]}
      cancelLabel={t`Cancel`}
      confirmLabel={t`Make a code`}
      isBusy={isBusy}
      onConfirm={() => void run(carryOut)}
    >
      {act === 'renew' && (
        <p>
          <Trans>The code from before no longer works.</Trans>
        </p>
      )}
      {act === 'return' && (
        <p>
          <Trans>Nothing of their old access is left. With the code they choose a new password and set up their app.</Trans>
        </p>
      )}
      {act === 'password' && isOwner && (
        <p>
          <Trans>
            With the code and their authenticator app <strong>{name}</strong> chooses a new password. Until then the one they have holds, as
            they are an owner.
          </Trans>
        </p>
      )}
      {act === 'password' && !isOwner && (
        <p>
          <Trans>
            <strong>{name}</strong> is signed out everywhere. With the code they choose a new password; their authenticator app stays.
          </Trans>
        </p>
      )}
      {act === 'mfa' && (
        <p>
          <Trans>
            <strong>{name}</strong> is signed out everywhere, and the app no longer counts. With password and code they sign in once and set
            up another app.
          </Trans>
        </p>
      )}
      {error !== null && <ErrorNotice error={error} />}
    </ConfirmDialog>
  )
}

function WaitsNotice({ coolsUntil }: { coolsUntil: number | null }) {
  const fmt = useFmt()
  const until = coolsUntil === null ? null : fmt.full(coolsUntil)
  return (
    <Notice tone="waiting" isAnnounced>
      {until === null ? (
        <Trans>This concerns an owner: another owner has to agree first, within 24 hours.</Trans>
      ) : (
        <Trans>This concerns an owner, and nobody else could agree. It can be carried out from {until}, with the recovery kit.</Trans>
      )}
    </Notice>
  )
}
