import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import { createStarting } from '#core/inbox/starting.ts'
import { toWaId } from '#core/whatsapp/phone.ts'
import { codeOf } from '#test/support/code-of.ts'
import { colleagues, viewerOf } from '#test/support/held-inbox.ts'
import { outgoingText, setUpSending } from '#test/support/sending.ts'
import { actor } from '#test/support/shop.ts'

const ana = actor({ staffId: 'ana', role: 'attendant' })
const bia = actor({ staffId: 'bia', role: 'attendant' })

async function setUp({ isConnected = true } = {}) {
  const shop = await setUpSending({ colleagues })
  const numberId = () => (isConnected ? shop.number.numberId() : null)
  const starting = createStarting({ ...shop, numberId, onContactChanged: shop.messages.tellContact })
  const journaled = () => shop.db.list<{ action: string }>(sql`SELECT action FROM journal ORDER BY seq`).map(({ action }) => action)
  return { ...shop, ...starting, journaled }
}

test('a conversation with somebody new is made, is its starter’s, and waits for a template', async () => {
  const shop = await setUp()
  const conversationId = shop.start({ phone: '+55 (11) 98765-4321', name: 'Dona Zélia' }, ana)
  expect(shop.inbox.getPersonal(conversationId, ana).conversation).toMatchObject({
    contactName: 'Dona Zélia',
    contactPhone: '+55 11 98765-4321',
    assignedTo: 'ana',
    lastAt: null,
    windowExpiresAt: null,
    waitingSince: null,
  })
  expect(shop.contacts.address(shop.inbox.get(conversationId).contactId)).toEqual({ to: '5511987654321' })
  expect(shop.journaled().slice(-2)).toEqual(['conversation.started', 'conversation.assigned'])
  const text = { conversationId, clientKey: 'first-words', content: outgoingText('Oi'), replyTo: null, seen: null, sendAnyway: false }
  expect(await codeOf(() => shop.outbox.send(text, ana))).toBe('window-closed')
})

test('somebody with the smallest reach sees what they began', async () => {
  const shop = await setUp()
  const own = viewerOf('caio', 'own')
  const conversationId = shop.start({ phone: '+27 082 123 4567', name: '' }, own)
  expect(shop.inbox.getSeen(conversationId, own)).toMatchObject({ contactName: '+27 82 123 4567' })
})

test('who is known is opened, whichever way their phone is written, and nothing is changed or written down', async () => {
  const shop = await setUp()
  const known = shop.hearFrom('551187654321')
  const before = [shop.inbox.get(known), shop.journaled().length]
  expect(shop.start({ phone: '+5511987654321', name: 'Outro nome' }, ana)).toBe(known)
  expect(shop.start({ phone: '00 55 11 8765-4321', name: '' }, ana)).toBe(known)
  expect([shop.inbox.get(known), shop.journaled().length]).toEqual(before)
})

test('begun twice it is one, and the customer’s first words come into it', async () => {
  const shop = await setUp()
  const conversationId = shop.start({ phone: '+5511987654321', name: '' }, ana)
  expect(shop.start({ phone: '+55 11 98765-4321', name: '' }, ana)).toBe(conversationId)
  expect(shop.hearFrom('551187654321')).toBe(conversationId)
})

test('refused: what a colleague looks after, what is no phone, who sees no phones, and a shop without a number', async () => {
  const shop = await setUp()
  shop.start({ phone: '+5511987654321', name: '' }, bia)
  expect(await codeOf(() => shop.start({ phone: '+5511987654321', name: '' }, ana))).toBe('not-found')
  expect(await codeOf(() => shop.start({ phone: '11 98765-4321', name: '' }, ana))).toBe('not-a-phone')
  const blind = actor({ staffId: 'ana', role: 'attendant', masks: { phone: 'on-request' } })
  expect(await codeOf(() => shop.start({ phone: '+5511987654321', name: '' }, blind))).toBe('not-allowed')
  const unconnected = await setUp({ isConnected: false })
  expect(await codeOf(() => unconnected.start({ phone: '+5511987654321', name: '' }, ana))).toBe('no-number')
  expect(unconnected.db.get(sql`SELECT COUNT(*) AS contacts FROM contacts`)).toEqual({ contacts: 0 })
})

test.each([
  ['+55 (11) 98765-4321', '5511987654321'],
  ['+55 11 8765-4321', '551187654321'],
  ['+55 011 98765-4321', '5511987654321'],
  ['0055 11 4002-8922', '551140028922'],
  ['\u202A+27 82 123 4567\u202C', '27821234567'],
  ['+27 0821234567', '27821234567'],
  ['+1 (555) 010-0199', '15550100199'],
  ['11 98765-4321', null],
  ['+55 98765-4321', null],
  ['+55 11 98765-43210', null],
  ['+27 82 123 456', null],
  ['+12', null],
  ['+1234567890123456', null],
  ['•••• 4321', null],
  ['+55 11 CASA-BOLO', null],
  ['', null],
])('%s is the phone %s', (typed, waId) => {
  expect(toWaId(typed)).toBe(waId)
})
