import type { ShopKind } from '#contract'
import { createApprovalHandlers } from './approvals/handlers.ts'
import { createApprovals } from './approvals/service.ts'
import type { CommandLog } from './commands/command-log.ts'
import type { Database } from './db/database.ts'
import type { Connections } from './dispatch/connections.ts'
import type { Publish } from './dispatch/event-hub.ts'
import type { Inbox } from './inbox/service.ts'
import type { Journal } from './journal/service.ts'
import { createNoticeHandlers } from './notices/handlers.ts'
import { createNotices } from './notices/service.ts'
import { createPolicyHandlers } from './policies/handlers.ts'
import { createPolicies } from './policies/service.ts'
import type { Ports } from './ports.ts'
import { createSessionHandlers } from './sessions/handlers.ts'
import { createSessionService } from './sessions/service.ts'
import { createSettingsHandlers } from './settings/handlers.ts'
import { createShopSettings } from './settings/service.ts'
import { createCredentials } from './staff/credentials.ts'
import { createStaffHandlers } from './staff/handlers.ts'
import { createDelayedRecoveryHandlers } from './staff/delayed-recovery-handlers.ts'
import { createDelayedRecovery } from './staff/delayed-recovery.ts'
import { createInvitationEntry } from './staff/invitation-entry.ts'
import { createInvitations } from './staff/invitations.ts'
import { createMfa } from './staff/mfa.ts'
import { createOwnKeys } from './staff/own-keys.ts'
import { createPasswordPolicy } from './staff/password-policy.ts'
import { createPeopleHandlers } from './staff/people-handlers.ts'
import { createPeople } from './staff/people.ts'
import { createPins } from './staff/pins.ts'
import { createRecovery } from './staff/recovery.ts'
import { createStaffService } from './staff/service.ts'
import { createSignInHandlers } from './staff/sign-in-handlers.ts'
import { createSignInLimit } from './staff/sign-in-limit.ts'
import { createSignInRefusals } from './staff/sign-in-refusals.ts'
import { createSignIn } from './staff/sign-in.ts'
import { createTeamHandlers } from './teams/handlers.ts'
import { createTeams } from './teams/service.ts'
import { createKeyHandlers } from './vault/handlers.ts'
import { createKeyCare } from './vault/service.ts'
import type { Vault } from './vault/vault.ts'

/**
 * What of an open shop is about its own people: who they are and what they may do, how they come in and go, what they agreed to,
 * and what the owner does about the shop's key.
 * `inbox` is asked only once the shop is made.
 */
export function createShopPeople(
  deps: Ports & {
    kind: ShopKind
    vault: Vault
    db: Database
    commands: CommandLog
    publish: Publish
    journal: Journal
    connections: Connections
    /** By how much this computer's clock is ahead; null when it cannot be told. */
    clockOffset(): number | null
    /** Has a server say what time it is. */
    askTime(): void
    inbox(): Pick<Inbox, 'forgetTeam' | 'handOver'>
    /** The shop has its first person, and so its name. */
    firstRunEnded(): void
  },
) {
  const { kind, vault, connections, clockOffset, ids } = deps
  const { appKeys } = vault
  const { pepper } = appKeys

  const settings = createShopSettings({
    ...deps,
    onSecurityChanged(by) {
      staff.refreshEverybody()
      delayedRecovery.rulesChanged(by)
    },
  })
  const teams = createTeams({
    ...deps,
    holders: { list: () => staff.list(), refresh: (id) => staff.refresh(id) },
    onTeamDeleted: (teamId, by) => deps.inbox().forgetTeam(teamId, by),
  })
  const invitations = createInvitations(deps)
  const limit = createSignInLimit(deps)
  const credentials = createCredentials({ ...deps, pepper, settings, invitations, limit })
  const staff = createStaffService({
    ...deps,
    settings,
    teams,
    credentials,
    invitations,
    hasUnreadPolicy: (id) => kind !== 'practice' && policies.hasUnread(id),
  })
  const policies = createPolicies({ ...deps, people: staff })
  const mfa = createMfa({ ...deps, appKeys, settings, invitations })
  const pins = createPins({ ...deps, pepper })
  const signIn = createSignIn({
    ...deps,
    pepper,
    settings,
    staff,
    credentials,
    mfa,
    pins,
    limit,
    invitations,
    recovery: {
      cameIn: (id) => delayedRecovery.cameIn(id),
      cameInUnsaved: (id) => delayedRecovery.cameInUnsaved(id),
    },
  })
  const ownKeys = createOwnKeys({ staff, mfa, pins, connections })
  const approvals = createApprovals({
    ...deps,
    owners: { list: staff.listOwners },
    kit: { issuedAt: () => vault.kit.status().issuedAt, isProof: vault.kit.isProof },
    clockOffset,
    act: (asked) => people.carryOut(asked),
  })
  const people = createPeople({
    ...deps,
    staff,
    teams,
    credentials,
    invitations,
    approvals,
    handOver: (change) => deps.inbox().handOver(change),
  })
  const entry = createInvitationEntry({ ...deps, settings, staff, credentials, invitations, afterPassword: signIn.afterPassword })
  const wrongPins = createSignInRefusals(deps)
  const sessions = createSessionService({
    connections,
    standingOf: staff.standingOf,
    me: staff.me,
    nameOf: (id) => staff.find(id)?.name ?? null,
    pins,
    noteWrongPin: (of) => wrongPins.note({ ...of, by: null, code: 'wrong-pin' }),
  })
  const notices = createNotices(deps)
  const isPractice = kind === 'practice'
  const recovery = createRecovery({ ...deps, isPractice, kit: vault.kit, credentials, invitations, signIn, notices })
  const delayedRecovery = createDelayedRecovery({ ...deps, isPractice, settings, credentials, invitations, signIn, notices })
  const passwordPolicy = createPasswordPolicy()
  const keys = createKeyCare({
    ...deps,
    isPractice,
    notices,
    assertUncommon(text) {
      const names = staff.listAccounts().flatMap(({ name, login }) => [name, login])
      passwordPolicy.check(text, { names: [settings.shopName(), ...names] })
    },
  })
  const signInHandlers = createSignInHandlers({ signIn, keys: ownKeys, recovery })

  return {
    settings,
    teams,
    staff,
    notices,
    approvals,
    delayedRecovery,
    keys,
    handlers: {
      ...createKeyHandlers(keys),
      ...createNoticeHandlers(notices),
      ...createStaffHandlers(staff),
      ...createPeopleHandlers({ people, entry }),
      ...createTeamHandlers(teams),
      ...createPolicyHandlers(policies),
      ...createApprovalHandlers(approvals),
      ...createSettingsHandlers({ settings, ids }),
      ...createSessionHandlers(sessions),
      ...createDelayedRecoveryHandlers(delayedRecovery),
      ...signInHandlers,
      'staff.createOwner': async (...call: Parameters<(typeof signInHandlers)['staff.createOwner']>) => {
        const signedIn = await signInHandlers['staff.createOwner'](...call)
        deps.firstRunEnded()
        return signedIn
      },
    },
  }
}
