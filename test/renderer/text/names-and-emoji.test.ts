import { describe, expect, test } from 'vitest'
import { askForFileAgain, languageOfPhone } from '#renderer/text/ask-again.ts'
import { countBigEmoji } from '#renderer/text/big-emoji.ts'
import { isNameSuspicious } from '#renderer/text/mixed-scripts.ts'
import { toVcard } from '#renderer/text/to-vcard.ts'
import { buildCard } from '#test/support/inbox-rows.ts'

describe('T11: names', () => {
  test.each(['Аna', 'Оlga Petrov', 'Αlex', 'pаypal', 'Ana\u202Eoriebi', 'An\u200Ba', 'Bank\u00ADo', '\u2066Ana'])(
    '%j is suspicious',
    (name) => expect(isNameSuspicious(name)).toBe(true),
  )
  test.each([
    'Ana',
    'Анна Смирнова',
    'José Antônio',
    'אברהם כהן',
    'Ana Анна',
    '✨ لينا حداد 🌸',
    '王小明',
    '👩‍👩‍👧 família',
    '+55 11 98765-4321',
    '',
  ])('%j is not', (name) => expect(isNameSuspicious(name)).toBe(false))
})

test.each([
  ['😟', 1],
  ['👍🏽🎉', 2],
  ['👩‍👩‍👧‍👦', 1],
  [' ❤️ ❤️ ❤️ ', 3],
  ['🇧🇷', 1],
  ['1️⃣', 1],
  ['😀😀😀😀', 0],
  ['1', 0],
  ['#', 0],
  ['ok 👍', 0],
  ['', 0],
  ['😀'.repeat(2_000), 0],
])('%j is drawn large as %i emoji', (text, count) => expect(countBigEmoji(text)).toBe(count))

test('a card becomes a file of one card, whatever stands in its fields', () => {
  const card = { ...buildCard('Zé; Silva\r\nEND:VCARD\r\nBEGIN:VCARD', '+55 11 1'), organization: 'A, B\\C', urls: ['https://a.com'] }
  expect(toVcard({ ...card, phones: [{ phone: '+55 11 1', waId: null, type: 'CELL"\n' }] }).split('\r\n')).toEqual([
    'BEGIN:VCARD',
    'VERSION:3.0',
    String.raw`FN:Zé\; Silva\nEND:VCARD\nBEGIN:VCARD`,
    String.raw`N:Zé\; Silva\nEND:VCARD\nBEGIN:VCARD;;;;`,
    'TEL;TYPE=CELL:+55 11 1',
    String.raw`ORG:A\, B\\C`,
    'URL:https://a.com',
    'END:VCARD',
    '',
  ])
})

test.each([
  ['+55 11 98765-4321', 'pt-BR'],
  ['+351 912 345 678', 'pt-BR'],
  ['+27 82 123 4567', 'en'],
  ['••••4567', null],
  [null, null],
] as const)('a customer at %s is asked in %s', (phone, language) => expect(languageOfPhone(phone)).toBe(language))

test('there is a sentence in each language', () => expect(askForFileAgain('en')).not.toBe(askForFileAgain('pt-BR')))
