import type {
  ConversationId,
  DeliveryStatus,
  MessageId,
  MessagingRules,
  NumberId,
  StaffSettings,
  TemplateCategory,
  TemplateId,
} from '#contract'
import { createCommandLog } from '#core/commands/command-log.ts'
import { createContacts } from '#core/contacts/service.ts'
import type { Database } from '#core/db/database.ts'
import { sql } from '#core/db/sql.ts'
import { createInbox } from '#core/inbox/service.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { createMessages } from '#core/messages/service.ts'
import { createNumberService } from '#core/number/service.ts'
import { createPresence } from '#core/outbox/presence.ts'
import { createOutbox } from '#core/outbox/service.ts'
import { createOutgoingThreads } from '#core/outbox/outgoing-messages.ts'
import type { Actor, Standing } from '#core/dispatch/actor.ts'
import { createReactions } from '#core/reactions/service.ts'
import { createScheduledMessages } from '#core/scheduled/service.ts'
import type { StatusEvent } from '#core/whatsapp/decoded.ts'
import { createFakeClock, settle, type FakeClock } from './fake-clock.ts'
import { createFakeGraph, FAKE_NUMBER, healthyPhone, json, type FakeGraph, type SendFate } from './fake-graph.ts'
import {
  createFakeOutgoingFiles,
  createFakeOutgoingTemplates,
  type FakeOutgoingFiles,
  type FakeOutgoingTemplates,
} from './fake-outgoing.ts'
import { createFakeIds, createFakeLog, createFakeSecrets } from './fake-ports.ts'
import { createTestJournal } from './journal.ts'
import { createMemoryDatabase } from './memory-database.ts'
import type { Colleagues } from '#core/inbox/assignments.ts'
import { nobodyElse } from './receiving.ts'
import { actor, publishInto, type Published } from './shop.ts'

export const BIA = actor({ staffId: 'bia', role: 'manager' })

function standingOf({ staffId, roleId, permissions, scope, masks, teamIds }: Actor): Standing {
  return { staffId, roleId, grant: { permissions: [...permissions], scope, masks }, teamIds: [...teamIds], duties: [] }
}

const names: Record<string, string> = { ana: 'Ana Lúcia Prado', bia: 'Bia' }

/** A text as the dispatcher hands it to the core. */
export function outgoingText(body: string) {
  return { kind: 'text' as const, body, hasLinkPreview: false }
}

/** Sees everything, and gives and takes. */
export const ANA = actor({ staffId: 'ana', role: 'manager' })
const NUMBER_ID = FAKE_NUMBER.numberId as NumberId

/**
 * The real services that sending needs, over the real schema and a fake Graph API. With the `db`, `clock` and `graph` of an
 * earlier one it is the same shop after the program was started again.
 */
