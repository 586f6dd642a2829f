import type { ContactId, ConversationId, JournalAction, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import type { Actor } from '../dispatch/actor.ts'
import type { Redacted } from '../lib/redacted.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import { hashOf, macOf, makeNonce, NO_ENTRY, plainDetails, PSEUDONYM_BYTES, sealDetails, SUBJECT_KEY_BYTES } from './chain.ts'
import type { JournalDetails } from './chain.ts'
import { createCallNotes, type CallNotes } from './notes.ts'
import { deleteSubjectOf, findHead, findSubjectOf, hasEntry, insertEntry, insertSubject, type SubjectRow } from './repository.ts'

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

/** What the journal has to ask others. Asked when an entry is written or read, never when the journal is made. */
export type JournalPeople = {
  /** Whose conversation it is; null when there is none. */
  contactOf(conversationId: ConversationId): ContactId | null
  /** The contact's own id, and those of contacts that turned out to be the same person. */
  everyIdOf(contactId: ContactId): readonly ContactId[]
  /** As the reader may see them; null when they are out of the reader's reach, or there is no such contact. */
  shownTo(reader: Actor, contactId: ContactId): { contactId: ContactId; conversationId: ConversationId | null; name: string } | null
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
  }

export type JournalDeps = {
  db: Database
  clock: Clock
  ids: Ids
  log: Log
  macKey: Redacted<Buffer>
  people: JournalPeople
}

export function createJournal(deps: JournalDeps): Journal {
  const { db, clock, ids, macKey, people } = deps

  function contactIdOf(subject: JournalSubject): ContactId | null {
    return 'contactId' in subject ? subject.contactId : people.contactOf(subject.conversationId)
  }

  function makeSubject(contactId: ContactId | null): SubjectRow {
    const row = { pseudonym: ids.randomBytes(PSEUDONYM_BYTES), contact_id: contactId, key: ids.randomBytes(SUBJECT_KEY_BYTES) }
    insertSubject(db, row)
    return row
  }

  function subjectOf({ subject, isErasable }: JournalEntryToWrite): SubjectRow | null {
    const contactId = subject ? contactIdOf(subject) : null
    if (contactId !== null) return findSubjectOf(db, contactId) ?? makeSubject(contactId)
    return isErasable === true ? makeSubject(null) : null
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
    })
  }

  function wasDone(done: { by: StaffId; action: JournalAction; conversationId: ConversationId; withinMs: number }): boolean {
    const contactId = people.contactOf(done.conversationId)
    const subject = contactId === null ? undefined : findSubjectOf(db, contactId)
    if (subject === undefined) return false
    const to = clock.now()
    return hasEntry(db, { by: done.by, action: done.action, subject: subject.pseudonym, from: to - done.withinMs + 1, to })
  }

  return {
    append,
    ...createCallNotes({ append, wasDone, clock }),
    forget(contactId) {
      db.transaction(() => {
        for (const id of people.everyIdOf(contactId)) deleteSubjectOf(db, id)
      })
    },
  }
}
