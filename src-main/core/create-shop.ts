import type { Conversation, MethodName, ShopKind, StaffId, StorageProblem } from '#contract'
import { createCommandLog } from './commands/command-log.ts'
import { createShopPeople } from './create-shop-people.ts'
import { createCostHandlers } from './costs/handlers.ts'
import { createCosts } from './costs/service.ts'
import { createContactHandlers } from './contacts/handlers.ts'
import { hasStoppedMarketing } from './contacts/marketing-consent.ts'
import { createContacts } from './contacts/service.ts'
import type { DeskMethod } from './desk/handlers.ts'
import { PRACTICE_LANGUAGE, seedPractice } from './desk/practice-seed.ts'
import { listPracticeWriters } from './desk/practice-writers.ts'
import { createStorageWatch } from './desk/storage-watch.ts'
import { createWebhookDoor, type WebhookDoor } from './desk/webhook-door.ts'
import { createHealthHandlers } from './health/handlers.ts'
import { createHealth } from './health/service.ts'
import { publishAfterCommit, type EventHub } from './dispatch/event-hub.ts'
import type { Connections, SessionHost } from './dispatch/connections.ts'
import type { Handlers } from './dispatch/handlers.ts'
import type { Record } from './dispatch/record.ts'
import { createIntake } from './intake/service.ts'
import { createInboxHandlers } from './inbox/handlers.ts'
import { createStarting, createStartingHandlers } from './inbox/starting.ts'
import { createInbox } from './inbox/service.ts'
import type { MediaDoor } from './media/door.ts'
import { createMediaHandlers } from './media/handlers.ts'
import { createMedia } from './media/service.ts'
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
import type { Ports } from './ports.ts'
import { createReactionHandlers } from './reactions/handlers.ts'
import { createReactions } from './reactions/service.ts'
import { createReplyHandlers } from './replies/handlers.ts'
import { createRepliesService } from './replies/service.ts'
import { createTemplateHandlers } from './templates/handlers.ts'
import { createTemplates } from './templates/service.ts'
import { createScheduledHandlers } from './scheduled/handlers.ts'
import { createScheduledMessages } from './scheduled/service.ts'
import { createMessagingHandlers } from './settings/handlers.ts'
import { createMessagingSettings } from './settings/messaging-rules.ts'
import type { Vault } from './vault/vault.ts'
import { decodeWebhook } from './whatsapp/decode/envelope.ts'
import { createServerClock } from './whatsapp/server-clock.ts'

