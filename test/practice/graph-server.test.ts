import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { graphRefusal } from '#test/support/graph-refusal.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'

let shop: PracticeShop
const trace = expect.stringMatching(/^A[\w-]+$/)

beforeAll(async () => {
  shop = await openPracticeShop()
})
afterAll(() => shop.stop())

describe('version and token', () => {
  test.each(['v21.0', 'v23.0', 'v26.0'])('%s is answered', async (version) => {
    expect((await shop.api('GET', `/${version}/${shop.phoneNumberId}?fields=id`)).body).toEqual({ id: shop.phoneNumberId })
  })

  test.each(['v20.0', 'v27.0'])('%s is an unknown path', async (version) => {
    expect(await shop.api('GET', `/${version}/me`)).toEqual(graphRefusal(2500, `Unknown path components: /${version}/me`))
  })

  test('a probe without a token tells that the version exists', async () => {
    const response = await fetch(shop.graphUrl + '/v26.0/me')
    expect({ status: response.status, body: await response.json() }).toEqual(
      graphRefusal(2500, 'An active access token must be used to query information about the current user.'),
    )
  })

  test('a wrong token is refused with 190', async () => {
    expect(await shop.api('GET', '/v26.0/me', undefined, { Authorization: 'Bearer wrong' })).toEqual({
      status: 401,
      body: {
        error: { message: 'Invalid OAuth access token - Cannot parse access token', type: 'OAuthException', code: 190, fbtrace_id: trace },
      },
    })
  })

  test('appsecret_proof is checked when it is sent', async () => {
    const proof = createHmac('sha256', shop.appSecret).update(shop.token).digest('hex')
    expect([
      await shop.api('GET', '/v26.0/me?appsecret_proof=' + proof),
      await shop.api('GET', '/v26.0/me?appsecret_proof=' + proof.replace(/^./, 'x')),
    ]).toEqual([
      { status: 200, body: { name: 'Casa Jabuticaba', id: '2000000000000001' } },
      {
        status: 400,
        body: {
          error: {
            message: 'Invalid appsecret_proof provided in the API argument',
            type: 'GraphMethodException',
            code: 100,
            fbtrace_id: trace,
          },
        },
      },
    ])
  })

  test("an object that does not exist, an edge that does not exist and a body that is no JSON are each refused in Meta's words", async () => {
    expect([
      await shop.api('POST', '/v26.0/123/messages', {}),
      await shop.api('GET', `/v26.0/${shop.phoneNumberId}/nothing`),
      await shop.api('POST', `/v26.0/${shop.phoneNumberId}/messages`, '{"messaging_product":', { 'Content-Type': 'application/json' }),
    ]).toEqual([
      {
        status: 400,
        body: {
          error: {
            message:
              "Unsupported post request. Object with ID '123' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api",
            type: 'GraphMethodException',
            code: 100,
            error_subcode: 33,
            fbtrace_id: trace,
          },
        },
      },
      graphRefusal(2500, 'Unknown path components: /nothing'),
      graphRefusal(100, '(#100) The request body is not valid JSON.'),
    ])
  })

  test('debug_token tells of a good token what it may do, and of another that it is not valid', async () => {
    const scopes = ['business_management', 'whatsapp_business_management', 'whatsapp_business_messaging']
    expect([
      await shop.api('GET', '/v26.0/debug_token?input_token=' + shop.token),
      await shop.api('GET', '/v26.0/debug_token?input_token=other'),
      await shop.api('GET', '/v26.0/debug_token'),
    ]).toEqual([
      {
        status: 200,
        body: {
          data: {
            app_id: '1000000000000001',
            type: 'SYSTEM_USER',
            application: 'Balcão',
            data_access_expires_at: 0,
            expires_at: 0,
            is_valid: true,
            issued_at: 1_793_500_000,
            scopes,
            granular_scopes: [
              { scope: scopes[0], target_ids: ['2000000000000001'] },
              { scope: scopes[1], target_ids: [shop.wabaId] },
              { scope: scopes[2], target_ids: [shop.wabaId] },
            ],
            user_id: '122000000000000001',
          },
        },
      },
      {
        status: 200,
        body: {
          data: { error: { code: 190, message: 'Invalid OAuth access token - Cannot parse access token' }, is_valid: false, scopes: [] },
        },
      },
      graphRefusal(100, '(#100) The parameter input_token is required.'),
    ])
  })
})

