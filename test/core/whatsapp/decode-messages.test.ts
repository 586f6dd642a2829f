import { describe, expect, it } from 'vitest'
import type { FormField } from '#contract'
import { inbound, messageWebhook, NUMBER_ID, SENT_AT_MS, type Json } from '#test/support/webhook-builder.ts'
import { CUSTOMER_PERSON, eventOf, eventsOf, itemsOf } from '#test/support/decoded.ts'

const within = (name: string, item: FormField): FormField => ({ name, value: '', items: [item] })

const plainMessage = {
  kind: 'message',
  numberId: NUMBER_ID,
  wamid: 'wamid.A',
  source: 'live',
  direction: 'in',
  person: CUSTOMER_PERSON,
  sentAt: SENT_AT_MS,
  body: null,
  mediaId: null,
  quotedWamid: null,
  forwarded: 'no',
  referral: null,
  productId: null,
  isGhost: false,
  groupId: null,
  errors: [],
}

const EMPTY_CARD = { phones: [], emails: [], organization: null, title: null, urls: [], addresses: [], birthday: null }

const decoded = (type: string, raw: unknown, rest: Json = {}) =>
  eventOf(messageWebhook(inbound({ id: 'wamid.A', type, [type]: raw, ...rest })))

describe('an inbound message', () => {
  it('is text', () => {
    expect(decoded('text', { body: 'Oi, tem *bolo*?' })).toEqual({
      ...plainMessage,
      content: { kind: 'text', body: 'Oi, tem *bolo*?' },
      body: 'Oi, tem *bolo*?',
    })
  })

  it.each<[name: string, type: string, raw: unknown, expected: object]>([
    [
      'an image with caption',
      'image',
      { id: 'M1', mime_type: 'image/jpeg', sha256: 'x', caption: 'este' },
      { content: { kind: 'media', media: 'image', caption: 'este', fileName: null, mimeType: 'image/jpeg' }, body: 'este', mediaId: 'M1' },
    ],
    [
      'a video',
      'video',
      { id: 9, mime_type: 'video/mp4' },
      { content: { kind: 'media', media: 'video', caption: null, fileName: null, mimeType: 'video/mp4' }, mediaId: '9' },
    ],
    [
      'a sound file',
      'audio',
      { id: 'M1', mime_type: 'audio/mpeg', voice: false },
      { content: { kind: 'media', media: 'audio', caption: null, fileName: null, mimeType: 'audio/mpeg' }, mediaId: 'M1' },
    ],
    [
      'a voice note',
      'audio',
      { id: 'M1', mime_type: 'audio/ogg; codecs=opus', voice: true },
      { content: { kind: 'media', media: 'voice', caption: null, fileName: null, mimeType: 'audio/ogg; codecs=opus' }, mediaId: 'M1' },
    ],
    [
      'a voice note of old bodies',
      'voice',
      { id: 'M1', mime_type: 'audio/ogg' },
      { content: { kind: 'media', media: 'voice', caption: null, fileName: null, mimeType: 'audio/ogg' }, mediaId: 'M1' },
    ],
    [
      'a document',
      'document',
      { id: 'M1', mime_type: 'application/pdf', filename: '../../nota.pdf' },
      {
        content: { kind: 'media', media: 'document', caption: null, fileName: '../../nota.pdf', mimeType: 'application/pdf' },
        body: '../../nota.pdf',
        mediaId: 'M1',
      },
    ],
    [
      'a sticker',
      'sticker',
      { id: 'M1', mime_type: 'image/webp', animated: true },
      { content: { kind: 'media', media: 'sticker', caption: null, fileName: null, mimeType: 'image/webp' }, mediaId: 'M1' },
    ],
    [
      'a location with numbers',
      'location',
      { latitude: -23.5, longitude: -46.6, name: 'Padaria' },
      { content: { kind: 'location', latitude: -23.5, longitude: -46.6, name: 'Padaria', address: null, url: null }, body: 'Padaria' },
    ],
    [
      'a location with text',
      'location',
      { latitude: '-23.5', longitude: '-46,6', name: 'Padaria', address: 'Rua 1' },
      {
        content: { kind: 'location', latitude: -23.5, longitude: -46.6, name: 'Padaria', address: 'Rua 1', url: null },
        body: 'Padaria · Rua 1',
      },
    ],
    [
      'contacts',
      'contacts',
      [
        {
          name: { formatted_name: 'Thabo', first_name: 'T' },
          phones: [{ phone: '+27 82', wa_id: '2782', type: 'CELL' }, { wa_id: '2783' }],
          emails: [{ email: 'thabo@a.example', type: 'WORK' }, {}],
          org: { company: 'Padaria', title: 'Dono' },
          urls: [{ url: 'https://a.example/', type: 'WORK' }],
          addresses: [{ street: 'Rua 1', city: 'Santos', zip: '11000', country: 'Brasil' }],
          birthday: '1990-12-31',
        },
        { name: { first_name: 'Ana', last_name: 'Lima' } },
        { org: { company: 'Gráfica' } },
      ],
      {
        content: {
          kind: 'contacts',
          contacts: [
            {
              name: 'Thabo',
              phones: [
                { phone: '+27 82', waId: '2782', type: 'CELL' },
                { phone: '2783', waId: '2783', type: null },
              ],
              emails: [{ email: 'thabo@a.example', type: 'WORK' }],
              organization: 'Padaria',
              title: 'Dono',
              urls: ['https://a.example/'],
              addresses: ['Rua 1, Santos, 11000, Brasil'],
              birthday: '1990-12-31',
            },
            { ...EMPTY_CARD, name: 'Ana Lima' },
            { ...EMPTY_CARD, name: 'Gráfica', organization: 'Gráfica' },
          ],
        },
        body: 'Thabo, Ana Lima, Gráfica',
      },
    ],
    [
      'a tap on a template button',
      'button',
      { payload: 'P', text: 'Sim' },
      { content: { kind: 'choice', title: 'Sim', description: null }, body: 'Sim' },
    ],
    [
      'a reply button',
      'interactive',
      { type: 'button_reply', button_reply: { id: 'b', title: 'Retirar' } },
      { content: { kind: 'choice', title: 'Retirar', description: null }, body: 'Retirar' },
    ],
    [
      'a reply button of old bodies',
      'interactive',
      { type: { button_reply: { id: 'b', title: 'Retirar' } } },
      { content: { kind: 'choice', title: 'Retirar', description: null }, body: 'Retirar' },
    ],
    [
      'a list row',
      'interactive',
      { type: 'list_reply', list_reply: { id: 'r', title: 'Grande', description: '20 fatias' } },
      { content: { kind: 'choice', title: 'Grande', description: '20 fatias' }, body: 'Grande · 20 fatias' },
    ],
    [
      'the answers of a form',
      'interactive',
      {
        type: 'nfm_reply',
        nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"flow_token":"t","nome":"Zé","idade":7,"tags":["a"],"nada":null}' },
      },
      {
        content: {
          kind: 'form',
          name: 'flow',
          fields: [
            { name: 'nome', value: 'Zé' },
            { name: 'idade', value: '7' },
            { name: 'tags', value: '', items: [{ name: '', value: 'a' }] },
            { name: 'nada', value: '' },
          ],
        },
        body: 'Zé · 7 · a',
      },
    ],
    [
      'groups within a form, also as JSON text, down to what nobody fills in',
      'interactive',
      {
        nfm_reply: {
          name: 'flow',
          response_json: JSON.stringify({ entrega: { dia: 'sexta', onde: '{"rua":"A"}' }, a: { b: { c: { d: { e: [1] } } } } }),
        },
      },
      {
        content: {
          kind: 'form',
          name: 'flow',
          fields: [
            {
              name: 'entrega',
              value: '',
              items: [
                { name: 'dia', value: 'sexta' },
                { name: 'onde', value: '', items: [{ name: 'rua', value: 'A' }] },
              ],
            },
            within('a', within('b', within('c', within('d', { name: 'e', value: '[1]' })))),
          ],
        },
        body: 'sexta · A · [1]',
      },
    ],
    [
      'an address, out of its own object and without Meta’s token',
      'interactive',
      {
        nfm_reply: {
          name: 'address_message',
          response_json: '{"saved_address_id":"x","values":{"city":"São Paulo","in_pin_code":"04015"}}',
        },
      },
      {
        content: {
          kind: 'form',
          name: 'address_message',
          fields: [
            { name: 'city', value: 'São Paulo' },
            { name: 'in_pin_code', value: '04015' },
          ],
        },
        body: 'São Paulo · 04015',
      },
    ],
    [
      'a form whose answers are null',
      'interactive',
      { nfm_reply: { name: 'flow', body: 'Sent', response_json: null } },
      { content: { kind: 'form', name: 'flow', fields: [] }, body: 'Sent' },
    ],
    [
      'a form whose answers are broken',
      'interactive',
      { nfm_reply: { name: 'flow', response_json: '{"nome":' } },
      { content: { kind: 'form', name: 'flow', fields: [] } },
    ],
    [
      'a call permission',
      'interactive',
      { type: 'call_permission_reply', call_permission_reply: { response: 'accept', is_permanent: true } },
      { content: { kind: 'call-permission', accepted: true } },
    ],
    [
      'an order with text and numbers mixed',
      'order',
      {
        catalog_id: 'c',
        text: 'para sábado',
        product_items: [
          { product_retailer_id: 7, quantity: '2', item_price: '10.50', currency: 'BRL' },
          { product_retailer_id: 'x', quantity: 1, item_price: 3, currency: 'BRL' },
        ],
      },
      {
        content: {
          kind: 'order',
          text: 'para sábado',
          items: [
            { productId: '7', quantity: 2, price: 10.5, currency: 'BRL' },
            { productId: 'x', quantity: 1, price: 3, currency: 'BRL' },
          ],
        },
        body: 'para sábado',
      },
    ],
    ['the first opening of the chat', 'request_welcome', undefined, { content: { kind: 'system', event: 'welcome', text: null } }],
    [
      'a ghost',
      'unsupported',
      { type: 'unknown', raw_type: 'poll' },
      { content: { kind: 'unsupported', rawType: 'poll', problem: null }, isGhost: true },
    ],
    ['a ghost of old bodies', 'unknown', undefined, { content: { kind: 'unsupported', rawType: null, problem: null }, isGhost: true }],
    [
      'media still to come',
      'media_placeholder',
      undefined,
      { content: { kind: 'unsupported', rawType: 'media_placeholder', problem: null }, isGhost: true },
    ],
  ])('is %s', (_name, type, raw, expected) => {
    expect(decoded(type, raw)).toEqual({ ...plainMessage, ...expected })
  })

  it.each<[name: string, type: string, raw: unknown, code: number, expected: object]>([
    ['a stand-in says why', 'unsupported', { type: 'poll' }, 131051, { kind: 'unsupported', rawType: 'poll', problem: 'type-unsupported' }],
    ['one of old bodies, too', 'unknown', undefined, 131060, { kind: 'unsupported', rawType: null, problem: 'message-unavailable' }],
    [
      'a file that WhatsApp could not take over stands for itself',
      'video',
      { mime_type: 'video/mp4' },
      131052,
      { kind: 'unsupported', rawType: 'video', problem: 'media-download-failed' },
    ],
    [
      'also with nothing of the file',
      'image',
      undefined,
      131052,
      { kind: 'unsupported', rawType: 'image', problem: 'media-download-failed' },
    ],
    [
      'a file that did come is shown all the same',
      'image',
      { id: 'M1' },
      131052,
      { kind: 'media', media: 'image', caption: null, fileName: null, mimeType: null },
    ],
  ])('with an error: %s', (_name, type, raw, code, content) => {
    expect(decoded(type, raw, { errors: [{ code, title: 't', error_data: { details: 'd' } }] })).toMatchObject({ kind: 'message', content })
  })

  it('is found by its object when it has no type', () => {
    expect(eventOf(messageWebhook(inbound({ type: undefined, location: { latitude: 1, longitude: 2 } })))).toMatchObject({
      content: { kind: 'location' },
    })
  })

  it('of a new type stands in the thread, and is kept whole beside it', () => {
    const message = inbound({ id: 'wamid.N', type: 'hologram', hologram: { depth: 3 } })
    expect(itemsOf(messageWebhook(message))).toEqual([
      {
        path: 'entry.0.changes.0.value.messages.0',
        event: { ...plainMessage, wamid: 'wamid.N', content: { kind: 'unknown', rawType: 'hologram' } },
      },
      { path: 'entry.0.changes.0.value.messages.0.type', event: { kind: 'unknown', reason: 'unknown-message-type', value: message } },
    ])
  })

  it.each([
    ['text', null],
    ['image', 'gone'],
    ['location', []],
    ['order', null],
    ['interactive', { type: 'new_reply', new_reply: {} }],
  ])('of type %s with a body of another shape is kept and shown as unknown', (type, raw) => {
    const kinds = eventsOf(messageWebhook(inbound({ type, [type]: raw }))).map((event) =>
      event.kind === 'message' ? event.content.kind : event.kind,
    )
    expect(kinds).toEqual(['unknown', 'unknown'])
  })
})

