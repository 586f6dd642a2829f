import { expect, test } from 'vitest'
import type { QuickReply } from '#contract'
import { findSlashQuery, matchReplies } from '#renderer/text/match-replies.ts'

function reply(shortcut: string, title: string, text = 'x'): QuickReply {
  // A test value; the brand says nothing more than that it is an id.
  return {
    quickReplyId: shortcut as QuickReply['quickReplyId'],
    shortcut,
    title,
    text,
    translations: [],
    files: [],
    useCount: 0,
    revision: 1,
  }
}

const replies = [
  reply('oi', 'Saudação'),
  reply('pix', 'Chave Pix', 'Nossa chave é…'),
  reply('preço', 'Tabela de preços'),
  reply('prazo', 'Prazo de entrega'),
]

test('a slash counts at the start or after a blank only', () => {
  expect(findSlashQuery('/pi', 3)).toEqual({ start: 0, end: 3, query: 'pi' })
  expect(findSlashQuery('ok /', 4)).toEqual({ start: 3, end: 4, query: '' })
  expect(findSlashQuery('ok\n/á tarde', 5)).toEqual({ start: 3, end: 5, query: 'á' })
  expect(findSlashQuery('24/7', 4)).toBeNull()
  expect(findSlashQuery('https://x', 9)).toBeNull()
  expect(findSlashQuery('/pix chave', 10)).toBeNull()
})

test.each([
  ['', ['oi', 'pix', 'preço', 'prazo']],
  ['pre', ['preço', 'prazo']],
  ['preco', ['preço']],
  ['pz', ['prazo']],
  ['saud', ['oi']],
  ['chave', ['pix']],
  ['nossa', ['pix']],
  ['zzz', []],
])('%j finds %j', (query, expected) => {
  expect(matchReplies(replies, query).map((found) => found.shortcut)).toEqual(expected)
})
