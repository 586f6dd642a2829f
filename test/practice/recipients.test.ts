import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'

let shop: PracticeShop
const wamid = expect.stringMatching(/^wamid\.[\w+/=]+$/)

beforeEach(async () => {
  shop = await openPracticeShop()
})
afterEach(() => shop.stop())

describe('who it goes to', () => {
  const text = { type: 'text', text: { body: 'oi' } }

  test('a person without a phone is reached by the business-scoped id, and statuses name that id alone', async () => {
    const answer = await shop.send({ recipient: 'BR.13491208655302741918', ...text })
    await shop.until(() => shop.statuses().length === 2)
    expect({
      answer,
      statuses: shop.statuses().map(({ status, recipient_id, recipient_user_id }) => ({ status, recipient_id, recipient_user_id })),
    }).toEqual({
      answer: {
        status: 200,
        body: {
          messaging_product: 'whatsapp',
          contacts: [{ input: 'BR.13491208655302741918', user_id: 'BR.13491208655302741918' }],
          messages: [{ id: wamid }],
        },
      },
      // Read receipts are off for her.
      statuses: ['sent', 'delivered'].map((status) => ({ status, recipient_id: undefined, recipient_user_id: 'BR.13491208655302741918' })),
    })
  })

  test('a business-scoped id in `to` loses its letters, is accepted, and fails with 131026', async () => {
    const answer = await shop.send({ to: 'BR.13491208655302741918', ...text })
    await shop.until(() => shop.statuses().length === 1)
    expect({
      answer,
      received: shop.control.truth.received(),
      failed: shop.statuses().map(({ status, errors, recipient_id }) => ({ status, errors, recipient_id })),
    }).toEqual({
      answer: {
        status: 200,
        body: {
          messaging_product: 'whatsapp',
          contacts: [{ input: 'BR.13491208655302741918', wa_id: '13491208655302741918' }],
          messages: [{ id: wamid }],
        },
      },
      received: [],
      failed: [
        {
          status: 'failed',
          recipient_id: '13491208655302741918',
          errors: [
            {
              code: 131026,
              title: 'Message undeliverable',
              message: 'Message undeliverable',
              error_data: { details: 'Message Undeliverable.' },
              href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
            },
          ],
        },
      ],
    })
  })

  test.each([
    ['+5531990000103', '553190000103'],
    ['553190000103', '553190000103'],
    ['11900000102', '5511900000102'],
    ['+55 (11) 90000-0102', '5511900000102'],
  ])('%s is %s, with and without ninth digit, country or punctuation', async (to, waId) => {
    expect((await shop.send({ to, ...text })).body).toMatchObject({ contacts: [{ input: to, wa_id: waId }] })
  })
})
