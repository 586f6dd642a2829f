import { afterEach, expect, test } from 'vitest'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'

let shop: PracticeShop

afterEach(() => shop.stop())

test('a text inside the window is accepted, delivered once and told as sent, delivered and read with its tracker', async () => {
  shop = await openPracticeShop()
  shop.control.sendFromCustomer({ customer: 'marina', text: 'oi' })

  const answer = await shop.send({ to: '+5511900000102', type: 'text', text: { body: 'Bom dia!' }, biz_opaque_callback_data: 'track-1' })
  await shop.until(() => shop.statuses().length === 3)

  const wamid = shop.control.truth.accepted()[0]?.wamid
  const common = {
    id: wamid,
    timestamp: expect.stringMatching(/^\d{10}$/),
    recipient_id: '5511900000102',
    recipient_user_id: 'BR.90000000000000000102',
    biz_opaque_callback_data: 'track-1',
  }
  const pricing = { billable: true, pricing_model: 'PMP', category: 'service', type: 'regular' }
  expect({
    answer,
    statuses: shop.statuses(),
    times: shop.control.truth.timesByTracker(),
    signed: shop.webhooks.every((each) => each.isSigned),
  }).toEqual({
    answer: {
      status: 200,
      body: { messaging_product: 'whatsapp', contacts: [{ input: '+5511900000102', wa_id: '5511900000102' }], messages: [{ id: wamid }] },
    },
    statuses: [
      { ...common, status: 'sent', pricing },
      { ...common, status: 'delivered', pricing },
      { ...common, status: 'read' },
    ],
    times: new Map([['track-1', 1]]),
    signed: true,
  })
})
