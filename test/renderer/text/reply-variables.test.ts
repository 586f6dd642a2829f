import { expect, test } from 'vitest'
import { fillVariables, findSlots, firstName, nextSlot } from '#renderer/text/reply-variables.ts'

const values = { customer: 'Ana', attendant: 'Rui', shop: null }

test('fills what is known and leaves the rest for the attendant', () => {
  expect(fillVariables('Oi {{customer}}, sou {{ attendant }} da {{shop}}: {{valor}}', values)).toBe(
    'Oi Ana, sou Rui da {{shop}}: {{valor}}',
  )
})

test('a value with replacement signs goes in as it is', () => {
  expect(fillVariables('{{customer}}', { ...values, customer: '$& $1' })).toBe('$& $1')
})

test('finds what is still to be filled', () => {
  expect(findSlots('R$ {{valor}} até {{ dia da entrega }} {{}} { {x} }')).toEqual([
    { start: 3, end: 12, name: 'valor' },
    { start: 17, end: 37, name: 'dia da entrega' },
  ])
})

test('Tab walks the slots and lets go after the last', () => {
  const text = '{{a}} {{b}}'
  const walk = (start: number, end: number, backwards = false) => nextSlot({ text, selection: { start, end }, backwards })?.name
  expect([walk(0, 0), walk(0, 5), walk(6, 11)]).toEqual(['a', 'b', undefined])
  expect([walk(11, 11, true), walk(6, 11, true), walk(0, 5, true)]).toEqual(['b', 'a', undefined])
})

test.each([
  ['Maria da Silva', 'Maria'],
  ['~ Zé', 'Zé'],
  ['Dr. Paulo Menezes', 'Dr. Paulo'],
  ['Dona Zélia', 'Dona Zélia'],
  ['Dra.', 'Dra.'],
  ['🌸 Nomvula', 'Nomvula'],
  ['+55 11 98765-4321', null],
  ['@ana_costa', null],
  ['…7f3a9', null],
  [null, null],
])('calls %j by %j', (name, expected) => {
  expect(firstName(name)).toBe(expected)
})
