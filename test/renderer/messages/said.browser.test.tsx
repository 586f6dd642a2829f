import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { Message } from '#contract'
import { buildCard, buildMessage, messageIdOf } from '#test/support/inbox-rows.ts'
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

test('a card says what its phones are and when the birthday is, and a label that somebody wrote as it is', async () => {
  const phones = ['CELL', 'work', 'Oficina do tio', null].map((type, index) => ({ phone: `+54 11 0000-017${index}`, waId: null, type }))
  const card = { ...buildCard('Matías Rey'), phones, birthday: '1990-05-17' }
  const later = { ...buildCard('Samira'), birthday: '--12-24' }
  const wrong = { ...buildCard('Rui'), birthday: '1990-02-31' }
  await wordsOf({ content: { kind: 'contacts', contacts: [card, later, wrong] } })
  const terms = [...document.querySelectorAll('article dt')].map((term) => [term.textContent, term.nextElementSibling?.textContent])
  expect(terms).toEqual([
    ['Mobile', '+54 11 0000-0170'],
    ['Work', '+54 11 0000-0171'],
    ['Oficina do tio', '+54 11 0000-0172'],
    ['Phone', '+54 11 0000-0173'],
    ['Birthday', '17 May 1990'],
    ['Birthday', '24 December'],
    ['Birthday', '1990-02-31'],
  ])
})

test.each<[rawType: string | null, problem: string | null, shown: RegExp]>([
  ['unknown', 'message-unavailable', /Message that did not arrive.*announced a message and did not hand it over.*Ask the customer/],
  ['poll_creation', 'type-unsupported', /Poll.*does not pass this kind/],
  ['video', 'media-download-failed', /Video.*could not be fetched/],
  ['media_placeholder', null, /File.*still on the phone/],
  [null, null, /Unsupported message.*Ask the customer to send it in another way/],
  ['holo_card', null, /Unsupported messageholo_card/],
])('what WhatsApp did not hand over says what is known of it and what to do: %s', async (rawType, problem, shown) => {
  const words = await wordsOf({ content: { kind: 'unsupported', rawType, problem } })
  expect(words).toMatch(shown)
  expect(words).not.toMatch(/unknown|poll_creation|media_placeholder/)
})

test('a reaction that failed is tried again by the same one, and put away by the cross', async () => {
  const failed = { emoji: '👍', from: 'shop', state: 'failed' } as const
  const message = buildMessage(7, { reactions: [failed] })
  const { callsOf, stores } = await openMessages({ messages: [message], handlers: { 'messages.react': () => ({ message }) } })
  for (const name of ['React with 👍', 'Take 👍 back']) {
    stores.inboxView.getState().setReactingTo(message.messageId)
    await userEvent.click(page.getByRole('button', { name, exact: true }))
  }
  expect(callsOf('messages.react')).toEqual([
    { messageId: 7, emoji: '👍' },
    { messageId: 7, emoji: '' },
  ])
})
