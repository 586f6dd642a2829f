import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ContactId, JournalVerdict, StaffId } from '#contract'
import type { Database } from '#core/db/database.ts'
import { sql } from '#core/db/sql.ts'
import { hashOf, macOf, NO_ENTRY } from '#core/journal/chain.ts'
import { listEntriesAfter, type JournalRow } from '#core/journal/repository.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { createFakeAnchor, createTestJournal } from '#test/support/journal.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'

const ENTRIES = 12

/** Twelve entries, those with an even number about a customer, and the database as somebody has it who holds its key. */
function setUpTampering({ anchoredAt }: { anchoredAt?: number } = {}) {
  const db = createMemoryDatabase()
  const macKey = new Redacted(randomBytes(32))
  const anchor = createFakeAnchor()
  const journal = createTestJournal({ db, macKey, anchor })
  for (let seq = 1; seq <= ENTRIES; seq += 1) {
    const subject = seq % 2 === 0 ? { contactId: (seq % 6) as ContactId } : null
    journal.append({
      action: 'contact.renamed',
      by: 'ana' as StaffId,
      at: seq * 1000,
      subject,
      details: { before: null, after: `Name ${seq}` },
    })
    if (seq === anchoredAt) journal.start()
  }
  db.exec('DROP TRIGGER journal_is_not_changed; DROP TRIGGER journal_is_not_deleted; PRAGMA ignore_check_constraints = ON')
  return { db, macKey, anchor, journal, firstBad: async () => (await journal.verify()).firstBad }
}

function write(db: Database, row: JournalRow): void {
  db.run(sql`INSERT OR REPLACE INTO journal (seq, at, by_staff, action, subject, details, hash, mac)
    VALUES (${row.seq}, ${row.at}, ${row.by_staff}, ${row.action}, ${row.subject}, ${row.details}, ${row.hash}, ${row.mac})`)
}

/** All hashes from one entry on, as the program would make them; with another key than the shop's unless it is given. */
function recompute(db: Database, from: number, macKey = new Redacted(randomBytes(32))): void {
  const rows = listEntriesAfter(db, { seq: 0, limit: 1000 })
  let before = rows.findLast(({ seq }) => seq < from)?.hash ?? NO_ENTRY.hash
  for (const row of rows.filter(({ seq }) => seq >= from)) {
    const hash = hashOf(before, row)
    write(db, { ...row, hash, mac: macOf(hash, macKey) })
    before = hash
  }
}

test('a journal nobody touched is whole', async () => {
  const { journal, anchor } = setUpTampering({ anchoredAt: ENTRIES })
  const { newest } = anchor.read()
  const head = newest?.hash.slice(0, 16).toUpperCase().match(/.{4}/g)?.join('-')
  expect(await journal.verify()).toEqual({ checked: ENTRIES, firstBad: null, head, anchoredAt: newest?.at, anchorLostAt: null })
})

test('an empty journal is whole', async () => {
  const journal = createTestJournal({ db: createMemoryDatabase() })
  expect(await journal.verify()).toEqual({ checked: 0, firstBad: null, head: null, anchoredAt: null, anchorLostAt: null })
})

test('T21: entries cannot be changed or deleted by mistake', () => {
  const db = createMemoryDatabase()
  createTestJournal({ db }).append({ action: 'shop.renamed', by: null })
  expect(() => db.run(sql`UPDATE journal SET by_staff = 'bia'`)).toThrow('only added to')
  expect(() => db.run(sql`DELETE FROM journal`)).toThrow('only added to')
})

const EDITS: readonly (readonly [what: string, text: string])[] = [
  ['time', 'UPDATE journal SET at = at + 1 WHERE seq = 7'],
  ['person', `UPDATE journal SET by_staff = 'bia' WHERE seq = 7`],
  ['person away', 'UPDATE journal SET by_staff = NULL WHERE seq = 7'],
  ['action', `UPDATE journal SET action = 'shop.renamed' WHERE seq = 7`],
  ['details', `UPDATE journal SET details = CAST('{"after":"Name 8"}' AS BLOB) WHERE seq = 7`],
  ['customer away', 'UPDATE journal SET subject = NULL WHERE seq = 8'],
  ['customer to another', 'UPDATE journal SET subject = (SELECT subject FROM journal WHERE seq = 10) WHERE seq = 8'],
  ['sealed details', `UPDATE journal SET details = zeroblob(60) WHERE seq = 8`],
  ['hash', 'UPDATE journal SET hash = zeroblob(32) WHERE seq = 7'],
  ['MAC', 'UPDATE journal SET mac = zeroblob(16) WHERE seq = 7'],
  ['MAC away', `UPDATE journal SET mac = x'' WHERE seq = 7`],
]

test.each(EDITS)('T21: of one entry the %s was changed', async (_what, text) => {
  const { db, firstBad } = setUpTampering()
  db.exec(text)
  expect(await firstBad()).toEqual({ seq: Number(/seq = (\d+)$/.exec(text)?.[1]), problem: 'changed' })
})