describe('a reaction, an edit, a deletion', () => {
  const base = {
    numberId: NUMBER_ID,
    wamid: 'wamid.A',
    source: 'live',
    direction: 'in',
    person: CUSTOMER_PERSON,
    sentAt: SENT_AT_MS,
    targetWamid: 'wamid.T',
  }

  it('names its target', () => {
    expect(decoded('reaction', { message_id: 'wamid.T', emoji: '👍🏽' })).toEqual({ kind: 'reaction', ...base, emoji: '👍🏽' })
    expect(decoded('edit', { original_message_id: 'wamid.T', message: { type: 'image', image: { id: 'M', caption: 'novo' } } })).toEqual({
      kind: 'edit',
      ...base,
      content: { kind: 'media', media: 'image', caption: 'novo', fileName: null, mimeType: null },
      body: 'novo',
    })
    expect(decoded('revoke', { original_message_id: 'wamid.T' })).toEqual({ kind: 'revoke', ...base })
  })

  it('with no emoji, or an empty one, is a reaction taken back', () => {
    for (const raw of [{ message_id: 'wamid.T' }, { messsage_id: 'wamid.T' }, { message_id: 'wamid.T', emoji: '' }]) {
      expect(decoded('reaction', raw)).toEqual({ kind: 'reaction', ...base, emoji: '' })
    }
  })

  it('without a target is kept', () => {
    for (const type of ['reaction', 'edit', 'revoke'])
      expect(decoded(type, {})).toMatchObject({ kind: 'unknown', reason: `${type}-without-target` })
  })
})
