import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ErrorKey } from '#contract'
import { Redacted } from '#core/lib/redacted.ts'
import type { HttpRequest, HttpResult } from '#core/ports.ts'
import { errorRow } from '#core/whatsapp/error-table.ts'
import { createGraphClient, type SendMessage } from '#core/whatsapp/graph-client.ts'
import { answer, createFakeHttp, graphError } from '#test/support/fake-http.ts'

const GRAPH_URL = 'https://graph.test'
const TOKEN = 'EAAtoken'

function setUp(...results: readonly HttpResult[]) {
  const http = createFakeHttp(...results)
  return { http, client: createGraphClient({ http, graphUrl: `${GRAPH_URL}/`, token: new Redacted(TOKEN), userAgent: 'Balcao/test' }) }
}

/** Messages are posted as JSON. */
function posted(body: HttpRequest['body']): unknown {
  return typeof body === 'string' ? JSON.parse(body) : null
}

const content = { kind: 'text', body: 'Já está pronto!', hasLinkPreview: false } as const
const text: SendMessage = { phoneNumberId: '106540352242922', to: '5511987654321', content, replyTo: null, tracker: 'T1' }
const accepted = {
  messaging_product: 'whatsapp',
  contacts: [{ input: '5511987654321', wa_id: '551187654321' }],
  messages: [{ id: 'wamid.OUT' }],
}

describe('sending a text', () => {
  it('is one POST with token, tracker and the phone as it came', async () => {
    const { http, client } = setUp(answer(200, accepted))
    expect(await client.sendMessage({ ...text, content: { ...content, hasLinkPreview: true }, replyTo: 'wamid.Q' })).toEqual({
      kind: 'accepted',
      wamid: 'wamid.OUT',
      waId: '551187654321',
      userId: null,
      isHeld: false,
    })
    expect(http.requests.map(({ body, ...rest }) => ({ ...rest, body: posted(body) }))).toEqual([
      {
        method: 'POST',
        url: `${GRAPH_URL}/v26.0/106540352242922/messages`,
        headers: {
          authorization: `Bearer ${TOKEN}`,
          accept: 'application/json',
          'user-agent': 'Balcao/test',
          'content-type': 'application/json',
        },
        timeouts: { connectMs: 6000, responseMs: 60_000, lateMs: 300_000 },
        body: {
          messaging_product: 'whatsapp',
          recipient_type: 'individual',
          to: '5511987654321',
          type: 'text',
          text: { body: 'Já está pronto!', preview_url: true },
          context: { message_id: 'wamid.Q' },
          biz_opaque_callback_data: 'T1',
        },
      },
    ])
  })

  it('to a user id goes into recipient, and is answered with one', async () => {
    const { http, client } = setUp(
      answer(200, {
        contacts: [{ input: 'BR.1', user_id: 'BR.1' }],
        messages: [{ id: 'wamid.OUT', message_status: 'held_for_quality_assessment' }],
      }),
    )
    const { to: _, ...rest } = { ...text, to: '' }
    expect(await client.sendMessage({ ...rest, recipient: 'BR.1' })).toEqual({
      kind: 'accepted',
      wamid: 'wamid.OUT',
      waId: null,
      userId: 'BR.1',
      isHeld: true,
    })
    expect(posted(http.requests[0]?.body)).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      recipient: 'BR.1',
      type: 'text',
      text: { body: content.body },
      biz_opaque_callback_data: 'T1',
    })
  })

  it.each<[what: string, input: object, key: string]>([
    ['a user id as a phone', { to: 'BR.13491208655302741918' }, 'recipient-invalid'],
    ['a phone as a user id', { to: undefined, recipient: '5511987654321' }, 'recipient-invalid'],
    ['a phone with letters', { to: '0800-PADARIA' }, 'recipient-invalid'],
    ['two recipients', { recipient: 'BR.1' }, 'recipient-invalid'],
    ['nothing to say', { content: { ...content, body: ' \n ' } }, 'message-empty'],
    ['4097 characters', { content: { ...content, body: 'a'.repeat(4097) } }, 'message-too-long'],
    ['a tracker of 513', { tracker: 't'.repeat(513) }, 'request-invalid'],
    ['a number id that leads elsewhere', { phoneNumberId: '../me' }, 'object-not-found'],
  ])('refuses %s before the network', async (_what, input, key) => {
    const { http, client } = setUp()
    const { to, ...rest } = { ...text, ...input }
    // A recipient may take the place of `to`, or wrongly stand beside it.
    const result = await client.sendMessage((to === undefined ? rest : { ...rest, to }) as SendMessage)
    expect(result).toMatchObject({ kind: 'not-sent', problem: { row: { key }, code: null, httpStatus: null } })
    expect(http.requests).toEqual([])
  })

  it('takes exactly 4096 characters', async () => {
    const { client } = setUp(answer(200, accepted))
    expect(await client.sendMessage({ ...text, content: { ...content, body: 'a'.repeat(4096) } })).toMatchObject({ kind: 'accepted' })
  })

  it.each<[what: string, result: HttpResult, kind: string, key: ErrorKey]>([
    ['no connection', { kind: 'nothing-sent', reason: 'dns' }, 'not-sent', 'offline'],
    ['a connection that broke off', { kind: 'maybe-sent', reason: 'reset' }, 'unknown', 'no-clear-answer'],
    ['no answer in time', { kind: 'maybe-sent', reason: 'response-timeout' }, 'unknown', 'no-clear-answer'],
    ['500 with a page', answer(500, '<html>Sorry</html>'), 'unknown', 'no-clear-answer'],
    ['503 with nothing', answer(503, ''), 'unknown', 'no-clear-answer'],
    ["500 with JSON that is not Meta's", answer(500, { error: 'boom' }), 'unknown', 'no-clear-answer'],
    ["400 with JSON that is not Meta's", answer(400, { error: { message: 'proxy' } }), 'unknown', 'no-clear-answer'],
    ['403 with a page', answer(403, '<html>captive</html>'), 'unknown', 'no-clear-answer'],
    ['a redirect', answer(302, ''), 'unknown', 'no-clear-answer'],
    ['200 without a wamid', answer(200, { messages: [] }), 'unknown', 'no-clear-answer'],
    ['200 with a page', answer(200, '<html>login</html>'), 'unknown', 'no-clear-answer'],
    ['the window closed', graphError(400, 131047), 'not-sent', 'window-closed'],
    ['no token', graphError(401, 190), 'not-sent', 'token-invalid'],
    ['too fast', graphError(429, 130429), 'not-sent', 'rate-limit'],
    ['too fast, and called transient', graphError(400, 4, { is_transient: true }), 'not-sent', 'rate-limit'],
    ["Meta's temporary trouble", graphError(500, 131000), 'probably-not-sent', 'whatsapp-trouble'],
    ['trouble of a new name that is transient', graphError(500, 777_777, { is_transient: true }), 'probably-not-sent', 'whatsapp-trouble'],
    ['trouble of a new name', graphError(500, 777_777), 'unknown', 'no-clear-answer'],
    ['a refusal of a new name', graphError(400, 777_777), 'not-sent', 'unknown-error'],
  ])('after %s says so, once', async (_what, result, kind, key) => {
    const { http, client } = setUp(result)
    expect(await client.sendMessage(text)).toMatchObject({ kind, problem: { row: errorRow(key) } })
    expect(http.requests).toHaveLength(1)
  })

  it("brings Meta's code and details along", async () => {
    const { client } = setUp(
      graphError(400, 131047, { error_data: { messaging_product: 'whatsapp', details: 'More than 24 hours have passed' } }),
    )
    expect(await client.sendMessage(text)).toEqual({
      kind: 'not-sent',
      problem: {
        row: errorRow('window-closed'),
        code: 131047,
        details: 'More than 24 hours have passed',
        httpStatus: 400,
        retryAfterMs: null,
      },
    })
  })
})

