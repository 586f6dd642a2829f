import { expect, test } from 'vitest'
import type { ContactId, EventPayload, Masking } from '#contract'
import { createContactHandlers } from '#core/contacts/handlers.ts'
import { mayHavePhone, phoneEnd } from '#core/contacts/masks.ts'
import { createInboxHandlers } from '#core/inbox/handlers.ts'
import { createMessagesHandlers } from '#core/messages/handlers.ts'
import { codeOf } from '#test/support/code-of.ts'
import { echo, NOON, person, text } from '#test/support/decoded-events.ts'
import { idOf } from '#test/support/held-inbox.ts'
import { createReceiving } from '#test/support/receiving.ts'
import { actor, callFrom } from '#test/support/shop.ts'

const WHOLE = '+55 11 98765-4321'
const END = '•••• 4321'

/** Somebody who sees every conversation, and of phones what `phone` says. */
const whoSees = (phone: Masking) => actor({ staffId: 'celia', role: 'manager', masks: { phone } })

/** Zélia; somebody without a name; and one who calls himself by his number. */
async function setUp() {
  const shop = createReceiving()
  await shop.receive(
    text('oi', { person: person({ waId: '5511987654321', profileName: 'Zélia' }), sentAt: NOON }),
    text('oi', { person: person({ waId: '5521998887766' }), sentAt: NOON + 1000 }),
    text('oi', { person: person({ waId: '5531988887777', profileName: 'Rui (31) 98888-7777' }), sentAt: NOON + 2000 }),
  )
  const handlers = {
    ...createInboxHandlers(shop),
    ...createMessagesHandlers(shop),
    ...createContactHandlers({ contacts: shop.contacts, onRenamed: shop.messages.tellContact }),
  }
  const rows = async (phone: Masking, filter?: string) => {
    const input = { view: 'all' as const, limit: 10, ...(filter === undefined ? {} : { filter }) }
    const { conversations } = await handlers['conversations.list'](input, callFrom(whoSees(phone)))
    return conversations.map(({ contactName, contactPhone }) => [contactName, contactPhone])
  }
  return { ...shop, handlers, rows }
}

test('of a phone a masked role sees the end only: in the list, in a name that is or has the phone, and of the contact', async () => {
  const { handlers, rows } = await setUp()
  expect(await rows('shown')).toEqual([
    ['Zélia', WHOLE],
    ['+55 21 99888-7766', '+55 21 99888-7766'],
    ['Rui (31) 98888-7777', '+55 31 98888-7777'],
  ])
  const masked = [
    ['Zélia', END],
    ['•••• 7766', '•••• 7766'],
    ['•••• 7777', '•••• 7777'],
  ]
  expect([await rows('on-request'), await rows('hidden')]).toEqual([masked, masked])
  const contactOf = async (id: number) => {
    const { contact } = await handlers['contacts.get']({ contactId: id as ContactId }, callFrom(whoSees('hidden')))
    return [contact.givenName, contact.profileName, contact.phone]
  }
  expect([await contactOf(1), await contactOf(3)]).toEqual([
    [null, 'Zélia', END],
    [null, '•••• 7777', '•••• 7777'],
  ])
  const { conversation } = await handlers['conversations.get']({ conversationId: idOf(1) }, callFrom(whoSees('on-request')))
  expect(conversation.contactPhone).toBe(END)
})

test.each([
  ['zelia', 1, 1],
  ['98765', 1, 0],
  ['4321', 1, 0],
  ['21', 2, 0],
  ['8877', 2, 0],
  ['rui', 1, 0],
  ['', 3, 3],
])('the filter %j finds %i, and for a masked role %i', async (filter, shown, masked) => {
  const { rows } = await setUp()
  expect(
    [await rows('shown', filter), await rows('on-request', filter), await rows('hidden', filter)].map((found) => found.length),
  ).toEqual([shown, masked, masked])
})

test('the whole is shown on request to those who may ask, and never to those from whom it is hidden', async () => {
  const { handlers } = await setUp()
  const reveal = (phone: Masking) => handlers['contacts.reveal']({ contactId: 1 as ContactId, field: 'phone' }, callFrom(whoSees(phone)))
  expect([await reveal('shown'), await reveal('on-request')]).toEqual([{ value: WHOLE }, { value: WHOLE }])
  expect(await codeOf(() => reveal('hidden'))).toBe('not-allowed')
})

