import { expect, test } from 'vitest'
import type { ContactId, JournalAction, JournalFilter, StaffId } from '#contract'
import { seqsQuery, spanQuery, type Stream } from '#core/journal/repository.ts'
import type { JournalPeople } from '#core/journal/service.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { createTestJournal } from '#test/support/journal.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { actor } from '#test/support/shop.ts'

const MARIA = 1 as ContactId
const JOAO = 2 as ContactId

type Done = { by: string | null; action?: JournalAction; at: number; contactId?: ContactId; filter?: string }

const done: readonly Done[] = [
  { by: 'ana', at: 1000 },
  { by: 'bia', at: 2000, contactId: MARIA },
  { by: 'caio', at: 3000, contactId: JOAO },
  { by: null, at: 4000, action: 'call.refused' },
  { by: 'ana', at: 5000, action: 'contact.revealed', contactId: JOAO },
  { by: 'bia', at: 6000, action: 'conversation.searched', filter: 'joão 91234-5678' },
  // The computer's clock was set back.
  { by: 'ana', at: 2500, contactId: MARIA },
]

/** Ana and Bia are in a team, Caio is in another. João is out of attendants' reach. */
function setUp(people: Partial<JournalPeople> = {}) {
  const db = createMemoryDatabase()
  const journal = createTestJournal({
    db,
    clock: createFakeClock(),
    people: {
      teamMatesOf: ({ staffId }) => ['ana', 'bia'].filter((id) => id !== staffId) as StaffId[],
      shownTo: ({ scope }, contactId) =>
        scope !== 'all' && contactId === JOAO ? null : { contactId, conversationId: null, name: `Customer ${contactId}` },
      ...people,
    },
  })
  for (const { by, at, action = 'contact.renamed', contactId, filter } of done) {
    journal.append({
      action,
      // Any text is an id here.
      by: by as StaffId | null,
      at,
      subject: contactId === undefined ? null : { contactId },
      details: { at, ...(filter !== undefined && { filter }) },
      ...(filter !== undefined && { isErasable: true }),
    })
  }
  const seqs = (reader: ReturnType<typeof actor>, filter: JournalFilter & { before?: number } = {}) =>
    journal.list({ ...filter, limit: 100 }, reader).entries.map(({ seq }) => seq)
  return { db, journal, seqs }
}

const owner = actor({ staffId: 'dona', role: 'owner' })
const auditor = actor({ staffId: 'otto', role: 'auditor' })
const manager = actor({ staffId: 'ana', role: 'manager' })
const ana = actor({ staffId: 'ana', role: 'attendant' })
const caio = actor({ staffId: 'caio', role: 'attendant' })

test('owner and auditors read everything, managers what their teams did, everybody what they did themselves', () => {
  const { seqs } = setUp()
  expect({ owner: seqs(owner), auditor: seqs(auditor), manager: seqs(manager), ana: seqs(ana), caio: seqs(caio) }).toEqual({
    owner: [7, 6, 5, 4, 3, 2, 1],
    auditor: [7, 6, 5, 4, 3, 2, 1],
    manager: [7, 6, 5, 2, 1],
    ana: [7, 5, 1],
    caio: [3],
  })
})

test('no filter gives more than that', () => {
  const { seqs } = setUp()
  expect({
    others: seqs(ana, { by: 'bia' as StaffId }),
    nobody: seqs(ana, { by: 'nobody' as StaffId }),
    otherTeam: seqs(manager, { by: 'caio' as StaffId }),
    byAction: seqs(ana, { actions: ['contact.renamed'] }),
    program: seqs(manager, { actions: ['call.refused'] }),
    customer: seqs(ana, { contactId: MARIA }),
  }).toEqual({ others: [], nobody: [], otherTeam: [], byAction: [7, 1], program: [], customer: [7] })
})

test('whose customers are out of reach is not told, nor what was done; nor whether there is such a customer', () => {
  const { journal, seqs } = setUp()
  expect(journal.list({ limit: 100 }, ana).entries).toEqual([
    {
      seq: 7,
      at: 2500,
      clockWentBack: false,
      by: 'ana',
      action: 'contact.renamed',
      subject: { kind: 'contact', contactId: MARIA, conversationId: null, name: 'Customer 1' },
      details: { at: 2500 },
    },
    {
      seq: 5,
      at: 5000,
      clockWentBack: false,
      by: 'ana',
      action: 'contact.revealed',
      subject: { kind: 'out-of-reach' },
      details: null,
    },
    { seq: 1, at: 1000, clockWentBack: false, by: 'ana', action: 'contact.renamed', subject: null, details: { at: 1000 } },
  ])
  expect([seqs(ana, { contactId: JOAO }), seqs(ana, { contactId: 77 as ContactId })]).toEqual([[], []])
})

test('who sees neither conversations nor customers does not read of them here, nor what others searched for', () => {
  const { journal, seqs } = setUp()
  const accountant = actor({ staffId: 'otto', role: 'auditor', permissions: new Set(['audit.view', 'audit.export']) })
  const about = journal.list({ limit: 100 }, accountant).entries.map(({ seq, subject, details }) => [seq, subject?.kind ?? null, details])
  expect(about).toEqual([
    [7, 'out-of-reach', null],
    [6, null, null],
    [5, 'out-of-reach', null],
    [4, null, { at: 4000 }],
    [3, 'out-of-reach', null],
    [2, 'out-of-reach', null],
    [1, null, { at: 1000 }],
  ])
  expect(seqs(accountant, { contactId: MARIA })).toEqual([])
})

