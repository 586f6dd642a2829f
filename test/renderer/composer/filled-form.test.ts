import { expect, test } from 'vitest'
import { outgoingContent, type MessageFile, type OutgoingInput } from '#contract'
import { contentOfForm } from '#renderer/features/composer/form-content.ts'
import { filledForm } from '#renderer/stores/filled-form.ts'
import { buildFacts, mediaIdOf } from '#test/support/inbox-rows.ts'

const mediaId = mediaIdOf('photo'.padEnd(22, '0'))
const photo: MessageFile = { mediaId, fileName: 'bolo.jpg', facts: buildFacts(), state: 'here', problem: null, retryAt: null }
const card = { title: null, urls: [], addresses: [], birthday: null }
const body = 'Hoje temos'

const contents: readonly OutgoingInput[] = [
  { kind: 'location', latitude: -23.5614, longitude: -46.6559, name: 'Casa Jacarandá', address: null },
  {
    kind: 'contacts',
    contacts: [
      {
        name: 'Oficina do Rui',
        phones: [{ phone: '+55 11 4002-8922', waId: null, type: 'WORK' }],
        emails: [{ email: 'rui@example.com', type: 'WORK' }],
        organization: 'Oficina',
        ...card,
      },
    ],
  },
  { kind: 'buttons', header: { kind: 'text', text: 'Bolos' }, body, footer: 'até as 18h', buttons: ['Azul', 'Verde'] },
  { kind: 'buttons', header: { kind: 'media', media: 'image', mediaId, fileName: 'bolo.jpg' }, body, footer: null, buttons: ['Quero'] },
  {
    kind: 'list',
    header: 'Cardápio',
    body,
    footer: null,
    button: 'Ver',
    sections: [
      { title: 'Doces', rows: [{ title: 'Bolo', description: 'de fubá' }] },
      { title: 'Salgados', rows: [{ title: 'Pão', description: null }] },
    ],
  },
  { kind: 'link', header: null, body, footer: null, text: 'Abrir', url: 'https://example.com/cardapio' },
  { kind: 'location-request', body },
  { kind: 'contact-request', body },
]

test.each(contents.map((content) => [content.kind, content] as const))('a form that is filled in again says the same: %s', (_, content) => {
  expect(outgoingContent.parse(content)).toEqual(content)
  const form = filledForm(content, [photo])
  expect(form === null ? null : contentOfForm(form)).toEqual({ ok: true, content })
})
