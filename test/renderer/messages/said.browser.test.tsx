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
