import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { Template } from '#contract'
import { refuse, type FakeHandlers } from '#renderer/transport/fake.ts'
import { openPage } from '#test/support/open-page.tsx'
import { sampleMe } from '#test/support/sample-page.ts'
import { templateOf } from '#test/support/sample-template-list.ts'
import { attachmentOf, definitionOf } from '#test/support/sample-templates.ts'

const ready = templateOf({ id: 1, name: 'pedido_pronto', useCount: 3 })
const english = templateOf({ id: 2, name: 'pedido_pronto', language: 'en', status: 'pending' })
const moved = templateOf({ id: 3, name: 'lembrete', category: 'marketing', previousCategory: 'utility' })
const rejected = templateOf({
  id: 4,
  name: 'boas_vindas',
  status: 'rejected',
  rejectedReason: 'INVALID_FORMAT',
  rejectionAdvice: 'Add words before the variable.',
})

function openTemplates({
  templates = [ready, english, moved, rejected],
  role = 'owner',
  handlers = {},
}: { templates?: Template[]; role?: 'owner' | 'attendant'; handlers?: FakeHandlers } = {}) {
  return openPage({
    at: '/number/templates',
    handlers: {
      'session.me': () => ({ me: sampleMe({ role }) }),
      'templates.list': () => ({ templates, syncedAt: Date.now(), problem: null }),
      ...handlers,
    },
  })
}

test('says how each stands, what WhatsApp changed and why one was rejected', async () => {
  const { screen } = await openTemplates()
  await expect.element(screen.getByText('WhatsApp moved it from Utility to Marketing.')).toBeVisible()
  await expect.element(screen.getByText(/As marketing it costs more and needs the customer’s consent/)).toBeVisible()
  await expect.element(screen.getByText(/Look at the placeholders and their examples/)).toBeVisible()
  await expect.element(screen.getByText('Add words before the variable.')).toBeVisible()
  await expect.element(screen.getByText(/reviewing it, usually for minutes/)).toBeVisible()
})

test('narrows by words, language, category and state', async () => {
  const { screen } = await openTemplates()
  const names = () =>
    screen
      .getByRole('main')
      .getByRole('heading', { level: 2 })
      .elements()
      .map((element) => element.textContent)
  await expect.poll(names).toEqual(['boas_vindas', 'lembrete', 'pedido_pronto'])
  await screen.getByLabelText('Language').selectOptions('en')
  await expect.poll(names).toEqual(['pedido_pronto'])
  await screen.getByLabelText('Language').selectOptions('')
  await screen.getByLabelText('Category').selectOptions('marketing')
  await expect.poll(names).toEqual(['lembrete'])
  await screen.getByLabelText('State').selectOptions('rejected')
  await expect.element(screen.getByText('No template fits.')).toBeVisible()
})

test('shows what happened to one, newest first', async () => {
  const { screen } = await openTemplates({
    handlers: {
      'templates.changes': () => ({
        changes: [
          { at: Date.now(), what: 'category', before: 'utility', after: 'marketing', reason: null },
          { at: Date.now() - 1000, what: 'status', before: 'pending', after: 'approved', reason: null },
        ],
      }),
    },
  })
  await screen.getByRole('button', { name: 'Show lembrete in Portuguese (Brazil)' }).click()
  const dialog = screen.getByRole('dialog')
  await expect
    .poll(() =>
      dialog
        .getByRole('listitem')
        .elements()
        .map((element) => element.querySelector('strong')?.textContent),
    )
    .toEqual(['WhatsApp moved it from Utility to Marketing', 'Approved'])
})

test('reads the list again, and says when that did not work', async () => {
  let problem: string | null = null
  const { screen, inputsOf } = await openTemplates({
    handlers: {
      'templates.list': () => ({ templates: [ready], syncedAt: Date.now(), problem }),
      'templates.sync': () => {
        problem = 'offline'
        return refuse('offline')
      },
    },
  })
  await screen.getByRole('button', { name: 'Read again now' }).click()
  await expect.element(screen.getByText(/may be out of date/)).toBeVisible()
  expect(inputsOf('templates.sync')).toEqual([{}])
})

