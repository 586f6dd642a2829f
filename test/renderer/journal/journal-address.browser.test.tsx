import { expect, test } from 'vitest'
import { journalActions } from '#contract'
import { filterOf, readAddress, writeAddress } from '#renderer/features/journal/journal-address.ts'
import { journalTopics } from '#renderer/features/journal/journal-words.ts'

test('an address says what is shown, and comes back as it was', () => {
  const address = { by: 'rui', topic: 'messages', contact: '7', from: '2026-11-01', to: '2026-11-22' } as const
  expect(readAddress(writeAddress(address))).toEqual(address)
  expect(writeAddress({})).toBe('')
})

test('what an address cannot mean is left out of it', () => {
  expect(readAddress('topic=everything&from=yesterday&to=2026-1-1&contact=1;drop&by=')).toEqual({})
})

test('the last day is shown to its end', () => {
  const { from, to } = filterOf({ from: '2026-11-22', to: '2026-11-22' })
  expect(from).toBe(new Date(2026, 10, 22).getTime())
  expect(to).toBe(new Date(2026, 10, 23).getTime() - 1)
})

test('a filter names the customer and the actions of its topic', () => {
  expect(filterOf({ by: 'rui', contact: '7', topic: 'refusals' })).toEqual({
    by: 'rui',
    contactId: 7,
    actions: ['session.refused', 'call.refused'],
  })
})

test('every action belongs to a topic, so that each can be found', () => {
  const found = new Set(journalTopics.flatMap(({ topic }) => filterOf({ topic }).actions ?? []))
  expect(journalActions.filter((action) => !found.has(action))).toEqual([])
})
