import { describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { MethodInput, ScheduledId, ScheduledMessage, ScheduledPage } from '#contract'
import { refuse } from '#renderer/transport/fake.ts'
import { ana, buildDraftFile, buildMessage, buildSent, conversationIdOf, messageIdOf } from '#test/support/inbox-rows.ts'
import { sampleReply } from '#test/support/sample-page.ts'
import { composer, fileIdOf, openComposer, tray } from './open-composer.tsx'

describe('a colleague who was faster', () => {
  async function sendLate() {
    const shop = await openComposer({
      handlers: {
        'messages.send': ({ sendAnyway, content }) =>
          sendAnyway === true
            ? {
                message: buildSent(9_000, {
                  conversationId: conversationIdOf(3),
                  content: { kind: 'text', body: bodyOf(content) },
                  sentAt: Date.now(),
                }),
              }
            : refuse('colleague-replied', { by: 'Rui Mokoena', seconds: 8 }),
      },
    })
    await userEvent.keyboard('Entregamos{Enter}')
    await expect.element(page.getByText('Rui Mokoena replied 8 s ago.')).toBeVisible()
    return shop
  }

  test('stops the message, and Enter sends it anyway', async () => {
    const shop = await sendLate()
    await expect.element(page.getByRole('button', { name: 'Send anyway' })).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => shop.sent().map(({ sendAnyway }) => sendAnyway)).toEqual([false, true])
    await expect.element(page.getByText('Rui Mokoena replied 8 s ago.')).not.toBeInTheDocument()
    await expect.element(composer).toHaveFocus()
  })

  test('the message can be kept as a draft', async () => {
    await sendLate()
    await userEvent.click(page.getByRole('button', { name: 'Keep as draft' }))
    await expect.element(composer).toHaveValue('Entregamos')
    await expect.element(page.getByText('Your message was not sent.')).not.toBeInTheDocument()
  })

  test('or discarded', async () => {
    const shop = await sendLate()
    await userEvent.click(page.getByRole('button', { name: 'Discard', exact: true }))
    await expect.element(composer).toHaveValue('')
    expect(shop.sent()).toHaveLength(1)
  })
})

