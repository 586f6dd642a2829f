import { expect, test } from 'vitest'
import { builtInGrants } from '#contract'
import { setUpCore, signInAs, type CoreSetUp } from '#test/support/core.ts'
import { settle } from '#test/support/fake-clock.ts'
import { inboundText, messageWebhook } from '#test/support/webhook-builder.ts'

const nowSeconds = ({ clock }: Pick<CoreSetUp, 'clock'>) => String(Math.floor(clock.now() / 1000))

/** A practice shop with its people at windows of their own, and a customer who has just written. */
async function setUp() {
  const shop = await setUpCore()
  const windows = {
    owner: await signInAs(shop, 'Helena'),
    ana: await signInAs(shop, 'Ana'),
    bruno: await signInAs(shop, 'Bruno'),
    auditor: await signInAs(shop, 'Célia'),
  }
  const hear = (text: string, id: string) => shop.webhook(messageWebhook(inboundText(text, { id, timestamp: nowSeconds(shop) })))
  await hear('Tem pão de queijo?', 'wamid.IN1')
  const { conversations } = await windows.owner.call('conversations.list', { view: 'all', limit: 10 })
  const row = conversations[0]
  if (row === undefined) throw new Error('A customer wrote')
  return { ...shop, ...windows, row, conversationId: row.conversationId, hear }
}

test('T03: an attendant who opens a colleague’s conversation by its id is told that there is none, and that is on record', async () => {
  const { owner, ana, bruno, conversationId, row, hear } = await setUp()
  expect(await ana.call('conversations.counts', {})).toEqual({ waiting: 1 })
  ana.pushed.length = 0
  await bruno.call('messages.send', {
    conversationId,
    clientKey: 'answer-of-bruno',
    content: { kind: 'text', body: 'Tem, sim!' },
    replyTo: null,
  })
  expect(ana.pushed.map(({ event, payload }) => ({ event, payload }))).toEqual([
    { event: 'conversation.gone', payload: { conversationId } },
    { event: 'conversations.counted', payload: { waiting: 0 } },
  ])
  ana.pushed.length = 0
  await settle()
  await hear('Oba!', 'wamid.IN2')

  const { messages } = await owner.call('messages.list', { conversationId, limit: 10 })
  const messageId = messages[1]?.messageId ?? 0
  const { contactId } = row
  const asks: readonly [string, object, object][] = [
    ['conversations.get', { conversationId }, { conversationId: 404 }],
    ['conversations.markRead', { conversationId, readCount: 1 }, { conversationId: 404, readCount: 1 }],
    ['conversations.claim', { conversationId, isMine: true, expect: null }, { conversationId: 404, isMine: true, expect: null }],
    ['conversations.typing', { conversationId }, { conversationId: 404 }],
    ['conversations.saveDraft', { conversationId, text: 'x', replyTo: null }, { conversationId: 404, text: 'x', replyTo: null }],
    ['messages.list', { conversationId, limit: 10 }, { conversationId: 404, limit: 10 }],
    ['messages.undo', { messageId }, { messageId: 404 }],
    ['messages.decide', { messageId, decision: 'drop' }, { messageId: 404, decision: 'drop' }],
    ['contacts.get', { contactId }, { contactId: 404 }],
    ['contacts.rename', { contactId, givenName: 'X', expectRevision: 1 }, { contactId: 404, givenName: 'X', expectRevision: 1 }],
  ]
  for (const [method, notYours, notThere] of asks) {
    expect([method, await ana.refusal(method, notYours)]).toEqual([method, { code: 'not-found' }])
    expect([method, await ana.refusal(method, notThere)]).toEqual([method, { code: 'not-found' }])
  }
  expect((await ana.call('conversations.list', { view: 'all', limit: 10 })).conversations).toEqual([])
  expect((await ana.call('conversations.list', { view: 'all', filter: row.contactName, limit: 10 })).conversations).toEqual([])
  expect(await ana.call('conversations.counts', {})).toEqual({ waiting: 0 })
  expect(ana.events()).toEqual([])

  const { entries } = await owner.call('journal.list', { by: ana.staffId, actions: ['call.refused'], limit: 50 })
  expect(entries.length).toBeGreaterThan(0)
  expect(new Set(entries.map(({ details }) => details?.['code']))).toEqual(new Set(['not-found']))
})

