import { describe, expect, test } from 'vitest'
import { journalActions, type ContactId, type ConversationId, type JournalEntry, type StaffId } from '#contract'
import { refuse, type FakeHandlers } from '#renderer/transport/fake.ts'
import { openPage } from '#test/support/open-page.tsx'
import { sampleMe, sampleMember } from '#test/support/sample-page.ts'

// Ids are branded; these are made up.
const marina = { kind: 'contact', contactId: 7 as ContactId, conversationId: 70 as ConversationId, name: 'Marina Lopes' } as const

function entry(seq: number, more: Partial<JournalEntry> = {}): JournalEntry {
  const at = Date.UTC(2026, 10, 22, 12, seq)
  return { seq, at, clockWentBack: false, by: 'rui' as StaffId, action: 'message.sent', subject: marina, details: {}, ...more }
}

const openJournal = (handlers: FakeHandlers = {}, at = '/journal') =>
  openPage({
    at,
    handlers: {
      'session.me': () => ({ me: sampleMe() }),
      'staff.list': () => ({ staff: [sampleMember('rui', 'Rui Tavares'), sampleMember('ana', 'Ana Ribeiro', 'owner')] }),
      'journal.list': () => ({ entries: [entry(2), entry(1, { action: 'session.started', subject: null })], next: null }),
      ...handlers,
    },
  })

describe('the journal', () => {
  test('is read in sentences, newest first', async () => {
    const { screen } = await openJournal()
    await expect.element(screen.getByText('Rui Tavares wrote to Marina Lopes.')).toBeVisible()
    const sentences = screen
      .getByText(/^Rui Tavares .*\.$/)
      .elements()
      .map((element) => element.textContent)
    expect(sentences).toEqual(['Rui Tavares wrote to Marina Lopes.', 'Rui Tavares signed in.'])
  })

  test('says between which entries the clock was set back, above the day it came from', async () => {
    const lastYear = Date.UTC(2025, 10, 22, 12)
    const { screen } = await openJournal({
      'journal.list': () => ({ entries: [entry(3, { at: lastYear, clockWentBack: true }), entry(2), entry(1)], next: null }),
    })
    await expect.element(screen.getByText('The computer’s clock was set back here.')).toBeVisible()
    const rows = [...screen.getByText('The computer’s clock was set back here.').element().parentElement!.children]
    expect(rows.map((row) => row.textContent)).toEqual([
      expect.stringContaining('2025'),
      expect.stringMatching(/wrote to Marina.*3$/),
      'The computer’s clock was set back here.',
      expect.stringContaining('2026'),
      expect.stringMatching(/wrote to Marina.*2$/),
      expect.stringMatching(/wrote to Marina.*1$/),
    ])
  })

  test('asks for what its address says, and its fields show it', async () => {
    const { screen, inputsOf } = await openJournal({}, `/journal/${encodeURIComponent('by=rui&topic=messages&from=2026-11-01')}`)
    await expect.element(screen.getByLabelText('Who')).toHaveValue('rui')
    await expect.element(screen.getByLabelText('What')).toHaveValue('messages')
    await expect.element(screen.getByLabelText('From')).toHaveValue('2026-11-01')
    expect(inputsOf('journal.list')).toEqual([
      {
        by: 'rui',
        actions: journalActions.filter((action) => action.startsWith('message.')),
        from: new Date(2026, 10, 1).getTime(),
        limit: 100,
      },
    ])
  })

  test('writes what is chosen into the address, and goes back with it', async () => {
    const { screen, inputsOf } = await openJournal()
    await screen.getByLabelText('Who').selectOptions('Rui Tavares')
    await expect.poll(() => decodeURIComponent(window.location.hash)).toBe('#/journal/by=rui')
    await screen.getByLabelText('What').selectOptions('What was refused')
    await expect.poll(() => decodeURIComponent(window.location.hash)).toBe('#/journal/by=rui&topic=refusals')
    expect(inputsOf('journal.list').at(-1)).toEqual({ by: 'rui', actions: ['session.refused', 'call.refused'], limit: 100 })
    window.history.back()
    await expect.element(screen.getByLabelText('What')).toHaveValue('')
    await screen.getByRole('button', { name: 'Show everything' }).click()
    await expect.element(screen.getByLabelText('Who')).toHaveValue('')
    expect(inputsOf('journal.list').at(-1)).toEqual({ limit: 100 })
  })

  test('can be narrowed to one customer from an entry, which says so, and widened again', async () => {
    const { screen, inputsOf } = await openJournal()
    await screen.getByText('Rui Tavares wrote to Marina Lopes.').click()
    await expect.element(screen.getByRole('link', { name: 'Open the conversation' })).toHaveAttribute('href', '#/inbox/all/70')
    await screen.getByRole('link', { name: 'Everything about Marina Lopes' }).click()
    await expect.element(screen.getByText('Only what is about Marina Lopes.')).toBeVisible()
    expect(inputsOf('journal.list').at(-1)).toEqual({ contactId: 7, limit: 100 })
    await screen.getByRole('button', { name: 'About all customers' }).click()
    await expect.element(screen.getByText('Only what is about Marina Lopes.')).not.toBeInTheDocument()
    expect(inputsOf('journal.list').at(-1)).toEqual({ limit: 100 })
  })

  test('goes on with earlier entries where the page before ended', async () => {
    const { screen, inputsOf } = await openJournal({
      'journal.list': ({ before }) =>
        before === undefined
          ? { entries: [entry(2)], next: 2 }
          : { entries: [entry(1, { action: 'session.started', subject: null })], next: null },
    })
    await screen.getByRole('button', { name: 'Earlier entries' }).click()
    await expect.element(screen.getByText('Rui Tavares signed in.')).toBeVisible()
    await expect.element(screen.getByRole('button', { name: 'Earlier entries' })).not.toBeInTheDocument()
    expect(inputsOf('journal.list')).toEqual([{ limit: 100 }, { before: 2, limit: 100 }])
  })

  test('that cannot be read says why, and can be tried again', async () => {
    let isBroken = true
    const { screen } = await openJournal({
      'journal.list': () => (isBroken ? refuse('database-damaged') : { entries: [], next: null }),
    })
    await expect.element(screen.getByRole('alert').getByText('Part of the shop’s data cannot be read.')).toBeVisible()
    isBroken = false
    await screen.getByRole('button', { name: 'Try again' }).click()
    await expect.element(screen.getByRole('heading', { name: 'Nothing here' })).toBeVisible()
  })
})

