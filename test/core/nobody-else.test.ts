import { expect, test } from 'vitest'
import { auditorPermissions, methods, ownerPermissions, permissions, type Grant, type MethodName, type Permission } from '#contract'
import { setUpCore, signInAs } from '#test/support/core.ts'
import { settle } from '#test/support/fake-clock.ts'
import { CUSTOMER, inbound, inboundText, messageWebhook } from '#test/support/webhook-builder.ts'

/** All that a role may hold that is not the owner's and does things, so that no refusal hides what an answer would tell. */
const everything = permissions.filter((name) => !([...ownerPermissions, ...auditorPermissions] as readonly Permission[]).includes(name))
const QUESTION = 'Tem pão de queijo?'
const ANSWER = 'Tem, sim, quentinho!'
const NEW_PHONE = '5521912345678'
/** Wrong in its last digit, so that it is told from what the program says. */
const GUESS = '11987654320'
const LATER = Date.UTC(2027, 0, 4)

type Known = { conversationId: number; contactId: number; messageIds: number[]; brunoId: string; teamId: string }
type Call = readonly [MethodName, unknown]

/** Every way there is to ask for a conversation, a customer, a message, or the access of whoever has them. */
function callsAbout({ conversationId, contactId, messageIds, brunoId, teamId }: Known): Call[] {
  const [messageId = 0] = messageIds
  const own = { permissions: everything, scope: 'all', masks: { phone: 'shown' } }
  return [
    ...(['all', 'mine', 'unassigned', 'waiting', 'unread', 'drafts', 'closing'] as const).map((view): Call => [
      'conversations.list',
      { view, limit: 100 },
    ]),
    ...['zelia', 'lia', 'z', '98765', '4321', ''].map((filter): Call => ['conversations.list', { view: 'all', filter, limit: 100 }]),
    ['conversations.get', { conversationId }],
    ['conversations.counts', {}],
    ['conversations.markRead', { conversationId, readCount: 5 }],
    ['conversations.start', { phone: `+55 ${GUESS}`, name: 'Lia' }],
    ['conversations.typing', { conversationId }],
    ['conversations.saveDraft', { conversationId, text: 'x', replyTo: messageId }],
    ['conversations.claim', { conversationId, isMine: true, expect: brunoId }],
    ['conversations.assign', { conversationId, to: brunoId, expect: brunoId }],
    ['conversations.moveToTeam', { conversationId, to: null, expect: null }],
    ['messages.list', { conversationId, limit: 100 }],
    ...messageIds.flatMap((id): Call[] => [
      ['messages.list', { conversationId, anchor: { at: 'around', messageId: id }, limit: 100 }],
      ['messages.undo', { messageId: id }],
      ['messages.decide', { messageId: id, decision: 'drop' }],
      ['messages.react', { messageId: id, emoji: '👀' }],
      ['messages.versions', { messageId: id }],
      ['media.fetchNow', { messageId: id }],
      ['media.markHeard', { messageId: id }],
      ['messages.send', { conversationId, clientKey: `answer-to-${id}`, content: { kind: 'text', body: 'Oi' }, replyTo: id }],
      ['messages.send', { conversationId, clientKey: 'answer-of-bruno', content: { kind: 'text', body: ANSWER }, replyTo: id }],
    ]),
    ['scheduled.list', { conversationId }],
    ['scheduled.add', { conversationId, clientKey: 'later-by-ana', content: { kind: 'text', body: 'Oi' }, replyTo: null, dueAt: LATER }],
    ['scheduled.move', { scheduledId: '1', dueAt: LATER }],
    ['scheduled.sendNow', { scheduledId: '1' }],
    ['scheduled.cancel', { scheduledId: '1' }],
    ['templates.list', {}],
    ['templates.changes', { templateId: '1' }],
    ['costs.quote', { conversationId, templateId: null }],
    ['media.address', {}],
    ['media.saveDerived', { mediaId: 'a-guess-at-a-file-id', preview: null, peaks: null, durationMs: null, pages: null }],
    ['contacts.get', { contactId }],
    ['contacts.reveal', { contactId, field: 'phone' }],
    ...[1, 2, 3, 4].map((expectRevision): Call => ['contacts.rename', { contactId, givenName: `Z ${GUESS}`, expectRevision }]),
    ['journal.list', { limit: 200 }],
    ['journal.list', { contactId, limit: 200 }],
    ['journal.list', { by: brunoId, limit: 200 }],
    ['journal.export', { language: 'en' }],
    ['journal.verify', {}],
    ['number.get', {}],
    ['replies.list', {}],
    ['staff.list', {}],
    ['staff.listAccounts', {}],
    ['session.listAll', {}],
    ['approvals.list', {}],
    ['notices.list', {}],
    ['roles.change', { changes: [{ kind: 'save', roleId: null, name: 'Mais', grant: own, expectRevision: 0 }] }],
    ['teams.save', { teamId, name: 'Entregas', members: [brunoId] }],
    ['teams.save', { teamId: null, name: 'Minha', members: [brunoId] }],
    ['teams.delete', { teamId }],
    ['staff.resetAccess', { staffId: brunoId, what: 'password' }],
    ['staff.resetAccess', { staffId: brunoId, what: 'mfa' }],
    ['staff.renewInvitation', { staffId: brunoId }],
    ['staff.return', { staffId: brunoId }],
    ['staff.setRole', { staffId: brunoId, roleId: 'auditor' }],
    ['staff.leave', { staffId: brunoId, handTo: null }],
  ]
}

