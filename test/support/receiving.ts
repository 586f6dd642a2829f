import type { ConversationId } from '#contract'
import { createCommandLog } from '#core/commands/command-log.ts'
import { createContacts } from '#core/contacts/service.ts'
import { createEventHub, publishAfterCommit } from '#core/dispatch/event-hub.ts'
import type { Actor } from '#core/dispatch/actor.ts'
import type { Colleagues } from '#core/inbox/assignments.ts'
import { createInbox } from '#core/inbox/service.ts'
import type { BodyReport } from '#core/intake/applier.ts'
import { createIntake } from '#core/intake/service.ts'
import type { FetchingFiles } from '#core/media/message-files.ts'
import { createMessages } from '#core/messages/service.ts'
import type { DecodedBody, DecodedEvent, DecodedItem, AccountEvent, StatusEvent } from '#core/whatsapp/decoded.ts'
import type { StaffId } from '#contract'
import { createFakeClock } from './fake-clock.ts'
import { createFakeIds, createFakeLog } from './fake-ports.ts'
import { createTestJournal } from './journal.ts'
import { createMemoryDatabase } from './memory-database.ts'
import { actor } from './shop.ts'

// Test values: the brand says no more than what kind of id it is.
export const ana = 'ana' as StaffId
export const bia = 'bia' as StaffId

/** A shop with no teams, where nobody is there to be given anything. */
export const nobodyElse: Colleagues = { standingOf: () => null, teamIds: () => [] }

/**
 * Everything from the raw body to the inbox, on a database in memory. Bodies are decoded by `decode`; without one, a body is the
 * JSON of its decoded items, so that a test says exactly what comes in.
 */
export function createReceiving(
  options: {
    decode?: (body: Buffer) => DecodedBody
    ownNumberId?: () => string | null
    onStatus?: (event: StatusEvent) => void
    onAccount?: (event: AccountEvent) => void
    db?: ReturnType<typeof createMemoryDatabase>
    decoderVersion?: number
    colleagues?: Colleagues
    fetching?: FetchingFiles
  } = {},
) {
  const clock = createFakeClock()
  const log = createFakeLog()
  const ids = createFakeIds()
  const db = options.db ?? createMemoryDatabase()
  const hub = createEventHub({ log })
  const publish = publishAfterCommit({ db, hub })
  const commands = createCommandLog({ db, clock, journal: createTestJournal({ db, clock }) })
  const read: ConversationId[] = []
  const merged: { from: ConversationId; into: ConversationId }[] = []
  const reports: BodyReport[] = []
  const contacts = createContacts({ db, ids, commands })
  const inbox = createInbox({
    db,
    clock,
    ids,
    commands,
    publish,
    colleagues: options.colleagues ?? nobodyElse,
    onRead: (conversationId) => read.push(conversationId),
  })
  const messages = createMessages({
    db,
    clock,
    commands,
    publish,
    inbox,
    contacts,
    ...(options.fetching !== undefined && { fetching: options.fetching }),
  })
  const intake = createIntake({
    db,
    clock,
    log,
    contacts,
    inbox,
    messages,
    decode: options.decode ?? ((body) => ({ kind: 'events', items: JSON.parse(body.toString()) as DecodedItem[] })),
    ownNumberId: options.ownNumberId ?? (() => null),
    onStatus: options.onStatus ?? (() => {}),
    onAccount: options.onAccount ?? (() => {}),
    onMerged: (pair) => merged.push(pair),
    report: (report) => reports.push(report),
    ...(options.decoderVersion === undefined ? {} : { decoderVersion: options.decoderVersion }),
  })

  let bodies = 0

  return {
    clock,
    log,
    db,
    hub,
    publish,
    commands,
    contacts,
    inbox,
    messages,
    intake,
    read,
    merged,
    reports,
    /** One body with these events, applied; another one each time, as the same bytes twice would be stored once. */
    async receive(...events: DecodedEvent[]): Promise<void> {
      bodies += 1
      await intake.receiveUnsigned(Buffer.concat([bodyOf(...events), Buffer.from(' '.repeat(bodies))]))
      await intake.settled()
    },
    /** What a window of this person is told from here on, while it is not locked; of somebody who sees everything, when only the name is given. */
    listen(who: StaffId | Actor = ana, isOpen: () => boolean = () => true) {
      const events: { event: string; payload: unknown }[] = []
      const listener = typeof who === 'string' ? actor({ staffId: who, role: 'manager' }) : who
      hub.subscribe({ actor: () => (isOpen() ? listener : null), push: ({ event, payload }) => events.push({ event, payload }) })
      return events
    },
  }
}

/** What `createReceiving` decodes by itself. */
export function bodyOf(...events: DecodedEvent[]): Buffer {
  return Buffer.from(JSON.stringify(events.map((event, index): DecodedItem => ({ path: `entry.0.${index}`, event }))))
}