describe('reading marks and typing', () => {
  it('are posts about the last message', async () => {
    const { http, client } = setUp(answer(200, { success: true }), answer(200, { success: true }))
    const about = { phoneNumberId: '1', wamid: 'wamid.IN' }
    expect([await client.markRead(about), await client.showTyping(about)]).toEqual([
      { ok: true, value: null },
      { ok: true, value: null },
    ])
    const mark = { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.IN' }
    expect(http.requests.map(({ url, body }) => [url, posted(body)])).toEqual([
      [`${GRAPH_URL}/v26.0/1/messages`, mark],
      [`${GRAPH_URL}/v26.0/1/messages`, { ...mark, typing_indicator: { type: 'text' } }],
    ])
  })

  it('answer a problem when Meta does not confirm them', async () => {
    const { client } = setUp(answer(200, { success: false }), graphError(400, 131009))
    const about = { phoneNumberId: '1', wamid: 'wamid.IN' }
    expect(await client.markRead(about)).toMatchObject({ ok: false, problem: { row: { key: 'no-clear-answer' } } })
    expect(await client.markRead(about)).toMatchObject({ ok: false, problem: { row: { key: 'request-invalid' }, code: 131009 } })
  })
})

describe('asking about the account', () => {
  const fields = 'fields=id%2Cdisplay_phone_number%2Cverified_name%2Cquality_rating%2Cstatus%2Cis_on_biz_app'

  it('reads a number', async () => {
    const { http, client } = setUp(
      answer(200, {
        id: 1065,
        display_phone_number: '+55 11 9',
        verified_name: 'Padaria',
        quality_rating: 'GREEN',
        status: 'CONNECTED',
        is_on_biz_app: true,
      }),
    )
    expect(await client.getPhoneNumber('1065')).toEqual({
      ok: true,
      value: {
        phoneNumberId: '1065',
        displayPhoneNumber: '+55 11 9',
        verifiedName: 'Padaria',
        quality: 'GREEN',
        status: 'CONNECTED',
        isOnPhoneApp: true,
      },
    })
    expect(http.requests[0]).toMatchObject({ method: 'GET', url: `${GRAPH_URL}/v26.0/1065?${fields}` })
    expect(http.requests[0]).not.toHaveProperty('body')
  })

  it('reads every page of numbers by cursor, and never follows the address it is given', async () => {
    const page = (id: string, next: boolean) =>
      answer(200, {
        data: [{ id }],
        paging: { cursors: { after: `after ${id}` }, ...(next ? { next: 'https://elsewhere.test/steal' } : {}) },
      })
    const { http, client } = setUp(page('1', true), page('2', false))
    const numbers = await client.listPhoneNumbers('77')
    expect(numbers.ok && numbers.value.map(({ phoneNumberId }) => phoneNumberId)).toEqual(['1', '2'])
    expect(http.requests.map(({ url }) => url)).toEqual([
      `${GRAPH_URL}/v26.0/77/phone_numbers?${fields}&limit=100`,
      `${GRAPH_URL}/v26.0/77/phone_numbers?${fields}&limit=100&after=after+1`,
    ])
  })

  it('reads what its token may do', async () => {
    const data = {
      app_id: '9',
      type: 'SYSTEM_USER',
      is_valid: true,
      expires_at: 1_795_348_800,
      scopes: ['a', 'b'],
      granular_scopes: [{ scope: 'a', target_ids: ['1', 2] }, { scope: 'b' }],
    }
    const { http, client } = setUp(answer(200, { data }), answer(200, { data: { is_valid: false, expires_at: 0 } }))
    expect(await client.debugToken()).toEqual({
      ok: true,
      value: {
        isValid: true,
        appId: '9',
        type: 'SYSTEM_USER',
        expiresAt: 1_795_348_800_000,
        scopes: ['a', 'b'],
        granularScopes: [
          { scope: 'a', targetIds: ['1', '2'] },
          { scope: 'b', targetIds: null },
        ],
      },
    })
    expect(await client.debugToken()).toEqual({
      ok: true,
      value: { isValid: false, appId: null, type: null, expiresAt: null, scopes: [], granularScopes: [] },
    })
    expect(http.requests[0]?.url).toBe(`${GRAPH_URL}/v26.0/debug_token?input_token=${TOKEN}`)
  })

  it('lists and adds the apps that get webhooks', async () => {
    const { http, client } = setUp(
      answer(200, { data: [{ whatsapp_business_api_data: { id: 9, name: 'App' }, override_callback_uri: 'https://x.test' }] }),
      answer(200, { success: true }),
    )
    expect(await client.listSubscribedApps('77')).toEqual({ ok: true, value: [{ appId: '9', name: 'App', callbackUrl: 'https://x.test' }] })
    expect(await client.subscribeApp('77')).toEqual({ ok: true, value: null })
    expect(http.requests[1]).toMatchObject({ method: 'POST', url: `${GRAPH_URL}/v26.0/77/subscribed_apps`, body: '{}' })
  })

  it('answers a problem for a refusal and for what makes no sense', async () => {
    const { client } = setUp(graphError(400, 100, { error_subcode: 33 }), answer(200, {}), { kind: 'nothing-sent', reason: 'refused' })
    expect(await client.getPhoneNumber('1')).toMatchObject({ ok: false, problem: { row: { key: 'object-not-found' }, code: 100 } })
    expect(await client.listPhoneNumbers('1')).toMatchObject({ ok: false, problem: { row: { key: 'no-clear-answer' } } })
    expect(await client.debugToken()).toMatchObject({ ok: false, problem: { row: { key: 'offline' } } })
  })

  it('T17 keeps no secret of the shop that WhatsApp repeats in its own words', async () => {
    const http = createFakeHttp(graphError(401, 190, { message: `Malformed access token ${TOKEN}, S3CRET` }))
    const client = createGraphClient({ http, graphUrl: GRAPH_URL, token: new Redacted(TOKEN), appSecret: new Redacted('S3CRET') })
    expect(await client.getPhoneNumber('1')).toMatchObject({
      ok: false,
      problem: { row: { key: 'token-invalid' }, details: 'Malformed access token <redacted>, <redacted>' },
    })
  })

  it('proves that it knows the app secret on each call, when it has it', async () => {
    const http = createFakeHttp(answer(200, { id: '1' }))
    const client = createGraphClient({ http, graphUrl: GRAPH_URL, token: new Redacted(TOKEN), appSecret: new Redacted('S') })
    await client.getPhoneNumber('1')
    expect(new URL(http.requests[0]?.url ?? '').searchParams.get('appsecret_proof')).toBe(
      createHmac('sha256', 'S').update(TOKEN).digest('hex'),
    )
  })
})
