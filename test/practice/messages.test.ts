import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { graphRefusal } from '#test/support/graph-refusal.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'

let shop: PracticeShop
const TO = '+5511900000102'
const wamid = expect.stringMatching(/^wamid\.[\w+/=]+$/)
const row = (index: number) => ({ id: 'r' + index, title: 'Linha ' + index })

beforeEach(async () => {
  shop = await openPracticeShop()
})
afterEach(() => shop.stop())

const missing = (details: string) => graphRefusal(131008, '(#131008) Required parameter is missing', details)
const invalid = (details: string) => graphRefusal(131009, '(#131009) Parameter value is not valid', details)

const interactive = (value: object) => ({ type: 'interactive', interactive: { body: { text: 'Escolha' }, ...value } })
const buttons = (titles: string[]) =>
  interactive({ type: 'button', action: { buttons: titles.map((title, index) => ({ type: 'reply', reply: { id: 'b' + index, title } })) } })
const template = (value: object) => ({ type: 'template', template: { language: { code: 'pt_BR' }, ...value } })
const price = (words: string) => ({ type: 'currency', currency: { fallback_value: words, code: 'BRL', amount_1000: 90_000 } })
const withPart = (part: object) =>
  template({ name: 'retomar_conversa', components: [part, { type: 'body', parameters: [{ type: 'text', text: 'Ana' }] }] })
const card = (index: number, type = 'image', text = 'Bolo') => ({
  card_index: index,
  type: 'cta_url',
  header: { type, [type]: { link: 'https://a.example/a' } },
  body: { text },
  action: { name: 'cta_url', parameters: { display_text: 'Ver', url: 'https://a.example/' } },
})
const products = (count: number) =>
  interactive({
    type: 'product_list',
    header: { type: 'text', text: 'Tudo' },
    action: {
      catalog_id: '3',
      sections: [{ title: 'Bolos', product_items: Array.from({ length: count }, (_, index) => ({ product_retailer_id: 'p' + index })) }],
    },
  })
const list = (rows: object[]) => interactive({ type: 'list', action: { button: 'Ver', sections: [{ title: 'Tudo', rows }] } })

describe('what is accepted, to the very limit', () => {
  test.each<[string, object]>([
    ['text of 4096 characters', { type: 'text', text: { body: '😀'.repeat(4096), preview_url: true } }],
    ['tracker of 512 characters', { type: 'text', text: { body: 'oi' }, biz_opaque_callback_data: 'x'.repeat(512) }],
    ['image by link with a caption of 1024', { type: 'image', image: { link: 'https://a.example/a.png', caption: 'c'.repeat(1024) } }],
    ['document by link', { type: 'document', document: { link: 'https://a.example/a.pdf', filename: 'a.pdf' } }],
    ['sticker by link', { type: 'sticker', sticker: { link: 'https://a.example/a.webp' } }],
    ['voice by link', { type: 'audio', audio: { link: 'https://a.example/a.ogg', voice: true } }],
    ['location at the pole', { type: 'location', location: { latitude: '-90', longitude: 180, name: 'Polo' } }],
    [
      'five contacts',
      { type: 'contacts', contacts: Array.from({ length: 5 }, () => ({ name: { formatted_name: 'Ana Sá', first_name: 'Ana' } })) },
    ],
    ['reaction', { type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '👍🏽' } }],
    ['reaction taken back', { type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '' } }],
    ['three buttons of 20', buttons(['a', 'b', 'c'].map((letter) => letter.repeat(20)))],
    ['a list of ten rows', list(Array.from({ length: 10 }, (_, index) => row(index)))],
    [
      'a list with a body of 4096',
      {
        type: 'interactive',
        interactive: { type: 'list', body: { text: 'b'.repeat(4096) }, action: { button: 'Ver', sections: [{ rows: [row(1)] }] } },
      },
    ],
    [
      'a link button',
      interactive({
        type: 'cta_url',
        action: { name: 'cta_url', parameters: { display_text: 'x'.repeat(20), url: 'https://a.example/' } },
      }),
    ],
    [
      'ten cards of 160',
      interactive({ type: 'carousel', action: { cards: Array.from({ length: 10 }, (_, index) => card(index, 'image', 'x'.repeat(160))) } }),
    ],
    ['30 products', products(30)],
    ['a request for the place', interactive({ type: 'location_request_message', action: { name: 'send_location' } })],
    [
      'a template with its button',
      {
        type: 'template',
        template: {
          name: 'retomar_conversa',
          language: { code: 'pt_BR' },
          components: [{ type: 'body', parameters: [{ type: 'text', text: 'Marina' }] }],
        },
      },
    ],
    ['a quote', { type: 'text', text: { body: 'oi' }, context: { message_id: 'wamid.x' } }],
    ['contacts as the text of their JSON', { type: 'contacts', contacts: '[{"name":{"formatted_name":"Ana Sá","first_name":"Ana"}}]' }],
    ['a request for the phone number', interactive({ type: 'request_contact_info', action: { name: 'request_contact_info' } })],
    [
      'a template whose value is a price with its words',
      template({ name: 'retomar_conversa', components: [{ type: 'body', parameters: [price('R$ 90,00')] }] }),
    ],
    [
      'a template with the payload of its second button',
      template({
        name: 'retomar_conversa',
        components: [
          { type: 'body', parameters: [{ type: 'text', text: 'Ana' }] },
          { type: 'button', sub_type: 'quick_reply', index: '1', parameters: [{ type: 'payload', payload: 'nao' }] },
        ],
      }),
    ],
  ])('%s', async (_name, body) => {
    expect(await shop.send({ to: TO, ...body })).toEqual({
      status: 200,
      body: {
        messaging_product: 'whatsapp',
        contacts: [{ input: TO, wa_id: '5511900000102' }],
        messages: [{ id: wamid, ...('template' in body && { message_status: 'accepted' }) }],
      },
    })
  })
})