test('who takes, gives and moves a conversation is on record with before and after, under its customer', async () => {
  const { owner, ana, bruno, conversationId } = await setUp()
  const { teams } = await owner.call('teams.list', {})
  expect(teams.map(({ name, members }) => [name, members])).toEqual([
    ['Vendas', [ana.staffId]],
    ['Entregas', [bruno.staffId]],
  ])
  const teamId = teams[0]?.teamId ?? null
  await ana.call('conversations.claim', { conversationId, isMine: true, expect: null })
  await owner.call('conversations.assign', { conversationId, to: bruno.staffId, expect: ana.staffId })
  await owner.call('conversations.moveToTeam', { conversationId, to: teamId, expect: null })
  const { entries } = await owner.call('journal.list', { actions: ['conversation.assigned', 'conversation.moved-to-team'], limit: 10 })
  expect(entries.map(({ action, by, details, subject }) => ({ action, by, details, kind: subject?.kind }))).toEqual([
    { action: 'conversation.moved-to-team', by: owner.staffId, details: { before: null, after: teamId }, kind: 'contact' },
    {
      action: 'conversation.assigned',
      by: owner.staffId,
      details: { before: ana.staffId, after: bruno.staffId, because: 'chosen' },
      kind: 'contact',
    },
    { action: 'conversation.assigned', by: ana.staffId, details: { before: null, after: ana.staffId, because: 'chosen' }, kind: 'contact' },
  ])
})

test('a role that is narrowed holds in an open window at once', async () => {
  const { owner, ana, conversationId } = await setUp()
  const { roles } = await owner.call('roles.list', {})
  const attendant = roles.find(({ roleId }) => roleId === 'attendant')
  expect((await ana.call('conversations.get', { conversationId })).conversation.contactPhone).not.toContain('•')

  const masked = { ...builtInGrants.attendant, masks: { phone: 'hidden' as const } }
  const save = (grant: typeof masked, expectRevision: number) =>
    owner.call('roles.change', {
      changes: [{ kind: 'save', roleId: attendant?.roleId ?? null, name: null, grant, expectRevision }],
    })
  await save(masked, 0)
  expect((await ana.call('conversations.get', { conversationId })).conversation.contactPhone).toMatch(/^•••• \d{4}$/)
  await save({ ...masked, scope: 'own' }, 1)
  expect(await ana.refusal('conversations.get', { conversationId })).toEqual({ code: 'not-found' })
  await save({ ...masked, permissions: ['conv.view'] }, 2)
  expect(await ana.refusal('conversations.markRead', { conversationId, readCount: 1 })).toEqual({ code: 'not-allowed' })
  expect(ana.events()).toEqual(expect.arrayContaining(['session.changed', 'conversations.stale', 'roles.changed']))
})

test('an auditor sees the whole of a phone on request only, and each request is on record', async () => {
  const { owner, auditor, row } = await setUp()
  const { contact: seen } = await auditor.call('contacts.get', { contactId: row.contactId })
  expect(seen.phone).toMatch(/^•••• \d{4}$/)
  expect((await auditor.call('contacts.reveal', { contactId: row.contactId, field: 'phone' })).value).toBe(row.contactPhone)
  const { entries } = await owner.call('journal.list', { actions: ['contact.revealed'], limit: 10 })
  expect(entries.map(({ by, details }) => ({ by, details }))).toEqual([{ by: auditor.staffId, details: { field: 'phone' } }])
})