test('what is told of a customer shows to each what their role shows', async () => {
  const { listen, receive } = await setUp()
  const windows = (['shown', 'on-request', 'hidden'] as const).map((phone) => listen(whoSees(phone)))
  await receive(text('de novo', { person: person({ waId: '5511987654321', profileName: 'Dona Zélia' }), sentAt: NOON + 3000 }))
  const phones = windows.map((events) =>
    events.flatMap(({ event, payload }) => {
      // What the event is named says what it carries.
      if (event === 'contact.changed') return (payload as EventPayload<'contact.changed'>).contact.phone
      return event === 'conversation.changed' ? (payload as EventPayload<'conversation.changed'>).conversation.contactPhone : []
    }),
  )
  expect(phones).toEqual([
    [WHOLE, WHOLE],
    [END, END],
    [END, END],
  ])
})

test('a renamed contact comes back masked to whoever sees phones masked', async () => {
  const { handlers } = await setUp()
  const input = { contactId: 1 as ContactId, givenName: 'Zélia da padaria', expectRevision: 1 }
  const { contact } = await handlers['contacts.rename'](input, callFrom(whoSees('hidden')))
  expect([contact.givenName, contact.phone]).toEqual(['Zélia da padaria', END])
})

test('what a masked role is shown of a name does not become the name', async () => {
  const { handlers, contacts } = await setUp()
  const rename = (givenName: string, expectRevision: number, phone: Masking) =>
    handlers['contacts.rename']({ contactId: 1 as ContactId, givenName, expectRevision }, callFrom(whoSees(phone)))
  await rename('Zélia 11987654321', 1, 'shown')
  const { contact } = await rename(END, 2, 'hidden')
  expect([contact.givenName, contacts.get(1 as ContactId).givenName]).toEqual([END, 'Zélia 11987654321'])
})

test('whoever may give names does not find out a hidden phone by giving guesses of it, nor by looking for them', async () => {
  const { handlers, rows } = await setUp()
  const shownAs: unknown[] = []
  for (const [index, guess] of ['11987654321', '11987654320', '98765432 11223344', 'Zélia 8765 4321'].entries()) {
    const input = { contactId: 1 as ContactId, givenName: guess, expectRevision: index + 1 }
    const { contact } = await handlers['contacts.rename'](input, callFrom(whoSees('hidden')))
    shownAs.push([contact.givenName, (await rows('hidden', guess)).length])
  }
  expect(shownAs).toEqual(shownAs.map(() => [END, 0]))
})

test('a number in the name of somebody whose phone nobody knows is not shown either', async () => {
  const { receive, rows } = await setUp()
  const rui = person({ waId: null, userId: 'BR.1349abcdef', profileName: 'Rui 31 98888-7777' })
  await receive(echo('olá', { person: rui, sentAt: NOON + 9000 }))
  expect([(await rows('shown')).at(-1), (await rows('hidden')).at(-1)]).toEqual([
    ['Rui 31 98888-7777', null],
    ['••••', null],
  ])
})

test('nor is the line about a changed number said by an answer to it', async () => {
  const { receive, handlers, messages } = await setUp()
  const line = { kind: 'system', event: 'changed-number', text: 'Zélia changed from 5511987654321 to 5511912345678' } as const
  const lineWamid = 'wamid.LINE'
  await receive(
    text(line.text, { content: line, body: line.text, wamid: lineWamid, person: person({ waId: '5511987654321' }), sentAt: NOON + 5000 }),
    text('e aí?', { person: person({ waId: '5511987654321' }), quotedWamid: lineWamid, sentAt: NOON + 6000 }),
  )
  const by = callFrom(whoSees('hidden'))
  const page = await handlers['messages.list']({ conversationId: idOf(1), limit: 10 }, by)
  const quoting = page.messages.at(-1)
  expect([quoting?.replyTo?.preview, quoting && messages.get(quoting.messageId).replyTo?.preview]).toEqual([null, null])
})

