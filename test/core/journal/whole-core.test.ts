import { expect, test } from 'vitest'
import type { JournalEntry } from '#contract'
import { CREDENTIALS, setUpRealShop, signInOwner, type Window } from '#test/support/core.ts'
import { CUSTOMER, inboundText, messageWebhook } from '#test/support/webhook-builder.ts'

async function newestFirst(window: Window): Promise<JournalEntry[]> {
  return (await window.call('journal.list', { limit: 200 })).entries
}

/** A shop with a number, to which one customer wrote. */
async function setUpWithCustomer() {
  const shop = await setUpRealShop()
  const { owner, clock } = shop
  await owner.call('number.connect', CREDENTIALS)
  await shop.webhook(messageWebhook(inboundText('Tem bolo?', { timestamp: String(clock.now() / 1000) })))
  const { conversations } = await owner.call('conversations.list', { view: 'all', limit: 1 })
  const [conversation] = conversations
  if (conversation === undefined) throw new Error('The message made a conversation')
  const since = (await newestFirst(owner))[0]?.seq ?? 0
  return { ...shop, ...conversation, fresh: async () => (await newestFirst(owner)).filter(({ seq }) => seq > since).toReversed() }
}

test('what somebody reads of a customer and does for them is in the journal when it is answered', async () => {
  const { owner, ownerId, conversationId, contactId, fresh } = await setUpWithCustomer()
  await owner.call('messages.list', { conversationId, limit: 10 })
  await owner.call('conversations.list', { view: 'all', filter: 'zélia', limit: 10 })
  await owner.call('conversations.list', { view: 'all', limit: 10 })
  await owner.call('messages.send', {
    conversationId,
    clientKey: 'the-answer',
    content: { kind: 'text', body: 'Tem, sim!' },
    replyTo: null,
  })
  const { contact } = await owner.call('contacts.get', { contactId })
  await owner.call('contacts.rename', { contactId, givenName: 'Zélia do bolo', expectRevision: contact.revision })
  await owner.call('messages.list', { conversationId, limit: 10 })

  const subject = { kind: 'contact', contactId, conversationId, name: 'Zélia do bolo' }
  const entries = (await fresh()).map(({ action, by, subject: about, details }) => ({ action, by, subject: about, details }))
  expect(entries.filter(({ action }) => action !== 'conversation.assigned')).toEqual([
    { action: 'conversation.opened', by: ownerId, subject, details: {} },
    { action: 'conversation.searched', by: ownerId, subject: null, details: { view: 'all', filter: 'zélia' } },
    { action: 'message.sent', by: ownerId, subject, details: { clientKey: 'the-answer' } },
    { action: 'contact.renamed', by: ownerId, subject, details: { before: null, after: 'Zélia do bolo' } },
  ])
  expect(JSON.stringify(entries)).not.toMatch(new RegExp(`Tem, sim|${CUSTOMER.waId.slice(-8)}`))
})

test('what a reader asked for in vain is not written down as read', async () => {
  const { owner, fresh } = await setUpWithCustomer()
  await owner.refusal('messages.list', { conversationId: 987_654, limit: 10 })
  expect((await fresh()).map(({ action, subject, details }) => ({ action, subject, details }))).toEqual([
    { action: 'call.refused', subject: null, details: { method: 'messages.list', code: 'not-found', device: 'desk' } },
  ])
})

test('who is refused, and who checks or exports the journal, is in it', async () => {
  const { owner, ownerId, window, fresh } = await setUpWithCustomer()
  const stranger = window('remote', 'tablet')
  await stranger.refusal('journal.export', { language: 'en' })
  await stranger.refusal('kit.issue', {})
  const verdict = await owner.call('journal.verify', {})
  const { csv, entries } = await owner.call('journal.export', { language: 'pt-BR' })
  expect({ verdict, lines: csv.split('\r\n').length - 2 }).toMatchObject({
    verdict: { firstBad: null, checked: entries - 1 },
    lines: entries,
  })
  const [refused, verified, exported] = await fresh()
  expect([refused, verified, exported]).toMatchObject([
    { action: 'call.refused', by: null, details: { method: 'kit.issue', code: 'not-reachable-from-here', device: 'tablet' } },
    { action: 'journal.verified', by: ownerId, details: { firstBad: null, checked: verdict.checked, head: verdict.head } },
    { action: 'journal.exported', by: ownerId, details: { filter: {}, entries } },
  ])
})

test('the journal is whole over a restart, and its end is anchored when the shop is closed', async () => {
  const shop = await setUpWithCustomer()
  const before = await shop.owner.call('journal.verify', {})
  await shop.restart()
  await shop.clock.advance(60_000)
  const owner = await signInOwner(shop)
  const after = await owner.call('journal.verify', {})
  expect(after.firstBad).toBe(null)
  expect(after.checked).toBeGreaterThan(before.checked)
  expect(after.anchoredAt).toBeGreaterThan(before.anchoredAt ?? 0)
})