test('an attendant reads them and finds no way to change them', async () => {
  const { screen } = await openTemplates({ role: 'attendant' })
  await expect.element(screen.getByText('WhatsApp moved it from Utility to Marketing.')).toBeVisible()
  expect(screen.getByRole('button', { name: 'New template' }).elements()).toEqual([])
  expect(screen.getByRole('button', { name: /What to do with/ }).elements()).toEqual([])
})

test('what WhatsApp says meanwhile is seen at once', async () => {
  const { core, screen } = await openTemplates({ templates: [english] })
  await expect.element(screen.getByText(/reviewing it, usually for minutes/)).toBeVisible()
  core.push('template.changed', { template: { ...english, status: 'approved' } })
  await expect.element(screen.getByText(/reviewing it, usually for minutes/)).not.toBeInTheDocument()
  core.push('template.removed', { templateId: english.templateId })
  await expect.element(screen.getByText('No templates yet')).toBeVisible()
})

test('a deletion asks first, in one language or in all', async () => {
  const { screen, inputsOf } = await openTemplates({ handlers: { 'templates.remove': () => ({}) } })
  await screen.getByRole('button', { name: 'What to do with pedido_pronto in English' }).click()
  await screen.getByRole('menuitem', { name: 'Delete…' }).click()
  const dialog = screen.getByRole('alertdialog')
  await expect.element(dialog.getByText(/nobody can use the name again for 30 days/)).toBeVisible()
  expect(inputsOf('templates.remove')).toEqual([])
  await dialog.getByText('In all languages').click()
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect.element(dialog).not.toBeInTheDocument()
  expect(inputsOf('templates.remove')).toEqual([{ templateId: '2', allLanguages: true }])
  await expect.element(screen.getByRole('heading', { name: 'pedido_pronto' })).not.toBeInTheDocument()
})

test('a new one is written with a placeholder, its example and a button, and sent in', async () => {
  const { screen, inputsOf } = await openTemplates({
    handlers: { 'templates.create': ({ draft }) => ({ template: templateOf({ id: 9, name: draft.name, status: 'pending' }) }) },
  })
  await screen.getByRole('button', { name: 'New template' }).click()
  await expect.element(screen.getByLabelText('Name')).toHaveFocus()
  await userEvent.keyboard('Aviso de Chegada')
  await screen.getByLabelText('Language').selectOptions('pt_BR')
  await screen.getByLabelText('What it says').fill('Seu pedido chegou hoje na loja, ')
  await screen.getByRole('button', { name: 'Put in a placeholder' }).click()
  await userEvent.keyboard('nome')
  await expect.element(screen.getByText(/cannot begin or end with a placeholder/).first()).toBeVisible()
  await userEvent.keyboard('{End}, pode vir!')
  await screen.getByLabelText('Example of {{nome}}').fill('Marina')
  await expect.element(screen.getByRole('region', { name: 'Preview' })).toMatchTextContent(/chegou hoje na loja, Marina, pode vir!/)
  await screen.getByRole('button', { name: 'Add a button' }).click()
  await screen.getByRole('menuitem', { name: 'Quick reply' }).click()
  await screen.getByLabelText('Words on the button').fill('Já vou')
  await screen.getByRole('button', { name: 'Send in for review' }).click()
  await expect.element(screen.getByRole('heading', { name: 'aviso_de_chegada' })).toBeVisible()
  expect(inputsOf('templates.create')).toEqual([
    {
      draft: {
        name: 'aviso_de_chegada',
        language: 'pt_BR',
        category: 'utility',
        definition: definitionOf({
          parameterFormat: 'named',
          body: 'Seu pedido chegou hoje na loja, {{nome}}, pode vir!',
          bodyExamples: { nome: 'Marina' },
          buttons: [{ kind: 'quick-reply', text: 'Já vou' }],
        }),
      },
    },
  ])
})

test('what is missing is summed up and goes to its field, and nothing is sent', async () => {
  const { screen, inputsOf } = await openTemplates()
  await screen.getByRole('button', { name: 'New template' }).click()
  await expect.element(screen.getByText('2 things are still to be filled in.')).toBeVisible()
  await screen.getByRole('button', { name: 'Send in for review' }).click()
  await expect.element(screen.getByText('2 things to put right')).toBeVisible()
  await expect.element(screen.getByLabelText('Name')).toHaveFocus()
  await screen.getByRole('button', { name: 'Text: Fill this in.' }).click()
  await expect.element(screen.getByLabelText('What it says')).toHaveFocus()
  expect(inputsOf('templates.create')).toEqual([])
})

