import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'
import { graphRefusal } from '#test/support/graph-refusal.ts'

let shop: PracticeShop

beforeAll(async () => {
  shop = await openPracticeShop()
})
afterAll(() => shop.stop())

test('is subscribed at first, silent after DELETE, and loud again after POST', async () => {
  const path = `/v26.0/${shop.wabaId}/subscribed_apps`
  const app = {
    whatsapp_business_api_data: {
      link: 'https://www.facebook.com/games/?app_id=1000000000000001',
      name: 'Balcão',
      id: '1000000000000001',
    },
  }
  const answers = [await shop.api('GET', path), await shop.api('DELETE', path), await shop.api('GET', path)]
  shop.control.sendFromCustomer({ customer: 'bia', text: 'unheard' })
  answers.push(await shop.api('POST', path))
  shop.control.sendFromCustomer({ customer: 'bia', text: 'heard' })
  await shop.until(() => shop.messages().some((message) => JSON.stringify(message).includes('heard')))
  expect({
    answers,
    texts: shop
      .messages()
      .filter((message) => message['from_user_id'] === 'BR.13491208655302741918')
      .map((message) => message['text']),
  }).toEqual({
    answers: [
      { status: 200, body: { data: [app] } },
      { status: 200, body: { success: true } },
      { status: 200, body: { data: [] } },
      { status: 200, body: { success: true } },
    ],
    texts: [{ body: 'heard' }],
  })
})

test('an override for the number alone is verified as well, shown, and taken away by an empty one', async () => {
  const path = `/v26.0/${shop.phoneNumberId}`
  const set = (uri: string, token: string) =>
    shop.api('POST', path, { webhook_configuration: { override_callback_uri: uri, verify_token: token } })
  const shown = async () => (await shop.api('GET', path + '?fields=webhook_configuration')).body
  const application = 'https://practice.example/webhooks'
  expect([
    (await set(shop.callbackUrl, 'wrong')).status,
    (await set(shop.callbackUrl, 'verify-me')).status,
    await shown(),
    (await set('', '')).status,
    await shown(),
  ]).toEqual([
    400,
    200,
    { id: shop.phoneNumberId, webhook_configuration: { phone_number: shop.callbackUrl, application } },
    200,
    { id: shop.phoneNumberId, webhook_configuration: { application } },
  ])
})

test('an override is verified by a GET and refused when the token is wrong', async () => {
  const path = `/v26.0/${shop.wabaId}/subscribed_apps`
  const uri = shop.callbackUrl
  expect([
    await shop.api('POST', path, { override_callback_uri: uri, verify_token: 'wrong' }),
    await shop.api('POST', path, { override_callback_uri: uri }),
    await shop.api('POST', path, { override_callback_uri: uri, verify_token: 'verify-me' }),
    await shop.control.subscribeWebhook({ url: uri, verifyToken: 'wrong' }),
    await shop.control.subscribeWebhook({ url: uri, verifyToken: 'verify-me' }),
  ]).toEqual([
    graphRefusal(
      100,
      '(#100) Invalid parameter',
      "The callback URL or verify token couldn't be validated. Please verify the provided information or try again later.",
    ),
    graphRefusal(100, '(#100) The parameter verify_token is required.'),
    { status: 200, body: { success: true } },
    false,
    true,
  ])
})
