import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ContactId, JournalAction, JournalFilter, StaffId } from '#contract'
import type { Journal } from '#core/journal/service.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { createTestJournal } from '#test/support/journal.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { actor } from '#test/support/shop.ts'

const ana = 'ana' as StaffId
const bia = 'bia' as StaffId
const MARIA = 1 as ContactId
const NOW = Date.UTC(2026, 10, 22, 12)
const MINUTE_MS = 60_000
const YEAR_MS = 365 * 24 * 60 * MINUTE_MS
const LAST_YEAR = NOW - YEAR_MS

type Done = { at: number; by?: StaffId; action?: JournalAction; contactId?: ContactId }

const owner = actor({ staffId: 'dona', role: 'owner' })

function setUp(done: readonly Done[]) {
  const clock = createFakeClock()
  const journal = createTestJournal({ db: createMemoryDatabase(), clock, people: { contactOf: () => MARIA } })
  for (const { at, by = ana, action = 'shop.renamed', contactId } of done) {
    journal.append({ action, by, at, subject: contactId === undefined ? null : { contactId } })
  }
  const list = (filter: JournalFilter = {}) => journal.list({ ...filter, limit: 100 }, owner).entries
  const seqs = (filter?: JournalFilter) => list(filter).map(({ seq }) => seq)
  const setBack = (filter?: JournalFilter) => list(filter).flatMap(({ seq, clockWentBack }) => (clockWentBack ? [seq] : []))
  return { clock, journal, list, seqs, setBack }
}

/** A year ago, today, today by a clock that was set back by a year, and today again. */
const setBackByAYear: readonly Done[] = [
  { at: LAST_YEAR },
  { at: LAST_YEAR + 10 * MINUTE_MS, contactId: MARIA },
  { at: NOW },
  { at: NOW + MINUTE_MS, by: bia, contactId: MARIA },
  { at: LAST_YEAR + 2 * MINUTE_MS, by: bia, action: 'contact.revealed', contactId: MARIA },
  { at: LAST_YEAR + 3 * MINUTE_MS, by: bia, action: 'journal.exported' },
  { at: NOW + 4 * MINUTE_MS },
]

test('T21: what is done by a clock that was set back by a year is not put away among what was done then', () => {
  const { seqs, setBack } = setUp(setBackByAYear)
  expect({ seqs: seqs(), setBack: setBack() }).toEqual({ seqs: [7, 6, 5, 4, 3, 2, 1], setBack: [5] })
})

test('what was done by a clock that was ahead stands before what came after its correction', () => {
  const { seqs, setBack } = setUp([
    { at: NOW },
    { at: NOW + YEAR_MS },
    { at: NOW + YEAR_MS + 1 },
    { at: NOW + MINUTE_MS },
    { at: NOW + MINUTE_MS },
  ])
  expect({ seqs: seqs(), setBack: setBack(), untilNow: seqs({ to: NOW + MINUTE_MS }), ahead: seqs({ from: NOW + 2 * MINUTE_MS }) }).toEqual(
    {
      seqs: [5, 4, 3, 2, 1],
      setBack: [4],
      untilNow: [5, 4, 1],
      ahead: [3, 2],
    },
  )
})

test('entries of one moment stand in the order they were written', () => {
  const { seqs, setBack } = setUp([{ at: NOW }, { at: NOW, by: bia }, { at: NOW }])
  expect({ seqs: seqs(), moment: seqs({ from: NOW, to: NOW }), none: seqs({ from: NOW + 1, to: NOW + 1 }), setBack: setBack() }).toEqual({
    seqs: [3, 2, 1],
    moment: [3, 2, 1],
    none: [],
    setBack: [],
  })
})

test('a correction of seconds is no clock that went back', () => {
  const { setBack } = setUp([{ at: NOW }, { at: NOW - 5000 }, { at: NOW - 10_001 }])
  expect(setBack()).toEqual([3])
})

test('that the clock went back is told of an entry, also where the one before it is not shown', () => {
  const { journal, setBack } = setUp(setBackByAYear)
  expect(setBack({ by: bia, actions: ['contact.revealed'], to: LAST_YEAR + 5 * MINUTE_MS })).toEqual([5])
  const { entries } = journal.list({ limit: 100 }, actor({ staffId: 'bia', role: 'attendant' }))
  expect(entries.map(({ seq, clockWentBack }) => [seq, clockWentBack])).toEqual([
    [6, false],
    [5, true],
    [4, false],
  ])
})