test('Alt and an arrow move a button, and the focus goes along', async () => {
  const buttons = ['Sim', 'Não', 'Talvez'].map((text) => ({ kind: 'quick-reply' as const, text }))
  const { screen, stores } = await openTemplates({ templates: [{ ...ready, definition: definitionOf({ buttons }) }] })
  await screen.getByRole('button', { name: /What to do with/ }).click()
  await screen.getByRole('menuitem', { name: 'Change' }).click()
  await screen.getByLabelText('Words on the button').last().click()
  await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}')
  await expect.poll(() => stores.templates.getState().work?.draft.definition.buttons).toEqual([buttons[0], buttons[2], buttons[1]])
  await expect.poll(() => (document.activeElement as HTMLInputElement | null)?.value).toBe('Talvez')
})

test('a refusal keeps all that was typed and gives WhatsApp’s reason', async () => {
  const { screen } = await openTemplates({
    templates: [rejected],
    handlers: { 'templates.edit': () => refuse('template-refused', { reason: 'Message body is a duplicate.' }) },
  })
  await screen.getByRole('button', { name: /What to do with/ }).click()
  await screen.getByRole('menuitem', { name: 'Change' }).click()
  await screen.getByLabelText('What it says').fill('Oi, {{1}}! Que bom ter você aqui na loja.')
  await screen.getByRole('button', { name: 'Send in for review' }).click()
  await expect.element(screen.getByText('Message body is a duplicate.')).toBeVisible()
  await expect.element(screen.getByLabelText('What it says')).toHaveValue('Oi, {{1}}! Que bom ter você aqui na loja.')
})

test('leaving asks, and going elsewhere and coming back loses nothing', async () => {
  const { screen } = await openTemplates()
  await screen.getByRole('button', { name: 'New template' }).click()
  await screen.getByLabelText('What it says').fill('Um texto que demorou')
  await screen.getByRole('link', { name: 'Settings' }).click()
  await expect.element(screen.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
  window.location.hash = '#/number/templates'
  await expect.element(screen.getByLabelText('What it says')).toHaveValue('Um texto que demorou')
  await screen.getByRole('button', { name: 'Back to the list' }).click()
  await screen.getByRole('alertdialog').getByRole('button', { name: 'Keep writing' }).click()
  await expect.element(screen.getByLabelText('What it says')).toHaveValue('Um texto que demorou')
  await screen.getByRole('button', { name: 'Back to the list' }).click()
  await screen.getByRole('alertdialog').getByRole('button', { name: 'Throw it away' }).click()
  await expect.element(screen.getByRole('heading', { name: 'pedido_pronto' })).toBeVisible()
})

test('has the sample that was chosen here, and says why one from elsewhere has to be chosen again', async () => {
  const file = attachmentOf('image/png')
  const withSample = (id: number, name: string, chosen: typeof file | null) =>
    templateOf({
      id,
      name,
      definition: definitionOf({ header: { kind: 'media', media: 'image', sample: { handle: null, file: chosen } } }),
    })
  const { screen } = await openTemplates({ templates: [withSample(1, 'feito_aqui', file), withSample(2, 'feito_la', null)] })
  const why = /WhatsApp wants it again with each change/
  await screen.getByRole('button', { name: /What to do with feito_aqui/ }).click()
  await screen.getByRole('menuitem', { name: 'Change' }).click()
  await expect.element(screen.getByText('amostra').first()).toBeVisible()
  await expect.element(screen.getByText(why)).not.toBeInTheDocument()
  await screen.getByRole('button', { name: 'Back to the list' }).click()
  await screen.getByRole('button', { name: /What to do with feito_la/ }).click()
  await screen.getByRole('menuitem', { name: 'Change' }).click()
  await expect.element(screen.getByText(why)).toBeVisible()
})

test('the category of an approved one cannot be changed', async () => {
  const { screen } = await openTemplates({ templates: [ready] })
  await screen.getByRole('button', { name: /What to do with/ }).click()
  await screen.getByRole('menuitem', { name: 'Change' }).click()
  await expect.element(screen.getByText(/can be changed once a day/)).toBeVisible()
  await expect.element(screen.getByRole('radio', { name: /Marketing/ })).toBeDisabled()
  await expect.element(screen.getByLabelText('Name')).toHaveAttribute('readonly')
})