test('who does not see phones does not see them in what others searched for', () => {
  const { journal } = setUp()
  const searched = (reader: ReturnType<typeof actor>) =>
    journal.list({ limit: 9, actions: ['conversation.searched'] }, reader).entries[0]?.details?.['filter']
  expect([searched(owner), searched(auditor), searched(actor({ staffId: 'bia', masks: { phone: 'hidden' } }))]).toEqual([
    'joão 91234-5678',
    'joão •••••-••••',
    'joão 91234-5678',
  ])
})

test.each<[string, JournalFilter, number[]]>([
  ['a person', { by: 'ana' as StaffId }, [7, 5, 1]],
  ['actions', { actions: ['call.refused', 'contact.revealed'] }, [5, 4]],
  ['the same action twice', { actions: ['call.refused', 'call.refused'] }, [4]],
  ['no action', { actions: [] }, []],
  ['a person and actions', { by: 'ana' as StaffId, actions: ['contact.revealed', 'call.refused'] }, [5]],
  ['a customer', { contactId: JOAO }, [5, 3]],
  ['a customer and an action', { contactId: JOAO, actions: ['contact.revealed'] }, [5]],
  ['a customer and a person', { contactId: JOAO, by: 'caio' as StaffId }, [3]],
  ['a time, both ends in it', { from: 2000, to: 4000 }, [7, 4, 3, 2]],
  ['a time and a person', { from: 2000, to: 4999, by: 'ana' as StaffId }, [7]],
])('is narrowed to %s', (_what, filter, expected) => {
  expect(setUp().seqs(owner, filter)).toEqual(expected)
})

test.each<[string, JournalFilter]>([
  ['everything', {}],
  ['a time', { from: 2000, to: 5000 }],
  ['actions', { actions: ['contact.renamed', 'call.refused'] }],
  ['a customer and an action', { contactId: MARIA, actions: ['contact.renamed'] }],
])('page by page, %s is the same', (_what, filter) => {
  const { journal, seqs } = setUp()
  const paged: number[] = []
  let before: number | null = null
  do {
    const page = journal.list({ ...filter, limit: 1, ...(before !== null && { before }) }, owner)
    expect(page.entries.length).toBeLessThanOrEqual(1)
    paged.push(...page.entries.map(({ seq }) => seq))
    before = page.next
  } while (before !== null)
  expect(paged).toEqual(seqs(owner, filter))
})

test('one action of very many people is found among all that they did', () => {
  const teamMates = Array.from({ length: 450 }, (_, index) => `colleague-${index}` as StaffId)
  const { journal } = setUp({ teamMatesOf: () => teamMates })
  for (let at = 10_000; at < 10_300; at += 1) journal.append({ action: 'conversation.opened', by: 'bia' as StaffId, at })
  journal.append({ action: 'journal.exported', by: 'colleague-7' as StaffId, at: 9000 })
  journal.append({ action: 'journal.exported', by: 'stranger' as StaffId, at: 9001 })
  const page = journal.list({ limit: 5, actions: ['journal.exported'] }, actor({ staffId: 'bia', role: 'manager' }))
  expect(page.entries.map(({ at, by }) => [at, by])).toEqual([[9000, 'colleague-7']])
})

test('a name that is a phone number is not read by who does not see phones', () => {
  const { journal } = setUp()
  journal.append({
    action: 'contact.renamed',
    by: 'ana' as StaffId,
    subject: { contactId: MARIA },
    details: { before: '+55 11 91234-5678', after: 'Maria' },
  })
  const before = (reader: ReturnType<typeof actor>) => journal.list({ limit: 1, contactId: MARIA }, reader).entries[0]?.details
  expect([before(owner), before(auditor)]).toEqual([
    { before: '+55 11 91234-5678', after: 'Maria' },
    { before: '+•• •• •••••-••••', after: 'Maria' },
  ])
})

test.each<[string, Stream, string]>([
  ['everything', {}, 'SEARCH journal USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)'],
  ['a person', { by: 'ana' as StaffId }, 'SEARCH journal USING COVERING INDEX journal_by_staff (by_staff=? AND seq>? AND seq<?)'],
  ['the program', { by: null }, 'SEARCH journal USING COVERING INDEX journal_by_staff (by_staff=? AND seq>? AND seq<?)'],
  ['an action', { action: 'call.refused' }, 'SEARCH journal USING COVERING INDEX journal_by_action (action=? AND seq>? AND seq<?)'],
  [
    'a person and an action',
    { by: 'ana' as StaffId, action: 'call.refused' },
    'SEARCH journal USING COVERING INDEX journal_by_staff_and_action (by_staff=? AND action=? AND seq>? AND seq<?)',
  ],
  ['a customer', { subject: Buffer.alloc(16) }, 'SEARCH journal USING COVERING INDEX journal_by_subject (subject=? AND seq>? AND seq<?)'],
])('the numbers of %s are read in their order, without a row that is not of it', (_what, stream, plan) => {
  const query = seqsQuery(stream, { span: { first: 1, last: 5 }, time: { from: 0, to: 5 }, limit: 10 })
  expect(createMemoryDatabase().explain(query)).toEqual([plan])
})

test('where in the chain a time lies is read from an index', () => {
  expect(createMemoryDatabase().explain(spanQuery({ from: 0, to: 5 }))).toEqual([
    'SEARCH journal USING COVERING INDEX journal_by_time (at>? AND at<?)',
  ])
})
