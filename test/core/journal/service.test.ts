import { expect, test } from 'vitest'
import type { ContactId, ConversationId, MethodName, StaffId } from '#contract'
import { sql } from '#core/db/sql.ts'
import type { JournalPeople } from '#core/journal/service.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { createTestJournal } from '#test/support/journal.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { actor } from '#test/support/shop.ts'

const ana = 'ana' as StaffId
const MARIA = 1 as ContactId
const JOAO = 2 as ContactId
const TEN_MINUTES_MS = 10 * 60_000

/** Conversation 100 is Maria's, 200 João's. */
function setUp(people: Partial<JournalPeople> = {}) {
  const clock = createFakeClock()
  const db = createMemoryDatabase()
  const contactOf = (id: ConversationId) => (id / 100) as ContactId
  const journal = createTestJournal({ db, clock, people: { contactOf, ...people } })
  const entries = () =>
    journal.list({ limit: 100 }, actor()).entries.map(({ action, by, subject, details }) => ({ action, by, subject, details }))
  const stored = () =>
    JSON.stringify(db.list<{ details: Buffer }>(sql`SELECT details FROM journal`).map(({ details }) => details.toString()))
  return { clock, db, journal, entries, stored, verdict: async () => (await journal.verify()).firstBad }
}

function maria(name = 'Customer 1') {
  return { kind: 'contact', contactId: MARIA, conversationId: null, name }
}

test('an entry stands or falls with the transaction it is written in', () => {
  const { db, journal, entries } = setUp()
  journal.append({ action: 'shop.renamed', by: ana, details: { after: 'One' } })
  expect(() =>
    db.transaction(() => {
      journal.append({ action: 'shop.renamed', by: ana, details: { after: 'Two' } })
      throw new Error('No')
    }),
  ).toThrow('No')
  journal.append({ action: 'shop.renamed', by: null, details: { after: 'Three' } })
  expect(entries()).toEqual([
    { action: 'shop.renamed', by: null, subject: null, details: { after: 'Three' } },
    { action: 'shop.renamed', by: ana, subject: null, details: { after: 'One' } },
  ])
  expect(journal.list({ limit: 9 }, actor()).entries.map(({ seq }) => seq)).toEqual([2, 1])
})

test('what is about a customer is sealed with that customer’s key, and everything else is plain', () => {
  const { db, journal, stored } = setUp()
  journal.append({ action: 'contact.renamed', by: ana, subject: { contactId: MARIA }, details: { after: 'Maria da Padaria' } })
  journal.append({
    action: 'message.sent',
    by: ana,
    subject: { conversationId: 100 as ConversationId },
    details: { clientKey: 'key-of-maria' },
  })
  journal.append({ action: 'message.sent', by: ana, subject: { contactId: JOAO }, details: { clientKey: 'key-of-joao' } })
  journal.append({ action: 'shop.renamed', by: ana, details: { after: 'Padaria' } })
  expect(stored()).not.toMatch(/Maria|key-of/)
  expect(stored()).toContain('Padaria')
  const of = (contactId: ContactId) =>
    db.get<{ pseudonym: Buffer }>(sql`SELECT pseudonym FROM journal_subjects WHERE contact_id = ${contactId}`)
  const subjects = db.list<{ subject: Buffer | null }>(sql`SELECT subject FROM journal ORDER BY seq`).map(({ subject }) => subject)
  expect(subjects).toEqual([of(MARIA).pseudonym, of(MARIA).pseudonym, of(JOAO).pseudonym, null])
})

test('once a customer is forgotten nobody can tell who it was about or read it, and the chain is whole', async () => {
  const { journal, db, entries, verdict } = setUp()
  journal.append({ action: 'contact.renamed', by: ana, subject: { contactId: MARIA }, details: { after: 'Maria' } })
  journal.append({ action: 'contact.renamed', by: ana, subject: { contactId: JOAO }, details: { after: 'João' } })
  journal.forget(MARIA)
  expect(entries()).toEqual([
    { action: 'contact.renamed', by: ana, subject: { ...maria('Customer 2'), contactId: JOAO }, details: { after: 'João' } },
    { action: 'contact.renamed', by: ana, subject: { kind: 'erased' }, details: null },
  ])
  expect(await verdict()).toBe(null)
  expect(db.list(sql`SELECT contact_id, length(key) AS bytes FROM journal_subjects ORDER BY contact_id`)).toEqual([
    { contact_id: null, bytes: 0 },
    { contact_id: JOAO, bytes: 32 },
  ])
  expect(journal.list({ limit: 9, contactId: MARIA }, actor()).entries).toEqual([])
})

test('forgetting stands or falls with its transaction', () => {
  const { db, journal, entries } = setUp()
  journal.append({ action: 'contact.renamed', by: ana, subject: { contactId: MARIA }, details: { after: 'Maria' } })
  expect(() =>
    db.transaction(() => {
      journal.forget(MARIA)
      throw new Error('No')
    }),
  ).toThrow('No')
  expect(entries()).toEqual([{ action: 'contact.renamed', by: ana, subject: maria(), details: { after: 'Maria' } }])
})

