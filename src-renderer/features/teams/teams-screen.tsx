import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Pencil, Plus, Trash2, Users } from 'lucide-react'
import { useState } from 'react'
import type { Team } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { StaffTabs } from '#renderer/features/staff/staff-tabs.tsx'
import { useMay, useStaff, useStores, useTeams } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { TeamDialog } from './team-dialog.tsx'
import styles from './teams.module.css'

type Open = { what: 'edit'; team: Team | null } | { what: 'delete'; team: Team } | null

/** People who share conversations: what a role of the scope “all of their teams” reaches. */
export function TeamsScreen() {
  const { t } = useLingui()
  const { teams: store } = useStores()
  const teams = useTeams((state) => state.teams)
  const mayManage = useMay('team.manage')
  const { run, isBusy, error } = useAction()
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const deletedName = open?.what === 'delete' ? open.team.name : ''

  return (
    <Page
      width="wide"
      title={t`Staff`}
      description={t`A conversation can belong to a team; roles decide whether people see only their own, their teams’ or all.`}
      actions={
        mayManage && (
          <Button icon={<Plus />} onClick={() => setOpen({ what: 'edit', team: null })}>
            {t`New team`}
          </Button>
        )
      }
    >
      <StaffTabs />
      {teams.length === 0 ? (
        <EmptyState icon={<Users />} title={t`No teams`}>
          <Trans>A small shop needs none. With several counters or tasks, teams keep conversations apart.</Trans>
        </EmptyState>
      ) : (
        <ul className={styles.teams}>
          {teams.map((team) => (
            <li key={team.teamId} className={styles.team}>
              <TeamFacts team={team} />
              {mayManage && <TeamActs name={team.name} onAct={(what) => setOpen({ what, team })} />}
            </li>
          ))}
        </ul>
      )}
      {open?.what === 'edit' && <TeamDialog team={open.team} onClose={close} />}
      <ConfirmDialog
        isOpen={open?.what === 'delete'}
        onClose={close}
        title={t`Delete the team?`}
        cancelLabel={t`Cancel`}
        confirmLabel={t`Delete`}
        isBusy={isBusy}
        onConfirm={() => {
          if (open?.what === 'delete') void run(() => store.getState().deleteTeam(open.team.teamId)).then((isDone) => isDone && close())
        }}
      >
        <p>
          <Trans>
            The conversations of <strong>{deletedName}</strong> belong to no team then. Nobody loses a message.
          </Trans>
        </p>
        {error !== null && <ErrorNotice error={error} />}
      </ConfirmDialog>
    </Page>
  )
}

function TeamActs({ name, onAct }: { name: string; onAct(act: 'edit' | 'delete'): void }) {
  const { t } = useLingui()
  return (
    <span className={styles.acts}>
      <IconButton label={t`Change ${name}`} icon={<Pencil />} onClick={() => onAct('edit')} />
      <IconButton label={t`Delete ${name}`} icon={<Trash2 />} onClick={() => onAct('delete')} />
    </span>
  )
}

function TeamFacts({ team: { name, members } }: { team: Team }) {
  const membersById = useStaff((state) => state.membersById)
  const names = members.flatMap((id) => membersById.get(id)?.name ?? [])
  const count = names.length
  return (
    <span className={styles.facts}>
      <span className={styles.name}>{name}</span>
      <span className={styles.members}>
        {names.length === 0 ? <Trans>Nobody yet</Trans> : <Plural value={count} one="# person" other="# people" />}
        {names.length > 0 && `: ${names.join(', ')}`}
      </span>
    </span>
  )
}