test.each<[string, JournalFilter, number[]]>([
  ['everything', {}, [7, 6, 5, 4, 3, 2, 1]],
  ['last year', { to: LAST_YEAR + MINUTE_MS * 60 }, [6, 5, 2, 1]],
  ['some minutes of last year, both ends in them', { from: LAST_YEAR + 2 * MINUTE_MS, to: LAST_YEAR + 10 * MINUTE_MS }, [6, 5, 2]],
  ['since today', { from: NOW }, [7, 4, 3]],
  ['a time in which nothing was done', { from: LAST_YEAR + 4 * MINUTE_MS, to: LAST_YEAR + 5 * MINUTE_MS }, []],
  ['a time that ends before it begins', { from: NOW, to: LAST_YEAR }, []],
  ['a person', { by: bia, to: NOW }, [6, 5]],
  ['a person and actions', { by: bia, actions: ['contact.revealed', 'journal.exported'], to: LAST_YEAR + 2 * MINUTE_MS }, [5]],
  ['actions', { actions: ['shop.renamed'], from: LAST_YEAR, to: NOW }, [3, 2, 1]],
  ['a customer', { contactId: MARIA, to: NOW }, [5, 2]],
])(
  'nothing is missed and nothing shown twice where the clock was set back: %s, at once, page by page and in an export',
  async (_what, filter, expected) => {
    const { clock, journal, seqs } = setUp(setBackByAYear)
    const paged = pagesOf(journal, filter, 1)
    clock.setWall(NOW + 5 * MINUTE_MS)
    const { csv } = await journal.export({ from: LAST_YEAR, ...filter, language: 'en' }, owner)
    const exported = csv
      .split('\r\n')
      .slice(1, -1)
      .map((line) => Number(/^"(\d+)"/.exec(line)?.[1]))
    expect({ atOnce: seqs(filter), paged, exported }).toEqual({ atOnce: expected, paged: expected, exported: expected })
  },
)

test('whatever the clock did, a filter shows once what it fits, newest first, in pages of any length', () => {
  const moment = fc.integer({ min: 0, max: 12 }).map((minutes) => NOW + minutes * MINUTE_MS)
  const done = fc.array(fc.record({ at: moment, by: fc.constantFrom(ana, bia) }), { maxLength: 15 })
  const filters = fc.record({ from: moment, to: moment, by: fc.constantFrom(ana, bia) }, { requiredKeys: [] })
  fc.assert(
    fc.property(done, filters, fc.integer({ min: 1, max: 4 }), (entries, filter, limit) => {
      const { from = -Infinity, to = Infinity } = filter
      const isFitting = ({ at, by }: (typeof entries)[number]) => at >= from && at <= to && by === (filter.by ?? by)
      const expected = entries.flatMap((entry, index) => (isFitting(entry) ? [index + 1] : [])).toReversed()
      expect(pagesOf(setUp(entries).journal, filter, limit)).toEqual(expected)
    }),
    { numRuns: 60 },
  )
})

test('a page goes on where the one before ended, also when the clock is set back in between', () => {
  const { journal } = setUp(setBackByAYear)
  const first = journal.list({ limit: 2 }, owner)
  journal.append({ action: 'shop.renamed', by: ana, at: LAST_YEAR + MINUTE_MS })
  const second = journal.list({ limit: 2, ...(first.next !== null && { before: first.next }) }, owner)
  expect([first, second].map(({ entries }) => entries.map(({ seq }) => seq))).toEqual([
    [7, 6],
    [5, 4],
  ])
})

test('a conversation that is opened again is written down again once the clock was set back to just after the first time', () => {
  const { clock, journal, seqs } = setUp([])
  const open = () => journal.noteCall({ method: 'messages.list', input: { conversationId: 100, limit: 50 }, output: {}, by: owner })
  clock.setWall(NOW)
  open()
  clock.setWall(NOW + 30 * MINUTE_MS)
  journal.append({ action: 'shop.renamed', by: ana })
  clock.setWall(NOW + MINUTE_MS)
  open()
  open()
  expect(seqs({ actions: ['conversation.opened'] })).toEqual([3, 1])
})

function pagesOf(journal: Journal, filter: JournalFilter, limit: number): number[] {
  const seqs: number[] = []
  let before: number | undefined
  do {
    const { entries, next } = journal.list({ ...filter, limit, before }, owner)
    seqs.push(...entries.map(({ seq }) => seq))
    before = next ?? undefined
  } while (before !== undefined)
  return seqs
}
