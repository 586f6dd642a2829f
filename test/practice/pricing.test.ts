import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFakeClock } from '#test/support/fake-clock.ts'
import type { FakeClock } from '#test/support/fake-clock.ts'
import { graphRefusal } from '#test/support/graph-refusal.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'
import type { RateTable } from '#practice/world/rates.ts'

const HOUR_MS = 60 * 60 * 1000
const RATES: RateTable = {
  currency: 'EUR',
  microsByCountry: {
    BR: { marketing: 50_000, utility: 7_000, authentication: 6_000, service: 5_000 },
    OTHER: { marketing: 60_000, utility: 9_000, authentication: 9_000, service: 8_000 },
  },
  tiers: [
    { from: 0, percent: 100 },
    { from: 2, percent: 50 },
  ],
  freeServiceMessages: 1,
}

let shop: PracticeShop
let time: FakeClock

beforeEach(async () => {
  time = createFakeClock()
  shop = await openPracticeShop({ time, rates: RATES })
})
afterEach(() => shop.stop())

const text = (to: string) => shop.send({ to, type: 'text', text: { body: 'oi' } })
const template = (to: string) =>
  shop.send({
    to,
    type: 'template',
    template: {
      name: 'retomar_conversa',
      language: { code: 'pt_BR' },
      components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ana' }] }],
    },
  })
const MARINA = '+5511900000102'
const EMILY = '+447700900123'
/** Until all that was sent is delivered and read. */
const settle = () => time.advance(60_000)
const analytics = (more: string, granularity = 'DAILY') => {
  const [start, end] = [Date.UTC(2026, 10, 1) / 1000, Date.UTC(2026, 11, 31) / 1000]
  const fields = `pricing_analytics.start(${start}).end(${end}).granularity(${granularity})${more}`
  return shop.api('GET', `/v26.0/${shop.wabaId}?fields=${encodeURIComponent(fields)}`)
}
const points = (answer: { body: unknown }) =>
  (answer.body as { pricing_analytics: { data: { data_points: Record<string, unknown>[] }[] } }).pricing_analytics.data[0]?.data_points
const pricesOf = () => shop.statuses().map(({ status, pricing, conversation }) => ({ status, pricing, conversation }))

describe('what is billed', () => {
  test('a message is charged when it arrives, by category and country; utility in the window too; tiers count by month', async () => {
    shop.control.sendFromCustomer({ customer: 'marina', text: 'oi' })
    for (const send of [text, text, template, template, template]) await send(MARINA)
    await text(EMILY)
    await text('+5511900009999')
    await settle()
    expect(
      shop.control.truth.charges().map(({ type, category, country, tier, costMicros }) => [type, category, country, tier, costMicros]),
    ).toEqual(
      expect.arrayContaining([
        ['free_customer_service', 'service', 'BR', null, 0],
        ['regular', 'utility', 'BR', '0:2', 7_000],
        ['regular', 'utility', 'BR', '0:2', 7_000],
        ['regular', 'utility', 'BR', '2:MAX', 3_500],
      ]),
    )
    expect(shop.control.truth.charges()).toHaveLength(6)
  })

  test('the price stands in `sent` and in one of delivered and read, and in no reaction', async () => {
    shop.control.sendFromCustomer({ customer: 'marina', text: 'oi' })
    await template(MARINA)
    await settle()
    const wamid = shop.control.truth.accepted()[0]?.wamid
    await shop.send({ to: MARINA, type: 'reaction', reaction: { message_id: wamid, emoji: '👍' } })
    await settle()
    const pricing = { billable: true, pricing_model: 'PMP', category: 'utility', type: 'regular' }
    expect({ told: pricesOf(), charged: shop.control.truth.charges().length }).toEqual({
      told: [{ status: 'sent', pricing }, { status: 'delivered', pricing }, { status: 'read' }, { status: 'sent' }],
      charged: 1,
    })
  })

  const byAd = () =>
    shop.control.sendFromCustomer({
      customer: 'marina',
      raw: { type: 'text', text: { body: 'vi o anúncio' }, referral: { source_type: 'ad', source_id: '1', source_url: 'https://fb.me/1' } },
    })

  test('an advertisement answered within a day makes everything free for 72 hours, and not a minute longer', async () => {
    byAd()
    time.setWall(time.now() + 24 * HOUR_MS - 1)
    const answeredAt = time.now()
    await template(MARINA)
    await settle()
    time.setWall(answeredAt + 72 * HOUR_MS - 1)
    await template(MARINA)
    await settle()
    time.setWall(answeredAt + 72 * HOUR_MS)
    await template(MARINA)
    await settle()
    const told = pricesOf().filter(({ status }) => status === 'sent')
    const free = {
      status: 'sent',
      pricing: { billable: false, pricing_model: 'PMP', category: 'referral_conversion', type: 'free_entry_point' },
      conversation: {
        id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        expiration_timestamp: String(Math.floor((answeredAt + 72 * HOUR_MS) / 1000)),
        origin: { type: 'referral_conversion' },
      },
    }
    expect({ told, costs: shop.control.truth.charges().map(({ costMicros }) => costMicros) }).toEqual({
      told: [free, free, { status: 'sent', pricing: { billable: true, pricing_model: 'PMP', category: 'utility', type: 'regular' } }],
      costs: [0, 0, 7_000],
    })
  })

  test('an advertisement answered after a day is free no more', async () => {
    byAd()
    time.setWall(time.now() + 24 * HOUR_MS)
    await template(MARINA)
    await settle()
    expect(shop.control.truth.charges().map(({ type }) => type)).toEqual(['regular'])
  })
})

