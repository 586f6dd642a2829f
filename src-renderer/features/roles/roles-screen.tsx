import { Trans, useLingui } from '@lingui/react/macro'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { builtInGrants } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { StaffTabs } from '#renderer/features/staff/staff-tabs.tsx'
import { useMay, useStores, useTeams, useToasts } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { NewRoleDialog } from './new-role-dialog.tsx'
import { ReviewDialog } from './review-dialog.tsx'
import { RoleMatrix } from './role-matrix.tsx'
import { StagedBar } from './staged-bar.tsx'
import { changesOf, type Carried, type StagedRole } from './staged-roles.ts'
import { useNameOfStaged } from './use-name-of-staged.ts'
import { useStagedRoles } from './use-staged-roles.ts'
import styles from './roles.module.css'

/** Who may do what, as one table. Changes are gathered, looked at once more and then made together. */
export function RolesScreen() {
  const { t } = useLingui()
  const { teams } = useStores()
  const toasts = useToasts()
  const roles = useTeams((state) => state.roles)
  const mayManage = useMay('role.manage')
  const { run, isBusy, error, clear } = useAction()
  const { staged, lost, stage, reset } = useStagedRoles(roles)
  const [open, setOpen] = useState<'new' | 'review' | null>(null)
  const [carried, setCarried] = useState<Carried | null>(null)
  const changes = changesOf(staged)

  function change(key: string, next: Partial<StagedRole>, along: Carried | null = null) {
    clear()
    setCarried(along)
    stage(staged.map((role) => (role.key === key ? { ...role, ...next } : role)).filter((role) => role.before !== null || !role.isDeleted))
  }

  function startOver() {
    setCarried(null)
    reset()
  }

  async function apply() {
    const isDone = await run(() => teams.getState().changeRoles(changes))
    setOpen(null)
    if (!isDone) return
    startOver()
    toasts.show({ tone: 'success', text: t`The roles are changed, in open windows too.` })
  }

  return (
    <Page
      width="wide"
      title={t`Staff`}
      description={t`What each role allows. Nobody can give more than they hold themselves.`}
      actions={
        mayManage && (
          <Button icon={<Plus />} onClick={() => setOpen('new')}>
            {t`New role`}
          </Button>
        )
      }
    >
      <StaffTabs />
      {lost.length > 0 && !isBusy && <LostNotice lost={lost} />}
      <RoleMatrix staged={staged} isReadOnly={!mayManage} onChange={change} />
      {error !== null && <ErrorNotice error={error} />}
      {changes.length > 0 && (
        <StagedBar changeCount={changes.length} carried={carried} onReset={startOver} onReview={() => setOpen('review')} />
      )}
      {open === 'new' && (
        <NewRoleDialog
          onClose={() => setOpen(null)}
          onNamed={(name) => {
            stage([...staged, { key: crypto.randomUUID(), before: null, name, grant: builtInGrants.attendant, isDeleted: false }])
            setOpen(null)
          }}
        />
      )}
      {open === 'review' && <ReviewDialog staged={staged} isBusy={isBusy} onClose={() => setOpen(null)} onApply={() => void apply()} />}
      <div className={styles.foot}>
        <p hidden={!mayManage}>
          <Trans>
            Where no box is, the right cannot be in this role: some belong to the owner alone, and whoever may check and export the whole
            journal only reads.
          </Trans>
        </p>
        <p>
          <Trans>Every change of a role is written into the journal with what it was before.</Trans>
        </p>
      </div>
    </Page>
  )
}

/** What a colleague changed at the same time is theirs; what one had begun for the same roles is begun again. */
function LostNotice({ lost }: { lost: readonly StagedRole[] }) {
  const nameOf = useNameOfStaged()
  const names = lost.map(nameOf).join(', ')
  return (
    <Notice tone="waiting" isAnnounced>
      <Trans>A colleague has just changed roles that you were changing: {names}. The table shows theirs.</Trans>
    </Notice>
  )
}
