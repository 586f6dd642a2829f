import { expect } from 'vitest'
import type { PracticeShop } from '#test/support/practice-shop.ts'
import type { Understanding } from './understanding.ts'

const QUOTED = 'wamid.HBgNNTUxMTkwMDAwMDEwMhUCABEYEjVBMzQyNDJGNjY0NDA0OUE2RgA='
const mediaId = expect.stringMatching(/^\d{15,}$/) as string

type Row = readonly [
  name: string,
  said: Omit<Parameters<PracticeShop['control']['sendFromCustomer']>[0], 'customer'>,
  understood: Partial<Understanding>,
]

const media = (kind: string, mimeType: string, more: { caption?: string; fileName?: string } = {}) => ({
  what: 'media',
  mediaId,
  says: { media: kind, caption: null, fileName: null, mimeType, ...more },
})
const file = (mimeType: string, more: object = {}) => ({
  id: '123456789012345',
  mime_type: mimeType,
  sha256: 'rTz=',
  url: 'https://a.example/',
  ...more,
})

/** What a customer says, and what both make of it. */
export const customerRows: readonly Row[] = [
  ['words', { text: 'Olá! Pão às 7h? 🥖' }, { what: 'text', says: { body: 'Olá! Pão às 7h? 🥖' } }],
  ['words of more than one line, with slashes and quotes', { text: 'a/b\n"c" \\ d' }, { what: 'text', says: { body: 'a/b\n"c" \\ d' } }],
  ['words that look like data', { text: '{"body":"outra coisa"}' }, { what: 'text', says: { body: '{"body":"outra coisa"}' } }],
  ['words that look like a number', { text: '00042' }, { what: 'text', says: { body: '00042' } }],
  ['words with room around them', { text: '\n  oi  \n' }, { what: 'text', says: { body: '\n  oi  \n' } }],
  ['words the other way round', { text: 'שלום \u202eolá' }, { what: 'text', says: { body: 'שלום \u202eolá' } }],
  ['a quote', { text: 'Este aqui', quotes: QUOTED }, { what: 'text', quotes: QUOTED, says: { body: 'Este aqui' } }],
  [
    'a picture with a caption',
    { act: { do: 'picture', of: 'basket', caption: 'É esta?' } },
    media('image', 'image/png', { caption: 'É esta?' }),
  ],
  [
    'a caption with room around it',
    { act: { do: 'picture', of: 'cake', caption: '  É esta?\n' } },
    media('image', 'image/png', { caption: '  É esta?\n' }),
  ],
  ['a picture without', { act: { do: 'picture', of: 'cake' } }, media('image', 'image/png')],
  ['a voice note', { act: { do: 'voice', seconds: 3 } }, media('voice', 'audio/ogg; codecs=opus')],
  ['a song', { raw: { type: 'audio', audio: file('audio/mpeg', { voice: false }) } }, media('audio', 'audio/mpeg')],
  ['a film', { raw: { type: 'video', video: file('video/mp4', { caption: 'Olha' }) } }, media('video', 'video/mp4', { caption: 'Olha' })],
  [
    'a document',
    { act: { do: 'document', title: 'Nota', lines: ['Total'], caption: 'Segue' } },
    media('document', 'application/pdf', { caption: 'Segue', fileName: 'Nota.pdf' }),
  ],
  ['a sticker', { act: { do: 'sticker', of: 'heart' } }, media('sticker', 'image/webp')],
  [
    'a place with a name',
    { act: { do: 'place', latitude: -23.5889, longitude: -46.6344, name: 'Praça', address: 'Rua A, 1' } },
    { what: 'location', says: { latitude: -23.5889, longitude: -46.6344, name: 'Praça', address: 'Rua A, 1', url: null } },
  ],
  [
    'a bare place',
    { act: { do: 'place', latitude: 0, longitude: -0.5 } },
    { what: 'location', says: { latitude: 0, longitude: -0.5, name: null, address: null, url: null } },
  ],
  [
    'a contact card',
    { act: { do: 'card', name: 'Matías Rey', phone: '+54 9 11 0000-0177' } },
    { what: 'contacts', says: { contacts: [{ name: 'Matías Rey', phones: ['+54 9 11 0000-0177'] }] } },
  ],
  [
    'an order',
    { act: { do: 'order', items: [{ id: 'cesta-1', quantity: 2, price: 89.9 }], text: 'Para sexta' } },
    { what: 'order', says: { text: 'Para sexta', items: [{ productId: 'cesta-1', quantity: 2, price: 89.9, currency: 'BRL' }] } },
  ],
  ['a reaction', { act: { do: 'react', emoji: '❤️' }, target: QUOTED }, { what: 'reaction', says: { target: QUOTED, emoji: '❤️' } }],
  [
    'a reaction taken back',
    { raw: { type: 'reaction', reaction: { message_id: QUOTED } } },
    { what: 'reaction', says: { target: QUOTED, emoji: '' } },
  ],
  ['a poll, which cannot be passed on', { act: { do: 'poll' } }, { what: 'unsupported', errors: [131051], says: { rawType: 'poll' } }],
  [
    'the button of a template',
    { raw: { type: 'button', button: { payload: 'sim', text: 'Sim, vamos' } }, quotes: QUOTED },
    { what: 'choice', quotes: QUOTED, says: { title: 'Sim, vamos', description: null } },
  ],
  [
    'a reply button',
    { raw: { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 's', title: 'Sim' } } } },
    { what: 'choice', says: { title: 'Sim', description: null } },
  ],
  [
    'a row of a list',
    { raw: { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: '1', title: 'Bolo', description: 'De fubá' } } } },
    { what: 'choice', says: { title: 'Bolo', description: 'De fubá' } },
  ],
  [
    'a form',
    {
      raw: {
        type: 'interactive',
        interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"flow_token":"t1","dia":"sexta"}' } },
      },
    },
    { what: 'form', says: { name: 'flow', fields: [{ name: 'dia', value: 'sexta' }] } },
  ],
  [
    'leave to call',
    {
      raw: {
        type: 'interactive',
        interactive: { type: 'call_permission_reply', call_permission_reply: { response: 'accept', response_source: 'user_action' } },
      },
    },
    { what: 'call-permission', says: { accepted: true } },
  ],
  ['a first hello', { raw: { type: 'request_welcome' } }, { what: 'system', says: { event: 'welcome', text: null } }],
  [
    'words passed on',
    { raw: { type: 'text', text: { body: 'Corrente' }, context: { forwarded: true } } },
    { what: 'text', forwarded: 'once', says: { body: 'Corrente' } },
  ],
  [
    'words passed on by everybody',
    { raw: { type: 'text', text: { body: 'Corrente' }, context: { frequently_forwarded: true } } },
    { what: 'text', forwarded: 'often', says: { body: 'Corrente' } },
  ],
  [
    'words after a tap on an advertisement',
    {
      raw: {
        type: 'text',
        text: { body: 'Vi o anúncio' },
        referral: {
          source_url: 'https://fb.me/x',
          source_id: '1',
          source_type: 'ad',
          headline: 'Cestas',
          body: 'Veja',
          media_type: 'image',
          image_url: 'https://a.example/',
          ctwa_clid: 'c',
        },
      },
    },
    { what: 'text', says: { body: 'Vi o anúncio' } },
  ],
]
