import { describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { BuiltInRole, NumberId } from '#contract'
import { refuse } from '#renderer/transport/fake.ts'
import { ana, buildMessage, conversationIdOf } from '#test/support/inbox-rows.ts'
import { openInbox } from './open-inbox.tsx'

const composer = page.getByRole('textbox', { name: /^Message to/ })
const sentTexts = (inbox: Awaited<ReturnType<typeof openInbox>>) =>
  // What the fake core was called with is the input of that method.
  inbox.callsOf('messages.send').map((input) => (input as { content: { body: string } }).content.body)

test('Enter sends and Shift+Enter breaks the line', async () => {
  const inbox = await openInbox({ path: '/inbox/all/3' })
  await userEvent.click(composer)
  await userEvent.keyboard('Entregamos sim{Shift>}{Enter}{/Shift}amanhã{Enter}')
  await expect.poll(() => sentTexts(inbox)).toEqual(['Entregamos sim\namanhã'])
  await expect.element(composer).toHaveValue('')
  await expect.element(page.getByRole('article', { name: /^You/ })).toMatchTextContent(/Entregamos sim/)
})

test('with the other setting Enter breaks the line and Ctrl+Enter sends', async () => {
  const inbox = await openInbox({ path: '/inbox/all/3', settings: { sendKey: 'mod-enter' } })
  await userEvent.click(composer)
  await userEvent.keyboard('um{Enter}dois{Control>}{Enter}{/Control}')
  await expect.poll(() => sentTexts(inbox)).toEqual(['um\ndois'])
})

test('Enter that finishes a word of an input method does not send', async () => {
  const inbox = await openInbox({ path: '/inbox/all/3' })
  await userEvent.click(composer)
  await userEvent.keyboard('ka')
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, isComposing: true, cancelable: true }))
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true, isComposing: true, cancelable: true }))
  expect(sentTexts(inbox)).toEqual([])
})

test('Ctrl+B begins what is bold and ends it; pressed twice it leaves nothing', async () => {
  const inbox = await openInbox({ path: '/inbox/all/3' })
  await userEvent.click(composer)
  await userEvent.keyboard('Temos {Control>}b{/Control}de fubá{Control>}b{/Control}, sim{Control>}bb{/Control}{Enter}')
  await expect.poll(() => sentTexts(inbox)).toEqual(['Temos *de fubá*, sim'])
})

test('Z takes the message back and the text is in the composer again', async () => {
  await openInbox({ path: '/inbox/all/3' })
  await userEvent.click(composer)
  await userEvent.keyboard('Ops{Enter}')
  await expect.element(page.getByRole('button', { name: 'Undo' })).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await userEvent.keyboard('z')
  await expect.element(composer).toHaveValue('Ops')
  await expect.element(page.getByRole('article', { name: /^You/ })).not.toBeInTheDocument()
})

test('a message the core did not take says why, and goes when it is tried again', async () => {
  let isFull = true
  const inbox = await openInbox({ path: '/inbox/all/3' })
  await inbox.unmount()
  const again = await openInbox({
    path: '/inbox/all/3',
    handlers: { 'messages.send': () => (isFull ? refuse('disk-full') : refuse('read-only')) },
  })
  await userEvent.click(composer)
  await userEvent.keyboard('Guarde isto{Enter}')
  await expect.element(page.getByText('Not sent.')).toBeVisible()
  isFull = false
  await userEvent.click(page.getByRole('button', { name: 'Try again' }))
  await expect.poll(() => again.callsOf('messages.send').length).toBe(2)
  await userEvent.click(page.getByRole('button', { name: 'Edit' }))
  await expect.element(composer).toHaveValue('Guarde isto')
})

describe('quick replies', () => {
  test('known blanks are filled, the others are walked by Tab and hold the message back', async () => {
    const inbox = await openInbox({ path: '/inbox/all/3' })
    await userEvent.click(composer)
    await userEvent.keyboard('/pi')
    await expect.element(page.getByRole('option')).toMatchTextContent(/\/pix/)
    await userEvent.keyboard('{Enter}')
    await expect.element(composer).toHaveValue('Nossa chave Pix é *pix@casajacaranda.com.br*. O valor é R$ {{valor}}, para {{dia}}.')
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByText('Fill these in before sending:')).toBeVisible()
    expect(sentTexts(inbox)).toEqual([])
    await userEvent.keyboard('105{Tab}quinta{Enter}')
    await expect.poll(() => sentTexts(inbox)).toEqual(['Nossa chave Pix é *pix@casajacaranda.com.br*. O valor é R$ 105, para quinta.'])
    expect(inbox.callsOf('replies.used')).toEqual([{ quickReplyId: 'pix' }])
  })

  test('the customer, the attendant and the shop are put in', async () => {
    await openInbox({ path: '/inbox/all/3' })
    await userEvent.click(composer)
    await userEvent.keyboard('/oi{Enter}')
    await expect.element(composer).toHaveValue('Olá Camila, aqui é Ana Ribeiro da Casa Jacarandá. Como posso ajudar?')
  })

  test('Tab leaves the field when nothing is left to fill', async () => {
    await openInbox({ path: '/inbox/all/3' })
    await userEvent.click(composer)
    await userEvent.keyboard('pronto{Tab}')
    await expect.element(composer).not.toHaveFocus()
  })
})

