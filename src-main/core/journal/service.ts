import type {
  ContactId,
  ConversationId,
  JournalAction,
  JournalEntry,
  JournalFilter,
  JournalVerdict,
  MethodOutput,
  MethodParsed,
  StaffId,
} from '#contract'
import type { Database } from '../db/database.ts'
import { unlessDiskFails } from '../db/storage-failure.ts'
import type { Actor } from '../dispatch/actor.ts'
import { AppError } from '../lib/app-error.ts'
import type { Redacted } from '../lib/redacted.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import type { JournalAnchor } from '../vault/vault.ts'
import { createAnchorKeeper } from './anchor.ts'
import {
  hashOf,
  macOf,
  makeNonce,
  NO_ENTRY,
  NO_KEY,
  plainDetails,
  PSEUDONYM_BYTES,
  sealDetails,
  SUBJECT_KEY_BYTES,
  subjectMacOf,
} from './chain.ts'
import type { JournalDetails } from './chain.ts'
import { csvHead, csvLine, timeWithZone } from './csv.ts'
import { createEntryReader } from './entries.ts'
import { createCallNotes, type CallNotes } from './notes.ts'
import {
  findHead,
  findOldestTime,
  findSubjectOf,
  hasEntry,
  insertEntry,
  insertSubject,
  updateSubjectErased,
  type SubjectRow,
} from './repository.ts'
import { verifyJournal } from './verify.ts'

export type { JournalDetails } from './chain.ts'

export type JournalSubject = { readonly contactId: ContactId } | { readonly conversationId: ConversationId }

export type JournalEntryToWrite = {
  readonly action: JournalAction
  /** Null for the program itself, and for somebody who was not signed in. */
  readonly by: StaffId | null
  /** Left out: now. */
  readonly at?: number
  /** The customer it is about: then the details are erased with them. */
  readonly subject?: JournalSubject | null
  /** Never a password, code, PIN, token or kit. Names and texts of customers only with a `subject`, or `isErasable`. */
  readonly details?: JournalDetails
  /** The details may name a customer, though nobody can tell which: sealed with a key of their own. */
  readonly isErasable?: true
}

export type ShownContact = { readonly contactId: ContactId; readonly conversationId: ConversationId | null; readonly name: string }

/** What the journal has to ask others. Asked when an entry is written or read, never when the journal is made. */
export type JournalPeople = {
  /** Whose conversation it is; null when there is none. */
  contactOf(conversationId: ConversationId): ContactId | null
  /** The contact's own id, and those of contacts that turned out to be the same person. */
  everyIdOf(contactId: ContactId): readonly ContactId[]
  /** As the reader may see them; null when they are out of the reader's reach, or there is no such contact. */
  shownTo(reader: Actor, contactId: ContactId): ShownContact | null
  staffName(staffId: StaffId): string | null
  /** Who is in one of the reader's teams, the reader left out. */
  teamMatesOf(reader: Actor): readonly StaffId[]
}

/** What everybody who writes into the journal needs of it. */
export type JournalWriter = {
  /** In the caller's transaction, or its own. */
  append(entry: JournalEntryToWrite): void
}

/** `CallNotes` is what the dispatcher says: committed when it returns, or with the caller's transaction, so that the answer comes after. */
export type Journal = JournalWriter &
  CallNotes & {
    /** From now on nobody can tell which entries were about this contact, nor read them; the chain stays whole. In the caller's transaction. */
    forget(contactId: ContactId): void
    /** What the reader may read; see `journal.list` of the contract. */
    list(
      page: JournalFilter & { before?: number | undefined; limit: number },
      reader: Actor,
    ): { entries: JournalEntry[]; next: number | null }
    /** `too-large`. */
    export(input: MethodParsed<'journal.export'>, reader: Actor): Promise<MethodOutput<'journal.export'>>
    verify(): Promise<JournalVerdict>
    /** Compares the journal with its anchor, and keeps anchoring. Not for a shop in which nothing may be written. */
    start(): void
    /** Anchors what is new. */
    stop(): void
  }

export type JournalDeps = {
  db: Database
  clock: Clock
  ids: Ids
  log: Log
  macKey: Redacted<Buffer>
  people: JournalPeople
  anchor: JournalAnchor
}

const YEAR_MS = 366 * 24 * 60 * 60_000
const EXPORT_MAX = 100_000
/** Then everybody else has a turn. */
const EXPORTED_AT_ONCE = 500