describe('checking it', () => {
  test('says that it is whole, and what to compare with paper', async () => {
    const { screen } = await openJournal({
      'journal.verify': () => ({ checked: 1204, firstBad: null, head: '7f3a-91c2', anchoredAt: null, anchorLostAt: null }),
    })
    await screen.getByRole('button', { name: 'Check it' }).click()
    const dialog = screen.getByRole('dialog', { name: 'The journal is whole' })
    await expect.element(dialog).toMatchTextContent(/1\s204 entries were looked at/)
    await expect.element(dialog.getByText('7f3a-91c2')).toBeVisible()
  })

  test('does not call whole what may have been cut off', async () => {
    const { screen } = await openJournal({
      'journal.verify': () => ({ checked: 1204, firstBad: null, head: '7f3a-91c2', anchoredAt: null, anchorLostAt: 1_763_000_000_000 }),
    })
    await screen.getByRole('button', { name: 'Check it' }).click()
    const dialog = screen.getByRole('dialog', { name: 'The journal may have been cut off' })
    await expect.element(dialog.getByText(/cannot be told: compare with a seal on paper/)).toBeVisible()
  })

  test.each([
    ['changed', 'Entry 812 is not as it was written.'],
    ['missing', 'Entry 812 is missing.'],
    ['cut-off', 'The journal ends before entry 812, which was there.'],
    ['unreadable', 'Entry 812 cannot be read.'],
  ] as const)('names the first entry that is %s', async (problem, words) => {
    const { screen } = await openJournal({
      'journal.verify': () => ({ checked: 811, firstBad: { seq: 812, problem }, head: null, anchoredAt: null, anchorLostAt: null }),
    })
    await screen.getByRole('button', { name: 'Check it' }).click()
    await expect.element(screen.getByRole('dialog', { name: 'The journal was changed' }).getByText(words)).toBeVisible()
  })
})

test('taking it along exports what is shown, in the reader’s language', async () => {
  const { screen, inputsOf } = await openJournal(
    { 'journal.export': () => ({ fileName: 'journal.csv', csv: 'seq', entries: 1 }) },
    `/journal/${encodeURIComponent('by=rui')}`,
  )
  await screen.getByRole('button', { name: 'Export what is shown' }).click()
  await expect.poll(() => inputsOf('journal.export')).toEqual([{ by: 'rui', language: 'en' }])
})

test('whoever only reads what they did themselves can neither check it nor take it along', async () => {
  const { screen } = await openJournal({ 'session.me': () => ({ me: sampleMe({ role: 'attendant' }) }) })
  await expect.element(screen.getByText('Rui Tavares signed in.')).toBeVisible()
  expect(screen.getByRole('button', { name: /Check it|Export/ }).elements()).toEqual([])
})