describe('the 24 hours', () => {
  test('a closed window takes no text, keeps the draft, and opens when the customer writes', async () => {
    const { shop } = await openInbox({ path: '/inbox/all/5' })
    await expect.element(page.getByText('The 24-hour window is closed.')).toBeVisible()
    await expect.element(page.getByText('Bom dia! O conserto fica pronto na sexta.')).toBeVisible()
    await expect.element(composer).not.toBeInTheDocument()
    shop.receive(5, { kind: 'text', body: 'Oi, voltei' }, Date.now())
    await expect.element(composer).toHaveValue('Bom dia! O conserto fica pronto na sexta.')
  })

  test('the last quarter of an hour is said beside the composer', async () => {
    await openInbox({ path: '/inbox/all/4' })
    await expect.element(page.getByText(/^1[12]m left to answer freely\. After that/)).toBeVisible()
  })
})

test('an auditor reads, writes nothing and leaves no read mark', async () => {
  const inbox = await openInbox({ path: '/inbox/all/1', role: 'auditor' })
  await expect.element(page.getByText('Your role reads conversations and does not answer them.')).toBeVisible()
  await expect.element(composer).not.toBeInTheDocument()
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  expect(inbox.callsOf('conversations.markRead')).toEqual([])
})

test.each<[BuiltInRole, string[], string[]]>([
  [
    'attendant',
    ['All', 'Waiting', 'Mine', 'Free', 'Closing soon', 'Unread', 'Drafts'],
    ['all', 'those who wait', 'my', 'that nobody has', 'whose window closes', 'unread', 'drafts'],
  ],
  ['auditor', ['All', 'Waiting', 'Free', 'Closing soon'], ['all', 'those who wait', 'that nobody has', 'whose window closes']],
])('the command menu leads the %s to the same lists as the inbox does', async (role, lists, ways) => {
  await openInbox({ role })
  const views = page.getByRole('navigation', { name: 'Views' }).getByRole('link')
  await expect.element(views.first()).toBeVisible()
  expect(views.elements().map((link) => link.firstChild?.textContent)).toEqual(lists)
  await userEvent.keyboard('{Control>}k{/Control}')
  await expect.element(page.getByRole('dialog')).toBeVisible()
  const offered = page.getByRole('option', { name: /^Go to .*(conversations|those who|drafts)/ })
  expect(offered.elements().map((option, index) => option.textContent.includes(ways[index] ?? '-'))).toEqual(ways.map(() => true))
})

test('what is written while the link is down waits in sight, and goes once when it is back', async () => {
  let isDown = true
  const inbox = await openInbox({
    path: '/inbox/all/3',
    handlers: { 'messages.send': () => (isDown ? refuse('connection-lost') : refuse('read-only')) },
  })
  inbox.shop.core.setState('lost')
  await expect.element(page.getByText(/Reconnecting/)).toBeVisible()
  await userEvent.click(composer)
  await userEvent.keyboard('Já vai{Enter}')
  await expect.element(page.getByText(/Waits for the connection/)).toBeVisible()
  isDown = false
  inbox.shop.core.setState('connected')
  inbox.shop.core.missed()
  await expect.poll(() => inbox.callsOf('messages.send').length).toBe(2)
  const [first, second] = inbox.callsOf('messages.send')
  expect(second).toEqual(first)
})

test('what waits while sending has stopped says so, and can be taken back at any time', async () => {
  // A test value: the brand says no more than what kind of id it is.
  const numberId = '106540352242922' as NumberId
  const inbox = await openInbox({
    path: '/inbox/all/3',
    handlers: {
      'number.get': () => ({
        number: {
          numberId,
          displayPhoneNumber: '+55 21 4002-8922',
          verifiedName: 'Casa Jacarandá',
          quality: 'GREEN',
          connection: 'paused',
          pausedBy: 'token-invalid',
          offlineBy: null,
          queued: 1,
          unclaimed: 0,
        },
      }),
    },
  })
  await userEvent.click(composer)
  await userEvent.keyboard('Entregamos, sim{Enter}')
  await expect.element(page.getByText('Waits until sending is resumed.')).toBeVisible()
  await userEvent.click(page.getByRole('button', { name: 'Take back' }))
  await expect.element(composer).toHaveValue('Entregamos, sim')
  expect(inbox.callsOf('messages.undo')).toHaveLength(1)
})

test('undo pressed before the core has answered takes back what was just sent', async () => {
  const { promise: gate, resolve: letIn } = Promise.withResolvers<void>()
  const held = buildMessage(900, {
    conversationId: conversationIdOf(3),
    direction: 'out',
    author: { kind: 'staff', staffId: ana.staffId },
    content: { kind: 'text', body: 'Depressa' },
    sentAt: Date.now(),
    delivery: { status: 'queued', problem: null, undoUntil: Date.now() + 60_000 },
  })
  const inbox = await openInbox({
    path: '/inbox/all/3',
    handlers: {
      'messages.send': async () => {
        await gate
        return { message: held }
      },
      'messages.undo': () => ({
        message: { ...held, delivery: { status: 'cancelled', problem: null, undoUntil: null } },
        text: 'Depressa',
        content: null,
      }),
    },
  })
  await userEvent.click(composer)
  await userEvent.keyboard('Depressa{Enter}{Escape}z')
  letIn()
  await expect.element(composer).toHaveValue('Depressa')
  expect(inbox.callsOf('messages.undo')).toEqual([{ messageId: 900 }])
})
