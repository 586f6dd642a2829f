import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { shownContent } from '#renderer/stores/shown-content.ts'
import { ana, buildMessage, conversationIdOf } from '#test/support/inbox-rows.ts'
import { composer, openComposer } from './open-composer.tsx'

const dialog = page.getByRole('dialog')
const preview = page.getByRole('region', { name: 'Preview' })

async function openForm(item: RegExp) {
  const shop = await openComposer()
  await userEvent.click(page.getByRole('button', { name: 'Attach or send something else' }))
  await userEvent.click(page.getByRole('menuitem', { name: item }))
  await takesFocus()
  return shop
}

/** A moment after it is drawn: what is typed before then would go elsewhere. */
async function takesFocus() {
  await expect.element(dialog).toBeVisible()
  await expect.poll(() => dialog.element().contains(document.activeElement)).toBe(true)
}
const send = () => userEvent.click(dialog.getByRole('button', { name: 'Send', exact: true }))

test('a place from a maps link, with its name, shown as the customer will see it', async () => {
  const shop = await openForm(/^Location/)
  await userEvent.fill(page.getByRole('textbox', { name: /^Maps link/ }), 'https://maps.app.goo.gl/abc')
  await send()
  await expect.element(page.getByText(/There is no place in this/)).toBeVisible()
  await expect.element(page.getByRole('textbox', { name: /^Maps link/ })).toHaveFocus()
  await userEvent.fill(
    page.getByRole('textbox', { name: /^Maps link/ }),
    'https://www.google.com/maps/place/Casa+Jacarand%C3%A1/@-23.56,-46.65,17z/data=!3d-23.5614!4d-46.6559',
  )
  await userEvent.fill(page.getByRole('textbox', { name: /^Address/ }), 'Av. Paulista 1578')
  await expect.element(preview.getByText('Casa Jacarandá')).toBeVisible()
  await send()
  await expect
    .poll(() => shop.sent().map(({ content }) => content))
    .toEqual([{ kind: 'location', latitude: -23.5614, longitude: -46.6559, name: 'Casa Jacarandá', address: 'Av. Paulista 1578' }])
})

test('one that is taken back is open again with everything in it', async () => {
  const content = {
    kind: 'list',
    header: 'Cardápio',
    body: 'Hoje temos',
    footer: null,
    button: 'Ver',
    sections: [{ title: '', rows: [{ title: 'Bolo', description: 'de fubá' }] }],
  } as const
  const held = buildMessage(901, {
    conversationId: conversationIdOf(3),
    direction: 'out',
    author: { kind: 'staff', staffId: ana.staffId },
    content: shownContent({ ...content, sections: [{ title: '', rows: [{ title: 'Bolo', description: 'de fubá' }] }] }),
    sentAt: Date.now(),
    delivery: { status: 'queued', problem: null, undoUntil: Date.now() + 60_000 },
  })
  const shop = await openComposer({
    handlers: {
      'messages.send': () => ({ message: held }),
      'messages.undo': () => ({
        message: { ...held, delivery: { status: 'cancelled', problem: null, undoUntil: null } },
        text: '',
        content: { ...content, sections: [{ title: '', rows: [{ title: 'Bolo', description: 'de fubá' }] }] },
      }),
    },
  })
  await userEvent.keyboard('x{Enter}{Escape}z')
  await expect.element(dialog.getByRole('textbox', { name: /^Text/ })).toHaveValue('Hoje temos')
  await send()
  await expect.poll(() => shop.sent().at(-1)?.content).toEqual(content)
  await expect.element(composer).toHaveValue('')
})

test('a contact card', async () => {
  const shop = await openForm(/^Contact card/)
  await send()
  await expect.element(page.getByText('This is needed.').first()).toBeVisible()
  await expect.element(page.getByRole('textbox', { name: 'Name' })).toHaveFocus()
  await userEvent.fill(page.getByRole('textbox', { name: 'Name' }), 'Oficina do Rui')
  await userEvent.fill(page.getByRole('textbox', { name: 'Phone' }), '+55 11 4002-8922')
  await send()
  await expect
    .poll(() => shop.sent().map(({ content }) => content))
    .toMatchObject([{ kind: 'contacts', contacts: [{ name: 'Oficina do Rui', phones: [{ phone: '+55 11 4002-8922' }], emails: [] }] }])
})

