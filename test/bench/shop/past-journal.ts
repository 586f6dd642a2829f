import { randomBytes } from 'node:crypto'
import type { ContactId, JournalAction, StaffId } from '#contract'
import type { Database } from '#core/db/database.ts'
import {
  hashOf,
  macOf,
  makeNonce,
  NO_ENTRY,
  PSEUDONYM_BYTES,
  sealDetails,
  SUBJECT_KEY_BYTES,
  subjectMacOf,
  type JournalDetails,
} from '#core/journal/chain.ts'
import { findHead, findSubjectOf, insertSubject, type SubjectRow } from '#core/journal/repository.ts'
import type { Redacted } from '#core/lib/redacted.ts'
import { createInsert } from './fast-writing.ts'

export type PastJournal = {
  append(entry: { at: number; by: StaffId; action: JournalAction; contactId: ContactId; details?: JournalDetails }): void
}

/** Entries as the core would have written them, one after the other: sealed, chained and signed, with nothing looked up twice. */
export function createPastJournal({ db, macKey }: { db: Database; macKey: Redacted<Buffer> }): PastJournal {
  const insert = createInsert(db, 'journal', ['seq', 'at', 'by_staff', 'action', 'subject', 'details', 'hash', 'mac'])
  const subjects = new Map<ContactId, SubjectRow>()
  let head: { seq: number; hash: Buffer } = findHead(db) ?? NO_ENTRY

  function subjectOf(contactId: ContactId): SubjectRow {
    const known = subjects.get(contactId) ?? findSubjectOf(db, contactId)
    if (known !== undefined) return remember(contactId, known)
    const made = { pseudonym: randomBytes(PSEUDONYM_BYTES), contact_id: contactId, key: randomBytes(SUBJECT_KEY_BYTES) }
    const row = { ...made, mac: subjectMacOf(made, macKey) }
    insertSubject(db, row)
    return remember(contactId, row)
  }

  function remember(contactId: ContactId, row: SubjectRow): SubjectRow {
    subjects.set(contactId, row)
    return row
  }

  return {
    append({ at, by, action, contactId, details = {} }) {
      const seq = head.seq + 1
      const { pseudonym, key } = subjectOf(contactId)
      const sealed = sealDetails(details, { seq, subject: { contactId, key }, nonce: makeNonce(randomBytes) })
      const content = { seq, at, by_staff: by, action, subject: pseudonym, details: sealed }
      const hash = hashOf(head.hash, content)
      insert({ ...content, hash, mac: macOf(hash, macKey) })
      head = { seq, hash }
    },
  }
}