describe('later', () => {
  const scheduledOf = (input: MethodInput<'scheduled.add'>, changes: Partial<ScheduledMessage> = {}): ScheduledMessage => ({
    scheduledId: 's1' as ScheduledId, // A test value: the brand says no more than what kind of id it is.
    conversationId: conversationIdOf(3),
    staffId: ana.staffId,
    content: { kind: 'text', body: bodyOf(input.content) },
    dueAt: input.dueAt,
    state: 'waiting',
    problem: null,
    ...changes,
  })

  const pageOf = (scheduled: ScheduledMessage[], rest: Partial<ScheduledPage> = {}): ScheduledPage => ({
    conversationId: conversationIdOf(3),
    scheduled,
    nextCursor: null,
    total: scheduled.length,
    ...rest,
  })

  test('from the menu of the send button: it leaves the composer and stands above it', async () => {
    const shop = await openComposer({
      handlers: {
        'scheduled.add': (input) => {
          const scheduled = scheduledOf(input)
          shop.shop.core.push('scheduled.changed', pageOf([scheduled]))
          return { scheduled }
        },
      },
    })
    await userEvent.keyboard('Bom dia!')
    await userEvent.click(page.getByRole('button', { name: 'Send later' }))
    await userEvent.click(page.getByRole('menuitem', { name: /^Tomorrow/ }))
    await expect.element(composer).toHaveValue('')
    // What the fake core was called with is the input of that method.
    const [added] = shop.callsOf('scheduled.add') as MethodInput<'scheduled.add'>[]
    expect([added?.content, new Date(added?.dueAt ?? 0).getHours()]).toEqual([{ kind: 'text', body: 'Bom dia!' }, 9])
    await userEvent.click(page.getByRole('button', { name: '1 scheduled message' }))
    await expect.element(page.getByText(/Tomorrow 09:00/)).toBeVisible()
  })

  test('Ctrl+Shift+Enter asks when; a time that is over is refused beside its field', async () => {
    const shop = await openComposer({ handlers: { 'scheduled.add': () => refuse('window-closed') } })
    await userEvent.keyboard('Depois{Control>}{Shift>}{Enter}{/Shift}{/Control}')
    const field = page.getByLabelText('Date and time')
    await userEvent.fill(field, '2020-01-01T09:00')
    await userEvent.click(page.getByRole('button', { name: 'Schedule', exact: true }))
    await expect.element(page.getByText('This time is over already. Choose a later one.')).toBeVisible()
    expect(shop.callsOf('scheduled.add')).toEqual([])
    await userEvent.click(page.getByRole('button', { name: /^Tomorrow/ }))
    // What the core refuses stays where it was.
    await expect.poll(() => shop.callsOf('scheduled.add').length).toBe(1)
    await expect.element(composer).toHaveValue('Depois')
    await expect.element(page.getByText(/The 24-hour window will be closed by then/).first()).toBeVisible()
  })

  test('many are loaded on, and stay loaded when one of them changes', async () => {
    const numbered = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => ({
        ...scheduledOf({
          conversationId: 3,
          clientKey: 'k',
          content: { kind: 'text', body: `Aviso ${from + index}` },
          replyTo: null,
          dueAt: Date.now() + 3_600_000 + index,
        }),
        scheduledId: `s${from + index}` as ScheduledId, // A test value, as above.
      }))
    const first = pageOf(numbered(1, 4), { nextCursor: 'after 3', total: 5 })
    const shop = await openComposer({
      handlers: { 'scheduled.list': ({ cursor }) => (cursor === undefined ? first : pageOf(numbered(4, 6), { total: 5 })) },
    })
    await userEvent.click(page.getByRole('button', { name: '5 scheduled messages' }))
    await expect.element(page.getByText('Aviso 3')).toBeInTheDocument()
    await expect.element(page.getByText('Aviso 5')).not.toBeInTheDocument()
    await userEvent.click(page.getByRole('button', { name: 'Show more' }))
    await expect.element(page.getByText('Aviso 5')).toBeInTheDocument()
    await expect.element(page.getByRole('button', { name: 'Show more' })).not.toBeInTheDocument()
    const asked = shop.callsOf('scheduled.list').length
    shop.shop.core.push('scheduled.changed', first)
    await expect.poll(() => shop.callsOf('scheduled.list').length).toBe(asked + 2)
    await expect.element(page.getByText('Aviso 5')).toBeInTheDocument()
  })

  test('what was stopped says why without asking, and can be sent, moved and cancelled', async () => {
    const stopped = scheduledOf(
      { conversationId: 3, clientKey: 'k', content: { kind: 'text', body: 'Promoção' }, replyTo: null, dueAt: Date.now() - 1000 },
      { state: 'stopped', problem: 'window-closed' },
    )
    const shop = await openComposer({
      handlers: {
        'scheduled.list': () => pageOf([stopped]),
        'scheduled.sendNow': () => refuse('window-closed'),
        'scheduled.cancel': () => ({ text: 'Promoção' }),
      },
    })
    await expect.element(page.getByText('Stopped')).toBeVisible()
    await userEvent.click(page.getByRole('button', { name: 'Send now: Promoção' }))
    await expect.poll(() => shop.callsOf('scheduled.sendNow')).toEqual([{ scheduledId: 's1' }])
    await userEvent.click(page.getByRole('button', { name: 'Cancel: Promoção' }))
    await expect.element(composer).toHaveValue('Promoção')
  })
})

describe('before it goes', () => {
  test('the price and the signature are said; nothing where nothing costs', async () => {
    await openComposer({
      handlers: {
        'costs.quote': () => ({ quote: { category: 'service', currency: 'USD', amount: 6_800, why: 'rate' } }),
        'messaging.get': () => ({ rules: { signature: 'first-name' } }),
      },
    })
    await expect.element(page.getByText(/≈ US\$.?0[.,]0068 for this message/)).toBeVisible()
    await expect.element(page.getByText('Signed as Ana')).toBeVisible()
  })

  test('a free message has no price', async () => {
    const shop = await openComposer({
      handlers: { 'costs.quote': () => ({ quote: { category: 'service', currency: 'USD', amount: 0, why: 'free-allowance' } }) },
    })
    await expect.poll(() => shop.callsOf('costs.quote').length).toBe(1)
    await expect.element(page.getByText(/for this message/)).not.toBeInTheDocument()
  })
})