export function createJournal(deps: JournalDeps): Journal {
  const { db, clock, ids, macKey, people } = deps
  const keeper = createAnchorKeeper(deps)
  const reader = createEntryReader({ db, people })

  function contactIdOf(subject: JournalSubject): ContactId | null {
    return 'contactId' in subject ? subject.contactId : people.contactOf(subject.conversationId)
  }

  function makeSubject(contactId: ContactId | null): SubjectRow {
    const made = { pseudonym: ids.randomBytes(PSEUDONYM_BYTES), contact_id: contactId, key: ids.randomBytes(SUBJECT_KEY_BYTES) }
    const row = { ...made, mac: subjectMacOf(made, macKey) }
    insertSubject(db, row)
    return row
  }

  function subjectOf({ subject, isErasable }: JournalEntryToWrite): SubjectRow | null {
    const contactId = subject ? contactIdOf(subject) : null
    if (contactId !== null) return findSubjectOf(db, contactId) ?? makeSubject(contactId)
    // Said to be about a customer whom nobody finds: still nothing to stand there in clear for ever.
    return subject || isErasable === true ? makeSubject(null) : null
  }

  function append(entry: JournalEntryToWrite): void {
    db.transaction(() => {
      const head = findHead(db) ?? NO_ENTRY
      const seq = head.seq + 1
      const { details = {} } = entry
      const subject = subjectOf(entry)
      const content = {
        seq,
        at: entry.at ?? clock.now(),
        by_staff: entry.by,
        action: entry.action,
        subject: subject?.pseudonym ?? null,
        details:
          subject === null
            ? plainDetails(details)
            : sealDetails(details, {
                seq,
                subject: { contactId: subject.contact_id, key: subject.key },
                nonce: makeNonce((length) => ids.randomBytes(length)),
              }),
      }
      const hash = hashOf(head.hash, content)
      insertEntry(db, { ...content, hash, mac: macOf(hash, macKey) })
      db.afterCommit(keeper.noteNew)
    })
  }

  function wasDone(done: { by: StaffId; action: JournalAction; conversationId: ConversationId; withinMs: number }): boolean {
    const contactId = people.contactOf(done.conversationId)
    const subject = contactId === null ? undefined : findSubjectOf(db, contactId)
    if (subject === undefined) return false
    const to = clock.now()
    return hasEntry(db, { by: done.by, action: done.action, subject: subject.pseudonym, from: to - done.withinMs + 1, to })
  }

  /** Once: from the next anchor on there is a newer one. */
  function noteLostAnchor(): void {
    const { newest, anchorLostAt } = deps.anchor.read()
    if (anchorLostAt === null || (newest !== null && newest.at >= anchorLostAt)) return
    unlessDiskFails(() => append({ action: 'journal.anchor-lost', by: null }))
  }

  function assertExportable({ from, to }: JournalFilter): void {
    const since = from ?? findOldestTime(db) ?? 0
    if ((to ?? clock.now()) - since > YEAR_MS) throw tooLarge('days', 366)
  }

  return {
    append,
    ...createCallNotes({ append, wasDone, afterCommit: db.afterCommit, clock }),
    forget(contactId) {
      db.transaction(() => {
        for (const id of people.everyIdOf(contactId)) {
          const subject = findSubjectOf(db, id)
          if (subject === undefined) continue
          const erased = { pseudonym: subject.pseudonym, contact_id: null, key: NO_KEY }
          updateSubjectErased(db, { ...erased, mac: subjectMacOf(erased, macKey) })
        }
      })
    },
    list({ limit, ...filter }, actor) {
      const entries: JournalEntry[] = []
      for (const entry of reader.entries(filter, actor, limit + 1)) {
        if (entries.length === limit) return { entries, next: entries.at(-1)?.seq ?? null }
        entries.push(entry)
      }
      return { entries, next: null }
    },
    async export({ language, ...filter }, actor) {
      assertExportable(filter)
      const newest = findHead(db)?.seq ?? 0
      const parts = [csvHead(language)]
      for (const entry of reader.entries(filter, actor, EXPORTED_AT_ONCE)) {
        // Written while this goes on.
        if (entry.seq > newest) continue
        if (parts.length > EXPORT_MAX) throw tooLarge('entries', EXPORT_MAX)
        const staffName = entry.by === null ? null : people.staffName(entry.by)
        parts.push(csvLine(entry, { language, staffName, offsetMinutes: offsetMinutesAt(entry.at) }))
        if (parts.length % EXPORTED_AT_ONCE === 0) await breathe()
      }
      const now = clock.now()
      const day = timeWithZone(now, offsetMinutesAt(now)).slice(0, 10)
      return { fileName: `balcao-journal-${day}.csv`, csv: parts.join(''), entries: parts.length - 1 }
    },
    verify: () => verifyJournal({ db, macKey, anchor: deps.anchor.read(), breathe }),
    start() {
      noteLostAnchor()
      keeper.start()
    },
    stop: keeper.stop,
  }
}

function tooLarge(what: 'days' | 'entries', limit: number): AppError {
  return new AppError('too-large', `An export takes at most ${limit} ${what}`, { facts: { limit, what } })
}

function offsetMinutesAt(at: number): number {
  return -new Date(at).getTimezoneOffset()
}

function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