test('every method about what is somebody’s is asked here', () => {
  const about = Object.entries(methods).flatMap(([name, { access }]) =>
    typeof access === 'object' && /^(?:conv|contact|msg|audit|team|role|staff)\./.test(access.permission) ? [name] : [],
  )
  const asked = new Set<string>(
    callsAbout({ conversationId: 1, contactId: 1, messageIds: [1], brunoId: 'b', teamId: 't' }).map(([name]) => name),
  )
  expect(about.filter((name) => !asked.has(name)).toSorted()).toEqual(['session.kill', 'staff.invite'])
})

/** Bruno has a customer; Ana, who is in another team, has a role that allows `grant` and asks for everything while things go on. */
async function heardByAna(grant: Omit<Grant, 'permissions'>): Promise<string> {
  const shop = await setUpCore()
  const owner = await signInAs(shop, 'Helena')
  const bruno = await signInAs(shop, 'Bruno')
  const timestamp = () => String(Math.floor(shop.clock.now() / 1000))
  const hear = (body: string) => shop.webhook(messageWebhook(inboundText(body, { timestamp: timestamp() })))
  await hear(QUESTION)
  const [row] = (await owner.call('conversations.list', { view: 'all', limit: 1 })).conversations
  if (row === undefined) throw new Error('A customer wrote')
  const { conversationId, contactId } = row
  await bruno.call('messages.send', {
    conversationId,
    clientKey: 'answer-of-bruno',
    content: { kind: 'text', body: ANSWER },
    replyTo: null,
  })
  // Until then, whoever saw it before may still answer, too.
  await shop.clock.advance(10_000)
  const rename = async (givenName: string) => {
    const { contact } = await owner.call('contacts.get', { contactId })
    await owner.call('contacts.rename', { contactId, givenName, expectRevision: contact.revision })
  }
  await rename(`Zélia ${CUSTOMER.waId}`)
  await owner.call('conversations.list', { view: 'all', filter: 'zelia', limit: 10 })

  const { roles } = await owner.call('roles.list', {})
  const { teams } = await owner.call('teams.list', {})
  const change = (from: Omit<Grant, 'permissions'>) => ({ ...from, permissions: everything })
  await owner.call('roles.change', {
    changes: [{ kind: 'save', roleId: null, name: 'Misto', grant: change(grant), expectRevision: 0 }],
  })
  const roleId = (await owner.call('roles.list', {})).roles.find(({ name }) => name === 'Misto')?.roleId ?? ''
  expect(roles.some((role) => role.roleId === roleId)).toBe(false)
  const ana = await signInAs(shop, 'Ana')
  await owner.call('staff.setRole', { staffId: ana.staffId, roleId })

  const heard: unknown[] = []
  const ask = async () => {
    const { messages } = await owner.call('messages.list', { conversationId, limit: 100 })
    const messageIds = messages.map(({ messageId }) => messageId)
    const teamId = teams.find(({ name }) => name === 'Entregas')?.teamId ?? ''
    for (const [method, input] of callsAbout({
      conversationId,
      contactId,
      messageIds,
      brunoId: bruno.staffId,
      teamId,
    })) {
      // Each method is called with an input of its own type.
      heard.push(
        await ana.call(method, input as never).then(
          (answer: unknown) => answer,
          (refused: unknown) => String(refused),
        ),
      )
    }
  }
  await ask()
  await hear(`${QUESTION} E bolo?`)
  await rename(`Dona Zélia ${CUSTOMER.waId}`)
  const changed = `User A changed from ${CUSTOMER.waId} to ${NEW_PHONE}`
  const system = { body: changed, type: 'user_changed_number', wa_id: NEW_PHONE }
  await shop.webhook(messageWebhook(inbound({ type: 'system', system, timestamp: timestamp() })))
  await shop.clock.advance(10_000)
  await settle()
  await ask()
  return JSON.stringify([heard, ana.pushed])
}

const phones = ['987654321', '98765-4321', '912345678', '91234-5678']

test.each(['own', 'assigned', 'with-unassigned', 'team'] as const)(
  'T03: somebody with a scope of %s and every right there is is told nothing of a customer out of reach, by no answer and no event',
  async (scope) => {
    const heard = await heardByAna({ scope, masks: { phone: 'shown' } })
    expect(['pão de queijo', 'quentinho', 'Zélia', ...phones].filter((canary) => heard.includes(canary))).toEqual([])
  },
)

test('T03: somebody from whom phones are hidden is told none, by no answer and no event, whatever else they may', async () => {
  const heard = await heardByAna({ scope: 'all', masks: { phone: 'hidden' } })
  expect(['pão de queijo', 'quentinho', ...phones].filter((canary) => heard.includes(canary))).toEqual(['pão de queijo', 'quentinho'])
})

test('whoever may see all of it is told all of it: the questions would find it', async () => {
  const heard = await heardByAna({ scope: 'all', masks: { phone: 'shown' } })
  const canaries = ['pão de queijo', 'quentinho', 'Zélia', '98765-4321', '91234-5678', CUSTOMER.waId, NEW_PHONE]
  expect(canaries.filter((canary) => !heard.includes(canary))).toEqual([])
})
