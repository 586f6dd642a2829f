import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WhatsAppAPI } from 'whatsapp-api-js'
import { ActionCTA, Audio, Body, Header, Image, Interactive, Reaction, Text } from 'whatsapp-api-js/messages'
import type {
  ServerBlockResponse,
  ServerMarkAsReadResponse,
  ServerMediaDeleteResponse,
  ServerMediaRetrieveResponse,
  ServerMediaUploadResponse,
  ServerMessageResponse,
  ServerUnblockResponse,
} from 'whatsapp-api-js/types'
import { createFakeClock } from '#test/support/fake-clock.ts'
import type { FakeClock } from '#test/support/fake-clock.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'
import { paintPicture } from '#practice/made/pictures.ts'
import { openWhatsAppApiJs } from './whatsapp-api-js.ts'
import type { Exchange } from './whatsapp-api-js.ts'
import { A_WAMID, builtMessages, ownTemplates } from './whatsapp-api-js-messages.ts'

// whatsapp-api-js 6.3.0 as a client of the practice server, over real HTTP. What it expects back is typed by its own types.

const MARINA = { phone: '5511900000102', bsuid: 'BR.90000000000000000102' }
/** She shows no number. */
const BIA = { bsuid: 'BR.13491208655302741918' }

let shop: PracticeShop
let time: FakeClock
let peer: WhatsAppAPI
let exchanges: Exchange[]

beforeAll(async () => {
  time = createFakeClock()
  shop = await openPracticeShop({ time, speed: 1 })
  ;({ peer, exchanges } = openWhatsAppApiJs(shop))
  for (const template of ownTemplates(await shop.uploadSample('image/png')))
    await shop.api('POST', `/v26.0/${shop.wabaId}/message_templates`, template)
  await time.advance(120_000)
})
afterAll(() => shop.stop())

// expect's matchers are of no type of their own.
const wamid = expect.stringMatching(/^wamid\.[\w+/=]+$/) as string
const trace = expect.stringMatching(/^A[\w-]+$/) as string
const digits = expect.stringMatching(/^\d+$/) as string

async function upload(type = 'image/png') {
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array(paintPicture('cake'))], { type }), 'bolo.png')
  return peer.uploadMedia(shop.phoneNumberId, form)
}

const idOf = (answer: ServerMediaUploadResponse) => ('id' in answer ? answer.id : '')

describe('each message it can build', () => {
  test.each(builtMessages)('$name: is accepted, and the customer gets just that', async ({ name, build, type, content, words }) => {
    const mediaId = idOf(await upload())
    const answer = await peer.sendMessage(shop.phoneNumberId, MARINA, build(mediaId), undefined, name)
    // Below the pair rate, and long enough to arrive.
    await time.advance(8_000)
    const accepted: ServerMessageResponse = {
      messaging_product: 'whatsapp',
      contacts: [{ input: MARINA.phone, wa_id: MARINA.phone }],
      messages: [{ id: wamid, ...(type === 'template' && { message_status: 'accepted' as const }) }],
    }
    expect({
      answer,
      status: exchanges.at(-1)?.status,
      got: shop.control.truth.received('marina').filter(({ tracker }) => tracker === name),
    }).toEqual({
      answer: accepted,
      status: 200,
      got: [
        {
          customer: 'marina',
          wamid: 'messages' in answer ? answer.messages[0].id : '',
          tracker: name,
          type,
          content: content(mediaId),
          text: words,
          at: expect.any(Number) as number,
        },
      ],
    })
  })
})

