import { expect, test } from 'vitest'
import type { ContactId } from '#contract'
import { createContactHandlers } from '#core/contacts/handlers.ts'
import { sql } from '#core/db/sql.ts'
import { person, text } from '#test/support/decoded-events.ts'
import { ana, createReceiving } from '#test/support/receiving.ts'
import { actor, callFrom } from '#test/support/shop.ts'

async function setUp() {
  const shop = createReceiving()
  await shop.receive(text('oi', { person: person({ profileName: 'Zélia' }) }))
  const { contacts, messages } = shop
  const handlers = createContactHandlers({ contacts, onRenamed: messages.tellContact })
  const context = callFrom(actor({ staffId: ana, role: 'manager' }))
  return { ...shop, handlers, context }
}

// The first contact of a fresh shop.
const ZELIA = 1 as ContactId

test('a given name is a command, shows everywhere at once, and an empty one gives the profile name back', async () => {
  const { handlers, context, inbox, listen, db } = await setUp()
  const events = listen()
  const { contact } = await handlers['contacts.rename']({ contactId: ZELIA, givenName: 'Zélia da padaria', expectRevision: 1 }, context)
  expect(contact).toMatchObject({ givenName: 'Zélia da padaria', profileName: 'Zélia', revision: 2 })
  expect(events.map(({ event, payload }) => [event, payload])).toEqual([
    ['contact.changed', { contact }],
    ['conversation.changed', { conversation: inbox.find(1 as never) }],
  ])
  expect(inbox.find(1 as never)?.contactName).toBe('Zélia da padaria')
  expect(db.list(sql`SELECT kind, entity, by_staff, payload FROM commands`)).toEqual([
    { kind: 'contacts.rename', entity: 'contact:1', by_staff: 'ana', payload: '{"contactId":1,"givenName":"Zélia da padaria"}' },
  ])

  await handlers['contacts.rename']({ contactId: ZELIA, givenName: '', expectRevision: 2 }, context)
  expect(await handlers['contacts.get']({ contactId: ZELIA }, context)).toMatchObject({ contact: { givenName: null, revision: 3 } })
  expect(inbox.find(1 as never)?.contactName).toBe('Zélia')
})

test('a rename of what somebody else renamed meanwhile is refused', async () => {
  const { handlers, context, contacts } = await setUp()
  await handlers['contacts.rename']({ contactId: ZELIA, givenName: 'A', expectRevision: 1 }, context)
  expect(() => handlers['contacts.rename']({ contactId: ZELIA, givenName: 'B', expectRevision: 1 }, context)).toThrow(
    expect.objectContaining({ code: 'changed-meanwhile' }),
  )
  expect(contacts.get(ZELIA).givenName).toBe('A')
})

test('a name that could not be told is not kept either', async () => {
  const { contacts, context } = await setUp()
  const handlers = createContactHandlers({
    contacts,
    onRenamed() {
      throw new Error('the disk is full')
    },
  })
  expect(() => handlers['contacts.rename']({ contactId: ZELIA, givenName: 'A', expectRevision: 1 }, context)).toThrow('the disk is full')
  expect(contacts.get(ZELIA)).toMatchObject({ givenName: null, revision: 1 })
})

test('every window is told that somebody is known from earlier on', async () => {
  const { receive, listen, contacts } = await setUp()
  const events = listen()
  const earlier = contacts.get(ZELIA).firstSeenAt - 1000
  await receive(text('antes', { source: 'history', person: person({ profileName: 'Zélia' }), sentAt: earlier }))
  expect(events).toContainEqual({ event: 'contact.changed', payload: { contact: { ...contacts.get(ZELIA), firstSeenAt: earlier } } })
})

test('a contact that is not there is not found', async () => {
  const { handlers, context } = await setUp()
  const contactId = 99 as ContactId
  expect(() => handlers['contacts.get']({ contactId }, context)).toThrow(expect.objectContaining({ code: 'not-found' }))
  expect(() => handlers['contacts.rename']({ contactId, givenName: 'X', expectRevision: 1 }, context)).toThrow(
    expect.objectContaining({ code: 'not-found' }),
  )
})