describe('pricing_analytics', () => {
  test('sums what was delivered by the dimensions asked for, in the days of the account', async () => {
    for (const customer of ['marina', 'emily']) shop.control.sendFromCustomer({ customer, text: 'oi' })
    for (const send of [template, template, text]) await send(MARINA)
    await text(EMILY)
    await settle()
    const day = { start: Date.UTC(2026, 10, 23, 3) / 1000, end: Date.UTC(2026, 10, 24, 3) / 1000 }
    const month = { start: Date.UTC(2026, 10, 1, 3) / 1000, end: Date.UTC(2026, 11, 1, 3) / 1000 }
    expect({
      byCountry: points(await analytics('.dimensions(["COUNTRY","PRICING_TYPE"])')),
      byPhone: points(
        await analytics(
          '.phone_numbers(["5511900000100"]).pricing_categories(["UTILITY"]).dimensions(["PHONE","PRICING_CATEGORY","TIER"])',
          'MONTHLY',
        ),
      ),
      ofAnother: points(await analytics('.phone_numbers(["5511900000999"])')),
    }).toEqual({
      byCountry: expect.arrayContaining([
        { ...day, country: 'BR', pricing_type: 'REGULAR', volume: expect.any(Number) as number, cost: expect.any(Number) as number },
      ]) as unknown,
      byPhone: [{ ...month, phone_number: '5511900000100', pricing_category: 'UTILITY', tier: '0:2', volume: 2, cost: 0.014 }],
      ofAnother: [],
    })
    const all = points(await analytics('')) ?? []
    const bill = shop.control.truth.charges()
    expect(all).toEqual([{ ...day, volume: 4, cost: bill.reduce((sum, { costMicros }) => sum + costMicros, 0) / 1_000_000 }])
  })

  test('bare words, an unknown dimension and a missing start are refused; the account tells currency and time zone', async () => {
    expect([
      await analytics('.dimensions([COUNTRY])'),
      await analytics('.dimensions(["WEATHER"])'),
      await shop.api('GET', `/v26.0/${shop.wabaId}?fields=pricing_analytics.end(5).granularity(DAILY)`),
      await shop.api('GET', `/v26.0/${shop.wabaId}?fields=currency,timezone_id`),
    ]).toEqual([
      graphRefusal(100, '(#100) Param dimensions must be an array of strings.'),
      graphRefusal(100, '(#100) Param dimensions must be one of {COUNTRY, PHONE, PRICING_CATEGORY, PRICING_TYPE, TIER} - got "WEATHER".'),
      graphRefusal(100, '(#100) The parameter start is required.'),
      { status: 200, body: { id: shop.wabaId, currency: 'EUR', timezone_id: '25' } },
    ])
  })
})
