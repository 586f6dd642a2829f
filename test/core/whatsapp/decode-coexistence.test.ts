import { describe, expect, it } from 'vitest'
import {
  change,
  contact,
  CUSTOMER,
  inboundText,
  metadata,
  NUMBER_ID,
  SENT_AT_MS,
  SENT_AT_SECONDS,
  SHOP_PHONE,
  WABA_ID,
  webhook,
  type Json,
} from '#test/support/webhook-builder.ts'
import { CUSTOMER_PERSON, eventOf, eventsOf, itemsOf } from '#test/support/decoded.ts'

const outgoing = (overrides: Json = {}) => ({
  from: SHOP_PHONE,
  to: CUSTOMER.waId,
  id: 'wamid.E',
  timestamp: SENT_AT_SECONDS,
  type: 'text',
  text: { body: 'Já sai!' },
  ...overrides,
})
const plain = {
  numberId: NUMBER_ID,
  wamid: 'wamid.E',
  source: 'echo',
  direction: 'out',
  person: { ...CUSTOMER_PERSON, userId: null, profileName: null },
  sentAt: SENT_AT_MS,
}
const message = {
  kind: 'message',
  ...plain,
  content: { kind: 'text', body: 'Já sai!' },
  body: 'Já sai!',
  mediaId: null,
  quotedWamid: null,
  forwarded: 'no',
  referral: null,
  productId: null,
  isGhost: false,
  groupId: null,
  errors: [],
}

describe('an echo of the phone app', () => {
  const echoes = (...list: readonly Json[]) =>
    change('smb_message_echoes', { messaging_product: 'whatsapp', metadata: metadata(), message_echoes: list })

  it('is a message to the customer', () => {
    expect(eventsOf(webhook(echoes(outgoing())))).toEqual([message])
  })

  it('may name the customer by user id, and their contact may stand beside', () => {
    const value = {
      metadata: metadata(),
      contacts: [contact()],
      message_echoes: [outgoing({ to: undefined, to_user_id: CUSTOMER.userId })],
    }
    expect(eventsOf(webhook(change('smb_message_echoes', value)))).toEqual([{ ...message, person: CUSTOMER_PERSON }])
  })

  it('may be an edit, a deletion or a reaction', () => {
    const edit = outgoing({ type: 'edit', edit: { original_message_id: 'wamid.T', message: { type: 'text', text: { body: 'novo' } } } })
    const revoke = outgoing({ type: 'revoke', revoke: { original_message_id: 'wamid.T' } })
    const reaction = outgoing({ type: 'reaction', reaction: { message_id: 'wamid.T', emoji: '❤️' } })
    expect(eventsOf(webhook(echoes(edit, revoke, reaction)))).toEqual([
      { kind: 'edit', ...plain, targetWamid: 'wamid.T', content: { kind: 'text', body: 'novo' }, body: 'novo' },
      { kind: 'revoke', ...plain, targetWamid: 'wamid.T' },
      { kind: 'reaction', ...plain, targetWamid: 'wamid.T', emoji: '❤️' },
    ])
  })
})

describe('what the shop sent from elsewhere', () => {
  const sent = (type: string, raw: unknown) =>
    eventOf(
      webhook(
        change('smb_message_echoes', {
          metadata: metadata(),
          message_echoes: [{ from: SHOP_PHONE, to: CUSTOMER.waId, id: 'wamid.E', timestamp: SENT_AT_SECONDS, type, [type]: raw }],
        }),
      ),
    )
  const interactive = { kind: 'interactive', header: null, footer: null, action: null, url: null, sections: [] }

  it.each<[name: string, raw: object, content: object, mediaId: string | null]>([
    [
      'buttons',
      {
        type: 'button',
        header: { type: 'image', image: { id: 'M9' } },
        body: { text: 'Confirma?' },
        footer: { text: 'Padaria' },
        action: {
          buttons: [
            { type: 'reply', reply: { id: '1', title: 'Sim' } },
            { type: 'reply', reply: { id: '2', title: 'Não' } },
          ],
        },
      },
      {
        form: 'buttons',
        body: 'Confirma?',
        footer: 'Padaria',
        sections: [
          {
            title: '',
            rows: [
              { title: 'Sim', description: null },
              { title: 'Não', description: null },
            ],
          },
        ],
      },
      'M9',
    ],
    [
      'a list',
      {
        type: 'list',
        header: { type: 'text', text: 'Hoje' },
        body: { text: 'O que vai ser?' },
        action: { button: 'Ver', sections: [{ title: 'Bolos', rows: [{ id: '1', title: 'Fubá', description: 'fatia' }, {}] }] },
      },
      {
        form: 'list',
        header: 'Hoje',
        body: 'O que vai ser?',
        action: 'Ver',
        sections: [{ title: 'Bolos', rows: [{ title: 'Fubá', description: 'fatia' }] }],
      },
      null,
    ],
    [
      'a link',
      {
        type: 'cta_url',
        body: { text: 'O cardápio' },
        action: { name: 'cta_url', parameters: { display_text: 'Abrir', url: 'https://a.example/' } },
      },
      { form: 'link', body: 'O cardápio', action: 'Abrir', url: 'https://a.example/' },
      null,
    ],
    [
      'a question where the customer is',
      { type: 'location_request_message', body: { text: 'Onde?' }, action: { name: 'send_location' } },
      { form: 'location-request', body: 'Onde?' },
      null,
    ],
    [
      'a question for the number',
      { type: 'contact_request', body: { text: 'Seu número?' }, action: { name: 'request_contact_info' } },
      { form: 'contact-request', body: 'Seu número?' },
      null,
    ],
    [
      'products, by their text',
      { type: 'product_list', body: { text: 'Cestas' }, action: { sections: [{}] } },
      { form: 'list', body: 'Cestas', sections: [{ title: '', rows: [] }] },
      null,
    ],
  ])('as %s', (_name, raw, content, mediaId) => {
    expect(sent('interactive', raw)).toMatchObject({ content: { ...interactive, ...content }, mediaId, body: content['body' as never] })
  })

  it('as a template, with as much of it as came along', () => {
    const components = [
      { type: 'HEADER', format: 'TEXT', text: 'Oi' },
      { type: 'body', parameters: [{ type: 'text', text: 'Ana' }] },
      {
        type: 'buttons',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Sim' },
          { type: 'URL', text: 'Ver', url: 'https://a.example/' },
        ],
      },
    ]
    const template = { name: 'pedido_pronto', language: { code: 'pt_BR' }, components }
    expect(sent('template', template)).toMatchObject({
      content: {
        kind: 'template',
        name: 'pedido_pronto',
        language: 'pt_BR',
        header: 'Oi',
        text: null,
        footer: null,
        buttons: [
          { kind: 'quick-reply', text: 'Sim', value: null },
          { kind: 'url', text: 'Ver', value: 'https://a.example/' },
        ],
      },
      body: null,
    })
  })
})

