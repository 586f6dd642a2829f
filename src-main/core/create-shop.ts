import type { MethodName, ShopKind, StorageProblem } from '#contract'
import { createApprovalHandlers } from './approvals/handlers.ts'
import { createApprovals } from './approvals/service.ts'
import { createCommandLog } from './commands/command-log.ts'
import { createContactHandlers } from './contacts/handlers.ts'
import { createContacts } from './contacts/service.ts'
import type { DeskMethod } from './desk/handlers.ts'
import { PRACTICE_LANGUAGE, seedPractice } from './desk/practice-seed.ts'
import { listPracticeWriters } from './desk/practice-writers.ts'
import { createStorageWatch } from './desk/storage-watch.ts'
import { createWebhookDoor, type WebhookDoor } from './desk/webhook-door.ts'
import { publishAfterCommit, type EventHub } from './dispatch/event-hub.ts'
import type { Connections, SessionHost } from './dispatch/connections.ts'
import type { Handlers } from './dispatch/handlers.ts'
import type { Record } from './dispatch/record.ts'
import { createIntake } from './intake/service.ts'
import { createInboxHandlers } from './inbox/handlers.ts'
import { createInbox } from './inbox/service.ts'
import { createMessagesHandlers } from './messages/handlers.ts'
import { createMessages } from './messages/service.ts'
import { createUnclaimedWatch } from './messages/unclaimed.ts'
import { createJournalHandlers } from './journal/handlers.ts'
import { createJournal } from './journal/service.ts'
import { createNumberHandlers } from './number/handlers.ts'
import { createNumberService } from './number/service.ts'
import { createOutboxHandlers } from './outbox/handlers.ts'
import { createOutgoingThreads } from './outbox/outgoing-messages.ts'
import { createPresence } from './outbox/presence.ts'
import { createOutbox } from './outbox/service.ts'
import { createPolicyHandlers } from './policies/handlers.ts'
import { createPolicies } from './policies/service.ts'
import type { Ports } from './ports.ts'
import { createReplyHandlers } from './replies/handlers.ts'
import { createRepliesService } from './replies/service.ts'
import { createSessionHandlers } from './sessions/handlers.ts'
import { createSessionService } from './sessions/service.ts'
import { createSettingsHandlers } from './settings/handlers.ts'
import { createShopSettings } from './settings/service.ts'
import { createCredentials } from './staff/credentials.ts'
import { createStaffHandlers } from './staff/handlers.ts'
import { createInvitationEntry } from './staff/invitation-entry.ts'
import { createInvitations } from './staff/invitations.ts'
import { createMfa } from './staff/mfa.ts'
import { createOwnKeys } from './staff/own-keys.ts'
import { createPeopleHandlers } from './staff/people-handlers.ts'
import { createPeople } from './staff/people.ts'
import { createPins } from './staff/pins.ts'
import { createStaffService } from './staff/service.ts'
import { createSignInHandlers } from './staff/sign-in-handlers.ts'
import { createSignInLimit } from './staff/sign-in-limit.ts'
import { createSignInRefusals } from './staff/sign-in-refusals.ts'
import { createSignIn } from './staff/sign-in.ts'
import { createTeamHandlers } from './teams/handlers.ts'
import { createTeams } from './teams/service.ts'
import { createKitHandlers } from './vault/handlers.ts'
import type { Vault } from './vault/vault.ts'
import { decodeWebhook } from './whatsapp/decode/envelope.ts'
import { createServerClock } from './whatsapp/server-clock.ts'

/** One open shop: every domain on one database, until it is closed. */
export type Shop = SessionHost & {
  readonly record: Record
  readonly handlers: Partial<Handlers<ShopMethod>>
  readonly webhooks: WebhookDoor
  /** Null until its first person has named it. */
  name(): string | null
  storageProblem(): StorageProblem | null
  /** Lets what is on its way settle, then closes the database. */
  close(): Promise<void>
}
type ShopMethod = Exclude<MethodName, DeskMethod>

/** A keychain that did not give the number's secrets is asked again. */
const LOAD_AGAIN_AFTER_MS = 5000

