import {
  isGrantWithin,
  builtInRoleId,
  type ApprovalRequest,
  type ApprovalWait,
  type Invitation,
  type MethodOutput,
  type MethodParsed,
  type RoleId,
  type StaffId,
  type StaffMember,
} from '#contract'
import type { Approvals } from '../approvals/service.ts'
import type { CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import type { Actor } from '../dispatch/actor.ts'
import type { Connections } from '../dispatch/connections.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import { AppError } from '../lib/app-error.ts'
import { assertNever } from '../lib/assert.ts'
import type { Ids } from '../ports.ts'
import { isOfTheirs, type Teams } from '../teams/service.ts'
import { renewInvitation, resetAccess, setStaffActive, setStaffRole } from './commands.ts'
import type { Credentials } from './credentials.ts'
import type { Invitations } from './invitations.ts'
import type { StaffService } from './service.ts'

/**
 * Who works here and as what. Nobody manages somebody who may do what they may not, or who works in other teams than theirs, unless they see
 * everything; nobody gives more than they hold; and an owner loses app or role only by two owners, or with time and the printed kit. What is
 * decided holds in open sessions at once.
 */
export type People = {
  /** `login-taken`, `not-found`, `grants-too-much`. */
  invite(person: MethodParsed<'staff.invite'>, by: Actor): MethodOutput<'staff.invite'>
  /** `not-possible-now` for somebody who has a password, or who left. */
  renewInvitation(id: StaffId, by: Actor): Invitation
  /** `not-for-oneself`: there are the recovery codes, and the kit. */
  resetAccess(reset: MethodParsed<'staff.resetAccess'>, by: Actor): MethodOutput<'staff.resetAccess'>
  setRole(change: MethodParsed<'staff.setRole'>, by: Actor): MethodOutput<'staff.setRole'>
  leave(leaving: MethodParsed<'staff.leave'>, by: Actor): MethodOutput<'staff.leave'>
  returnTo(id: StaffId, by: Actor): MethodOutput<'staff.return'>
  /** What another owner agreed to, or what has waited long enough; all was checked but whether it is still possible. */
  carryOut(asked: { request: ApprovalRequest; target: StaffId; askedBy: StaffId }): Invitation | null
}

/** Gives what is assigned to a person to a colleague, or to nobody, in the caller's transaction. Answers how many conversations it was. */
export type HandOver = (change: { from: StaffId; to: StaffId | null; by: StaffId }) => number

const OWNER = builtInRoleId('owner')

export function createPeople(deps: {
  db: Database
  commands: CommandLog
  ids: Ids
  publish: Publish
  staff: StaffService
  teams: Pick<Teams, 'grantOf' | 'assertMayGrant' | 'setTeamsOf'>
  connections: Pick<Connections, 'endSessionsOf'>
  credentials: Pick<Credentials, 'hasPassword' | 'revokePassword' | 'resetMfa' | 'revokeAll'>
  invitations: Invitations
  approvals: Pick<Approvals, 'ask' | 'cancelAllOf'>
  handOver: HandOver
}): People {
  const { db, commands, ids, staff, teams, connections, credentials, invitations, approvals } = deps

  function get(id: StaffId): StaffMember {
    const member = staff.find(id)
    if (member === null) throw new AppError('not-found', `No staff member ${id}`)
    return member
  }

  function assertManages(by: Actor, member: StaffMember): void {
    const held = { permissions: [...by.permissions], scope: by.scope, masks: by.masks }
    if (!isGrantWithin(teams.grantOf(member.roleId), held)) {
      throw new AppError('not-allowed', `${member.staffId} may do what the caller may not`)
    }
    // With a code for their access comes all that they look after.
    if (!isOfTheirs(by, member.teamIds)) throw new AppError('not-allowed', `${member.staffId} is not of the caller’s teams alone`)
  }

  /** Somebody whom the caller may manage, and who is not the caller. */
  function getManaged(id: StaffId, by: Actor): StaffMember {
    const member = get(id)
    if (id === by.staffId) throw new AppError('not-for-oneself', 'Somebody else does this')
    assertManages(by, member)
    return member
  }

  /** The same for what would cost them their role: the last owner is told that they are the last. */
  function getRemovable(id: StaffId, by: Actor): StaffMember {
    if (id === by.staffId) assertNotLastOwner(get(id))
    return getManaged(id, by)
  }

  function assertNotLastOwner({ staffId, roleId }: StaffMember): void {
    if (roleId === OWNER && staff.listOwners().every((owner) => owner.staffId === staffId)) {
      throw new AppError('last-owner', 'The shop always has an owner')
    }
  }

  function assertMayGive(roleId: RoleId, by: Actor): void {
    teams.assertMayGrant(roleId, by)
    if (roleId === OWNER && !by.permissions.has('owner.transfer')) throw new AppError('grants-too-much', 'An owner is made by an owner')
  }

  /** Conversations go to somebody who is here. */
  function assertHeir(handTo: StaffId | null, from: StaffId): void {
    if (handTo === null) return
    if (handTo === from) throw new AppError('not-possible-now', 'Nobody takes over from themself')
    assertActive(get(handTo))
  }

  function append<Payload>(
    kind: Parameters<typeof commands.append<Payload>>[0],
    id: StaffId,
    by: StaffId,
    payload: NoInfer<Payload>,
  ): void {
    commands.append(kind, { key: `${kind.kind}:${ids.ulid()}`, entity: `staff:${id}`, by, payload })
  }

  function tell(id: StaffId): StaffMember {
    const member = get(id)
    deps.publish('staff.changed', { member })
    return member
  }

  function endSessions(id: StaffId, reason: 'disabled' | 'access-changed'): void {
    db.afterCommit(() => connections.endSessionsOf(id, reason))
  }

  function resetMfaOf(id: StaffId, by: StaffId): Invitation {
    append(resetAccess, id, by, { staffId: id, what: 'mfa' })
    credentials.resetMfa(id)
    endSessions(id, 'access-changed')
    return invitations.issue(id, 'mfa')
  }

  function setRoleOf(member: StaffMember, roleId: RoleId, by: StaffId): StaffMember {
    const { staffId } = member
    append(setStaffRole, staffId, by, { staffId, roleId })
    if (member.roleId === OWNER) approvals.cancelAllOf(staffId, by)
    staff.refresh(staffId)
    // What they see is read again.
    deps.publish('conversations.stale', {}, (actor) => actor.staffId === staffId)
    return tell(staffId)
  }

  function leaveOf(member: StaffMember, handTo: StaffId | null, by: StaffId): { member: StaffMember; conversations: number } {
    const { staffId } = member
    const conversations = deps.handOver({ from: staffId, to: handTo, by })
    append(setStaffActive, staffId, by, { staffId, isActive: false, handTo, conversations })
    credentials.revokeAll(staffId)
    invitations.voidAll(staffId)
    if (member.roleId === OWNER) approvals.cancelAllOf(staffId, by)
    endSessions(staffId, 'disabled')
    return { member: tell(staffId), conversations }
  }

  return {
    invite: ({ name, login, roleId, teamIds }, by) =>
      db.transaction(() => {
        assertMayGive(roleId, by)
        const { language } = staff.settingsOf(by.staffId)
        const { staffId } = staff.add({ name, login, roleId, language }, { by: by.staffId })
        if (teamIds.length > 0) teams.setTeamsOf(staffId, teamIds, by)
        return { member: get(staffId), invitation: invitations.issue(staffId, 'password') }
      }),

    renewInvitation: (id, by) =>
      db.transaction(() => {
        assertActive(getManaged(id, by))
        if (credentials.hasPassword(id)) throw new AppError('not-possible-now', `${id} has used theirs`)
        append(renewInvitation, id, by.staffId, { staffId: id })
        return invitations.issue(id, 'password')
      }),

    resetAccess: ({ staffId, what }, by) =>
      db.transaction(() => {
        const member = getManaged(staffId, by)
        assertActive(member)
        if (what === 'mfa' && member.roleId === OWNER) {
          return { kind: 'waits', ...approvals.ask({ request: { kind: 'reset-mfa' }, target: staffId }, by.staffId) }
        }
        if (what === 'mfa') return { kind: 'code', invitation: resetMfaOf(staffId, by.staffId) }
        append(resetAccess, staffId, by.staffId, { staffId, what })
        // One owner alone throws no other out: theirs holds until they have shown code and app.
        if (member.roleId !== OWNER) {
          credentials.revokePassword(staffId)
          endSessions(staffId, 'access-changed')
        }
        return { kind: 'code', invitation: invitations.issue(staffId, 'password') }
      }),

    setRole: ({ staffId, roleId }, by) =>
      db.transaction(() => {
        const member = getRemovable(staffId, by)
        assertActive(member)
        assertMayGive(roleId, by)
        if (member.roleId === roleId) return { member, waits: null }
        if (member.roleId === OWNER) return { member, waits: ask({ kind: 'set-role', roleId }, staffId, by) }
        return { member: setRoleOf(member, roleId, by.staffId), waits: null }
      }),

    leave: ({ staffId, handTo }, by) =>
      db.transaction(() => {
        const member = getRemovable(staffId, by)
        assertActive(member)
        assertHeir(handTo, staffId)
        if (member.roleId === OWNER) return { member, conversations: 0, waits: ask({ kind: 'leave', handTo }, staffId, by) }
        return { ...leaveOf(member, handTo, by.staffId), waits: null }
      }),

    returnTo: (id, by) =>
      db.transaction(() => {
        const member = getManaged(id, by)
        assertActive(member, false)
        append(setStaffActive, id, by.staffId, { staffId: id, isActive: true, handTo: null, conversations: 0 })
        return { member: tell(id), invitation: invitations.issue(id, 'password') }
      }),

    carryOut: ({ request, target, askedBy }) =>
      db.transaction(() => {
        const member = get(target)
        assertActive(member)
        switch (request.kind) {
          case 'reset-mfa':
            return resetMfaOf(target, askedBy)
          case 'set-role':
            assertNotLastOwner(member)
            // Throws when the role is gone since.
            teams.grantOf(request.roleId)
            setRoleOf(member, request.roleId, askedBy)
            return null
          case 'leave':
            assertNotLastOwner(member)
            assertHeir(request.handTo, target)
            leaveOf(member, request.handTo, askedBy)
            return null
          default:
            return assertNever(request)
        }
      }),
  }

  function ask(request: ApprovalRequest, target: StaffId, by: Actor): ApprovalWait {
    return approvals.ask({ request, target }, by.staffId)
  }
}

function assertActive({ staffId, isActive }: StaffMember, isExpected = true): void {
  if (isActive !== isExpected) throw new AppError('not-possible-now', `${staffId} is ${isActive ? 'here' : 'gone'}`)
}
