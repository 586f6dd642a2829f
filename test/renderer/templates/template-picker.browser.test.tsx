import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { emptyValues, fillTemplate, type CostQuote, type Template } from '#contract'
import { refuse, type FakeHandlers } from '#renderer/transport/fake.ts'
import { buildMessage, conversationIdOf, messageIdOf } from '#test/support/inbox-rows.ts'
import { templateOf } from '#test/support/sample-template-list.ts'
import { definitionOf } from '#test/support/sample-templates.ts'
import { openInbox } from '../inbox/open-inbox.tsx'

const quote: CostQuote = { category: 'utility', currency: 'BRL', amount: 35_000, why: 'rate' }
const ready = templateOf({
  id: 1,
  name: 'pedido_pronto',
  definition: definitionOf({
    parameterFormat: 'named',
    body: 'Oi, {{nome}}! Seu pedido {{pedido}} já está pronto na {{loja}}, pode vir.',
    bodyExamples: { nome: 'Marina', pedido: '1042', loja: 'Aurora' },
  }),
})
const offer = templateOf({
  id: 2,
  name: 'bolo_da_semana',
  category: 'marketing',
  useCount: 40,
  definition: definitionOf({ body: 'O bolo da semana já saiu do forno.', bodyExamples: {} }),
})
const paused = templateOf({ id: 3, name: 'aviso_antigo', status: 'paused', definition: definitionOf({ body: 'Aviso.', bodyExamples: {} }) })

type Options = { templates?: Template[]; handlers?: FakeHandlers; language?: 'en' | 'pt-BR' }

async function openPicker({ templates = [ready, offer, paused], handlers = {}, language = 'en' }: Options = {}) {
  const inbox = await openInbox({
    path: '/inbox/all/5',
    language,
    handlers: {
      'templates.list': () => ({ templates, syncedAt: Date.now(), problem: null }),
      'costs.quote': () => ({ quote }),
      'media.address': () => ({ prefix: '/files' }),
      ...handlers,
    },
  })
  await expect.element(page.getByText(/Your draft is kept:|Seu rascunho/)).toBeVisible()
  await userEvent.keyboard('t')
  await expect.element(page.getByRole('combobox', { name: /Search templates|modelos/ })).toHaveFocus()
  return inbox
}

const option = (name: RegExp) => page.getByRole('option', { name })
const sent = (inbox: Awaited<ReturnType<typeof openInbox>>) => inbox.callsOf('messages.send')

test('from the first key to sent by keyboard alone, with what is known filled in', async () => {
  const inbox = await openPicker()
  await userEvent.keyboard('pedido{Enter}')
  await expect.element(page.getByLabelText('nome')).toHaveValue('Lerato')
  await expect.element(page.getByLabelText('loja')).toHaveValue('Casa Jacarandá')
  await expect.element(page.getByLabelText('pedido')).toHaveFocus()
  await userEvent.keyboard('2077')
  await expect
    .element(
      page
        .getByRole('dialog')
        .getByText(/Seu pedido 2077 já está pronto/)
        .last(),
    )
    .toBeInTheDocument()
  await userEvent.keyboard('{Enter}')
  await expect
    .poll(() => sent(inbox))
    .toMatchObject([
      {
        content: {
          kind: 'template',
          templateId: '1',
          values: { body: { nome: 'Lerato', pedido: '2077', loja: 'Casa Jacarandá' }, header: null, buttons: [], cards: [] },
        },
      },
    ])
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  // Where the answer is written; here why none can be.
  await expect.element(page.getByRole('button', { name: 'Send a template' })).toHaveFocus()
  await expect.element(page.getByRole('button', { name: 'Send a template' })).toHaveAccessibleDescription(/^The 24-hour window is closed\./)
})

test('the most used come first, prices stand beside them, and what cannot go says why and is not chosen', async () => {
  const inbox = await openPicker()
  await expect
    .poll(() =>
      page
        .getByRole('option')
        .elements()
        .map((element) => element.textContent?.split(/[A-Z]/)[0]),
    )
    .toHaveLength(3)
  await expect.element(option(/bolo_da_semana/)).toMatchTextContent(/R\$ ?0[.,]035/)
  expect(page.getByRole('option').elements()[0]?.textContent).toContain('bolo_da_semana')
  await expect.element(option(/aviso_antigo/)).toHaveAttribute('aria-disabled', 'true')
  await expect.element(option(/aviso_antigo/)).toMatchTextContent(/paused it for a while/)
  await option(/aviso_antigo/).click({ force: true })
  expect(page.getByRole('button', { name: 'Send', exact: true }).elements()).toEqual([])
  expect(sent(inbox)).toEqual([])
})

test('a blank that is not filled in stops it and has the focus', async () => {
  const inbox = await openPicker()
  await userEvent.keyboard('pedido{Enter}')
  await expect.element(page.getByLabelText('pedido')).toHaveFocus()
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  await expect.element(page.getByText('Fill this in.')).toBeVisible()
  await expect.element(page.getByLabelText('pedido')).toHaveFocus()
  expect(sent(inbox)).toEqual([])
})

