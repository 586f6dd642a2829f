import { useLingui } from '@lingui/react/macro'
import { UserCheck, UserMinus, Users } from 'lucide-react'
import { useRef } from 'react'
import type { ConversationRow, StaffId } from '#contract'
import { useRunAction } from '#renderer/app/use-run-action.ts'
import { useShortcut } from '#renderer/features/commands/use-shortcut.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useInboxView } from '#renderer/stores/inbox-context.ts'
import { useMay, useSession, useStaff, useStores, useTeams } from '#renderer/stores/stores-context.tsx'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { Menu, MenuItem, MenuRadioGroup, MenuSeparator } from '#renderer/ui/menu.tsx'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import styles from './assignee-menu.module.css'

const NOBODY = ''

/** Who looks after the conversation; for whoever may, how to change that. */
export function AssigneeMenu({ row }: { row: ConversationRow }) {
  const { t } = useLingui()
  const { inboxView } = useStores()
  const mayClaim = useMay('conv.assign_self')
  const mayAssign = useMay('conv.assign_other')
  const isOpen = useInboxView((state) => state.isAssigneeMenuOpen)
  const myId = useSession((state) => state.me?.staffId ?? null)
  const assignee = useStaff((state) => (row.assignedTo === null ? undefined : state.membersById.get(row.assignedTo)))
  const team = useTeams((state) => state.teams.find(({ teamId }) => teamId === row.teamId)?.name)
  const { shortcut } = useShortcut('assign')
  const button = useRef<HTMLButtonElement>(null)
  const isMine = row.assignedTo !== null && row.assignedTo === myId
  const name = assignee?.name ?? (row.assignedTo === null ? t`Nobody` : t`a former colleague`)
  const shown = isMine ? t`You` : name
  const label = <Label name={row.assignedTo === null ? null : name} shown={team === undefined ? shown : `${shown} · ${team}`} />

  // What a role can never do is not a button.
  if (!mayAssign && !(mayClaim && (isMine || row.assignedTo === null))) return <span className={styles.fixed}>{label}</span>
  return (
    <Menu
      isOpen={isOpen}
      onOpenChange={(open) => inboxView.getState().setAssigneeMenuOpen(open)}
      // Opened by a key, there is no button it came from.
      finalFocus={button}
      trigger={
        <button ref={button} type="button" className={styles.trigger} title={shortcut}>
          {label}
        </button>
      }
    >
      {mayClaim && <ClaimItem row={row} isMine={isMine} />}
      {mayAssign && <AssignItems row={row} />}
    </Menu>
  )
}

function Label({ name, shown }: { name: string | null; shown: string }) {
  const { t } = useLingui()
  return (
    <>
      {name === null ? <Users aria-hidden="true" /> : <Avatar name={name} size="small" />}
      <VisuallyHidden>{t`Looked after by`} </VisuallyHidden>
      <span className={styles.name}>{shown}</span>
    </>
  )
}

function ClaimItem({ row, isMine }: { row: ConversationRow; isMine: boolean }) {
  const { t } = useLingui()
  const { conversations } = useStores()
  const run = useRunAction()
  const { shortcut } = useShortcut('claim')
  return (
    <MenuItem
      icon={isMine ? <UserMinus /> : <UserCheck />}
      {...(shortcut === undefined ? {} : { shortcut })}
      onSelect={() => void run(() => conversations.getState().claim(row.conversationId, !isMine))}
    >
      {isMine ? t`Give it up` : t`Take it on`}
    </MenuItem>
  )
}

function AssignItems({ row: { conversationId, assignedTo, teamId } }: { row: ConversationRow }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const { conversations } = useStores()
  const run = useRunAction()
  const membersById = useStaff((state) => state.membersById)
  const teams = useTeams((state) => state.teams)
  const colleagues = [...membersById.values()].filter((member) => member.isActive).toSorted((a, b) => fmt.compare(a.name, b.name))
  return (
    <>
      <MenuSeparator />
      <MenuRadioGroup<StaffId | typeof NOBODY>
        label={t`Looked after by`}
        value={assignedTo ?? NOBODY}
        options={[{ value: NOBODY, label: t`Nobody` }, ...colleagues.map(({ staffId, name }) => ({ value: staffId, label: name }))]}
        onChange={(to) => void run(() => conversations.getState().assign(conversationId, to === NOBODY ? null : to))}
      />
      {teams.length > 0 && (
        <>
          <MenuSeparator />
          <MenuRadioGroup
            label={t`Team`}
            value={teamId ?? NOBODY}
            options={[{ value: NOBODY, label: t`No team` }, ...teams.map((team) => ({ value: team.teamId, label: team.name }))]}
            onChange={(to) => void run(() => conversations.getState().moveToTeam(conversationId, to === NOBODY ? null : to))}
          />
        </>
      )}
    </>
  )
}
