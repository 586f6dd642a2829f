import { expect, test } from 'vitest'
import { outgoingContent, type OutgoingInput } from '#contract'
import { AppError } from '#core/lib/app-error.ts'
import { checkOutgoing } from '#core/outbox/check-outgoing.ts'

// Limits of length and number, at and above, are in test/practice/message-limits.test.ts.

/** The code and its facts, or null for what may go. */
function refusalOf(input: OutgoingInput): unknown {
  const content = outgoingContent.parse(input)
  if (content.kind === 'template') throw new Error('Templates are filled, and not checked here')
  try {
    checkOutgoing(content)
    return null
  } catch (cause) {
    return cause instanceof AppError ? [cause.code, cause.facts] : cause
  }
}

const wrong = (field: string, reason: string, more: object = {}) => ['invalid-input', { field, reason, ...more }]

test('says of a text what is wrong with it', () => {
  expect([refusalOf({ kind: 'text', body: ' \n' }), refusalOf({ kind: 'text', body: '.' })]).toEqual([['message-empty', undefined], null])
})

test('lets a caption go with what takes one', () => {
  const media = (kind: 'image' | 'video' | 'document' | 'audio' | 'voice' | 'sticker', caption: string | null = 'Olha') =>
    refusalOf({ kind: 'media', media: kind, mediaId: 'file-of-the-shop-01', caption, fileName: null })
  expect([media('image'), media('video'), media('document')]).toEqual([null, null, null])
  for (const kind of ['audio', 'voice', 'sticker'] as const) {
    expect([media(kind), media(kind, null), media(kind, ' ')]).toEqual([wrong('caption', 'not-with-this-kind'), null, null])
  }
})

test('wants phones to be filled and birthdays to be days', () => {
  const card = { name: 'Ana', emails: [], organization: null, title: null, urls: [], addresses: [] }
  const phone = (text: string) => ({ phone: text, waId: null, type: null })
  const contacts = (...phones: readonly string[]) =>
    refusalOf({
      kind: 'contacts',
      contacts: [
        { ...card, phones: [], birthday: null },
        { ...card, phones: phones.map(phone), birthday: null },
      ],
    })
  const birthday = (text: string) => refusalOf({ kind: 'contacts', contacts: [{ ...card, phones: [], birthday: text }] })
  expect([contacts(), contacts('+55 11 9'), contacts('+55 11 9', ' '), birthday('1990-12-31'), birthday('31/12/1990')]).toEqual([
    null,
    null,
    wrong('contacts.1.phones.1', 'empty'),
    null,
    wrong('contacts.0.birthday', 'malformed'),
  ])
})

test('wants buttons to differ, whatever is around their words', () => {
  const buttons = (...titles: string[]) => refusalOf({ kind: 'buttons', header: null, body: 'Qual?', footer: null, buttons: titles })
  expect([buttons('Sim', 'sim'), buttons('Sim', 'Não', ' Sim ')]).toEqual([null, wrong('buttons.2', 'twice')])
})

test('wants a list to be told apart, and its sections to be named where there are several', () => {
  const list = (...sections: { title: string; rows: string[] }[]) =>
    refusalOf({
      kind: 'list',
      header: null,
      body: 'Qual?',
      footer: null,
      button: 'Ver',
      sections: sections.map(({ title, rows }) => ({ title, rows: rows.map((row) => ({ title: row, description: null })) })),
    })
  const six = ['1', '2', '3', '4', '5', '6']
  expect([
    list({ title: '', rows: ['Bolo'] }),
    list({ title: 'Doces', rows: ['Bolo'] }, { title: ' ', rows: ['Pão'] }),
    list({ title: 'Doces', rows: ['Bolo', 'Bolo'] }),
    list({ title: 'Doces', rows: ['Bolo'] }, { title: 'Salgados', rows: ['Bolo'] }),
    list({ title: 'Doces', rows: six }, { title: 'Salgados', rows: six }),
  ]).toEqual([
    null,
    wrong('sections.1.title', 'empty'),
    wrong('sections.0.rows.1', 'twice'),
    null,
    wrong('sections', 'too-many', { limit: 10 }),
  ])
})

test('wants a link to be an address', () => {
  const link = (url: string) => refusalOf({ kind: 'link', header: null, body: 'Veja', footer: null, text: 'Abrir', url })
  expect([
    link('https://a.example/à-la?x=1#y'),
    link('http://a.example'),
    link('https://a.example/a b'),
    link('https://a.example:port/'),
    link('https://[::1'),
  ]).toEqual([null, null, wrong('url', 'malformed'), wrong('url', 'malformed'), wrong('url', 'malformed')])
})
