import { expect, test } from 'vitest'
import type { Conversation, Message } from '#contract'
import type { Window } from '#test/support/core.ts'
import { setUpPracticeCore, signInToPractice } from '#test/support/practice-core.ts'

const conversationsOf = (window: Window) =>
  window.pushed
    .filter((frame) => frame.event === 'conversation.changed')
    .map((frame) => (frame.payload as { conversation: Conversation }).conversation)
const messagesOf = (window: Window) =>
  window.pushed.filter((frame) => frame.event === 'message.changed').map((frame) => (frame.payload as { message: Message }).message)

test('a simulated customer writes, is answered once, and reads it, all over HTTP', { timeout: 30_000 }, async () => {
  const { core, practice } = await setUpPracticeCore()
  const [ana, marcos] = [await signInToPractice(core, 'Ana'), await signInToPractice(core, 'Marcos')]
  practice.control.sendFromCustomer({ customer: { name: 'Dona Zélia', waId: '5511987654321' }, text: 'Tem pão de queijo?' })
  await ana.until(() => conversationsOf(ana).length > 0)
  const [conversation] = conversationsOf(ana)
  expect(conversation).toMatchObject({ contactName: 'Dona Zélia', preview: { direction: 'in', text: 'Tem pão de queijo?' } })

  const conversationId = conversation?.conversationId ?? 0
  await ana.call('messages.send', { conversationId, clientKey: 'the-answer', content: { kind: 'text', body: 'Tem, sim!' }, replyTo: null })
  await marcos.until(() => messagesOf(marcos).some((message) => message.delivery?.status === 'read'))
  const received = practice.control.truth.received()
  expect(received).toHaveLength(1)
  expect([...practice.control.truth.timesByTracker().values()]).toEqual([1])
  expect(await ana.call('conversations.counts', {})).toEqual({ waiting: 0 })

  await ana.call('conversations.markRead', { conversationId, readCount: 1 })
  // WhatsApp tells times in whole seconds, so a reply within the same second would stand before its question.
  practice.control.sendFromCustomer({ customer: '5511987654321', text: 'Vou buscar!', at: Date.now() + 1000 })
  await marcos.until(() => conversationsOf(marcos).at(-1)?.preview?.text === 'Vou buscar!')
  await expect.poll(() => practice.control.truth.markedRead().length).toBe(1)
})