test('T21: one entry was deleted', async () => {
  const { db, firstBad } = setUpTampering()
  db.exec('DELETE FROM journal WHERE seq = 5')
  expect(await firstBad()).toEqual({ seq: 5, problem: 'missing' })
})

test('T21: one entry was deleted, and those after it moved up', async () => {
  const { db, firstBad } = setUpTampering()
  db.exec('DELETE FROM journal WHERE seq = 5')
  for (let seq = 6; seq <= ENTRIES; seq += 1) db.exec(`UPDATE journal SET seq = ${seq - 1} WHERE seq = ${seq}`)
  expect(await firstBad()).toEqual({ seq: 5, problem: 'changed' })
})

test('T21: the first entry was deleted', async () => {
  const { db, firstBad } = setUpTampering()
  db.exec('DELETE FROM journal WHERE seq = 1')
  expect(await firstBad()).toEqual({ seq: 1, problem: 'missing' })
})

test.each([0, -3])('T21: an entry was put before the first, as %i', async (seq) => {
  const { db, firstBad } = setUpTampering()
  const [row] = listEntriesAfter(db, { seq: 3, limit: 1 })
  if (row !== undefined) write(db, { ...row, seq })
  expect(await firstBad()).toEqual({ seq, problem: 'changed' })
})

test('T21: an entry was inserted, and those after it moved down', async () => {
  const { db, firstBad } = setUpTampering()
  for (let seq = ENTRIES; seq >= 5; seq -= 1) db.exec(`UPDATE journal SET seq = ${seq + 1} WHERE seq = ${seq}`)
  const [row] = listEntriesAfter(db, { seq: 3, limit: 1 })
  if (row !== undefined) write(db, { ...row, seq: 5 })
  expect(await firstBad()).toEqual({ seq: 5, problem: 'changed' })
})

test('T21: an entry was added at the end', async () => {
  const { db, firstBad } = setUpTampering()
  const [row] = listEntriesAfter(db, { seq: ENTRIES - 1, limit: 1 })
  if (row !== undefined) write(db, { ...row, seq: ENTRIES + 1 })
  expect(await firstBad()).toEqual({ seq: ENTRIES + 1, problem: 'changed' })
})

test('T21: two entries changed places', async () => {
  const { db, firstBad } = setUpTampering()
  const [one] = listEntriesAfter(db, { seq: 3, limit: 1 })
  const [other] = listEntriesAfter(db, { seq: 8, limit: 1 })
  if (one === undefined || other === undefined) throw new Error('Both are there')
  write(db, { ...other, seq: one.seq })
  write(db, { ...one, seq: other.seq })
  expect(await firstBad()).toEqual({ seq: 4, problem: 'changed' })
})

test('T21: the end was cut off', async () => {
  const { db, firstBad } = setUpTampering({ anchoredAt: ENTRIES })
  db.exec('DELETE FROM journal WHERE seq > 9')
  expect(await firstBad()).toEqual({ seq: 10, problem: 'cut-off' })
})

test('T21: everything was deleted', async () => {
  const { db, firstBad } = setUpTampering({ anchoredAt: ENTRIES })
  db.exec('DELETE FROM journal')
  expect(await firstBad()).toEqual({ seq: 1, problem: 'cut-off' })
})

test('T21: the end was cut off, and the shop went on: no restart and no later anchor makes that good', async () => {
  const { db, journal, firstBad } = setUpTampering({ anchoredAt: ENTRIES })
  db.exec('DELETE FROM journal WHERE seq > 9')
  journal.start()
  for (let more = 0; more < 8; more += 1) journal.append({ action: 'shop.renamed', by: null })
  journal.stop()
  journal.start()
  expect(await firstBad()).toEqual({ seq: 10, problem: 'cut-off' })
})

test('T21: a customer’s key was replaced or taken away, or the entries given to another customer', async () => {
  const replaced = setUpTampering()
  replaced.db.run(sql`UPDATE journal_subjects SET key = ${randomBytes(32)} WHERE contact_id = 4`)
  const given = setUpTampering()
  given.db.exec('UPDATE journal_subjects SET contact_id = 99 WHERE contact_id = 4')
  const deleted = setUpTampering()
  deleted.db.exec('DELETE FROM journal_subjects WHERE contact_id = 4')
  // As the program erases, but without its key to sign it with.
  const erased = setUpTampering()
  erased.db.exec(`UPDATE journal_subjects SET contact_id = NULL, key = x'' WHERE contact_id = 4`)
  for (const { firstBad } of [replaced, given, deleted, erased]) expect(await firstBad()).toEqual({ seq: 4, problem: 'unreadable' })
})