test('putting it away loses nothing of what was filled in', async () => {
  const inbox = await openPicker()
  await userEvent.keyboard('pedido{Enter}')
  await expect.element(page.getByLabelText('pedido')).toHaveFocus()
  await userEvent.keyboard('31{Escape}')
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  inbox.stores.inboxView.getState().openTemplatePicker()
  await expect.element(page.getByLabelText('pedido')).toHaveValue('31')
})

test('says that the quote of the draft stays behind, and leaves it there', async () => {
  const inbox = await openPicker()
  const note = /WhatsApp shows no quote above a template/
  await userEvent.keyboard('pedido{Enter}')
  await expect.element(page.getByLabelText('pedido')).toHaveFocus()
  expect(page.getByText(note).elements()).toEqual([])
  const { drafts } = inbox.stores
  drafts.getState().setReplyTo(conversationIdOf(5), messageIdOf(501))
  await expect.element(page.getByText(note)).toBeVisible()
  await userEvent.keyboard('2077{Enter}')
  await expect.poll(() => sent(inbox)).toMatchObject([{ replyTo: null }])
  expect(drafts.getState().byId.get(conversationIdOf(5))?.replyTo).toBe(messageIdOf(501))
})

test.each([
  ['en', 'Copy offer code', 'Code to copy', /at most 20 characters/],
  ['pt-BR', 'Copiar código da oferta', 'Código para copiar', /no máximo 20 caracteres/],
] as const)('the button that copies a code has WhatsApp’s words, and the code its length: %s', async (language, words, field, tooLong) => {
  const coupon = templateOf({
    id: 9,
    name: 'cupom',
    category: 'marketing',
    definition: definitionOf({ body: 'Um cupom para você.', bodyExamples: {}, buttons: [{ kind: 'copy-code', example: 'BOLO10' }] }),
  })
  const inbox = await openPicker({ templates: [coupon], language })
  await userEvent.keyboard('cupom{Enter}')
  await expect.element(page.getByLabelText(field)).toHaveFocus()
  await expect.element(page.getByRole('dialog').getByText(words)).toBeVisible()
  await userEvent.keyboard('ABCDEFGHIJKLMNOPQRSTU{Enter}')
  await expect.element(page.getByText(tooLong)).toBeVisible()
  expect(sent(inbox)).toEqual([])
  await userEvent.keyboard('{Backspace}{Enter}')
  await expect.poll(() => sent(inbox)).toMatchObject([{ content: { values: { buttons: [{ index: 0, value: 'ABCDEFGHIJKLMNOPQRST' }] } } }])
})

test('without anything to fill in, Enter sends it at once', async () => {
  const inbox = await openPicker()
  await userEvent.keyboard('bolo{Enter}')
  await expect.element(page.getByRole('button', { name: 'Send', exact: true })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => sent(inbox)).toMatchObject([{ content: { kind: 'template', templateId: '2' } }])
})

test('an advertisement does not go to somebody who wants none', async () => {
  const refused = buildMessage(700, {
    conversationId: conversationIdOf(5),
    direction: 'out',
    content: { kind: 'text', body: 'Promoção' },
    delivery: { status: 'failed', problem: { key: 'marketing-opted-out', code: 131050, details: null }, undoUntil: null },
  })
  await openPicker({ handlers: { 'messages.list': () => ({ messages: [refused], hasBefore: false, hasAfter: false }) } })
  await expect.element(option(/bolo_da_semana/)).toHaveAttribute('aria-disabled', 'true')
  await expect.element(option(/bolo_da_semana/)).toMatchTextContent(/does not want advertisements/)
  await expect.element(option(/pedido_pronto/)).not.toHaveAttribute('aria-disabled', 'true')
})

test('nor to somebody who told WhatsApp so', async () => {
  const shown = fillTemplate(offer, emptyValues(offer.definition))
  await openPicker({ handlers: { 'templates.preview': () => ({ shown, problems: [], isStopped: true }) } })
  await expect.element(option(/bolo_da_semana/)).toMatchTextContent(/does not want advertisements/)
  await expect.element(option(/pedido_pronto/)).not.toHaveAttribute('aria-disabled', 'true')
})

test('what the core refuses is there again when the picker is opened the next time', async () => {
  const inbox = await openPicker({ handlers: { 'messages.send': () => refuse('template-not-usable') } })
  await userEvent.keyboard('pedido{Enter}')
  await expect.element(page.getByLabelText('pedido')).toHaveFocus()
  await userEvent.keyboard('88{Enter}')
  await expect.poll(() => sent(inbox)).toHaveLength(1)
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  inbox.stores.inboxView.getState().openTemplatePicker()
  await expect.element(page.getByLabelText('pedido')).toHaveValue('88')
})

test('an account without templates says so', async () => {
  await openInbox({
    path: '/inbox/all/5',
    handlers: { 'templates.list': () => ({ templates: [], syncedAt: null, problem: null }), 'costs.quote': () => ({ quote }) },
  }).then(({ stores }) => stores.inboxView.getState().openTemplatePicker())
  await expect.element(page.getByRole('dialog').getByText('No templates yet')).toBeVisible()
})
