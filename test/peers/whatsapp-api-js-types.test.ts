import { describe, expect, test } from 'vitest'
import { WhatsAppAPI } from 'whatsapp-api-js'
import type { PostData, ServerMessage, ServerMessageTypes, ServerStatusPayload } from 'whatsapp-api-js/types'
import { decodeWebhook } from '#core/whatsapp/decode/envelope.ts'
import { understoodByUs, understoodMessage, understoodStatus } from './understanding.ts'
import type { Understanding } from './understanding.ts'

// Bodies made after the types of whatsapp-api-js 6.3.0, each member of its unions once: what its authors saw, or read in Meta's pages.

const WHO = { from: '5511987654321', from_user_id: 'BR.13491208655302741918', id: 'wamid.T1', timestamp: '1795348800' } as const
const CONTACT = { profile: { name: 'Zélia', username: 'zelia' }, wa_id: WHO.from, user_id: WHO.from_user_id } as const
const FILE = { mime_type: 'image/jpeg', sha256: 'rTz=', id: '123456789012345', url: 'https://lookaside.fbsbx.com/a' }

type Typed = { readonly [Type in ServerMessageTypes['type']]: readonly Extract<ServerMessageTypes, { type: Type }>[] }

/** A type that the library learns has no row here, and does not compile. */
const messages: Typed = {
  text: [{ type: 'text', text: { body: 'Bom dia! ☕' } }],
  audio: [
    { type: 'audio', audio: { ...FILE, mime_type: 'audio/ogg; codecs=opus', voice: true } },
    { type: 'audio', audio: { ...FILE, mime_type: 'audio/mpeg', voice: false } },
  ],
  document: [{ type: 'document', document: { ...FILE, filename: 'nota.pdf', mime_type: 'application/pdf', caption: 'Segue' } }],
  image: [{ type: 'image', image: { ...FILE, caption: 'A cesta', static_url: 'https://a.example/' } }],
  sticker: [{ type: 'sticker', sticker: { ...FILE, mime_type: 'image/webp', animated: true } }],
  video: [{ type: 'video', video: { ...FILE, mime_type: 'video/mp4', caption: 'Olha' } }],
  location: [
    {
      type: 'location',
      location: { latitude: '-23.5889', longitude: '-46.6344', name: 'Praça', address: 'Rua A', url: 'https://a.example/' },
    },
  ],
  contacts: [
    {
      type: 'contacts',
      contacts: [
        {
          vcard: null,
          origin: 'contact_request',
          name: { formatted_name: 'Ana Sá', first_name: 'Ana' },
          org: { company: 'Flores Sá' },
          phones: [{ phone: '+55 11 90000-0102', wa_id: '5511900000102', type: 'CELL' }],
          emails: [{ email: 'ana@a.example', type: 'WORK' }],
          birthday: '1990-12-31',
        },
      ],
    },
  ],
  interactive: [
    { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 's', title: 'Sim' } } },
    { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: '1', title: 'Bolo', description: 'De fubá' } } },
    {
      type: 'interactive',
      interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"flow_token":"t","dia":"sexta"}' } },
    },
    {
      type: 'interactive',
      interactive: { type: 'nfm_reply', nfm_reply: { name: 'address_message', response_json: '{"rua":"A"}' } },
    },
    {
      type: 'interactive',
      interactive: {
        type: 'call_permission_reply',
        call_permission_reply: {
          response: 'reject',
          is_permanent: false,
          expiration_timestamp: 1_795_348_800,
          response_source: 'automatic',
        },
      },
    },
  ],
  button: [{ type: 'button', button: { text: 'Sim, vamos', payload: 'sim' } }],
  reaction: [
    { type: 'reaction', reaction: { emoji: '❤️', message_id: 'wamid.T0' } },
    { type: 'reaction', reaction: { message_id: 'wamid.T0' } },
  ],
  order: [
    {
      type: 'order',
      order: {
        catalog_id: '300',
        product_items: [{ product_retailer_id: 'cesta-1', quantity: 2, item_price: 89.9, currency: 'BRL' }],
        text: 'Sexta',
      },
    },
  ],
  system: [
    {
      type: 'system',
      system: { body: 'Mudou', type: 'user_changed_number', wa_id: '5511911112222', user_id: 'BR.2', previous_user_id: WHO.from_user_id },
    },
    {
      type: 'system',
      system: { body: 'Mudou', type: 'user_changed_user_id', wa_id: WHO.from, user_id: 'BR.2', previous_user_id: WHO.from_user_id },
    },
  ],
  request_welcome: [{ type: 'request_welcome' }],
  unknown: [
    { type: 'unknown', errors: [{ code: 131051, details: 'Message type is not currently supported', title: 'Unsupported message type' }] },
  ],
  unsupported: [
    {
      type: 'unsupported',
      unsupported: { type: 'edit' },
      errors: [
        {
          code: 131051,
          title: 'Message type unknown',
          message: 'Message type unknown',
          error_data: { details: 'Message type is currently not supported.' },
        },
      ],
    },
  ],
}

function bodyOf(value: object, field: 'messages' | 'calls' = 'messages'): PostData {
  const metadata = { display_phone_number: '15550783881', phone_number_id: '106540352242922' }
  // The callers below build the value from its own types, member by member.
  const change = { field, value: { messaging_product: 'whatsapp', metadata, ...value } } as PostData['entry'][number]['changes'][number]
  return { object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes: [change] }] }
}

async function readByPeer(body: PostData): Promise<readonly Understanding[]> {
  const understood: Understanding[] = []
  const peer = new WhatsAppAPI({ token: 'EAA', secure: false, v: 'v26.0' })
  peer.on.message = (args) => void understood.push(understoodMessage(args))
  peer.on.status = (args) => void understood.push(understoodStatus(args))
  await peer.post(body)
  return understood
}

