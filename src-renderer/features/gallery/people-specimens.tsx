import { builtInGrants, type StaffSettings } from '#contract'
import { paths } from '#renderer/app/routes.ts'
import { VerdictDialog } from '#renderer/features/journal/verdict-dialog.tsx'
import { NewRoleDialog } from '#renderer/features/roles/new-role-dialog.tsx'
import { ReviewDialog } from '#renderer/features/roles/review-dialog.tsx'
import { stageRoles } from '#renderer/features/roles/staged-roles.ts'
import { CarryOutDialog } from '#renderer/features/rules/carry-out-dialog.tsx'
import { PolicyDialog } from '#renderer/features/rules/policy-dialog.tsx'
import { InvitationDialog } from '#renderer/features/staff/invitation-dialog.tsx'
import { InviteDialog } from '#renderer/features/staff/invite-dialog.tsx'
import { LeaveDialog } from '#renderer/features/staff/leave-dialog.tsx'
import { RoleDialog } from '#renderer/features/staff/role-dialog.tsx'
import { SessionsDialog } from '#renderer/features/staff/sessions-dialog.tsx'
import { TeamDialog } from '#renderer/features/teams/team-dialog.tsx'
import { fail, openPractice, sampleAccounts, sampleMe, sampleNow } from './sample-data.ts'
import { sampleApprovals, sampleInvitation, samplePolicies, sampleRoles, sampleTeams } from './sample-team.ts'
import type { MakeSpecimen, Specimen } from './specimens.ts'

const nothing = () => {}
const wholeVerdict = { checked: 1204, firstBad: null, head: '7f3a-91c2-55d0', anchoredAt: sampleNow, anchorLostAt: null }

/** Who works here, what they may do, the shop's rules and the journal, with their dialogs. */
export function listPeopleSpecimens(screen: MakeSpecimen, settings: Partial<StaffSettings>): Specimen[] {
  const auditor = sampleMe(settings, 'auditor')
  const attendant = sampleMe(settings, 'attendant')
  const [ana, rui] = sampleAccounts
  const [approval] = sampleApprovals
  const [policy] = samplePolicies
  const [team] = sampleTeams
  if (ana === undefined || rui === undefined || approval === undefined || policy === undefined || team === undefined) return []
  const onStaff = (name: string, more: Parameters<MakeSpecimen>[1]) => screen(name, { path: paths.staff(), ...more })
  const onRoles = (name: string, more: Parameters<MakeSpecimen>[1]) => screen(name, { path: paths.roles(), ...more })
  const onRules = (name: string, more: Parameters<MakeSpecimen>[1]) => screen(name, { path: paths.rules(), ...more })
  const onJournal = (name: string, more: Parameters<MakeSpecimen>[1]) => screen(name, { path: paths.journal(), ...more })
  const changed = stageRoles(sampleRoles).map((role) =>
    role.key === 'attendant'
      ? {
          ...role,
          grant: {
            ...builtInGrants.attendant,
            permissions: [...builtInGrants.attendant.permissions.slice(1), 'conv.assign_other' as const],
            scope: 'team' as const,
          },
        }
      : role.key === 'finance'
        ? { ...role, isDeleted: true }
        : role,
  )

  return [
    onStaff('staff-auditor', { me: auditor }),
    onStaff('staff-practice', { status: openPractice }),
    onStaff('staff-invite', { over: <InviteDialog onClose={nothing} onInvited={nothing} /> }),
    onStaff('staff-code', {
      over: <InvitationDialog name={rui.name} invitation={sampleInvitation} kind="invitation" onClose={nothing} />,
    }),
    onStaff('staff-code-app', { over: <InvitationDialog name={rui.name} invitation={sampleInvitation} kind="app" onClose={nothing} /> }),
    onStaff('staff-role', { over: <RoleDialog account={rui} onClose={nothing} onWaits={nothing} /> }),
    onStaff('staff-sessions', { over: <SessionsDialog account={rui} onClose={nothing} /> }),
    onStaff('staff-leave', {
      over: (
        <LeaveDialog account={rui} colleagues={sampleAccounts.filter(({ isActive }) => isActive)} onClose={nothing} onWaits={nothing} />
      ),
    }),
    onRoles('roles', {}),
    onRoles('roles-read-only', { me: auditor }),
    onRoles('roles-new', { over: <NewRoleDialog onClose={nothing} onNamed={nothing} /> }),
    onRoles('roles-review', { over: <ReviewDialog staged={changed} isBusy={false} onClose={nothing} onApply={nothing} /> }),
    screen('teams', { path: paths.teams() }),
    screen('teams-none', { path: paths.teams(), handlers: { 'teams.list': () => ({ teams: [] }) } }),
    screen('teams-edit', { path: paths.teams(), over: <TeamDialog team={team} onClose={nothing} /> }),
    onRules('rules', { handlers: { 'approvals.list': () => ({ approvals: sampleApprovals }) } }),
    onRules('rules-none', { handlers: { 'policies.list': () => ({ policies: [] }) } }),
    onRules('rules-attendant', { me: attendant }),
    onRules('rules-failed', { handlers: { 'policies.list': () => fail('internal') } }),
    onRules('rules-write', { over: <PolicyDialog policy={policy} onClose={nothing} /> }),
    onRules('rules-carry-out', {
      handlers: { 'approvals.carryOut': () => fail('kit-wrong') },
      over: <CarryOutDialog approval={approval} onClose={nothing} />,
    }),
    onJournal('journal', {}),
    onJournal('journal-attendant', { me: attendant }),
    onJournal('journal-none', { handlers: { 'journal.list': () => ({ entries: [], next: null }) } }),
    onJournal('journal-failed', { handlers: { 'journal.list': () => fail('internal') } }),
    onJournal('journal-one-customer', { path: paths.journal('topic=customers&contact=7&from=2026-11-01') }),
    onJournal('journal-whole', {
      over: <VerdictDialog verdict={wholeVerdict} onClose={nothing} />,
    }),
    onJournal('journal-anchor-lost', {
      over: <VerdictDialog verdict={{ ...wholeVerdict, anchorLostAt: sampleNow }} onClose={nothing} />,
    }),
    onJournal('journal-broken', {
      over: <VerdictDialog verdict={{ ...wholeVerdict, checked: 811, firstBad: { seq: 812, problem: 'changed' } }} onClose={nothing} />,
    }),
  ]
}
