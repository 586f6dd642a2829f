import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'

let shop: PracticeShop
const TO = '+5511900000101'

beforeAll(async () => {
  shop = await openPracticeShop()
})
afterAll(() => shop.stop())

/** Every code a console has to know, and how each really comes: the HTTP status of a refusal, or `failed` later. */
const ANSWERED: readonly (readonly [number, number])[] = [
  [0, 401],
  [190, 401],
  [3, 500],
  [10, 403],
  [200, 403],
  [250, 403],
  [299, 403],
  [131005, 403],
  [1, 500],
  [2, 503],
  [131000, 500],
  [131016, 500],
  [133004, 503],
  [2494100, 500],
  [4, 400],
  [80007, 400],
  [80008, 400],
  [130429, 400],
  [131056, 400],
  [131064, 400],
  [368, 403],
  [131031, 403],
  [130497, 403],
  [33, 400],
  [100, 400],
  [131008, 400],
  [131009, 400],
  [131021, 400],
  [135000, 400],
  [131030, 400],
  [131037, 400],
  [131055, 400],
  [131063, 400],
  [134100, 400],
  [134101, 400],
  [134102, 400],
  [131057, 500],
  [131059, 400],
  [131062, 400],
  [130403, 403],
  [132000, 400],
  [132012, 400],
  [132018, 400],
  [132001, 404],
  [132005, 400],
  [132007, 400],
  [132015, 400],
  [132016, 400],
  [132068, 400],
  [132069, 400],
  [133000, 500],
  [133005, 400],
  [133006, 400],
  [133008, 400],
  [133009, 400],
  [133010, 400],
  [133015, 400],
  [133016, 400],
  [136024, 400],
  [134011, 400],
  [137000, 400],
  [138000, 400],
  [139100, 400],
  [139101, 400],
  [139102, 400],
  [139103, 400],
  [139200, 400],
  [147001, 400],
  [147002, 400],
  [147003, 400],
  [147004, 400],
  [2388019, 400],
  [2388039, 400],
  [2388040, 400],
  [2388047, 400],
  [2388072, 400],
  [2388073, 400],
  [2388293, 400],
  [2388299, 400],
  [2388318, 400],
  [2388330, 400],
  [2593107, 400],
  [2593108, 400],
]
const FAILED = [131026, 131036, 131042, 131044, 131045, 131047, 131048, 131049, 131050, 131053, 130472] as const

describe('Dona Encrenca makes every code come true', () => {
  test.each(ANSWERED)('%i is refused at once with HTTP %i', async (code, http) => {
    const before = shop.control.truth.accepted().length
    const { status, body } = await shop.send({ to: TO, type: 'text', text: { body: `erro ${code}` } })
    expect({
      status,
      code: (body as { error: { code: number } }).error.code,
      accepted: shop.control.truth.accepted().length - before,
    }).toEqual({ status: http, code, accepted: 0 })
  })

  test.each(FAILED)('%i is accepted and fails later, and never arrives', async (code) => {
    const tracker = 'late-' + code
    const answer = await shop.send({ to: TO, type: 'text', text: { body: `Aí vai: ${code}.` }, biz_opaque_callback_data: tracker })
    const failed = () => shop.statuses().filter((status) => status['biz_opaque_callback_data'] === tracker && status['status'] === 'failed')
    await shop.until(() => failed().length === 1)
    expect({
      http: answer.status,
      codes: failed().map((status) => (status['errors'] as { code: number }[]).map((error) => error.code)),
      arrived: shop.control.truth.timesByTracker().get(tracker),
    }).toEqual({
      http: 200,
      codes: [[code]],
      arrived: undefined,
    })
  })

  test("the words of a refusal are Meta's, in full", async () => {
    expect(await shop.send({ to: TO, type: 'text', text: { body: '131016' } })).toEqual({
      status: 500,
      body: {
        error: {
          message: '(#131016) Service unavailable',
          type: 'OAuthException',
          code: 131016,
          is_transient: true,
          error_data: { messaging_product: 'whatsapp', details: 'A service is temporarily unavailable.' },
          fbtrace_id: expect.stringMatching(/^A/),
        },
      },
    })
  })

  test('131060 is a message that cannot be shown, followed by the real one under the same id', async () => {
    const from = shop.messages().length
    await shop.send({ to: TO, type: 'text', text: { body: '131060' } })
    await shop.until(() => shop.messages().length === from + 2)
    const [ghost, real] = shop.messages().slice(from)
    expect([
      ghost?.['type'],
      ghost?.['unsupported'],
      (ghost?.['errors'] as { code: number }[] | undefined)?.[0]?.code,
      real?.['type'],
      ghost?.['id'] === real?.['id'],
    ]).toEqual(['unsupported', { type: 'unknown' }, 131060, 'text', true])
  })

  test('131051 is a poll of hers, 131052 a video that cannot be loaded', async () => {
    const from = shop.messages().length
    await shop.send({ to: TO, type: 'text', text: { body: '131051' } })
    await shop.until(() => shop.messages().length === from + 1)
    await shop.send({ to: TO, type: 'text', text: { body: '131052' } })
    await shop.until(() => shop.messages().length === from + 2)
    expect(
      shop
        .messages()
        .slice(from)
        .map(({ type, unsupported, errors }) => ({ type, unsupported, code: (errors as { code: number }[])[0]?.code })),
    ).toEqual([
      { type: 'unsupported', unsupported: { type: 'poll' }, code: 131051 },
      { type: 'unsupported', unsupported: { type: 'video' }, code: 131052 },
    ])
  })

  test('131035 and 2593109 come as news about the account', async () => {
    const values = () => shop.webhooks.flatMap(({ body }) => body.entry.flatMap((entry) => entry.changes))
    await shop.send({ to: TO, type: 'text', text: { body: '131035' } })
    await shop.send({ to: TO, type: 'text', text: { body: '2593109' } })
    await shop.until(() => values().some(({ value }) => 'errors' in value) && values().some(({ field }) => field === 'history'))
    const codeOf = (errors: unknown) => (errors as { code: number }[])[0]?.code
    expect({
      lost: values()
        .filter(({ value }) => 'errors' in value)
        .map(({ field, value }) => [field, codeOf(value['errors'])]),
      history: values()
        .filter(({ field }) => field === 'history')
        .map(({ value }) => codeOf((value['history'] as { errors: unknown }[])[0]?.errors)),
    }).toEqual({ lost: [['messages', 131035]], history: [2593109] })
  })

  test('a price, a year and an address are no trouble', async () => {
    const statuses = []
    for (const body of ['Fica R$ 190', 'Desde 2026', 'Rua das Figueiras 85, CEP 04101300'])
      statuses.push((await shop.send({ to: TO, type: 'text', text: { body } })).status)
    expect(statuses).toEqual([200, 200, 200])
  })

  test('nobody else makes trouble', async () => {
    expect((await shop.send({ to: '+5511900000102', type: 'text', text: { body: '131056' } })).status).toBe(200)
  })
})