describe('the history of the phone app', () => {
  const history = (value: Json) => change('history', { messaging_product: 'whatsapp', metadata: metadata(), ...value })
  const past = { ...message, source: 'history' }

  it('is chunks of threads; who wrote is told by the sender, and what went out brings its tick', () => {
    const progress = { phase: 1, chunk_order: 3, progress: 40 }
    const body = webhook(
      history({
        history: [
          {
            metadata: progress,
            threads: [
              {
                id: CUSTOMER.waId,
                context: { wa_id: CUSTOMER.waId, user_id: CUSTOMER.userId, username: '@zelia' },
                messages: [
                  outgoing({ to: undefined, history_context: { status: 'READ' } }),
                  inboundText('Oi', { id: 'wamid.I', from_user_id: undefined, history_context: { status: 'DELIVERED' } }),
                ],
              },
            ],
          },
        ],
      }),
    )
    const person = { ...CUSTOMER_PERSON, profileName: null, username: 'zelia' }
    const at = 'entry.0.changes.0.value.history.0'
    expect(itemsOf(body)).toEqual([
      {
        path: `${at}.metadata`,
        event: { kind: 'account', entryId: WABA_ID, field: 'history', numberId: NUMBER_ID, at: null, value: progress },
      },
      { path: `${at}.threads.0.messages.0`, event: { ...past, person } },
      {
        path: `${at}.threads.0.messages.0.history_context`,
        event: {
          kind: 'status',
          numberId: NUMBER_ID,
          wamid: 'wamid.E',
          status: 'read',
          at: SENT_AT_MS,
          person: null,
          recipient: '',
          tracker: null,
          errors: [],
          pricing: null,
        },
      },
      {
        path: `${at}.threads.0.messages.1`,
        event: { ...past, wamid: 'wamid.I', direction: 'in', person, content: { kind: 'text', body: 'Oi' }, body: 'Oi' },
      },
    ])
  })

  it('may be refused by the owner of the phone', () => {
    expect(
      eventsOf(webhook(history({ history: [{ errors: [{ code: 2593109, title: 'declined', error_data: { details: 'd' } }] }] }))),
    ).toEqual([{ kind: 'error', entryId: WABA_ID, numberId: NUMBER_ID, error: { code: 2593109, title: 'declined', details: 'd' } }])
  })

  it('sends media apart, for either side', () => {
    const image = { type: 'image', text: undefined, image: { id: 'M1' } }
    const body = webhook(
      history({ messages: [inboundText('', { ...image, id: 'wamid.I', from_user_id: undefined })] }),
      history({ messages: [outgoing(image)] }),
      history({ message_echoes: [outgoing(image)] }),
    )
    const media = { content: { kind: 'media', media: 'image' }, mediaId: 'M1', source: 'history', person: { waId: CUSTOMER.waId } }
    expect(eventsOf(body)).toMatchObject([
      { ...media, direction: 'in' },
      { ...media, direction: 'out' },
      { ...media, direction: 'out' },
    ])
  })
})

describe("the phone's address book", () => {
  it('adds and removes people, some of whom have no phone number', () => {
    const sync = (contactJson: Json, action: string) => ({
      type: 'contact',
      contact: contactJson,
      action,
      metadata: { timestamp: SENT_AT_SECONDS },
    })
    const value = {
      metadata: metadata(),
      state_sync: [
        sync({ full_name: 'Zélia Padaria', first_name: 'Zélia', phone_number: CUSTOMER.waId }, 'add'),
        sync({ user_id: 'BR.9', username: 'nono' }, 'remove'),
        sync({ full_name: 'Ninguém' }, 'add'),
      ],
    }
    const person = { ...CUSTOMER_PERSON, userId: null, profileName: null }
    expect(eventsOf(webhook(change('smb_app_state_sync', value)))).toEqual([
      { kind: 'contact-book', numberId: NUMBER_ID, action: 'add', person, fullName: 'Zélia Padaria', at: SENT_AT_MS },
      {
        kind: 'contact-book',
        numberId: NUMBER_ID,
        action: 'remove',
        person: { ...person, userId: 'BR.9', waId: null, username: 'nono' },
        fullName: null,
        at: SENT_AT_MS,
      },
      { kind: 'unknown', reason: 'contact-without-person', value: value.state_sync[2] },
    ])
  })
})