describe('what is refused, one over the limit or out of form', () => {
  test.each<[string, object, object]>([
    [
      'text of 4097',
      { type: 'text', text: { body: 'x'.repeat(4097) } },
      graphRefusal(100, "(#100) Param text['body'] must be at most 4096 characters long."),
    ],
    ['no text', { type: 'text' }, missing("Parameter 'text' is mandatory for type 'text'")],
    ['empty text', { type: 'text', text: { body: '' } }, missing("Parameter 'body' is mandatory for type 'text'")],
    [
      'unknown type',
      { type: 'hologram' },
      graphRefusal(
        100,
        '(#100) Param type must be one of {AUDIO, CONTACTS, DOCUMENT, IMAGE, INTERACTIVE, LOCATION, REACTION, STICKER, TEMPLATE, TEXT, VIDEO} - got "hologram".',
      ),
    ],
    [
      'tracker of 513',
      { type: 'text', text: { body: 'oi' }, biz_opaque_callback_data: 'x'.repeat(513) },
      graphRefusal(100, '(#100) Param biz_opaque_callback_data must be at most 512 characters long.'),
    ],
    [
      'recipient_type of another world',
      { recipient_type: 'crowd', text: { body: 'oi' } },
      graphRefusal(100, '(#100) Param recipient_type must be one of {INDIVIDUAL, GROUP} - got "crowd".'),
    ],
    [
      'media with neither id nor link',
      { type: 'image', image: { caption: 'x' } },
      graphRefusal(100, '(#100) Param image must have exactly one of id, link.'),
    ],
    [
      'media that was never uploaded',
      { type: 'image', image: { id: '42' } },
      graphRefusal(100, '(#100) Invalid parameter', 'Media ID 42 does not exist or has expired'),
    ],
    [
      'caption of 1025',
      { type: 'video', video: { link: 'https://a.example/a.mp4', caption: 'c'.repeat(1025) } },
      graphRefusal(100, "(#100) Param video['caption'] must be at most 1024 characters long."),
    ],
    [
      'caption on audio',
      { type: 'audio', audio: { link: 'https://a.example/a.ogg', caption: 'x' } },
      graphRefusal(100, '(#100) Unexpected key "caption" on param "audio".'),
    ],
    [
      'location beyond the pole',
      { type: 'location', location: { latitude: 90.1, longitude: 0 } },
      invalid('Location latitude must be between -90 and 90'),
    ],
    [
      'six contacts',
      { type: 'contacts', contacts: Array.from({ length: 6 }, () => ({ name: { formatted_name: 'A', first_name: 'A' } })) },
      graphRefusal(100, '(#100) Param contacts must have between 1 and 5 elements.'),
    ],
    [
      'reaction of two emojis',
      { type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '👍👍' } },
      invalid('Reaction emoji is invalid'),
    ],
    ['reaction of a word', { type: 'reaction', reaction: { message_id: 'wamid.x', emoji: 'ok' } }, invalid('Reaction emoji is invalid')],
    [
      'reaction with a quote',
      { type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '👍' }, context: { message_id: 'wamid.x' } },
      graphRefusal(100, '(#100) Param context is not supported for type reaction.'),
    ],
    ['four buttons', buttons(['a', 'b', 'c', 'd']), invalid('Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3')],
    ['a button of 21', buttons(['x'.repeat(21)]), invalid('Button title length invalid. Min length: 1, Max length: 20')],
    ['two buttons alike', buttons(['a', 'a']), invalid('Duplicated button titles are not allowed')],
    ['eleven rows', list(Array.from({ length: 11 }, (_, index) => row(index))), invalid('Total row count exceed max allowed count: 10')],
    ['a row title of 25', list([{ id: 'r', title: 'x'.repeat(25) }]), invalid('Row title length invalid. Min length: 1, Max length: 24')],
    [
      'body of 1025',
      { type: 'interactive', interactive: { type: 'button', body: { text: 'b'.repeat(1025) }, action: { buttons: [] } } },
      invalid('Body text length invalid. Min length: 1, Max length: 1024'),
    ],
    [
      'footer of 61',
      interactive({ type: 'button', footer: { text: 'f'.repeat(61) }, action: { buttons: [] } }),
      invalid('Footer text length invalid. Min length: 1, Max length: 60'),
    ],
    [
      'link button of 21',
      interactive({
        type: 'cta_url',
        action: { name: 'cta_url', parameters: { display_text: 'x'.repeat(21), url: 'https://a.example/' } },
      }),
      invalid('CTA display text length invalid. Min length: 1, Max length: 20'),
    ],
    [
      'a location request by another name',
      interactive({ type: 'location_request_message', action: { name: 'send' } }),
      invalid('Action name must be send_location'),
    ],
    [
      'one card',
      interactive({ type: 'carousel', action: { cards: [card(0)] } }),
      invalid('Invalid cards count. Min allowed cards: 2, Max allowed cards: 10'),
    ],
    [
      'cards with a picture and with a video',
      interactive({ type: 'carousel', action: { cards: [card(0), card(1, 'video')] } }),
      invalid('All cards must have the same type of header'),
    ],
    [
      'a card of 161',
      interactive({ type: 'carousel', action: { cards: [card(0), card(1, 'image', 'x'.repeat(161))] } }),
      invalid('Card body text length invalid. Min length: 1, Max length: 160'),
    ],
    ['31 products', products(31), invalid('Total product count exceed max allowed count: 30')],
    [
      'a template with a parameter missing',
      { type: 'template', template: { name: 'retomar_conversa', language: { code: 'pt_BR' } } },
      graphRefusal(
        132000,
        '(#132000) Number of parameters does not match the expected number of params',
        'body: number of localizable_params (0) does not match the expected number of params (1)',
      ),
    ],
    [
      'a template with a line break in a value',
      {
        type: 'template',
        template: {
          name: 'retomar_conversa',
          language: { code: 'pt_BR' },
          components: [{ type: 'body', parameters: [{ type: 'text', text: 'a\nb' }] }],
        },
      },
      graphRefusal(
        132018,
        '(#132018) Invalid template parameters',
        'Param text cannot have new-line/tab characters or more than 4 consecutive spaces',
      ),
    ],
    [
      'a template in a language it does not have',
      { type: 'template', template: { name: 'retomar_conversa', language: { code: 'en_US' } } },
      {
        ...graphRefusal(
          132001,
          '(#132001) Template name does not exist in the translation',
          'template name (retomar_conversa) does not exist in en_US',
        ),
        status: 404,
      },
    ],
    [
      'a template with a picture above that it does not have',
      withPart({ type: 'header', parameters: [{ type: 'image', image: { link: 'https://a.example/a.png' } }] }),
      graphRefusal(
        132012,
        '(#132012) Parameter format does not match format in the created template',
        'header: Format mismatch, expected UNKNOWN, received IMAGE',
      ),
    ],
    [
      'a template with words above that it does not have',
      withPart({ type: 'header', parameters: [{ type: 'text', text: 'Oi' }] }),
      graphRefusal(
        132000,
        '(#132000) Number of parameters does not match the expected number of params',
        'header: number of localizable_params (1) does not match the expected number of params (0)',
      ),
    ],
    [
      'a template with a link for a quick reply',
      withPart({ type: 'button', sub_type: 'url', index: 0, parameters: [{ type: 'text', text: 'x' }] }),
      graphRefusal(100, '(#100) Invalid parameter', 'buttons: Button at index 0 is of type QUICK_REPLY and does not support parameters'),
    ],
    [
      'a template with a button of no kind',
      withPart({ type: 'button', sub_type: 'phone_number', index: 0, parameters: [{ type: 'text', text: 'x' }] }),
      graphRefusal(
        100,
        "(#100) Param template['components'][0]['sub_type'] must be one of {BOOKING_CONFIRMATION, CATALOG, COPY_CODE, FLOW, MPM, ORDER_DETAILS, QUICK_REPLY, REMINDER, URL, VOICE_CALL} - got \"phone_number\".",
      ),
    ],
    [
      'a list of products without a title above',
      interactive({ type: 'product_list', action: { catalog_id: '1', sections: [] } }),
      missing("Parameter 'header' is mandatory for type 'product_list'"),
    ],
    [
      'a message to a group',
      { recipient_type: 'group', to: 'Y2FwaV9ncm91cDox', type: 'text', text: { body: 'oi' } },
      invalid('Groups are not available for this phone number'),
    ],
    [
      'a paused template',
      { type: 'template', template: { name: 'novidades_do_mes', language: { code: 'pt_BR' } } },
      graphRefusal(
        132015,
        '(#132015) Template is Paused',
        'Template is paused due to low quality so it cannot be sent in a template message.',
      ),
    ],
    [
      'the shop itself',
      { to: '+5511900000100', text: { body: 'oi' } },
      graphRefusal(131021, '(#131021) Recipient cannot be sender', 'Sender and recipient phone number is the same.'),
    ],
    ['nobody', { to: undefined, text: { body: 'oi' } }, missing("Parameter 'to' is mandatory unless 'recipient' is given")],
    [
      'a phone number as recipient',
      { to: undefined, recipient: '5511900000102', text: { body: 'oi' } },
      invalid('Recipient is not a valid business-scoped user ID'),
    ],
    [
      'another product',
      { messaging_product: 'telegram', text: { body: 'oi' } },
      graphRefusal(100, '(#100) Param messaging_product must be one of {WHATSAPP} - got "telegram".'),
    ],
    [
      'no product',
      { messaging_product: undefined, text: { body: 'oi' } },
      graphRefusal(100, '(#100) The parameter messaging_product is required.'),
    ],
  ])('%s', async (_name, body, expected) => {
    expect(await shop.send({ to: TO, ...body })).toEqual(expected)
  })
})

describe('marking as read', () => {
  test('a read mark and a typing indicator are taken for a message that exists', async () => {
    const id = shop.control.sendFromCustomer({ customer: 'marina', text: 'oi' })
    expect({
      answers: [
        await shop.send({ status: 'read', message_id: id }),
        await shop.send({ status: 'read', message_id: id, typing_indicator: { type: 'text' } }),
      ],
      read: shop.control.truth.markedRead(),
      typing: shop.control.truth.typingShown(),
    }).toEqual({
      answers: [
        { status: 200, body: { success: true } },
        { status: 200, body: { success: true } },
      ],
      read: [id, id],
      typing: [id],
    })
  })

  test('an id of no form, and a typing indicator of another kind, are refused', async () => {
    const id = shop.control.sendFromCustomer({ customer: 'marina', text: 'oi' })
    expect([
      await shop.send({ status: 'read', message_id: 'nothing' }),
      await shop.send({ status: 'read', message_id: id, typing_indicator: { type: 'audio' } }),
    ]).toEqual([
      invalid('Message ID is not valid'),
      graphRefusal(100, '(#100) Param typing_indicator[\'type\'] must be one of {TEXT} - got "audio".'),
    ])
  })
})
