import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { NUMBER_ID, SENT_AT_SECONDS, SHOP_PHONE, type Json } from '#test/support/webhook-builder.ts'

/**
 * Messages of every type, statuses and people as Meta documents them. Ids come from small pools, so that events meet: a status its
 * message, a reaction its target, a person their other ids.
 */

const USER_IDS = ['BR.1', 'BR.zelia', 'ZA.thandi', 'BR.13491208655302741918'] as const
const PHONES = ['5511987654321', '551187654321', '27821234567', '15551234567', '120363040468224422@g.us'] as const

export const wamid = fc.integer({ min: 0, max: 24 }).map((count) => `wamid.F${count}`)
export const userId = fc.constantFrom(...USER_IDS)
const parentUserId = fc.constantFrom('BR.ENT.one', 'ZA.ENT.two')
export const phone = fc.constantFrom(...PHONES)
export const numberId = fc.oneof({ weight: 9, arbitrary: fc.constant(NUMBER_ID) }, { weight: 1, arbitrary: fc.constant('999') })

/** Any 16-bit units: lone surrogates, U+0000 and control characters are among them. */
const anyUnits = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)), maxLength: 12 })
export const text = fc.oneof(
  fc.constantFrom(
    'Bom dia!',
    'Vocês têm pão de queijo?',
    '👍🏽',
    '',
    ' ',
    '\u202Egnp.exe',
    '=cmd|calc',
    '<b>oi</b>',
    '{"a":1}',
    '[1,2]',
    '__proto__',
  ),
  fc.string({ unit: 'grapheme', maxLength: 24 }),
  anyUnits,
)

const seconds = fc.integer({ min: Number(SENT_AT_SECONDS) - 7200, max: Number(SENT_AT_SECONDS) })
export const timestamp = fc.oneof(
  { weight: 8, arbitrary: seconds.map(String) },
  { weight: 2, arbitrary: seconds },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(
      '2147483648',
      -1,
      '-5',
      0,
      1_795_348_800_000,
      '1795348800000',
      17_953_488_000.5,
      'NaN',
      'Infinity',
      '1e99',
      null,
      '',
    ),
  },
)

/** Every key may be missing but those named. */
export function some<Model extends Record<string, Arbitrary<unknown>>>(
  model: Model,
  ...required: (keyof Model & string)[]
): Arbitrary<Json> {
  return fc.record(model, { requiredKeys: required })
}

export function listOf(each: Arbitrary<unknown>, maxLength = 3): Arbitrary<unknown[]> {
  return fc.array(each, { maxLength })
}

export const error = some(
  {
    code: fc.constantFrom<unknown>(131026, 131047, 131051, 131060, '131026', 470, 0),
    title: text,
    message: text,
    error_data: some({ details: text }),
    details: text,
    href: fc.constant('https://developers.facebook.com/'),
  },
  'code',
)

export const contact = some(
  {
    profile: some({ name: text, username: fc.constantFrom('@zelia', 'zelia') }),
    wa_id: phone,
    user_id: userId,
    parent_user_id: parentUserId,
  },
  'profile',
)

const context = some({
  id: wamid,
  from: phone,
  from_user_id: userId,
  forwarded: fc.boolean(),
  frequently_forwarded: fc.boolean(),
  referred_product: fc.constant({ catalog_id: '1', product_retailer_id: 'pão' }),
})
const referral = some({
  source_url: text,
  source_id: text,
  source_type: fc.constantFrom('ad', 'post'),
  headline: text,
  body: text,
  ctwa_clid: text,
})

const media = (more: Record<string, Arbitrary<unknown>> = {}) =>
  some(
    {
      id: fc.constant('M1'),
      mime_type: fc.constantFrom('image/jpeg', 'audio/ogg; codecs=opus'),
      sha256: fc.constant('YQ=='),
      url: text,
      ...more,
    },
    'id',
  )

const card = some({
  name: some({ formatted_name: text, first_name: text, last_name: text }),
  phones: listOf(some({ phone: text, wa_id: phone, user_id: userId, type: text })),
  emails: listOf(some({ email: text })),
  org: some({ company: text, department: text }),
  birthday: text,
  vcard: text,
  origin: fc.constantFrom('contact_request', 'other'),
})

const interactive = fc.oneof(
  some({ type: fc.constant('button_reply'), button_reply: some({ id: text, title: text }) }, 'type'),
  some({ type: fc.constant('list_reply'), list_reply: some({ id: text, title: text, description: text }) }, 'type'),
  some(
    {
      type: fc.constant('nfm_reply'),
      nfm_reply: some({
        name: fc.constantFrom('flow', 'address_message'),
        body: text,
        response_json: fc.oneof(fc.constantFrom('null', '{', '{"a":1,"flow_token":"x"}', '{"a":{"b":[1]}}', '[]'), text),
      }),
    },
    'type',
  ),
  some(
    { type: fc.constant('call_permission_reply'), call_permission_reply: some({ response: fc.constantFrom('accept', 'reject') }) },
    'type',
  ),
  some({
    type: fc.constantFrom('button', 'list', 'cta_url', 'location_request_message', 'contact_request', 'product'),
    header: fc.oneof(some({ type: text, text }), some({ image: some({ id: text }) })),
    body: some({ text }),
    footer: some({ text }),
    action: some({
      name: text,
      button: text,
      buttons: listOf(fc.oneof(some({ reply: some({ title: text }) }), text)),
      sections: listOf(fc.oneof(some({ title: text, rows: listOf(some({ title: text, description: text })) }), text)),
      parameters: some({ display_text: text, url: text }),
    }),
  }),
)

