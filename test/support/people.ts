import { builtInRoleId, type BuiltInRole, type Me, type SignInStep, type StaffId, type StaffMember } from '#contract'
import { createApprovals } from '#core/approvals/service.ts'
import { createActor, type Actor, type Standing } from '#core/dispatch/actor.ts'
import type { SignInSlot } from '#core/dispatch/handlers.ts'
import { sql } from '#core/db/sql.ts'
import { assert } from '#core/lib/assert.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { createPolicies } from '#core/policies/service.ts'
import { createCredentials } from '#core/staff/credentials.ts'
import { createInvitationEntry } from '#core/staff/invitation-entry.ts'
import { createInvitations } from '#core/staff/invitations.ts'
import { createPeople, type HandOver } from '#core/staff/people.ts'
import { createStaffService } from '#core/staff/service.ts'
import { createSignInLimit } from '#core/staff/sign-in-limit.ts'
import { createTeams } from '#core/teams/service.ts'
import { createTestJournal } from './journal.ts'
import { fakePasswords, setUpShopBase } from './shop.ts'

/** Two groups that are right, and that are not. */
export const RIGHT_GROUPS = [
  { index: 0, text: 'RIGHT' },
  { index: 3, text: 'RIGHT' },
]
/** Of a kit that was printed meanwhile, and holds once somebody shows it. */
export const NEWER_GROUPS = [
  { index: 0, text: 'NEWER' },
  { index: 3, text: 'NEWER' },
]
export const WRONG_GROUPS = [
  { index: 0, text: 'RIGHT' },
  { index: 3, text: 'WRONG' },
]

/** Everything that decides who works here, on one database; sessions and conversations are only noted. */
export function setUpPeople(base = setUpShopBase()) {
  const { db, clock } = base
  const journal = createTestJournal({ db, clock })
  const noted = {
    /** Whose sessions ended, and who went on as somebody else; `everybody` for all at once. */
    sessions: [] as string[],
    handedOver: [] as Parameters<HandOver>[0][],
    kitIssuedAt: (clock.now() - 1) as number | null,
    clockOffset: null as number | null,
  }
  const connections = {
    endSessionsOf: (id: StaffId, reason: string) => void noted.sessions.push(`${id} ended: ${reason}`),
    refresh: (id: StaffId, now: Standing | null) =>
      void noted.sessions.push(now === null ? `${id} ended: access-changed` : `${id} refreshed`),
    refreshHolders: () => void noted.sessions.push('everybody refreshed'),
  }
  const invitations = createInvitations(base)
  const limit = createSignInLimit({ db, clock })
  const credentials = createCredentials({
    ...base,
    passwords: fakePasswords,
    pepper: new Redacted(Buffer.alloc(32)),
    invitations,
    limit,
  })
  const teams = createTeams({
    ...base,
    holders: { list: () => staff.list(), refresh: (id) => staff.refresh(id) },
    onTeamDeleted: () => undefined,
  })
  const staff = createStaffService({
    ...base,
    teams,
    connections,
    credentials,
    invitations,
    hasUnreadPolicy: (id) => policies.hasUnread(id),
  })
  const policies = createPolicies({ ...base, people: staff })
  const approvals = createApprovals({
    ...base,
    owners: { list: () => staff.listOwners() },
    kit: {
      issuedAt: () => noted.kitIssuedAt,
      isProof(groups) {
        if (groups.every((group) => group.text === 'NEWER')) noted.kitIssuedAt = clock.now()
        return groups.every((group) => group.text === 'RIGHT' || group.text === 'NEWER')
      },
    },
    clockOffset: () => noted.clockOffset,
    act: (asked) => people.carryOut(asked),
  })
  const people = createPeople({
    ...base,
    staff,
    teams,
    connections,
    credentials,
    invitations,
    approvals,
    handOver(change) {
      noted.handedOver.push(change)
      return 3
    },
  })
  const entry = createInvitationEntry({
    ...base,
    journal,
    staff,
    credentials,
    invitations,
    afterPassword: (id): SignInStep => {
      cameIn(id)
      // A test looks at who it is and at nothing else.
      return { next: 'in', me: { staffId: id } as Me }
    },
  })

  function cameIn(id: StaffId): void {
    db.run(sql`UPDATE credentials SET last_sign_in_at = ${clock.now()} WHERE staff_id = ${id}`)
  }

  /** As somebody who is signed in and has just shown password and code. */
  function as(id: StaffId): Actor {
    const standing = staff.standingOf(id)
    assert(standing !== null, 'the test speaks of somebody who is here')
    // Any text is an id here.
    return createActor(standing, { sessionId: `session-of-${id}` as Actor['sessionId'], strength: 'full', steppedUpUntil: Infinity })
  }

  return {
    ...base,
    noted,
    staff,
    teams,
    policies,
    approvals,
    people,
    invitations,
    credentials,
    entry,
    as,
    /** Somebody who has a password and has come in, unless the test says otherwise. */
    async add(name: string, role: BuiltInRole, { hasComeIn = true } = {}): Promise<StaffMember> {
      const member = staff.add({ name, login: name, roleId: builtInRoleId(role), language: 'pt-BR' }, { by: null })
      if (!hasComeIn) return member
      credentials.setPassword(member.staffId, await credentials.hashNew('quatro palavras bem longas', { about: [] }))
      cameIn(member.staffId)
      return member
    },
    /** What stands in the journal: action, by whom, and its details. */
    journal: () =>
      db
        .list<{ action: string; by_staff: string | null; details: Buffer }>(sql`SELECT action, by_staff, details FROM journal ORDER BY seq`)
        .map(({ action, by_staff, details }) => ({ action, by: by_staff, details: JSON.parse(details.toString()) as unknown })),
  }
}

/** A connection on which somebody sits and nothing is noted. */
export function slotAt(device: string): SignInSlot {
  const refuse = () => assert(false, 'nobody signs in by themself here')
  return {
    device,
    signIn: refuse as never,
    stepUp: refuse as never,
    touch: refuse,
    signOut: refuse,
    lock: refuse,
    fileToken: refuse as never,
    half: () => null,
    setHalf: () => undefined,
  }
}
