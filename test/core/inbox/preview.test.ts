import { expect, test } from 'vitest'
import { toPreview } from '#core/inbox/preview.ts'

test('a preview is one line', () => {
  expect(toPreview('  Bom dia!\r\n\r\n\tTudo bem? ')).toBe('Bom dia! Tudo bem?')
})

test('what fits stays whole, what is longer is cut at 120 characters with an ellipsis', () => {
  expect(toPreview('é'.repeat(120))).toBe('é'.repeat(120))
  const cut = toPreview('é'.repeat(121))
  expect(cut).toBe(`${'é'.repeat(119)}…`)
})

test('an emoji of several code points is not cut apart, and the line keeps its 120 characters', () => {
  const family = '👨‍👩‍👧‍👦'
  expect(toPreview(family.repeat(120))).toBe(family.repeat(120))
  expect(toPreview(family.repeat(121))).toBe(`${family.repeat(119)}…`)
})

test('a letter with a thousand accents is cut by its length', () => {
  expect(toPreview(`Oi ${'o' + '\u0301'.repeat(5000)}`)).toBe('Oi…')
})