describe('trouble of the network', () => {
  const tracked = (body: string, tracker: string) => shop.send({ to: TO, type: 'text', text: { body }, biz_opaque_callback_data: tracker })
  const arrivals = (tracker: string) => shop.control.truth.timesByTracker().get(tracker) ?? 0

  test('"sem resposta": no answer comes, and the message arrives all the same', async () => {
    const giveUp = AbortSignal.timeout(300)
    const request = fetch(`${shop.graphUrl}/v26.0/${shop.phoneNumberId}/messages`, {
      method: 'POST',
      signal: giveUp,
      headers: { Authorization: 'Bearer ' + shop.token, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        messaging_product: 'whatsapp',
        to: TO,
        type: 'text',
        text: { body: 'sem resposta' },
        biz_opaque_callback_data: 'silent',
      }),
    })
    await expect(request).rejects.toThrow()
    await shop.until(() => shop.statuses().some((status) => status['biz_opaque_callback_data'] === 'silent' && status['status'] === 'read'))
    expect(arrivals('silent')).toBe(1)
  })

  test('"caiu": the connection breaks and nothing arrives; "caiu depois": it breaks and the message arrives', async () => {
    await expect(tracked('caiu', 'dropped')).rejects.toThrow()
    await expect(tracked('caiu depois', 'dropped-after')).rejects.toThrow()
    await shop.until(() =>
      shop.statuses().some((status) => status['biz_opaque_callback_data'] === 'dropped-after' && status['status'] === 'read'),
    )
    expect([arrivals('dropped'), arrivals('dropped-after')]).toEqual([0, 1])
  })

  test('"página de erro", "sem id" and "pela metade" answer what they say', async () => {
    const page = await tracked('página de erro', 'page')
    const noId = await tracked('sem id', 'no-id')
    const half = shop.send({ to: TO, type: 'text', text: { body: 'pela metade' } })
    await expect(half).rejects.toThrow(SyntaxError)
    await shop.until(() => arrivals('no-id') === 1)
    expect({
      page: [page.status, String(page.body).startsWith('<!DOCTYPE html>')],
      noId,
      arrived: [arrivals('page'), arrivals('no-id')],
    }).toEqual({
      page: [500, true],
      noId: { status: 200, body: { messaging_product: 'whatsapp', contacts: [{ input: TO, wa_id: '5511900000101' }], messages: [{}] } },
      arrived: [0, 1],
    })
  })

  test('a test can ask for trouble with any customer, and on any path', async () => {
    shop.control.provokeNext(131031)
    shop.control.provokeNext({ kind: 'page-500' }, { path: /\/messages$/ })
    shop.control.provokeNext(4, { path: /phone_numbers/, times: 2 })
    const statuses = [
      (await shop.send({ to: '+5511900000102', type: 'text', text: { body: 'a' } })).status,
      (await shop.send({ to: '+5511900000102', type: 'text', text: { body: 'b' } })).status,
      (await shop.send({ to: '+5511900000102', type: 'text', text: { body: 'c' } })).status,
      (await shop.api('GET', `/v26.0/${shop.wabaId}/phone_numbers`)).status,
      (await shop.api('GET', `/v26.0/${shop.wabaId}/phone_numbers`)).status,
      (await shop.api('GET', `/v26.0/${shop.wabaId}/phone_numbers`)).status,
    ]
    expect(statuses).toEqual([403, 500, 200, 400, 400, 200])
  })
})