export async function setUpSending(
  options: {
    db?: Database
    clock?: FakeClock
    graph?: FakeGraph
    undoSeconds?: StaffSettings['undoSeconds']
    start?: boolean
    signature?: MessagingRules['signature']
    isOnPhoneApp?: boolean
    ids?: ReturnType<typeof createFakeIds>
    /** Those of the number that an earlier one connected: it is loaded, and no new one made. */
    secrets?: ReturnType<typeof createFakeSecrets>
    colleagues?: Colleagues
    files?: FakeOutgoingFiles
    templates?: FakeOutgoingTemplates
  } = {},
) {
  const {
    db = createMemoryDatabase(),
    clock = createFakeClock(),
    graph = createFakeGraph(),
    undoSeconds = 0,
    start = true,
    signature = 'none',
  } = options
  const ids = options.ids ?? createFakeIds()
  const { files = createFakeOutgoingFiles(), templates = createFakeOutgoingTemplates() } = options
  const log = createFakeLog()
  const unwilling = new Set<ConversationId>()
  if (options.isOnPhoneApp === true) graph.answers.set(`GET ${FAKE_NUMBER.numberId}`, json(200, { ...healthyPhone, is_on_biz_app: true }))
  const secrets = options.secrets ?? createFakeSecrets()
  const published: Published[] = []
  const publish = publishInto(published, db)
  const commands = createCommandLog({ db, clock, journal: createTestJournal({ db, clock }) })
  const contacts = createContacts({ db, ids, commands })
  const inbox = createInbox({
    db,
    clock,
    ids,
    commands,
    publish,
    colleagues: options.colleagues ?? nobodyElse,
    onRead: (id) => presence.markRead(id),
  })
  const messages = createMessages({ db, clock, commands, publish, inbox, contacts })
  const number = createNumberService({ db, commands, secrets, clock, ids, log, publish, http: graph.http, graphUrl: 'https://graph.test' })
  const threads = createOutgoingThreads({ inbox, contacts, messages })
  const presence = createPresence({ db, clock, log, threads, numbers: number })
  const outbox = createOutbox({
    db,
    commands,
    clock,
    ids,
    log,
    messages,
    inbox,
    contacts,
    numbers: number,
    files,
    templates,
    hasStoppedMarketing: ({ conversationId }) => unwilling.has(conversationId),
    settingsOf: () => ({ undoSeconds }),
    messagingRules: () => ({ signature }),
    nameOf: (staffId) => names[staffId] ?? null,
  })
  const reactions = createReactions({ db, commands, clock, ids, log, messages, inbox, contacts, numbers: number })
  const notices: { kind: string; about: string | null; detail?: string }[] = []
  const people = new Map([
    [ANA.staffId, standingOf(ANA)],
    [BIA.staffId, standingOf(BIA)],
  ])
  const price = { amount: 100 as number | null }
  const categories = new Map<TemplateId, TemplateCategory>()
  const scheduled = createScheduledMessages({
    db,
    commands,
    clock,
    ids,
    log,
    publish,
    inbox,
    outbox,
    notices: { post: (notice) => notices.push(notice) },
    standingOf: (staffId) => people.get(staffId) ?? null,
    categoryOf: (templateId) => categories.get(templateId) ?? null,
    quoteFor: () => ({ category: 'utility', currency: 'BRL', amount: price.amount, why: 'rate' }),
  })
  if (options.secrets !== undefined) await number.load()
  else
    await number.adoptPractice({
      graphUrl: 'http://127.0.0.1:1',
      token: new Redacted('token-of-practice'),
      appSecret: new Redacted('secret-of-practice'),
      phoneNumberId: FAKE_NUMBER.numberId,
      wabaId: FAKE_NUMBER.wabaId,
    })
  if (start) {
    outbox.start()
    reactions.start()
    scheduled.start()
  }
  let received = 0

  /** A customer writes, whom a phone or a business-scoped id names: the window is open for 24 hours from `at`. */
  function hearFrom(who: string, at = clock.now()): ConversationId {
    received += 1
    const wamid = `wamid.IN-${who}-${at}-${received}`
    const named = /^\d+$/.test(who) ? { waId: who, userId: null } : { waId: null, userId: who }
    const person = { ...named, parentUserId: null, profileName: `Customer ${who}`, username: null }
    return messages.change((changes) => {
      const resolved = contacts.resolve(person, at)
      if (resolved === null) throw new Error('A person with a wa_id has a contact')
      const conversationId = inbox.ensure(NUMBER_ID, resolved.contactId)
      messages.incoming.saveMessage(
        {
          kind: 'message',
          wamid,
          source: 'live',
          direction: 'in',
          person,
          sentAt: at,
          numberId: NUMBER_ID,
          content: { kind: 'text', body: 'Bom dia' },
          body: 'Bom dia',
          mediaId: null,
          quotedWamid: null,
          forwarded: 'no',
          referral: null,
          productId: null,
          isGhost: false,
          groupId: null,
          errors: [],
        },
        { conversationId, numberId: NUMBER_ID, rawEventId: null },
        changes,
      )
      inbox.openWindow(conversationId, at)
      return conversationId
    })
  }

  function hearStatus(status: StatusEvent['status'], about: { wamid: string; tracker: string | null; at?: number }): void {
    const event: StatusEvent = {
      kind: 'status',
      numberId: NUMBER_ID,
      status,
      at: clock.now(),
      person: null,
      recipient: '',
      errors: [],
      pricing: null,
      ...about,
    }
    messages.change((changes) => {
      messages.incoming.saveStatus(event, null, changes)
      outbox.noteStatus(event)
      reactions.noteStatus(event)
    })
  }

  let keys = 0
  function send(
    conversationId: ConversationId,
    text: string,
    overrides: { clientKey?: string; replyTo?: MessageId | null } = {},
  ): MessageId {
    keys += 1
    const clientKey = overrides.clientKey ?? `key-${ids.ulid()}`
    const replyTo = overrides.replyTo ?? null
    const content = outgoingText(text)
    return outbox.send({ conversationId, content, clientKey, replyTo, seen: null, sendAnyway: false }, ANA).messageId
  }

  /** Runs what is due now and lets its answers come in. */
  async function run(forMs = 0): Promise<void> {
    await settle()
    await clock.advance(forMs)
    await settle()
  }

  return {
    db,
    clock,
    graph,
    files,
    templates,
    /** Conversations whose customers want no marketing. */
    unwilling,
    ids,
    log,
    secrets,
    published,
    commands,
    contacts,
    inbox,
    messages,
    number,
    threads,
    presence,
    outbox,
    reactions,
    scheduled,
    /** What the notices, the staff, the rate card and the templates say to what is scheduled. */
    notices,
    people,
    price,
    categories,
    hearFrom,
    hearStatus,
    send,
    run,
    statusOf: (id: MessageId): DeliveryStatus | undefined => messages.get(id).delivery?.status,
    problemOf: (id: MessageId): string | null => messages.get(id).delivery?.problem?.key ?? null,
    attemptsOf: (id: MessageId) =>
      db.list<{ attempt: number; result: string | null }>(
        sql`SELECT attempt, result FROM attempts WHERE message_id = ${id} ORDER BY attempt`,
      ),
    /** The program dies: nothing more of it runs, and what is out is never answered to anybody. */
    async die(): Promise<void> {
      scheduled.stop()
      const stopped = Promise.all([outbox.stop(), reactions.stop()])
      await clock.advance(3000)
      await stopped
      number.stop()
    },
  }
}

export type Sending = Awaited<ReturnType<typeof setUpSending>>

/** One message to one customer, whose first attempt meets `fate`. */
export async function sendOne(fate: SendFate) {
  const shop = await setUpSending()
  const conversation = shop.hearFrom('5511987654321')
  shop.graph.script.push(fate)
  const id = shop.send(conversation, 'um')
  await shop.run()
  return { shop, conversation, id }
}
