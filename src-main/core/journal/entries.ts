import type { ContactId, JournalAction, JournalEntry, JournalFilter, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import type { Actor } from '../dispatch/actor.ts'
import { NO_KEY, openDetails, parseDetails, type JournalDetails } from './chain.ts'
import { findEntryTime, findSpan, findSubject, findSubjectOf, getEntry, listSeqs, type JournalRow, type Stream } from './repository.ts'
import type { JournalPeople, ShownContact } from './service.ts'

export type EntryReader = {
  /** Newest first, by number: a clock can be set, the chain cannot. */
  entries(filter: JournalFilter & { before?: number | undefined }, reader: Actor, pageSize: number): Generator<JournalEntry>
}

/** Each stream is looked up on its own; with more, it is cheaper to go through a person's entries. */
const MAX_STREAMS = 400

/** The computer's time service corrects it by less now and then. */
const CLOCK_CORRECTION_MS = 5_000

/** What somebody may read of the journal, and what they see of it. */
export function createEntryReader(deps: { db: Database; people: JournalPeople }): EntryReader {
  const { db, people } = deps

  function streamsOf(filter: JournalFilter, reader: Actor): { streams: Stream[]; matches(row: JournalRow): boolean } {
    const whose = whoseEntries(reader, people, filter.by)
    const isByWhom = (row: JournalRow) => whose === 'everybody' || (row.by_staff !== null && whose.includes(row.by_staff))
    const isAction = ({ action }: JournalRow) => filter.actions === undefined || filter.actions.includes(action)
    if (filter.contactId !== undefined) {
      const subjects = subjectsOf(filter.contactId, reader)
      return { streams: subjects.map((subject) => ({ subject })), matches: (row) => isByWhom(row) && isAction(row) }
    }
    return { streams: streamsByPerson(whose, filter.actions), matches: isAction }
  }

  /** Empty as well for a contact whom the reader may not see. */
  function subjectsOf(contactId: ContactId, reader: Actor): Buffer[] {
    if (!knowsCustomers(reader) || people.shownTo(reader, contactId) === null) return []
    return people.everyIdOf(contactId).flatMap((id) => findSubjectOf(db, id)?.pseudonym ?? [])
  }

  function* rows(filter: JournalFilter & { before?: number | undefined }, reader: Actor, pageSize: number): Generator<JournalRow> {
    const { streams, matches } = streamsOf(filter, reader)
    const time = { from: filter.from ?? Number.MIN_SAFE_INTEGER, to: filter.to ?? Number.MAX_SAFE_INTEGER }
    const isTimed = filter.from !== undefined || filter.to !== undefined
    const span = isTimed ? findSpan(db, time) : { first: 1, last: Number.MAX_SAFE_INTEGER }
    if (span === undefined) return
    let last = Math.min(span.last, (filter.before ?? Infinity) - 1)
    for (;;) {
      const part = { span: { first: span.first, last }, time, limit: pageSize }
      const seqs = streams.flatMap((stream) => listSeqs(db, stream, part)).toSorted((one, other) => other - one)
      const next = seqs.slice(0, pageSize)
      for (const seq of next) {
        const row = getEntry(db, seq)
        if (matches(row)) yield row
      }
      const oldest = next.at(-1)
      if (oldest === undefined || next.length < pageSize) return
      last = oldest - 1
    }
  }

  function clockWentBack({ seq, at }: JournalRow): boolean {
    return at < (findEntryTime(db, seq - 1) ?? at) - CLOCK_CORRECTION_MS
  }

  return {
    *entries(filter, reader, pageSize) {
      const shown = new Map<ContactId, ShownContact | null>()
      const shownTo = (contactId: ContactId) => {
        const known = shown.get(contactId)
        if (known !== undefined) return known
        const seen = people.shownTo(reader, contactId)
        shown.set(contactId, seen)
        return seen
      }
      for (const row of rows(filter, reader, pageSize)) {
        yield { ...factsOf(row), clockWentBack: clockWentBack(row), ...seenBy(reader, row, shownTo) }
      }
    },
  }

  function seenBy(
    reader: Actor,
    row: JournalRow,
    shownTo: (contactId: ContactId) => ShownContact | null,
  ): Pick<JournalEntry, 'subject' | 'details'> {
    if (row.subject === null) return { subject: null, details: parseDetails(row.details) }
    const subject = findSubject(db, row.subject)
    if (subject === undefined || subject.key.equals(NO_KEY)) return { subject: { kind: 'erased' }, details: null }
    const { contact_id: contactId, key } = subject
    if (!knowsCustomers(reader)) return { subject: contactId === null ? null : { kind: 'out-of-reach' }, details: null }
    const contact = contactId === null ? null : shownTo(contactId)
    if (contactId !== null && contact === null) return { subject: { kind: 'out-of-reach' }, details: null }
    const details = openDetails(row.details, { seq: row.seq, subject: { contactId, key } })
    return {
      subject: contact && { kind: 'contact', ...contact },
      details: details && masked(details, { reader, by: row.by_staff }),
    }
  }
}

/** Everybody what they did themselves; with a wide scope also what their teams did; who may check or export the journal, all of it. */
function whoseEntries(reader: Actor, people: JournalPeople, by: StaffId | undefined): readonly StaffId[] | 'everybody' {
  const isForAll = reader.permissions.has('audit.verify') || reader.permissions.has('audit.export')
  if (isForAll) return by === undefined ? 'everybody' : [by]
  const isWide = reader.scope === 'team' || reader.scope === 'all'
  const allowed = [...new Set([reader.staffId, ...(isWide ? people.teamMatesOf(reader) : [])])]
  return by === undefined ? allowed : allowed.filter((id) => id === by)
}

/** Who may read the journal and nothing of customers, does not read of them in the journal. */
function knowsCustomers({ permissions }: Actor): boolean {
  return permissions.has('conv.view') || permissions.has('contact.view')
}

function streamsByPerson(whose: readonly StaffId[] | 'everybody', actions: readonly JournalAction[] | undefined): Stream[] {
  const distinct = actions && [...new Set(actions)]
  if (whose === 'everybody') return distinct === undefined ? [{}] : distinct.map((action) => ({ action }))
  if (distinct === undefined || whose.length * distinct.length > MAX_STREAMS) return whose.map((by) => ({ by }))
  return whose.flatMap((by) => distinct.map((action) => ({ by, action })))
}

function factsOf({ seq, at, by_staff: by, action }: JournalRow): Pick<JournalEntry, 'seq' | 'at' | 'by' | 'action'> {
  return { seq, at, by, action }
}

/** A name may have a phone number in it, and so may what a colleague searched for; one's own search one knows already. */
function masked(details: JournalDetails, { reader, by }: { reader: Actor; by: StaffId | null }): JournalDetails {
  if (reader.masks.phone === 'shown') return details
  const names = by === reader.staffId ? ['before', 'after'] : ['before', 'after', 'filter']
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      names.includes(name) && typeof value === 'string' ? value.replaceAll(/\p{Nd}/gu, '•') : value,
    ]),
  )
}