describe('emoji', () => {
  test('a colon and two letters find one by its name, in both languages', async () => {
    await openComposer()
    await userEvent.keyboard('Obrigada :coffe')
    await expect.element(page.getByRole('option').first()).toMatchTextContent(/☕/)
    await userEvent.keyboard('{Enter}!')
    await expect.element(composer).toHaveValue('Obrigada ☕!')
  })

  test('a time of day asks for nothing', async () => {
    await openComposer()
    await userEvent.keyboard('Até 10:30 :) ')
    await expect.element(page.getByRole('listbox')).not.toBeInTheDocument()
  })

  test('one is chosen from all by keyboard, and stands where the caret was', async () => {
    await openComposer()
    await userEvent.keyboard('Parabéns')
    await userEvent.click(page.getByRole('button', { name: 'Emoji' }))
    await expect.element(page.getByRole('searchbox', { name: 'Search for an emoji' })).toHaveFocus()
    await userEvent.keyboard('party popper')
    await expect.element(page.getByRole('gridcell').first()).toMatchTextContent(/🎉/)
    await userEvent.keyboard('{Enter}')
    await expect.element(composer).toHaveValue('Parabéns🎉')
  })
})

describe('reactions', () => {
  test('+ on a message offers six, takes one, and takes it back', async () => {
    const shop = await openComposer()
    await userEvent.keyboard('{ArrowUp}+')
    await expect.element(page.getByRole('button', { name: 'React with 👍' })).toHaveFocus()
    await userEvent.keyboard('{ArrowRight}{Enter}')
    await expect.poll(() => shop.callsOf('messages.react').map((input) => (input as MethodInput<'messages.react'>).emoji)).toEqual(['❤️'])
    await userEvent.keyboard('+')
    // What was used last is the first.
    await expect.element(page.getByRole('button', { name: 'Take ❤️ back' }).first()).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => shop.callsOf('messages.react').length).toBe(2)
  })

  test('a reaction that is refused is said, and is not there', async () => {
    const shop = await openComposer({ handlers: { 'messages.react': () => refuse('not-possible-now') } })
    await userEvent.keyboard('{ArrowUp}+')
    await userEvent.click(page.getByRole('button', { name: 'React with 👍' }))
    await expect.element(page.getByText(/This cannot be done just now/).first()).toBeVisible()
    const reactions = shop.stores.messages
      .getState()
      .windows.get(conversationIdOf(3))
      ?.items.flatMap(({ message }) => message.reactions)
    expect(reactions).toEqual([])
  })
})

test('a quick reply comes in the language of the customer, or the one last used, with its files', async () => {
  const reply = sampleReply({
    shortcut: 'ola',
    text: 'Hello {{customer}}',
    translations: [
      { language: 'pt-BR', text: 'Olá {{customer}}' },
      { language: 'es', text: 'Hola {{customer}}' },
    ],
    files: [{ mediaId: fileIdOf('price-list.pdf'), fileName: 'price-list.pdf', facts: buildDraftFile('x').facts }],
  })
  await openComposer({ handlers: { 'replies.list': () => ({ replies: [reply] }) } })
  await userEvent.keyboard('/ola{Enter}')
  await expect.element(composer).toHaveValue('Olá Camila')
  await expect.element(tray.getByText('price-list.pdf')).toBeVisible()
  await userEvent.keyboard('{Control>}a{/Control}/ola{ArrowRight}{Enter}')
  await expect.element(composer).toHaveValue('Hola Camila')
  await userEvent.keyboard('{Control>}a{/Control}/ola{Enter}')
  await expect.element(composer).toHaveValue('Hola Camila')
})

test('a quote goes with the first of what is sent', async () => {
  const theirs = buildMessage(70, {
    conversationId: conversationIdOf(3),
    content: { kind: 'location', latitude: 1, longitude: 2, name: 'Loja', address: null, url: null },
  })
  const shop = await openComposer({ handlers: { 'messages.list': () => ({ messages: [theirs], hasBefore: false, hasAfter: false }) } })
  await userEvent.keyboard('{ArrowUp}r')
  await expect.element(composer).toHaveFocus()
  await userEvent.keyboard('É aqui{Enter}')
  await expect.poll(() => shop.sent().map(({ replyTo }) => replyTo)).toEqual([messageIdOf(70)])
})

function bodyOf(content: MethodInput<'messages.send'>['content']): string {
  return content.kind === 'text' ? content.body : ''
}