test('buttons: none twice, kept while the dialog is closed, and drawn beside the fields', async () => {
  const shop = await openForm(/^Buttons/)
  await userEvent.fill(page.getByRole('textbox', { name: /^Text/ }), 'Qual cor?')
  await userEvent.fill(page.getByRole('textbox', { name: /^Button 1/ }), 'Azul')
  await userEvent.click(page.getByRole('button', { name: 'Add a button' }))
  await userEvent.fill(page.getByRole('textbox', { name: /^Button 2/ }), 'Azul')
  await send()
  await expect.element(page.getByText(/Two of them say the same/)).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(dialog).not.toBeInTheDocument()
  await userEvent.click(page.getByRole('button', { name: 'Attach or send something else' }))
  await userEvent.click(page.getByRole('menuitem', { name: /^Buttons/ }))
  await takesFocus()
  await userEvent.fill(page.getByRole('textbox', { name: /^Button 2/ }), 'Verde')
  await expect.element(preview.getByText('Verde')).toBeVisible()
  await send()
  await expect
    .poll(() => shop.sent().map(({ content }) => content))
    .toEqual([{ kind: 'buttons', header: null, body: 'Qual cor?', footer: null, buttons: ['Azul', 'Verde'] }])
})

test('a list with sections, which need titles where there are two', async () => {
  const shop = await openForm(/^List/)
  await userEvent.fill(page.getByRole('textbox', { name: /^Text/ }), 'Nossos horários')
  await userEvent.fill(page.getByRole('textbox', { name: /^Button that opens/ }), 'Escolher')
  await userEvent.fill(page.getByRole('textbox', { name: /^Row 1/ }), 'Manhã')
  await userEvent.fill(page.getByRole('textbox', { name: /^Description of row 1/ }), 'das 9h às 12h')
  await userEvent.click(page.getByRole('button', { name: 'Add a section' }))
  await userEvent.fill(page.getByRole('textbox', { name: /^Row 1/ }).nth(1), 'Sábado')
  await send()
  await expect.element(page.getByText('This is needed.').first()).toBeVisible()
  await expect.element(page.getByRole('textbox', { name: /^Title of section 1/ })).toHaveFocus()
  await userEvent.fill(page.getByRole('textbox', { name: /^Title of section 1/ }), 'Semana')
  await userEvent.fill(page.getByRole('textbox', { name: /^Title of section 2/ }), 'Fim de semana')
  await send()
  await expect
    .poll(() => shop.sent().map(({ content }) => content))
    .toEqual([
      {
        kind: 'list',
        header: null,
        body: 'Nossos horários',
        footer: null,
        button: 'Escolher',
        sections: [
          { title: 'Semana', rows: [{ title: 'Manhã', description: 'das 9h às 12h' }] },
          { title: 'Fim de semana', rows: [{ title: 'Sábado', description: null }] },
        ],
      },
    ])
})

test('a link button, and a question for the location', async () => {
  const shop = await openForm(/^Link button/)
  await userEvent.fill(page.getByRole('textbox', { name: /^Text/ }), 'Veja o catálogo')
  await userEvent.fill(page.getByRole('textbox', { name: /^Words on the button/ }), 'Catálogo')
  await userEvent.fill(page.getByRole('textbox', { name: /^Address it opens/ }), 'casajacaranda.com.br')
  await send()
  await expect.element(page.getByText('An address begins with https://')).toBeVisible()
  await expect.element(page.getByRole('textbox', { name: /^Address it opens/ })).toHaveFocus()
  await userEvent.fill(page.getByRole('textbox', { name: /^Address it opens/ }), 'https://casajacaranda.com.br')
  await send()
  await expect.poll(() => shop.sent().length).toBe(1)
  await userEvent.click(page.getByRole('button', { name: 'Attach or send something else' }))
  await userEvent.click(page.getByRole('menuitem', { name: /^Ask for the location/ }))
  await takesFocus()
  await userEvent.fill(page.getByRole('textbox', { name: /^Text/ }), 'Onde entregamos?')
  await send()
  await expect
    .poll(() => shop.sent().map(({ content }) => content))
    .toEqual([
      { kind: 'link', header: null, body: 'Veja o catálogo', footer: null, text: 'Catálogo', url: 'https://casajacaranda.com.br' },
      { kind: 'location-request', body: 'Onde entregamos?' },
    ])
})