type ShopDeps = {
  kind: ShopKind
  vault: Vault
  ports: Ports
  hub: EventHub
  graphUrl: string
  connections: Connections
  /** The shop has its first person, and so its name. */
  firstRunEnded(): void
  storageChanged(): void
}

/** Takes over the vault, also when it fails. */
export async function createShop(deps: ShopDeps): Promise<Shop> {
  try {
    return await openShop(deps)
  } catch (cause) {
    // Where a domain could not even be made. Left open, it would keep this very program from trying again.
    deps.vault.db.close()
    throw cause
  }
}

async function openShop(deps: ShopDeps): Promise<Shop> {
  const { kind, vault, ports, hub } = deps
  const { clock, log } = ports
  const { secrets } = vault
  const storage = createStorageWatch({
    ...vault.storage,
    db: vault.db,
    freeBytes: () => ports.disk?.freeBytes(vault.storage.folder) ?? null,
    changed: deps.storageChanged,
    clock,
    log,
  })
  const { db } = storage
  const publish = publishAfterCommit({ db, hub })
  const journal = createJournal({
    db,
    clock,
    ids: ports.ids,
    log,
    macKey: vault.appKeys.journalMac,
    people: {
      contactOf: (conversationId) => inbox.contactOf(conversationId),
      everyIdOf: (contactId) => contacts.everyIdOf(contactId),
      shownTo: (reader, contactId) => {
        const shown = contacts.findNameSeen(contactId, reader)
        return shown === null ? null : { ...shown, conversationId: inbox.findSeenWith(shown.contactId, reader) }
      },
      staffName: (id) => staff.find(id)?.name ?? null,
      teamMatesOf: (reader) => teams.teamMatesOf(reader.staffId),
    },
    anchor: vault.journalAnchor,
  })
  const commands = createCommandLog({ db, clock, journal })
  const serverClock = createServerClock({ http: ports.http, clock })
  const base = { ...ports, http: serverClock.http, secrets, db, commands, publish, journal }

  const settings = createShopSettings({ ...base, onSecurityChanged: () => staff.refreshEverybody() })
  const teams = createTeams({
    ...base,
    holders: { list: () => staff.list(), refresh: (id) => deps.connections.refresh(id, staff.standingOf(id)) },
    onTeamDeleted: (teamId, by) => inbox.forgetTeam(teamId, by),
  })
  const { pepper } = vault.appKeys
  const { connections } = deps
  const invitations = createInvitations(base)
  const limit = createSignInLimit(base)
  const credentials = createCredentials({ ...base, pepper, settings, invitations, limit })
  const staff = createStaffService({
    ...base,
    settings,
    teams,
    connections,
    credentials,
    invitations,
    hasUnreadPolicy: (id) => kind !== 'practice' && policies.hasUnread(id),
  })
  const policies = createPolicies({ ...base, people: staff })
  const mfa = createMfa({ ...base, appKeys: vault.appKeys, settings, invitations, clockOffset: serverClock.offsetMs })
  const pins = createPins({ ...base, pepper })
  const signIn = createSignIn({ ...base, pepper, settings, staff, credentials, mfa, pins, limit, invitations, connections })
  const ownKeys = createOwnKeys({ staff, mfa, pins, connections })
  const approvals = createApprovals({
    ...base,
    owners: { list: staff.listOwners },
    kit: { issuedAt: () => vault.kit.status().issuedAt, isProof: vault.kit.confirm },
    clockOffset: serverClock.offsetMs,
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
    handOver: (change) => inbox.handOver(change),
  })
  const entry = createInvitationEntry({ ...base, settings, staff, credentials, invitations, afterPassword: signIn.afterPassword })
  const replies = createRepliesService(base)
  const contacts = createContacts(base)
  const inbox = createInbox({
    ...base,
    colleagues: { standingOf: staff.standingOf, teamIds: teams.teamIds },
    onRead: (conversationId) => presence.markRead(conversationId),
  })
  const messages = createMessages({ ...base, inbox, contacts })
  const numbers = createNumberService({ ...base, graphUrl: deps.graphUrl })
  const presence = createPresence({ ...base, threads: createOutgoingThreads({ inbox, contacts, messages }), numbers })
  const unclaimed = createUnclaimedWatch({ ...base, numberId: numbers.numberId, found: numbers.noteUnclaimed })
  const outbox = createOutbox({ ...base, messages, inbox, contacts, numbers, settingsOf: staff.settingsOf })
  const intake = createIntake({
    ...base,
    contacts,
    inbox,
    messages,
    decode: decodeWebhook,
    ownNumberId: numbers.numberId,
    onStatus: outbox.noteStatus,
    onMerged: outbox.noteMerged,
  })
  const wrongPins = createSignInRefusals(base)
  const sessions = createSessionService({
    connections: deps.connections,
    standingOf: staff.standingOf,
    me: staff.me,
    nameOf: (id) => staff.find(id)?.name ?? null,
    pins,
    noteWrongPin: (of) => wrongPins.note({ ...of, by: null, code: 'wrong-pin' }),
  })
  let cancelLoading: (() => void) | null = null
  let isClosed = false

  try {
    if (kind === 'practice') {
      seedPractice({ db, staff, teams, replies, settings })
      await numbers.adoptPractice(
        await ports.practice.start({ language: PRACTICE_LANGUAGE, alreadyWrote: listPracticeWriters({ inbox, contacts, clock }) }),
      )
    } else {
      await loadNumber()
    }
    if (!vault.storage.isDamaged) {
      journal.start()
      approvals.start()
      intake.start()
      outbox.start()
      unclaimed.start()
    }
  } catch (cause) {
    await close()
    throw cause
  }

  const signInHandlers = createSignInHandlers({ signIn, keys: ownKeys })
  const numberHandlers = createNumberHandlers({ number: numbers })
  return {
    record: { ...journal, transaction: db.transaction },
    me: staff.me,
    idleLockMinutes: () => (kind === 'practice' ? null : settings.securityRules().idleLockMinutes),
    handlers: {
      ...createKitHandlers(vault.kit),
      ...createReplyHandlers(replies),
      ...createJournalHandlers(journal),
      ...createTeamHandlers(teams),
      ...createContactHandlers({ contacts, onRenamed: messages.tellContact }),
      ...createInboxHandlers({ inbox }),
      ...createMessagesHandlers({ messages }),
      ...createOutboxHandlers({ outbox, presence }),
      ...numberHandlers,
      'number.connect': async (input, context) => {
        const result = await numberHandlers['number.connect'](input, context)
        if (result.connected) intake.rereadForNewNumber()
        return result
      },
      ...createStaffHandlers(staff),
      ...createPeopleHandlers({ people, entry }),
      ...createPolicyHandlers(policies),
      ...createApprovalHandlers(approvals),
      ...createSettingsHandlers({ settings, ids: ports.ids }),
      ...signInHandlers,
      'staff.createOwner': async (input, context) => {
        const signedIn = await signInHandlers['staff.createOwner'](input, context)
        deps.firstRunEnded()
        return signedIn
      },
      ...createSessionHandlers(sessions),
    },
    webhooks: createWebhookDoor({ intake, appSecret: numbers.appSecret, verifyToken: vault.webhookVerifyToken, log }),
    name: () => (staff.hasAnybody() ? settings.shopName() : null),
    storageProblem: storage.problem,
    close,
  }

  /** Without its secrets the number cannot send, but everything else works. */
  async function loadNumber(): Promise<void> {
    try {
      await numbers.load()
    } catch (cause) {
      if (isClosed) return
      log.error('number.not-loaded', {}, cause)
      cancelLoading = clock.after(LOAD_AGAIN_AFTER_MS, () => void loadNumber())
    }
  }

  async function close(): Promise<void> {
    isClosed = true
    cancelLoading?.()
    unclaimed.stop()
    try {
      await outbox.stop()
      await intake.close()
    } finally {
      numbers.stop()
      storage.stop()
      if (!vault.storage.isDamaged) {
        approvals.stop()
        journal.stop()
      }
      await vault.close()
      if (kind === 'practice') await ports.practice.stop()
    }
  }
}