test('the line about a changed number says the number only to those who see numbers', async () => {
  const { receive, handlers, listen } = await setUp()
  const line = { kind: 'system', event: 'changed-number', text: 'Zélia changed from 5511987654321 to 5511912345678' } as const
  const windows = [listen(whoSees('shown')), listen(whoSees('hidden'))]
  await receive(text(line.text, { content: line, person: person({ waId: '5511987654321' }), sentAt: NOON + 5000 }))
  const seen = async (phone: Masking) => {
    const by = callFrom(whoSees(phone))
    const { messages } = await handlers['messages.list']({ conversationId: idOf(1), limit: 10 }, by)
    const { conversation } = await handlers['conversations.get']({ conversationId: idOf(1) }, by)
    return [messages.at(-1)?.content, conversation.preview?.text]
  }
  expect([await seen('shown'), await seen('hidden')]).toEqual([
    [line, line.text],
    [{ ...line, text: null }, ''],
  ])
  expect(windows.map((events) => JSON.stringify(events).includes('5511912345678'))).toEqual([true, false])
})

test('a card from an address book says its phones, which may be the customer’s own, only to those who see numbers', async () => {
  const { receive, handlers, listen } = await setUp()
  const plain = { emails: [], organization: null, title: null, urls: [], addresses: [], birthday: null }
  const card = { ...plain, name: '+55 11 98765-4321', phones: [{ phone: WHOLE, waId: '5511987654321', type: 'CELL' }] }
  const content = { kind: 'contacts' as const, contacts: [card] }
  const windows = [listen(whoSees('shown')), listen(whoSees('hidden'))]
  await receive(text('', { content, body: card.name, person: person({ waId: '5511987654321' }), sentAt: NOON + 5000 }))
  const seen = async (phone: Masking) => {
    const by = callFrom(whoSees(phone))
    const { messages } = await handlers['messages.list']({ conversationId: idOf(1), limit: 10 }, by)
    const { conversation } = await handlers['conversations.get']({ conversationId: idOf(1) }, by)
    return [messages.at(-1)?.content, conversation.preview?.text]
  }
  const masked = { ...card, name: '••••', phones: [{ phone: END, waId: null, type: 'CELL' }] }
  expect([await seen('shown'), await seen('on-request'), await seen('hidden')]).toEqual([
    [content, card.name],
    [{ ...content, contacts: [masked] }, '••••'],
    [{ ...content, contacts: [masked] }, '••••'],
  ])
  expect(windows.map((events) => /98765-?4321/.test(JSON.stringify(events)))).toEqual([true, false])
})

test('nor is the phone that a card without a name is called by said by an answer to it', async () => {
  const { receive, handlers, listen } = await setUp()
  const plain = { emails: [], organization: null, title: null, urls: [], addresses: [], birthday: null }
  const content = { kind: 'contacts' as const, contacts: [{ ...plain, name: WHOLE, phones: [{ phone: WHOLE, waId: null, type: null }] }] }
  const zelia = person({ waId: '5511987654321' })
  await receive(text('', { content, body: WHOLE, wamid: 'wamid.CARD', person: zelia, sentAt: NOON + 5000 }))
  const windows = [listen(whoSees('shown')), listen(whoSees('on-request')), listen(whoSees('hidden'))]
  await receive(text('é esse', { person: zelia, quotedWamid: 'wamid.CARD', sentAt: NOON + 6000 }))
  const seen = async (phone: Masking) => {
    const { messages } = await handlers['messages.list']({ conversationId: idOf(1), limit: 10 }, callFrom(whoSees(phone)))
    return messages.at(-1)?.replyTo?.preview
  }
  expect([await seen('shown'), await seen('on-request'), await seen('hidden')]).toEqual([WHOLE, '••••', '••••'])
  expect(windows.map((events) => JSON.stringify(events).includes(WHOLE))).toEqual([true, false, false])
})

test('a text may have a phone in it when it has as many digits as one, however they are written', () => {
  const names = ['11 98765-4321', '(11)98765 4321', '011987654321', '+55 11 8765-4321', '９８７６５４３２１', 'Rua 12, 34567-890']
  expect([...names, 'Zélia 2', '98765', '4321'].map((name) => mayHavePhone(name, WHOLE))).toEqual([
    ...names.map(() => true),
    false,
    false,
    false,
  ])
  expect([phoneEnd(WHOLE), phoneEnd('12')]).toEqual([END, '••••'])
})

test('somebody without a phone is shown as they are', async () => {
  const { receive, rows } = await setUp()
  await receive(echo('olá', { person: person({ waId: null, userId: 'BR.1349abcdef' }), sentAt: NOON + 9000 }))
  expect((await rows('hidden')).at(-1)).toEqual(['abcdef', null])
})
