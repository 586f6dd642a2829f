import { expect, test } from 'vitest'
import type { ContactId, JournalEntry, StaffId } from '#contract'
import { csvHead, csvLine, timeWithZone } from '#core/journal/csv.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { codeOf } from '#test/support/code-of.ts'
import { createTestJournal } from '#test/support/journal.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { actor } from '#test/support/shop.ts'

const DAY_MS = 24 * 60 * 60_000
const owner = actor({ staffId: 'dona', role: 'owner' })

const entry: JournalEntry = {
  seq: 7,
  at: Date.UTC(2026, 10, 22, 19, 5, 3, 21),
  clockWentBack: false,
  by: 'ana' as StaffId,
  action: 'contact.renamed',
  subject: { kind: 'contact', contactId: 4 as ContactId, conversationId: null, name: 'Maria' },
  details: { before: null, after: 'Maria "Mari"' },
}
const options = { language: 'en', staffName: 'Ana', offsetMinutes: -180 } as const

test('a line has the entry under columns whose names stay, with the time as the wall showed it', () => {
  expect(csvHead('en') + csvLine(entry, options)).toBe(
    '\uFEFF"seq","time","staff_id","staff","action","subject","contact_id","conversation_id","contact","details"\r\n' +
      '"7","2026-11-22T16:05:03.021-03:00","ana","Ana","contact.renamed","contact","4","","Maria","{""before"":null,""after"":""Maria \\""Mari\\""""}"\r\n',
  )
})

test('in Portuguese a semicolon parts the cells, as spreadsheets there expect', () => {
  expect(csvHead('pt-BR')).toContain('"seq";"time"')
})

test.each([
  ['=1+1', `'=1+1`],
  ['+55 11', `'+55 11`],
  ['-2', `'-2`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['\t=1', `'\t'=1`],
  ['\r=1', `'\r'=1`],
  ['\n1', `'\n1`],
  ['  =1', `'  =1`],
  ['\u200B=1', `'\u200B=1`],
  ['＝1', `'＝1`],
  ['a=1', 'a=1'],
  ['";=1', `"";'=1`],
  ["x;=cmd|'/C calc'!A0;y", "x;'=cmd|'/C calc'!A0;y"],
  ['x, =1', `x,' =1`],
  ['x\ty\n@SUM(A1)', `x\ty\n'@SUM(A1)`],
  ['Zé; Rua A, 2 - 3', 'Zé; Rua A, 2 - 3'],
])('what begins a formula is text: %j', (name, cell) => {
  const line = csvLine({ ...entry, subject: { kind: 'contact', contactId: 4 as ContactId, conversationId: null, name } }, options)
  expect(line).toContain(`,"${cell}",`)
})

test.each([
  [0, '+00:00'],
  [-180, '-03:00'],
  [345, '+05:45'],
  [-210, '-03:30'],
])('%i minutes from UTC are written as %s', (offset, zone) => {
  expect(timeWithZone(0, offset).slice(-6)).toBe(zone)
})

test('an export has what its reader may read, newest first, and says how many they are', async () => {
  const clock = createFakeClock()
  const journal = createTestJournal({ db: createMemoryDatabase(), clock })
  for (let time = 0; time < 1203; time += 1)
    journal.append({ action: 'shop.renamed', by: (time % 2 === 0 ? 'ana' : 'bia') as StaffId, details: { time } })
  const { csv, entries, fileName } = await journal.export({ language: 'en', by: 'ana' as StaffId }, owner)
  const lines = csv.trimEnd().split('\r\n')
  expect({ entries, lines: lines.length, first: lines[1]?.slice(0, 6), last: lines.at(-1)?.slice(0, 3) }).toEqual({
    entries: 602,
    lines: 603,
    first: '"1203"',
    last: '"1"',
  })
  expect(fileName).toMatch(/^balcao-journal-\d{4}-\d\d-\d\d\.csv$/)
})

test('what is written while an export goes on is not in it, and what a clock that was ahead wrote is', async () => {
  const clock = createFakeClock(1_000_000)
  const journal = createTestJournal({ db: createMemoryDatabase(), clock })
  for (let time = 0; time < 1200; time += 1) journal.append({ action: 'shop.renamed', by: null, at: 2_000_000 - time })
  const exporting = journal.export({ language: 'en' }, owner)
  for (let time = 0; time < 10; time += 1) journal.append({ action: 'shop.renamed', by: null, at: 1000 })
  expect((await exporting).entries).toBe(1200)
})

test('more than a year at once is too much, whether or not it is said since when', async () => {
  const clock = createFakeClock(400 * DAY_MS)
  const journal = createTestJournal({ db: createMemoryDatabase(), clock })
  journal.append({ action: 'shop.renamed', by: null, at: 10 * DAY_MS })
  journal.append({ action: 'shop.renamed', by: null })
  const from = 100 * DAY_MS
  expect([
    await codeOf(() => journal.export({ language: 'en' }, owner)),
    await codeOf(() => journal.export({ language: 'en', from: 0, to: 367 * DAY_MS }, owner)),
    (await journal.export({ language: 'en', from }, owner)).entries,
    (await journal.export({ language: 'en', to: 300 * DAY_MS }, owner)).entries,
  ]).toEqual(['too-large', 'too-large', 1, 1])
})