describe('the rest of what it can ask', () => {
  test('a person without a number is written to by id, with a quote', async () => {
    const answer = await peer.sendMessage(shop.phoneNumberId, BIA, new Text('Oi, Bia'), A_WAMID, 'to-bia')
    await time.advance(8_000)
    const accepted: ServerMessageResponse = {
      messaging_product: 'whatsapp',
      contacts: [{ input: BIA.bsuid, user_id: BIA.bsuid }],
      messages: [{ id: wamid }],
    }
    expect({
      answer,
      quotes: shop.control.truth.accepted().at(-1)?.quotes,
      got: shop.control.truth.received('bia').map(({ tracker, text }) => ({ tracker, text })),
    }).toEqual({ answer: accepted, quotes: A_WAMID, got: [{ tracker: 'to-bia', text: 'Oi, Bia' }] })
  })

  test('a message of a customer is marked as read, and typing is shown', async () => {
    const id = shop.control.sendFromCustomer({ customer: 'marina', text: 'Oi' })
    const done: ServerMarkAsReadResponse = { success: true }
    expect({
      answers: [await peer.markAsRead(shop.phoneNumberId, id), await peer.markAsRead(shop.phoneNumberId, id, 'text')],
      read: shop.control.truth.markedRead(),
      typing: shop.control.truth.typingShown(),
    }).toEqual({ answers: [done, done], read: [id, id], typing: [id] })
  })

  test('a file is uploaded, described, fetched whole and deleted; then it is gone', async () => {
    const uploaded = await upload()
    const id = idOf(uploaded)
    const described = await peer.retrieveMedia(id, shop.phoneNumberId)
    const url = 'url' in described ? described.url.replace(shop.graphUrl, 'https://lookaside.fbsbx.com') : ''
    const fetched = await peer.fetchMedia(url)
    const bytes = Buffer.from(await fetched.arrayBuffer())
    const shape: ServerMediaUploadResponse = { id: digits }
    const gone: ServerMediaDeleteResponse = { success: true }
    // Its type says that the size is a text; Graph sends a number.
    const description: Omit<Exclude<ServerMediaRetrieveResponse, { error: object }>, 'file_size'> & { file_size: number } = {
      messaging_product: 'whatsapp',
      url: expect.stringContaining('/whatsapp_business/attachments/?mid=' + id) as string,
      mime_type: 'image/png',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      file_size: paintPicture('cake').length,
      id,
    }
    expect({
      uploaded,
      described,
      isWhole: bytes.equals(paintPicture('cake')),
      deleted: [await peer.deleteMedia(id, shop.phoneNumberId), await peer.deleteMedia(id)],
      after: await peer.retrieveMedia(id),
    }).toEqual({
      uploaded: shape,
      described: description,
      isWhole: true,
      deleted: [gone, { error: noSuchObject('delete', id) }],
      after: { error: noSuchObject('get', id) },
    })
  })

  test('people are blocked and let in again, by number and by id, and one who never wrote is refused by name', async () => {
    const stranger = '5511900009999'
    const blocked: ServerBlockResponse = {
      messaging_product: 'whatsapp',
      block_users: {
        added_users: [
          { input: MARINA.phone, wa_id: MARINA.phone },
          { input: BIA.bsuid, user_id: BIA.bsuid },
        ],
      },
    }
    const letIn: ServerUnblockResponse = {
      messaging_product: 'whatsapp',
      block_users: { removed_users: [{ input: MARINA.phone, wa_id: MARINA.phone }] },
    }
    expect({
      blocked: await peer.blockUser(shop.phoneNumberId, MARINA.phone, BIA.bsuid),
      meanwhile: await peer.sendMessage(shop.phoneNumberId, MARINA.phone, new Text('Oi')),
      letIn: await peer.unblockUser(shop.phoneNumberId, MARINA.phone),
      letInById: (await peer.unblockUser(shop.phoneNumberId, BIA)) satisfies ServerUnblockResponse,
      refused: await peer.blockUser(shop.phoneNumberId, stranger),
      status: exchanges.at(-1)?.status,
    }).toEqual({
      blocked,
      meanwhile: { error: refusal(130403, '(#130403) User is blocked', 'The business has blocked this user.') },
      letIn,
      letInById: { messaging_product: 'whatsapp', block_users: { removed_users: [{ input: BIA.bsuid, user_id: BIA.bsuid }] } },
      refused: {
        messaging_product: 'whatsapp',
        block_users: {
          added_users: [],
          failed_users: [
            {
              input: stranger,
              wa_id: stranger,
              errors: [
                { message: 'Re-engagement required', code: 131047, error_data: { details: 'User has not messaged in the last 24 hours' } },
              ],
            },
          ],
        },
        // Its type calls this `errors`; Meta's page says `error`.
        error: {
          message: '(#139100) Failed to block/unblock users',
          type: 'OAuthException',
          code: 139100,
          error_data: { details: 'Failed to block some users, see the block_users response list for details' },
          fbtrace_id: trace,
        },
      },
      status: 400,
    })
  })
})