describe('the number', () => {
  test('the list and the single one give the fields that are asked for', async () => {
    const fields = 'display_phone_number,verified_name,quality_rating,status,throughput{level}'
    const number = {
      id: shop.phoneNumberId,
      display_phone_number: '+55 11 90000-0100',
      verified_name: 'Casa Jabuticaba',
      quality_rating: 'GREEN',
      status: 'CONNECTED',
      throughput: { level: 'STANDARD' },
    }
    expect([
      await shop.api('GET', `/v26.0/${shop.wabaId}/phone_numbers?fields=${fields}`),
      await shop.api('GET', `/v26.0/${shop.phoneNumberId}?fields=${fields}`),
    ]).toEqual([
      { status: 200, body: { data: [number], paging: { cursors: { before: 'QVFIUbefore', after: 'QVFIUafter' } } } },
      { status: 200, body: number },
    ])
  })

  test('a number that is not registered cannot send, says so in its health, and registers again with its PIN only', async () => {
    const path = `/v26.0/${shop.phoneNumberId}`
    const register = (pin: string) => shop.api('POST', path + '/register', { messaging_product: 'whatsapp', pin })
    const done = { status: 200, body: { success: true } }
    expect([
      await register('123456'),
      await shop.api('POST', path + '/deregister'),
      await shop.send({ to: '+5511900000102', type: 'text', text: { body: 'oi' } }),
      await shop.api('GET', path + '?fields=health_status'),
      await register('654321'),
      await register('12'),
      await register('123456'),
    ]).toEqual([
      done,
      done,
      graphRefusal(133010, '(#133010) Account not registered', 'Phone number not registered on the Whatsapp Business Platform.'),
      {
        status: 200,
        body: {
          id: shop.phoneNumberId,
          health_status: {
            can_send_message: 'BLOCKED',
            entities: [
              {
                entity_type: 'PHONE_NUMBER',
                id: shop.phoneNumberId,
                can_send_message: 'BLOCKED',
                errors: [
                  {
                    error_code: 141000,
                    error_description: 'The phone number is not registered.',
                    possible_solution: 'Register the phone number.',
                  },
                ],
              },
              { entity_type: 'WABA', id: shop.wabaId, can_send_message: 'AVAILABLE' },
              { entity_type: 'BUSINESS', id: '2000000000000001', can_send_message: 'AVAILABLE' },
              { entity_type: 'APP', id: '1000000000000001', can_send_message: 'AVAILABLE' },
            ],
          },
        },
      },
      graphRefusal(133005, '(#133005) Two step verification PIN Mismatch', 'Two-step verification PIN incorrect.'),
      graphRefusal(100, '(#100) Param pin must be a 6-digit number.'),
      done,
    ])
  })

  test('the business profile is read by field and changed within its limits', async () => {
    const path = `/v26.0/${shop.phoneNumberId}/whatsapp_business_profile`
    const post = (body: object) => shop.api('POST', path, { messaging_product: 'whatsapp', ...body })
    expect([
      await post({ about: 'a'.repeat(139) }),
      await post({ about: 'a'.repeat(140) }),
      await post({ websites: ['https://a.example/', 'https://b.example/', 'https://c.example/'] }),
      await shop.api('GET', path + '?fields=about,vertical'),
    ]).toEqual([
      { status: 200, body: { success: true } },
      graphRefusal(100, '(#100) Param about must be at most 139 characters long.'),
      graphRefusal(100, '(#100) Param websites must have at most 2 elements.'),
      { status: 200, body: { data: [{ about: 'a'.repeat(139), vertical: 'RETAIL', messaging_product: 'whatsapp' }] } },
    ])
  })

  test('who wrote can be blocked and is then not written to; who did not is refused by name', async () => {
    shop.control.sendFromCustomer({ customer: 'cida', text: 'oi' })
    shop.control.ageWindow('lucia', 25 * 60 * 60 * 1000)
    const path = `/v26.0/${shop.phoneNumberId}/block_users`
    const body = { messaging_product: 'whatsapp', block_users: [{ user: '5511900000105' }] }
    expect([
      await shop.api('POST', path, body),
      await shop.send({ to: '+5511900000105', type: 'text', text: { body: 'oi' } }),
      await shop.api('GET', path),
      await shop.api('DELETE', path, body),
      await shop.api('POST', path, { messaging_product: 'whatsapp', block_users: [{ user: '5491100000113' }] }),
    ]).toEqual([
      {
        status: 200,
        body: { messaging_product: 'whatsapp', block_users: { added_users: [{ input: '5511900000105', wa_id: '5511900000105' }] } },
      },
      {
        status: 403,
        body: {
          error: {
            message: '(#130403) User is blocked',
            type: 'OAuthException',
            code: 130403,
            error_data: { messaging_product: 'whatsapp', details: 'The business has blocked this user.' },
            fbtrace_id: trace,
          },
        },
      },
      { status: 200, body: { data: [{ messaging_product: 'whatsapp', wa_id: '5511900000105' }], paging: {} } },
      {
        status: 200,
        body: { messaging_product: 'whatsapp', block_users: { removed_users: [{ input: '5511900000105', wa_id: '5511900000105' }] } },
      },
      {
        status: 400,
        body: {
          messaging_product: 'whatsapp',
          block_users: {
            added_users: [],
            failed_users: [
              {
                input: '5491100000113',
                wa_id: '5491100000113',
                errors: [
                  {
                    message: 'Re-engagement required',
                    code: 131047,
                    error_data: { details: 'User has not messaged in the last 24 hours' },
                  },
                ],
              },
            ],
          },
          error: {
            message: '(#139100) Failed to block/unblock users',
            type: 'OAuthException',
            code: 139100,
            error_data: { details: 'Failed to block some users, see the block_users response list for details' },
            fbtrace_id: trace,
          },
        },
      },
    ])
  })
})
