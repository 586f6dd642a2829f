import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFakeClock, settle as settleTimers } from '#test/support/fake-clock.ts'
import type { FakeClock } from '#test/support/fake-clock.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'
import { PIECE_NAMES } from '#practice/customers/pieces/pieces.ts'

let shop: PracticeShop
let time: FakeClock

beforeEach(async () => {
  time = createFakeClock()
  shop = await openPracticeShop({ time, speed: 1 })
})
afterEach(() => shop.stop())

const settle = async () => {
  await time.advance(10_000)
  while (shop.control.truth.undeliveredWebhooks() > 0) await settleTimers()
}
const changes = (field: string) =>
  shop.webhooks.flatMap(({ body }) => body.entry.flatMap((entry) => entry.changes)).filter((change) => change.field === field)

describe('the gallery', () => {
  test('sends one of each, in a fixed order of names and of times', async () => {
    const sent = shop.control.sendGallery('marina')
    await settle()
    const times = shop.messages().map(({ timestamp }) => Number(timestamp))
    const told = new Set(shop.messages().map(({ id }) => id))
    const calls = new Set(changes('calls').flatMap(({ value }) => (value['calls'] as { id: string }[]).map(({ id }) => id)))
    expect({
      names: sent.map(({ piece }) => piece),
      empty: sent.filter(({ messageIds }) => messageIds.length === 0),
      untold: sent.flatMap(({ messageIds }) => messageIds).filter((id) => !told.has(id) && !calls.has(id)),
      isInOrder: times.every(
        (each, index) => index === 0 || each >= (times[index - 1] ?? 0) || shop.messages()[index]?.['type'] === 'text',
      ),
      isInThePast: times.every((each) => each <= time.now() / 1000),
      types: [...new Set(shop.messages().map(({ type }) => String(type)))].toSorted(),
    }).toEqual({
      names: PIECE_NAMES,
      empty: [],
      untold: [],
      isInOrder: true,
      isInThePast: true,
      types: [
        'audio',
        'button',
        'contacts',
        'document',
        'edit',
        'image',
        'interactive',
        'location',
        'order',
        'reaction',
        'request_welcome',
        'revoke',
        'sticker',
        'system',
        'text',
        'unsupported',
        'video',
      ],
    })
  })

  test('quotes, reactions and answers are about what the shop wrote last', async () => {
    await shop.send({ to: '+5511900000102', type: 'text', text: { body: 'oi' } })
    await settle()
    const wamid = shop.control.truth.accepted()[0]?.wamid
    for (const piece of ['quote', 'reaction', 'button'] as const) shop.control.sendPiece('marina', piece)
    await settle()
    expect(shop.messages().map(({ context, reaction }) => (context ?? reaction) as object)).toEqual([
      { from: '5511900000100', id: wamid },
      { message_id: wamid, emoji: '❤️' },
      { from: '5511900000100', id: wamid },
    ])
  })

  test('a ghost is followed by its message under the same id, an edit and a revocation name what they change', async () => {
    for (const piece of ['ghost', 'edited', 'revoked'] as const) shop.control.sendPiece('marina', piece)
    await settle()
    const [ghost, first, edit, second, revoke, real] = shop.messages()
    expect({
      ghost: [ghost?.['type'], real?.['type'], ghost?.['id'] === real?.['id']],
      edit: edit?.['edit'],
      revoke: revoke?.['revoke'],
    }).toEqual({
      ghost: ['unsupported', 'text', true],
      edit: { original_message_id: first?.['id'], message: { type: 'text', text: { body: 'reserva 12 pães de queijo' } } },
      revoke: { original_message_id: second?.['id'] },
    })
  })

  test('a call rings and ends in a field of its own, and opens the window', async () => {
    shop.control.ageWindow('marina', 25 * 60 * 60 * 1000)
    shop.control.sendPiece('marina', 'missed-call')
    await shop.send({ to: '+5511900000102', type: 'text', text: { body: 'você ligou?' } })
    await settle()
    const calls = changes('calls').flatMap(({ value }) => value['calls'] as Record<string, unknown>[])
    expect({
      calls: calls.map(({ event, direction, from, to, status }) => ({ event, direction, from, to, status })),
      arrived: shop.control.truth.received('marina').length,
    }).toEqual({
      calls: [
        { event: 'connect', direction: 'USER_INITIATED', from: '5511900000102', to: '5511900000100' },
        { event: 'terminate', direction: 'USER_INITIATED', from: '5511900000102', to: '5511900000100', status: 'FAILED' },
      ],
      arrived: 1,
    })
  })
})

describe('in the story', () => {
  test('Dona Encrenca sends one of each when she is asked to', async () => {
    await shop.send({ to: '+5511900000101', type: 'text', text: { body: 'Manda um de cada, por favor' } })
    await settle()
    expect(new Set(shop.messages().map(({ type }) => type)).size).toBe(17)
  })

  test('Lucía comes by an advertisement, with its picture, in her first message alone', async () => {
    await shop.stop()
    shop = await openPracticeShop({ time, speed: 1, quiet: false, language: 'es' })
    const hers = () => shop.messages().filter(({ from }) => from === '5491100000113')
    await time.advance(5_000)
    await settle()
    expect(hers().map(({ referral }) => (referral as { source_type: string } | undefined)?.source_type)).toEqual(['ad', undefined])
    const url = String((hers()[0]?.['referral'] as { image_url: string } | undefined)?.image_url)
    const picture = await fetch(url, { headers: { Authorization: 'Bearer ' + shop.token } })
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png'])
  })

  test.each([
    [
      'a template’s quick reply',
      'button',
      {
        type: 'template',
        template: {
          name: 'retomar_conversa',
          language: { code: 'es' },
          components: [
            { type: 'body', parameters: [{ type: 'text', text: 'Lu' }] },
            { type: 'button', sub_type: 'quick_reply', index: 0, parameters: [{ type: 'payload', payload: 'SI' }] },
          ],
        },
      },
      { payload: 'SI', text: 'Sí, claro' },
    ],
    [
      'a form',
      'interactive',
      {
        type: 'interactive',
        interactive: {
          type: 'flow',
          body: { text: 'Datos' },
          action: { name: 'flow', parameters: { flow_message_version: '3', flow_id: '1', flow_cta: 'Abrir', flow_token: 'T1' } },
        },
      },
      {
        type: 'nfm_reply',
        nfm_reply: { name: 'flow', body: 'Sent', response_json: expect.stringContaining('"flow_token":"T1"') as string },
      },
    ],
    [
      'a request for the number',
      'contacts',
      {
        type: 'interactive',
        interactive: { type: 'request_contact_info', body: { text: '¿Tu número?' }, action: { name: 'request_contact_info' } },
      },
      [
        {
          name: { formatted_name: 'Lucía Ferreyra', first_name: 'Lucía' },
          phones: [{ phone: '+5491100000113', wa_id: '5491100000113', type: 'CELL' }],
          origin: 'contact_request',
        },
      ],
    ],
  ])('%s is answered', async (_name, type, body, expected) => {
    await shop.stop()
    shop = await openPracticeShop({ time, speed: 1, quiet: false, language: 'es', alreadyWrote: ['AR.90000000000000000113'] })
    await shop.send({ to: '+5491100000113', ...body })
    await time.advance(20_000)
    await settle()
    const answers = shop.messages().filter(({ from }) => from === '5491100000113')
    expect(answers.map((message) => [message['type'], message[type]])).toEqual([[type, expected]])
  })
})
