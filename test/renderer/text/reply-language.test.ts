import { expect, test } from 'vitest'
import { guessReplyLanguage, textOf } from '#renderer/text/reply-language.ts'

test.each([
  ['+55 21 99876-5432', 'pt-BR'],
  ['+351 912 345 678', 'pt-BR'],
  ['+27 82 123 4567', 'en'],
  ['+34 612 345 678', 'es'],
  ['+54 11 2345 6789', 'es'],
  ['+598 99 123 456', 'es'],
  ['+52 55 1234 5678', 'es'],
  ['…5432', null],
  [null, null],
] as const)('who has %s is written to in %s', (phone, language) => {
  expect(guessReplyLanguage(phone)).toBe(language)
})

test('the text for everybody stands in for a language that it is not written in', () => {
  const reply = { text: 'Hello', translations: [{ language: 'pt-BR' as const, text: 'Olá' }] }
  expect([textOf(reply, 'pt-BR'), textOf(reply, 'zu'), textOf(reply, null)]).toEqual([
    { version: 'pt-BR', text: 'Olá' },
    { version: 'any', text: 'Hello' },
    { version: 'any', text: 'Hello' },
  ])
})