const template = some({
  name: text,
  language: fc.oneof(some({ code: text }), text),
  category: fc.constantFrom<unknown>('MARKETING', 'utility', 'novelty', 7),
  components: listOf(
    fc.oneof(
      some({ type: fc.constantFrom('HEADER', 'body', 'footer'), text }),
      some({ buttons: listOf(some({ type: text, text, url: text })) }),
    ),
  ),
})

const order = some({
  catalog_id: text,
  text,
  product_items: listOf(
    some({
      product_retailer_id: text,
      quantity: fc.constantFrom<unknown>(1, '2', 0.5, '1,5', -1),
      item_price: fc.constantFrom<unknown>(9.9, '9.90', 1e308),
      currency: fc.constant('BRL'),
    }),
  ),
})

const system = some({
  body: text,
  type: fc.constantFrom('user_changed_number', 'user_changed_user_id', 'customer_identity_changed', 'novelty'),
  wa_id: phone,
  new_wa_id: phone,
  user_id: userId,
  parent_user_id: parentUserId,
  previous_user_id: userId,
  previous_parent_user_id: parentUserId,
  identity: fc.constant('x'),
  customer: phone,
})

/** The object that stands under a type's name. */
const contents: Record<string, Arbitrary<unknown>> = {
  text: some({ body: text }),
  image: media({ caption: text }),
  video: media({ caption: text }),
  audio: media({ voice: fc.boolean() }),
  document: media({ caption: text, filename: fc.oneof(text, fc.constant('../../etc/passwd')) }),
  sticker: media({ animated: fc.boolean() }),
  location: some({
    latitude: fc.constantFrom<unknown>(-23.5, '-23,5', 1e9, 'NaN'),
    longitude: fc.double(),
    name: text,
    address: text,
    url: text,
  }),
  contacts: listOf(card),
  button: some({ payload: text, text }),
  interactive,
  order,
  template,
  reaction: some({ message_id: wamid, emoji: fc.oneof(fc.constantFrom('👍', '❤️', ''), text) }),
  system,
  unsupported: some({ type: fc.constantFrom('edit', 'poll', 'unknown'), raw_type: text }),
  edit: some({
    original_message_id: wamid,
    message: fc.oneof(fc.constant({ type: 'text', text: { body: 'corrigida' } }), some({ type: text, text: some({ body: text }) })),
  }),
  revoke: some({ original_message_id: wamid }),
  request_welcome: fc.constant({}),
  media_placeholder: fc.constant({}),
  ephemeral: fc.constant({}),
  poll_creation: some({ question: text, options: listOf(text) }),
}

function messageOf(type: string, content: Arbitrary<unknown>, sides: Record<string, Arbitrary<unknown>>): Arbitrary<Json> {
  return some(
    {
      ...sides,
      id: wamid,
      timestamp,
      type: fc.constant(type),
      [type]: content,
      context,
      referral,
      group_id: fc.constant('G1'),
      errors: listOf(error, 2),
      identity: fc.constant({ acknowledged: true, hash: 'x' }),
    },
    'id',
    'timestamp',
    'type',
    type,
  )
}

function messageFrom(sides: Record<string, Arbitrary<unknown>>): Arbitrary<Json> {
  return fc.oneof(...Object.entries(contents).map(([type, content]) => messageOf(type, content, sides)))
}

export const inbound = messageFrom({ from: phone, from_user_id: userId, from_parent_user_id: parentUserId })
export const echo = messageFrom({ from: fc.constant(SHOP_PHONE), to: phone, to_user_id: userId })
export const past = messageFrom({
  from: fc.oneof(fc.constant(SHOP_PHONE), phone),
  to: phone,
  history_context: some({ status: fc.constantFrom('DELIVERED', 'ERROR', 'PENDING', 'PLAYED', 'READ', 'SENT'), from_me: fc.boolean() }),
})

export const status = some(
  {
    id: wamid,
    status: fc.constantFrom('sent', 'delivered', 'read', 'played', 'failed', 'deleted', 'warning'),
    timestamp,
    recipient_id: phone,
    recipient_user_id: userId,
    parent_recipient_user_id: parentUserId,
    recipient_type: fc.constant('group'),
    recipient_participant_id: phone,
    biz_opaque_callback_data: text,
    conversation: some({ id: text, expiration_timestamp: timestamp, origin: fc.constant({ type: 'service' }) }),
    pricing: some({ billable: fc.boolean(), pricing_model: fc.constantFrom('PMP', 'CBP'), type: text, category: text }),
    errors: listOf(error, 2),
    type: fc.constantFrom('message', 'payment'),
  },
  'id',
  'status',
  'timestamp',
)
