import { describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { builtInGrants, type ContactCard, type MethodInput } from '#contract'
import { refuse, type FakeHandlers } from '#renderer/transport/fake.ts'
import { ana, conversationIdOf } from '#test/support/inbox-rows.ts'
import { openInbox } from './open-inbox.tsx'

const CARD: ContactCard = {
  name: 'Oficina do Rui',
  phones: [{ phone: '(11) 4002-8922', waId: '551140028922', type: 'WORK' }],
  emails: [],
  organization: null,
  title: null,
  urls: [],
  addresses: [],
  birthday: null,
}
/** As somebody who is known already. */
const known: FakeHandlers = { 'conversations.start': () => ({ conversationId: conversationIdOf(5) }) }

async function openCard({ card = CARD, handlers = known }: { card?: ContactCard; handlers?: FakeHandlers } = {}) {
  const inbox = await openInbox({ path: '/inbox/all/3', handlers })
  await expect.element(page.getByRole('textbox', { name: /^Message to/ })).toBeVisible()
  inbox.shop.receive(3, { kind: 'contacts', contacts: [card] }, Date.now())
  return inbox
}

describe('a contact card', () => {
  test('starts the chat with its phone as WhatsApp knows it, where a template goes first', async () => {
    const inbox = await openCard()
    await userEvent.click(page.getByRole('button', { name: 'Start a chat' }))
    await expect.element(page.getByRole('heading', { level: 2, name: 'Lerato Khumalo' }).first()).toBeVisible()
    await expect.element(page.getByRole('button', { name: 'Send a template' })).toBeVisible()
    expect(inbox.callsOf('conversations.start')).toEqual([{ phone: '+551140028922', name: 'Oficina do Rui' }])
  })

  test('with two phones asks which, and says what is no phone', async () => {
    const phones = [...CARD.phones, { phone: '98765', waId: null, type: null }]
    const handlers: FakeHandlers = { 'conversations.start': () => refuse('not-a-phone') }
    const inbox = await openCard({ card: { ...CARD, phones }, handlers })
    await userEvent.click(page.getByRole('button', { name: 'Chat with 98765' }))
    await expect.element(page.getByText(/This is not a phone number with its country/).first()).toBeVisible()
    expect(inbox.callsOf('conversations.start')).toEqual([{ phone: '98765', name: 'Oficina do Rui' }])
  })

  test('says that a colleague has the customer', async () => {
    await openCard({ handlers: { 'conversations.start': () => refuse('not-found') } })
    await userEvent.click(page.getByRole('button', { name: 'Start a chat' }))
    await expect.element(page.getByText(/A colleague looks after this customer/).first()).toBeVisible()
  })

  test('starts nothing for whoever sees the end of phones only', async () => {
    const me = { ...ana, ...builtInGrants.attendant, masks: { phone: 'hidden' as const } }
    await openCard({ handlers: { ...known, 'session.me': () => ({ me }) } })
    await expect.element(page.getByRole('button', { name: 'Start a chat' })).toBeDisabled()
  })
})

test('by keyboard alone: the command asks for a phone, says what is wrong with it, and opens the conversation', async () => {
  const inbox = await openInbox({
    handlers: {
      'conversations.start': ({ phone }: MethodInput<'conversations.start'>) =>
        phone.startsWith('+') ? { conversationId: conversationIdOf(5) } : refuse('not-a-phone'),
    },
  })
  await userEvent.keyboard('{Control>}k{/Control}')
  await userEvent.keyboard('start a conv{Enter}')
  const phone = page.getByRole('textbox', { name: 'Phone' })
  await expect.element(phone).toHaveFocus()
  await userEvent.keyboard('11 98765-4321{Enter}')
  await expect.element(page.getByText(/This is not a phone number with its country/).first()).toBeVisible()
  await userEvent.keyboard('{Home}+55 {Enter}')
  await expect.element(page.getByRole('heading', { level: 2, name: 'Lerato Khumalo' }).first()).toBeVisible()
  await expect.element(phone).not.toBeInTheDocument()
  expect(inbox.callsOf('conversations.start').at(-1)).toEqual({ phone: '+55 11 98765-4321', name: '' })
})
