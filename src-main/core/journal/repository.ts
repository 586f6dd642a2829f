import type { ContactId, JournalAction, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'

export type JournalRow = {
  readonly seq: number
  readonly at: number
  readonly by_staff: StaffId | null
  readonly action: JournalAction
  readonly subject: Buffer | null
  readonly details: Buffer
  readonly hash: Buffer
  readonly mac: Buffer
}

export type SubjectRow = { readonly pseudonym: Buffer; readonly contact_id: ContactId | null; readonly key: Buffer; readonly mac: Buffer }

export type TimeRange = { readonly from: number; readonly to: number }
/** Part of the chain, both ends in it. */
export type Span = { readonly first: number; readonly last: number }
/** `null` of `by` is the program itself. What is left out is not asked for. */
export type Stream = { readonly by?: StaffId | null; readonly action?: JournalAction; readonly subject?: Buffer }

export function findHead(db: Database): Pick<JournalRow, 'seq' | 'hash'> | undefined {
  return db.find<Pick<JournalRow, 'seq' | 'hash'>>(sql`SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1`)
}

export function findHash(db: Database, seq: number): Buffer | undefined {
  return db.find<{ hash: Buffer }>(sql`SELECT hash FROM journal WHERE seq = ${seq}`)?.hash
}

export function findEntryTime(db: Database, seq: number): number | undefined {
  return db.find<{ at: number }>(sql`SELECT at FROM journal WHERE seq = ${seq}`)?.at
}

export function findOldestTime(db: Database): number | undefined {
  return db.find<{ at: number }>(sql`SELECT at FROM journal ORDER BY at LIMIT 1`)?.at
}

export function insertEntry(db: Database, row: JournalRow): void {
  db.run(sql`INSERT INTO journal (seq, at, by_staff, action, subject, details, hash, mac)
    VALUES (${row.seq}, ${row.at}, ${row.by_staff}, ${row.action}, ${row.subject}, ${row.details}, ${row.hash}, ${row.mac})`)
}

/** In order of the chain, from the first after `seq`. */
export function listEntriesAfter(db: Database, { seq, limit }: { seq: number; limit: number }): JournalRow[] {
  return db.list<JournalRow>(sql`SELECT * FROM journal WHERE seq > ${seq} ORDER BY seq LIMIT ${limit}`)
}

export function getEntry(db: Database, seq: number): JournalRow {
  return db.get<JournalRow>(sql`SELECT * FROM journal WHERE seq = ${seq}`)
}

/** All of a time lies in it. Where the clock was set, other times do as well. */
export function findSpan(db: Database, range: TimeRange): Span | undefined {
  const { first, last } = db.get<{ first: number | null; last: number | null }>(spanQuery(range))
  return first === null || last === null ? undefined : { first, last }
}

export function spanQuery({ from, to }: TimeRange): Sql {
  return sql`SELECT MIN(seq) AS first, MAX(seq) AS last FROM journal WHERE at BETWEEN ${from} AND ${to}`
}

export type Part = { readonly span: Span; readonly time: TimeRange; readonly limit: number }

/** Numbers of one stream, newest first; each stream has an index. */
export function seqsQuery(stream: Stream, { span, time, limit }: Part): Sql {
  return sql`SELECT seq FROM journal WHERE ${conditionOf(stream)}seq BETWEEN ${span.first} AND ${span.last}
    AND at BETWEEN ${time.from} AND ${time.to} ORDER BY seq DESC LIMIT ${limit}`
}

export function listSeqs(db: Database, stream: Stream, part: Part): number[] {
  return db.list<{ seq: number }>(seqsQuery(stream, part)).map(({ seq }) => seq)
}

function conditionOf({ by, action, subject }: Stream): Sql {
  if (subject !== undefined) return sql`subject = ${subject} AND `
  if (by !== undefined && action !== undefined) return sql`by_staff IS ${by} AND action = ${action} AND `
  if (by !== undefined) return sql`by_staff IS ${by} AND `
  if (action !== undefined) return sql`action = ${action} AND `
  return sql``
}

/** Whether somebody did this about a subject within a time that has lasted up to the newest entry: a clock that was set ends it. */
export function hasEntry(
  db: Database,
  { by, action, subject, from, to }: TimeRange & { by: StaffId; action: JournalAction; subject: Buffer },
): boolean {
  const row = db.find(sql`SELECT 1 FROM journal WHERE by_staff = ${by} AND action = ${action} AND subject = ${subject}
    AND seq > COALESCE((SELECT seq FROM journal WHERE at NOT BETWEEN ${from} AND ${to} ORDER BY seq DESC LIMIT 1), 0) LIMIT 1`)
  return row !== undefined
}

export function findSubject(db: Database, pseudonym: Buffer): SubjectRow | undefined {
  return db.find<SubjectRow>(sql`SELECT * FROM journal_subjects WHERE pseudonym = ${pseudonym}`)
}

export function findSubjectOf(db: Database, contactId: ContactId): SubjectRow | undefined {
  return db.find<SubjectRow>(sql`SELECT * FROM journal_subjects WHERE contact_id = ${contactId}`)
}

export function insertSubject(db: Database, row: SubjectRow): void {
  db.run(sql`INSERT INTO journal_subjects (pseudonym, contact_id, key, mac)
    VALUES (${row.pseudonym}, ${row.contact_id}, ${row.key}, ${row.mac})`)
}

/** Whose it was and the key are gone; that they were taken away by the program stays. */
export function updateSubjectErased(db: Database, { pseudonym, contact_id, key, mac }: SubjectRow): void {
  db.run(sql`UPDATE journal_subjects SET contact_id = ${contact_id}, key = ${key}, mac = ${mac} WHERE pseudonym = ${pseudonym}`)
}