function eventsOf(body: PostData) {
  const decoded = decodeWebhook(Buffer.from(JSON.stringify(body)))
  return decoded.kind === 'events' ? decoded.items.map(({ event }) => event) : []
}

describe('our decoder understands each of its message types as it does', () => {
  test.each(Object.values(messages).flatMap((all) => all.map((message) => [message.type, message] as const)))(
    '%s',
    async (_type, message) => {
      const body = bodyOf({ contacts: [CONTACT], messages: [{ ...WHO, ...message }] })
      const understood = await readByPeer(body)
      expect({ ours: eventsOf(body).map(understoodByUs), count: understood.length }).toEqual({ ours: understood, count: 1 })
    },
  )

  test('with all that may stand beside one', async () => {
    const message: ServerMessage = {
      ...WHO,
      from_parent_user_id: 'BR.ENT.1',
      from_logical_id: '1',
      context: {
        forwarded: true,
        from: '15550783881',
        id: 'wamid.T0',
        referred_product: { catalog_id: '300', product_retailer_id: 'cesta-1' },
      },
      identity: { acknowledged: true, created_timestamp: '1795348800', hash: 'h' },
      referral: {
        source_url: 'https://fb.me/x',
        source_id: '1',
        source_type: 'ad',
        headline: 'Cestas',
        body: 'Veja',
        ctwa_clid: 'c',
        welcome_message: { text: 'Oi' },
        media_type: 'video',
        video_url: 'https://a.example/v',
        thumbnail_url: 'https://a.example/t',
      },
      type: 'text',
      text: { body: 'Oi' },
    }
    const body = bodyOf({ contacts: [{ ...CONTACT, country_code: 'BR', identity_key_hash: 'h' }], messages: [message] })
    const understood = await readByPeer(body)
    expect({ ours: eventsOf(body).map(understoodByUs), count: understood.length }).toEqual({ ours: understood, count: 1 })
  })
})

describe('our decoder understands its statuses as it does', () => {
  const status = { id: 'wamid.T1', timestamp: '1795348800', recipient_id: WHO.from, recipient_user_id: WHO.from_user_id } as const
  const pricing = { pricing_model: 'PMP', billable: true, type: 'regular', category: 'authentication_international' } as const
  const conversation = { id: 'c1', expiration_timestamp: '1795435200', origin: { type: 'service' } } as const
  const error = {
    code: 131026,
    title: 'Message undeliverable',
    message: 'Message undeliverable',
    error_data: { details: 'Message Undeliverable.' },
  }

  test.each<[string, ServerStatusPayload]>([
    ['sent', { ...status, status: 'sent', pricing, conversation, biz_opaque_callback_data: 'v1', recipient_logical_id: '1' }],
    ['delivered', { ...status, status: 'delivered', recipient_parent_user_id: 'BR.ENT.1', recipient_identity_key_hash: 'h' }],
    ['read', { ...status, status: 'read' }],
    ['played', { ...status, status: 'played', recipient_type: 'individual' }],
    ['failed', { ...status, status: 'failed', conversation: undefined, pricing: undefined, errors: [error] }],
  ])('%s', async (_status, payload) => {
    const body = bodyOf({ statuses: [payload] })
    const understood = await readByPeer(body)
    expect({ ours: eventsOf(body).map(understoodByUs), count: understood.length }).toEqual({ ours: understood, count: 1 })
  })

  test('of a group the library names the group alone, we the member', async () => {
    const payload: ServerStatusPayload = {
      ...status,
      status: 'read',
      recipient_type: 'group',
      recipient_id: 'Y2FwaV9ncm91cDox',
      recipient_participant_id: WHO.from,
    }
    const body = bodyOf({ statuses: [payload] })
    const [theirs] = await readByPeer(body)
    const ours = eventsOf(body)
    expect({ theirs: [theirs?.phone, theirs?.userId], ours }).toEqual({
      theirs: [null, null],
      ours: [expect.objectContaining({ kind: 'status', status: 'read', recipient: WHO.from })],
    })
  })
})

test('they differ: when a new id comes without a number, the library leaves the number open and we keep the one named', async () => {
  const body = bodyOf({
    messages: [
      {
        ...WHO,
        type: 'system',
        system: { body: 'Mudou', type: 'user_changed_user_id', user_id: 'BR.2', previous_user_id: WHO.from_user_id },
      },
    ],
  })
  expect({
    theirs: (await readByPeer(body)).map(({ says }) => says),
    ours: eventsOf(body).map((event) => understoodByUs(event).says),
  }).toEqual({
    theirs: [{ text: 'Mudou', newPhone: null, newUserId: 'BR.2' }],
    ours: [{ text: 'Mudou', newPhone: WHO.from, newUserId: 'BR.2' }],
  })
})

test('a call is a fact of the account and a line in the chat', () => {
  const value = {
    contacts: [CONTACT],
    calls: [
      {
        id: 'wacid.1',
        from: WHO.from,
        to: '15550783881',
        timestamp: '1795348800',
        direction: 'USER_INITIATED',
        event: 'connect',
        session: { sdp_type: 'offer', sdp: 'v=0' },
      },
    ],
  }
  expect(eventsOf(bodyOf(value, 'calls'))).toEqual([
    expect.objectContaining({ kind: 'account', field: 'calls' }),
    expect.objectContaining({
      kind: 'message',
      wamid: 'wacid.1',
      content: { kind: 'call', direction: 'in', outcome: 'unknown', durationMs: null },
    }),
  ])
})
