import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { Message } from '#contract'
import { buildMessage, messageIdOf } from '#test/support/inbox-rows.ts'
import { openMessages } from './open-messages.tsx'

/** What stands in the bubble of the one message. */
async function wordsOf(more: Partial<Message>): Promise<string> {
  await openMessages({ messages: [buildMessage(7, more)] })
  const article = page.getByRole('article')
  await expect.element(article).toBeInTheDocument()
  return article.element().textContent
}

test('an answer to a message that is not here says so, and leads nowhere', async () => {
  const replyTo = { messageId: null, direction: null, kind: null, preview: null }
  const words = await wordsOf({ content: { kind: 'text', body: 'sobre aquilo' }, replyTo })
  expect(words).toMatch(/An answer to a message that is not here.*sobre aquilo/)
  expect(document.querySelector('[title="Go to this message"]')).toBeNull()
})

test.each([
  ['image', 'Photo'],
  ['revoked', 'Deleted message'],
])('a quote of what has no words says what it was, loaded or not: %s', async (kind, shown) => {
  const replyTo = { messageId: messageIdOf(1), direction: 'in', kind, preview: null } as const
  expect(await wordsOf({ content: { kind: 'text', body: 'essa' }, replyTo })).toContain(shown)
})

test('answers to a form stand under words: lists as lists, groups indented, days and yes as the language has them', async () => {
  const words = await wordsOf({
    content: {
      kind: 'form',
      name: 'flow',
      fields: [
        { name: 'screen_0_Como_prefere_1', value: '0_Em_casa' },
        { name: 'deliveryDay', value: '2026-12-05' },
        { name: 'itens', value: '', items: ['bolo', 'cesta'].map((value) => ({ name: '', value })) },
        { name: 'entrega', value: '', items: [{ name: 'in_pin_code', value: '04015' }] },
        { name: 'presente', value: 'true' },
        { name: 'constructor', value: '' },
      ],
    },
  })
  expect(words).toContain('Form answers')
  const [outer, inner] = [...document.querySelectorAll('article dl')]
  const shown = [...(outer?.querySelectorAll('dt') ?? [])].map((term) => [
    term.textContent,
    term.nextElementSibling?.querySelector('dt') === null ? term.nextElementSibling.textContent : '(more)',
  ])
  expect(shown).toEqual([
    ['Como prefere', 'Em casa'],
    ['Delivery day', '5 December 2026'],
    ['Itens', 'bolocesta'],
    ['Entrega', '(more)'],
    ['Postal code', '04015'],
    ['Presente', 'Yes'],
    ['Constructor', 'No answer'],
  ])
  expect(inner?.parentElement?.closest('dl')).toBe(outer)
  expect(document.querySelectorAll('article li').length).toBe(2)
})