test('T22: an entry was changed and the chain made anew without the MAC key', async () => {
  const { db, firstBad } = setUpTampering({ anchoredAt: ENTRIES })
  db.exec(`UPDATE journal SET by_staff = 'bia' WHERE seq = 6`)
  recompute(db, 6)
  expect(await firstBad()).toEqual({ seq: 6, problem: 'changed' })
})

test('T22: with the MAC key too, the entry that was anchored is another one now', async () => {
  const { db, macKey, firstBad } = setUpTampering({ anchoredAt: 9 })
  db.exec(`UPDATE journal SET by_staff = 'bia' WHERE seq = 6`)
  recompute(db, 6, macKey)
  expect(await firstBad()).toEqual({ seq: 9, problem: 'changed' })
})

test('T22: with the MAC key too, a restart that finds it out does not forget it', async () => {
  const { db, macKey, journal, firstBad } = setUpTampering({ anchoredAt: 9 })
  db.exec(`UPDATE journal SET by_staff = 'bia' WHERE seq = 6`)
  recompute(db, 6, macKey)
  journal.start()
  expect(await firstBad()).toEqual({ seq: 9, problem: 'changed' })
})

test('T22: with the MAC key, what was written since the last anchor can be changed', async () => {
  const { db, macKey, firstBad } = setUpTampering({ anchoredAt: 9 })
  db.exec(`UPDATE journal SET by_staff = 'bia' WHERE seq = 10`)
  recompute(db, 10, macKey)
  expect(await firstBad()).toBe(null)
})

type Tampering =
  | { kind: 'flip'; seq: number; column: 'details' | 'hash' | 'mac'; at: number; bit: number }
  | { kind: 'delete'; seq: number }
  | { kind: 'swap'; seq: number; with: number }
  | { kind: 'copy'; seq: number; to: number }
  | { kind: 'cut'; seq: number }

const seqs = fc.integer({ min: 1, max: ENTRIES })
const tamperings: fc.Arbitrary<Tampering> = fc.oneof(
  fc.record({
    kind: fc.constant('flip' as const),
    seq: seqs,
    column: fc.constantFrom('details' as const, 'hash' as const, 'mac' as const),
    at: fc.nat(),
    bit: fc.integer({ min: 0, max: 7 }),
  }),
  fc.record({ kind: fc.constant('delete' as const), seq: seqs }),
  fc.record({ kind: fc.constant('swap' as const), seq: seqs, with: seqs }),
  fc.record({ kind: fc.constant('copy' as const), seq: seqs, to: fc.integer({ min: 1, max: ENTRIES + 3 }) }),
  fc.record({ kind: fc.constant('cut' as const), seq: seqs }),
)

function tamper(db: Database, how: Tampering): void {
  const get = (seq: number) => db.find<JournalRow>(sql`SELECT * FROM journal WHERE seq = ${seq}`)
  const row = get(how.seq)
  if (row === undefined) return
  switch (how.kind) {
    case 'flip': {
      const bytes = Buffer.from(row[how.column])
      const place = how.at % bytes.length
      bytes[place] = (bytes[place] ?? 0) ^ (1 << how.bit)
      return write(db, { ...row, [how.column]: bytes })
    }
    case 'delete':
      return db.exec(`DELETE FROM journal WHERE seq = ${how.seq}`)
    case 'swap': {
      const other = get(how.with)
      if (other === undefined) return
      write(db, { ...other, seq: row.seq })
      return write(db, { ...row, seq: other.seq })
    }
    case 'copy':
      return write(db, { ...row, seq: how.to })
    case 'cut':
      return db.exec(`DELETE FROM journal WHERE seq >= ${how.seq}`)
  }
}

function textsOf(db: Database): string[] {
  return listEntriesAfter(db, { seq: -1000, limit: 1000 }).map((row) => JSON.stringify(row))
}

/** The first place where the journal is not what it was: what is there is changed, what is not there is missing or cut off. */
function firstDifference(before: readonly string[], now: readonly string[], seqsNow: readonly number[]): JournalVerdict['firstBad'] {
  for (let index = 0; index < Math.max(before.length, now.length); index += 1) {
    if (before[index] === now[index]) continue
    const seq = index + 1
    if (seqsNow[index] === seq) return { seq, problem: 'changed' }
    return { seq, problem: seqsNow.length > index ? 'missing' : 'cut-off' }
  }
  return null
}

test('T21: whatever is done to the entries, the first that is not as it was is named', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(tamperings, { minLength: 1, maxLength: 4 }), async (all) => {
      const { db, firstBad } = setUpTampering({ anchoredAt: ENTRIES })
      const before = textsOf(db)
      for (const how of all) tamper(db, how)
      const seqsNow = listEntriesAfter(db, { seq: -1000, limit: 1000 }).map(({ seq }) => seq)
      expect(await firstBad()).toEqual(firstDifference(before, textsOf(db), seqsNow))
    }),
    { numRuns: 150 },
  )
})
