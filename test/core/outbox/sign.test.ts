import { describe, expect, test } from 'vitest'
import { CAPTION_MAX_LENGTH, TEXT_MAX_LENGTH, type MessageContent, type OutgoingContent } from '#contract'
import { sign } from '#core/outbox/sign.ts'
import { codeOf } from '#test/support/code-of.ts'
import { ANA, outgoingText, setUpSending } from '#test/support/sending.ts'

const NAME = 'Ana Lúcia Prado'
const text = (body: string): { content: MessageContent; body: string } => ({ content: { kind: 'text', body }, body })
const bodyOf = (shown: { content: MessageContent }) => (shown.content.kind === 'text' ? shown.content.body : '')

test.each([
  ['none', 'Já vai'],
  ['first-name', '*Ana:*\nJá vai'],
  ['full-name', '*Ana Lúcia Prado:*\nJá vai'],
] as const)('%s is %j; what is searched stays what was written', (as, body) => {
  expect(sign(text('Já vai'), { name: NAME, as })).toEqual({ content: { kind: 'text', body }, body: 'Já vai' })
})

test('stands there once, also when what is signed comes again', () => {
  const once = sign(text('Já vai'), { name: NAME, as: 'first-name' })
  expect(sign(once, { name: NAME, as: 'first-name' })).toEqual(once)
})

test('nobody’s words are cut for it', async () => {
  const line = '*Ana:*\n'.length
  const fits = 'a'.repeat(TEXT_MAX_LENGTH - line)
  expect(bodyOf(sign(text(fits), { name: NAME, as: 'first-name' })).length).toBe(TEXT_MAX_LENGTH)
  const outcome = (as: 'none' | 'first-name') => codeOf(() => sign(text(`${fits}a`), { name: NAME, as }))
  expect([await outcome('none'), await outcome('first-name')]).toEqual(['no failure', 'message-too-long'])
  const caption = { content: { ...PICTURE, caption: 'a'.repeat(CAPTION_MAX_LENGTH) }, body: 'a' }
  expect(await codeOf(() => sign(caption, { name: NAME, as: 'first-name' }))).toBe('message-too-long')
})

const PICTURE = { kind: 'media', media: 'image', caption: 'Olha', fileName: null, mimeType: 'image/jpeg' } as const

test('captions have it, and what has no words does not', () => {
  const by = { name: NAME, as: 'first-name' } as const
  expect(sign({ content: PICTURE, body: 'Olha' }, by).content).toEqual({ ...PICTURE, caption: '*Ana:*\nOlha' })
  const others: MessageContent[] = [
    { ...PICTURE, caption: null },
    { kind: 'location', latitude: 1, longitude: 2, name: 'Aqui', address: null, url: null },
    { kind: 'contacts', contacts: [] },
  ]
  for (const content of others) expect(sign({ content, body: null }, by).content).toEqual(content)
})

test.each<[string | null, string]>([
  ['Ana* da _Silva_', '*Ana:*\noi'],
  [' \n', 'oi'],
  ['***', 'oi'],
  [null, 'oi'],
])('a name such as %j cannot end the bold', (name, body) => {
  expect(bodyOf(sign(text('oi'), { name, as: 'first-name' }))).toBe(body)
})

describe('what is sent', () => {
  test('goes as it is shown; taken back, it is what the person wrote', async () => {
    const shop = await setUpSending({ signature: 'first-name', undoSeconds: 10 })
    const conversationId = shop.hearFrom('5511987654321')
    const message = shop.send(conversationId, 'Já vai')
    const second = shop.send(conversationId, 'só um momento')
    expect(shop.messages.get(message).content).toEqual({ kind: 'text', body: '*Ana:*\nJá vai' })
    expect(shop.outbox.undo(second, ANA).text).toBe('só um momento')
    await shop.run(20_000)
    expect(shop.graph.sends.map(({ body }) => body)).toEqual(['*Ana:*\nJá vai'])
    const known: OutgoingContent = outgoingText('Outra')
    const input = { conversationId, clientKey: 'key-twice', content: known, replyTo: null, seen: null, sendAnyway: false }
    expect(shop.outbox.send(input, ANA)).toEqual(shop.outbox.send(input, ANA))
  })
})
