import { holdCatalogue, idsBetween } from './catalogue.ts'

holdCatalogue({
  document: 'docs/faults.md',
  letter: 'F',
  required: [
    ...idsBetween('F', 1, 6),
    ...idsBetween('F', 12, 20),
    ...idsBetween('F', 22, 53),
    ...idsBetween('F', 61, 64),
    'F68',
    ...idsBetween('F', 70, 73),
    'F78',
    'F80',
  ],
})