describe('refusals come as errors in the answer, never as an exception', () => {
  test.each<[string, () => Promise<unknown>, { status: number; error: object }]>([
    [
      'a file that is not there',
      () => peer.sendMessage(shop.phoneNumberId, MARINA, new Audio('42', true)),
      { status: 400, error: refusal(100, '(#100) Invalid parameter', 'Media ID 42 does not exist or has expired') },
    ],
    [
      'a number of somebody else',
      () => peer.sendMessage('999', MARINA, new Text('Oi')),
      { status: 400, error: noSuchObject('post', '999') },
    ],
    [
      'Meta is down',
      () => {
        shop.control.provokeNext(131016)
        return peer.sendMessage(shop.phoneNumberId, MARINA, new Text('Oi'))
      },
      {
        status: 500,
        error: { ...refusal(131016, '(#131016) Service unavailable', 'A service is temporarily unavailable.'), is_transient: true },
      },
    ],
    [
      'too fast',
      () => {
        shop.control.provokeNext(130429)
        return peer.sendMessage(shop.phoneNumberId, MARINA, new Text('Oi'))
      },
      {
        status: 400,
        error: {
          ...refusal(
            130429,
            '(#130429) Rate limit hit',
            'Message failed to send because there were too many messages sent from this phone number in a short period of time',
          ),
          is_transient: true,
        },
      },
    ],
    [
      'a group, which this number does not have',
      () => peer.sendMessage(shop.phoneNumberId, { group: 'Y2FwaV9ncm91cDox' }, new Text('Oi')),
      { status: 400, error: refusal(131009, '(#131009) Parameter value is not valid', 'Groups are not available for this phone number') },
    ],
    ['QR codes are not practised', () => peer.createQR(shop.phoneNumberId, 'Oi'), { status: 400, error: unknownPath('/message_qrdls') }],
    ['calls are not practised', () => peer.initiateCall(shop.phoneNumberId, MARINA, 'v=0'), { status: 400, error: unknownPath('/calls') }],
  ])('%s', async (_name, ask, expected) => {
    const answer = await ask()
    const { status } = exchanges.at(-1) ?? {}
    expect({ status, answer }).toEqual({ status: expected.status, answer: { error: expected.error } })
  })

  test('a wrong token', async () => {
    const stranger = openWhatsAppApiJs({ ...shop, token: 'EAAwrong' })
    await stranger.peer.sendMessage(shop.phoneNumberId, MARINA, new Text('Oi'))
    expect(stranger.exchanges.map(({ status, answer }) => ({ status, answer }))).toEqual([
      {
        status: 401,
        answer: {
          error: {
            message: 'Invalid OAuth access token - Cannot parse access token',
            type: 'OAuthException',
            code: 190,
            fbtrace_id: trace,
          },
        },
      },
    ])
  })
})

describe('it refuses by itself, and the practice server takes:', () => {
  const list = (text: string) => ({
    type: 'list',
    body: { text },
    action: { button: 'Ver', sections: [{ rows: [{ id: '1', title: 'Bolo' }] }] },
  })
  const under = (picture: object) => ({
    type: 'cta_url',
    header: { type: 'image', image: picture },
    body: { text: 'Veja' },
    action: { name: 'cta_url', parameters: { display_text: 'Abrir', url: 'https://a.example/' } },
  })

  test.each<[string, () => unknown, object]>([
    [
      'a heart, which is two code points',
      () => new Reaction(A_WAMID, '❤️'),
      { type: 'reaction', reaction: { message_id: A_WAMID, emoji: '❤️' } },
    ],
    ['a thumb of a colour', () => new Reaction(A_WAMID, '👍🏽'), { type: 'reaction', reaction: { message_id: A_WAMID, emoji: '👍🏽' } }],
    ['a list under 1025 characters', () => new Body('x'.repeat(1025)), { type: 'interactive', interactive: list('x'.repeat(1025)) }],
    [
      'a link button under a picture',
      () =>
        new Interactive(new ActionCTA('Abrir', 'https://a.example/'), new Body('Veja'), new Header(new Image('https://a.example/a.png'))),
      { type: 'interactive', interactive: under({ link: 'https://a.example/a.png' }) },
    ],
  ])('%s', async (_name, build, message) => {
    expect(build).toThrow()
    expect((await shop.send({ to: '+' + MARINA.phone, ...message })).status).toBe(200)
    await time.advance(8_000)
  })
})

function refusal(code: number, message: string, details: string) {
  return { message, type: 'OAuthException', code, error_data: { messaging_product: 'whatsapp', details }, fbtrace_id: trace }
}

function noSuchObject(method: string, id: string) {
  return {
    message: expect.stringMatching(`^Unsupported ${method} request\\. Object with ID '${id}' does not exist`) as string,
    type: 'GraphMethodException',
    code: 100,
    error_subcode: 33,
    fbtrace_id: trace,
  }
}

function unknownPath(path: string) {
  return { message: 'Unknown path components: ' + path, type: 'OAuthException', code: 2500, fbtrace_id: trace }
}