test('what was written about two contacts that are one person is found, shown and forgotten as that person’s', async () => {
  const everyIdOf = () => [JOAO, MARIA]
  const shownTo = () => ({ contactId: JOAO, conversationId: 200 as ConversationId, name: 'João Maria' })
  const { journal, entries, verdict } = setUp({ everyIdOf, shownTo })
  journal.append({ action: 'contact.renamed', by: ana, subject: { contactId: MARIA }, details: { after: 'Maria' } })
  journal.append({ action: 'contact.renamed', by: ana, subject: { contactId: JOAO }, details: { after: 'João' } })
  const subject = { kind: 'contact', contactId: JOAO, conversationId: 200, name: 'João Maria' }
  expect(entries().map((entry) => [entry.subject, entry.details])).toEqual([
    [subject, { after: 'João' }],
    [subject, { after: 'Maria' }],
  ])
  expect(journal.list({ limit: 9, contactId: JOAO }, actor()).entries).toHaveLength(2)
  journal.forget(JOAO)
  expect(entries().map((entry) => entry.subject)).toEqual([{ kind: 'erased' }, { kind: 'erased' }])
  expect(await verdict()).toBe(null)
})

test('what was searched for is sealed on its own', () => {
  const { journal, db, entries, stored } = setUp()
  noteCall(journal, 'conversations.list', { view: 'all', filter: 'Maria Souza', limit: 20 })
  expect(stored()).not.toContain('Maria')
  expect(entries()).toEqual([{ action: 'conversation.searched', by: ana, subject: null, details: { view: 'all', filter: 'Maria Souza' } }])
  db.run(sql`DELETE FROM journal_subjects`)
  expect(entries()).toEqual([{ action: 'conversation.searched', by: ana, subject: { kind: 'erased' }, details: null }])
})

test('what is about a customer whom nobody finds is sealed all the same', () => {
  const { journal, entries, stored } = setUp({ contactOf: () => null })
  journal.append({
    action: 'message.sent',
    by: ana,
    subject: { conversationId: 100 as ConversationId },
    details: { clientKey: 'key-of-maria' },
  })
  expect(stored()).not.toContain('maria')
  expect(entries()).toEqual([{ action: 'message.sent', by: ana, subject: null, details: { clientKey: 'key-of-maria' } }])
})

test('a search is written down with a filter only, and once however many pages of it are read', async () => {
  const { journal, clock, entries } = setUp()
  const search = (filter?: string, by = ana) =>
    noteCall(journal, 'conversations.list', { view: 'all', limit: 20, ...(filter !== undefined && { filter }) }, {}, by)
  search()
  search('')
  search('maria')
  search('maria')
  search('maria', 'bia' as StaffId)
  search('joão')
  search('maria')
  await clock.advance(TEN_MINUTES_MS)
  search('maria')
  expect(entries().map(({ by, details }) => [by, details?.['filter']])).toEqual([
    [ana, 'maria'],
    [ana, 'maria'],
    [ana, 'joão'],
    ['bia', 'maria'],
    [ana, 'maria'],
  ])
})

test('a search that could not be written down is written down the next time', () => {
  const { journal, db, entries } = setUp()
  const search = () => noteCall(journal, 'conversations.list', { view: 'all', filter: 'maria', limit: 20 })
  expect(() =>
    db.transaction(() => {
      search()
      throw new Error('No')
    }),
  ).toThrow('No')
  search()
  expect(entries()).toHaveLength(1)
})

test('that somebody opened a conversation is written down once in ten minutes, for each person and conversation, across restarts', async () => {
  const { journal, db, clock, entries } = setUp()
  const open = (id: number, by = 'ana', to = journal) => noteCall(to, 'messages.list', { conversationId: id, limit: 50 }, {}, by as StaffId)
  open(100)
  open(100)
  open(200)
  open(100, 'bia')
  await clock.advance(TEN_MINUTES_MS - 1)
  open(100, 'ana', createTestJournal({ db, clock, people: { contactOf: (id) => (id / 100) as ContactId } }))
  expect(entries().map(({ by, subject }) => [by, subject])).toEqual([
    ['bia', maria()],
    [ana, { ...maria('Customer 2'), contactId: JOAO }],
    [ana, maria()],
  ])
  await clock.advance(1)
  open(100)
  expect(entries()).toHaveLength(4)
})

test('that a masked field was shown is written down each time', () => {
  const { journal, entries } = setUp()
  for (const _ of [1, 2]) noteCall(journal, 'contacts.reveal', { contactId: MARIA, field: 'phone' }, { value: '+55 11 91234-5678' })
  const entry = { action: 'contact.revealed', by: ana, subject: maria(), details: { field: 'phone' } }
  expect(entries()).toEqual([entry, entry])
})

test('calls that are in nobody’s interest to remember are not written down', () => {
  const { journal, entries } = setUp()
  noteCall(journal, 'staff.changePassword', { current: 'secret one', next: 'secret two' })
  noteCall(journal, 'conversations.get', { conversationId: 100 })
  expect(entries()).toEqual([])
})

test('refusals are written down with what was asked for and from where, and nothing of what was said', () => {
  const { journal, entries } = setUp()
  journal.noteRefusal({ method: 'journal.export', code: 'not-allowed', device: 'desk', by: ana })
  journal.noteRefusal({ method: 'kit.issue', code: 'not-reachable-from-here', device: 'tablet', by: null, more: 80 })
  journal.noteSession({ action: 'session.locked', by: ana, details: { device: 'desk' } })
  expect(entries()).toEqual([
    { action: 'session.locked', by: ana, subject: null, details: { device: 'desk' } },
    {
      action: 'call.refused',
      by: null,
      subject: null,
      details: { method: 'kit.issue', code: 'not-reachable-from-here', device: 'tablet', more: 80 },
    },
    { action: 'call.refused', by: ana, subject: null, details: { method: 'journal.export', code: 'not-allowed', device: 'desk' } },
  ])
})

function noteCall(journal: ReturnType<typeof setUp>['journal'], method: MethodName, input: unknown, output: unknown = {}, by = ana): void {
  journal.noteCall({ method, input, output, by: actor({ staffId: by }) })
}
