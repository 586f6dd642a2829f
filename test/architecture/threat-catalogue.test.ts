import { expect, test } from 'vitest'
import { holdCatalogue, idsBetween } from './catalogue.ts'

const rows = holdCatalogue({
  document: 'docs/threats.md',
  letter: 'T',
  required: [...idsBetween('T', 2, 4), ...idsBetween('T', 7, 9), 'T13', ...idsBetween('T', 17, 22)],
})

test('each threat says what remains', () => {
  expect(rows.filter(({ others: [remains = ''] }) => remains === '').map(({ id }) => id)).toEqual([])
})