/** One open shop: every domain on one database, until it is closed. */
export type Shop = SessionHost & {
  readonly record: Record
  readonly handlers: Partial<Handlers<ShopMethod>>
  readonly webhooks: WebhookDoor
  readonly serveMedia: MediaDoor['serve']
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
  const freeBytes = () => ports.disk?.freeBytes(vault.storage.folder) ?? null
  const storage = createStorageWatch({
    ...vault.storage,
    db: vault.db,
    freeBytes,
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

  const { settings, teams, staff, notices, approvals, delayedRecovery, keys, handlers } = createShopPeople({
    ...base,
    kind,
    vault,
    connections: deps.connections,
    clockOffset: serverClock.offsetMs,
    askTime: () => serverClock.ask(deps.graphUrl),
    inbox: () => inbox,
    firstRunEnded: deps.firstRunEnded,
  })
  const replies = createRepliesService({ ...base, factsOfChosen: (id, by) => media.factsOfChosen(id, by) })
  const messaging = createMessagingSettings(base)
  const nameOf = (id: StaffId) => staff.find(id)?.name ?? null
  const contacts = createContacts(base)
  const inbox = createInbox({
    ...base,
    colleagues: { standingOf: staff.standingOf, teamIds: teams.teamIds },
    onRead: (conversationId) => presence.markRead(conversationId),
  })
  const numbers = createNumberService({ ...base, graphUrl: deps.graphUrl })
  const media = createMedia({
    ...base,
    folder: vault.storage.mediaFolder,
    freeBytes,
    numbers,
    messages: () => messages,
    inbox: () => inbox,
    findCaller: deps.connections.findByFileToken,
    storageFailed: storage.noteFailure,
  })
  const messages = createMessages({ ...base, inbox, contacts, fetching: media.fetching })
  const costs = createCosts({
    ...base,
    notices,
    numberId: numbers.numberId,
    account: numbers.account,
    recipientOf: (numberId, wamid) => {
      const messageId = messages.findByWamid(numberId, wamid)
      return messageId === undefined ? null : recipientOf(inbox.get(messages.get(messageId).conversationId))
    },
  })
  const health = createHealth({
    ...base,
    notices,
    numberId: numbers.numberId,
    account: numbers.account,
    onReady: numbers.onReady,
  })
  const templates = createTemplates({ ...base, notices, numbers, samples: media.samples })
  const presence = createPresence({ ...base, threads: createOutgoingThreads({ inbox, contacts, messages }), numbers })
  const unclaimed = createUnclaimedWatch({ ...base, numberId: numbers.numberId, found: numbers.noteUnclaimed })
  const outbox = createOutbox({
    ...base,
    messages,
    inbox,
    contacts,
    numbers,
    files: media.outgoing,
    templates,
    hasStoppedMarketing: (who) => hasStoppedMarketing(db, who),
    settingsOf: staff.settingsOf,
    messagingRules: messaging.rules,
    nameOf,
  })
  const reactions = createReactions({ ...base, messages, inbox, contacts, numbers })
  const recipientOf = ({ contactId, freeEntryUntil }: Conversation) => {
    const address = contacts.address(contactId)
    const waId = address !== null && 'to' in address ? address.to : null
    const userId = address !== null && 'recipient' in address ? address.recipient : null
    return { waId, userId, freeEntryUntil }
  }
  const scheduled = createScheduledMessages({
    ...base,
    inbox,
    outbox,
    notices,
    standingOf: staff.standingOf,
    categoryOf: templates.categoryOf,
    quoteFor: (conversationId, templateId) =>
      costs.quote(recipientOf(inbox.get(conversationId)), templates.categoryOf(templateId) ?? 'unknown'),
  })
  const intake = createIntake({
    ...base,
    contacts,
    inbox,
    messages,
    decode: decodeWebhook,
    ownNumberId: numbers.numberId,
    onStatus: (event) => {
      outbox.noteStatus(event)
      reactions.noteStatus(event)
      costs.noteStatus(event)
    },
    onAccount: (event) => {
      health.noteAccount(event)
      templates.noteAccountEvent(event)
    },
    onMerged: (merged) => {
      outbox.noteMerged(merged)
      scheduled.noteMerged(merged)
    },
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
      delayedRecovery.startLooking()
      keys.start()
      intake.start()
      outbox.start()
      media.start()
      reactions.start()
      scheduled.start()
      unclaimed.start()
      health.start()
      templates.start()
    }
  } catch (cause) {
    await close()
    throw cause
  }

  const starting = createStarting({ ...base, contacts, inbox, numberId: numbers.numberId, onContactChanged: messages.tellContact })
  const numberHandlers = createNumberHandlers({ number: numbers })
  return {
    record: { ...journal, transaction: db.transaction },
    me: staff.me,
    idleLockMinutes: () => (kind === 'practice' ? null : settings.securityRules().idleLockMinutes),
    handlers: {
      ...handlers,
      ...createReplyHandlers(replies),
      ...createJournalHandlers(journal),
      ...createContactHandlers({ contacts, onRenamed: messages.tellContact }),
      ...createInboxHandlers({ inbox }),
      ...createStartingHandlers({ starting }),
      ...createMessagesHandlers({ messages }),
      ...createOutboxHandlers({ outbox, presence }),
      ...createMediaHandlers({ media }),
      ...createTemplateHandlers({ templates, inbox, hasStoppedMarketing: (who) => hasStoppedMarketing(db, who) }),
      ...createReactionHandlers({ reactions }),
      ...createScheduledHandlers({ scheduled }),
      ...createMessagingHandlers({ messaging }),
      ...createHealthHandlers(health),
      ...createCostHandlers({
        costs,
        recipientOf: (conversationId, by) => recipientOf(inbox.getSeen(conversationId, by)),
        categoryOf: (templateId) => templates.categoryOf(templateId) ?? 'unknown',
      }),
      ...numberHandlers,
      'number.connect': async (input, context) => {
        const result = await numberHandlers['number.connect'](input, context)
        if (result.connected) intake.rereadForNewNumber()
        return result
      },
    },
    webhooks: createWebhookDoor({ intake, appSecret: numbers.appSecret, verifyToken: vault.webhookVerifyToken, log }),
    serveMedia: media.door.serve,
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
    scheduled.stop()
    costs.stop()
    health.stop()
    templates.stop()
    try {
      await Promise.all([outbox.stop(), reactions.stop(), media.stop()])
      await intake.close()
    } finally {
      numbers.stop()
      storage.stop()
      if (!vault.storage.isDamaged) {
        approvals.stop()
        delayedRecovery.stopLooking()
        journal.stop()
      }
      await vault.close()
      if (kind === 'practice') await ports.practice.stop()
    }
  }
}
