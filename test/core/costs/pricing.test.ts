import { describe, expect, test } from 'vitest'
import type { RateCard } from '#contract'
import { createAccountDays, daysIn, firstMomentOf, isTimeZone } from '#core/costs/account-day.ts'
import { builtInCards } from '#core/costs/built-in-cards.ts'
import { categoryOf, chargeOf } from '#core/costs/charge-of.ts'
import { countryOf } from '#core/costs/countries.ts'
import { createMeter, findRate, type Charge } from '#core/costs/meter.ts'
import { forecastOf } from '#core/costs/sums.ts'

const brazil: RateCard = {
  currency: 'USD',
  validFrom: '2026-10-01',
  source: 'a test',
  checkedOn: '2026-11-22',
  isBuiltIn: true,
  markets: [
    {
      market: 'Brazil',
      countries: ['BR'],
      rates: {
        service: { perMessage: 6_800, tiers: [] },
        utility: {
          perMessage: 6_800,
          tiers: [
            { from: 4, perMessage: 6_000 },
            { from: 6, perMessage: 5_000 },
          ],
        },
        marketing: { perMessage: 62_500, tiers: [] },
      },
    },
    { market: 'Other', countries: [], rates: { service: { perMessage: 7_700, tiers: [] } } },
  ],
}

function charge(overrides: Partial<Charge> = {}): Charge {
  return { at: 0, day: '2026-11-22', category: 'service', isFree: false, country: 'BR', ...overrides }
}

function amounts(charges: Charge[], { free = 0, cards = [brazil] }: { free?: number; cards?: RateCard[] } = {}) {
  const meter = createMeter({ cards, settings: { currency: 'USD', freeServiceMessages: free } })
  return charges.map((each) => {
    const priced = meter.price(each)
    return priced.kind === 'priced' ? priced.amount : priced.kind
  })
}

describe('a price', () => {
  test('goes by the market of the customer, and by the rest of the world where none is named', () => {
    expect(amounts([charge(), charge({ country: 'NZ' }), charge({ country: null })])).toEqual([6_800, 7_700, 7_700])
  })
  test('is not made up where the card has no rate', () => {
    expect(amounts([charge({ category: 'authentication' }), charge({ category: 'unknown' })])).toEqual(['unpriced', 'unpriced'])
    expect(amounts([charge({ day: '2026-09-30' })])).toEqual(['unpriced'])
  })
  test('is nothing where WhatsApp says that it is free, and that uses nothing of the allowance', () => {
    expect(amounts([charge({ isFree: true }), charge(), charge()], { free: 1 })).toEqual(['free', 'free', 6_800])
  })
  test('counts the free service messages at, one under and one over the allowance', () => {
    expect(amounts([charge(), charge(), charge(), charge()], { free: 3 })).toEqual(['free', 'free', 'free', 6_800])
  })
  test('leaves templates out of the allowance for service messages', () => {
    expect(amounts([charge({ category: 'utility' }), charge()], { free: 1 })).toEqual([6_800, 'free'])
  })
  test('falls at each tier, counted by market and category', () => {
    const utility = Array.from({ length: 7 }, () => charge({ category: 'utility' }))
    expect(amounts([charge({ category: 'marketing' }), ...utility])).toEqual([62_500, 6_800, 6_800, 6_800, 6_000, 6_000, 5_000, 5_000])
  })
  test('is of the card that holds on the day, and of the shop’s own card before a built-in one of the same day', () => {
    const january: RateCard = {
      ...brazil,
      validFrom: '2027-01-01',
      markets: [{ market: 'Other', countries: [], rates: { service: { perMessage: 9_000, tiers: [] } } }],
    }
    const own: RateCard = { ...january, validFrom: '2026-10-01', isBuiltIn: false }
    const days = ['2026-12-31', '2027-01-01'].map((day) => charge({ day }))
    expect(amounts(days, { cards: [january, brazil] })).toEqual([6_800, 9_000])
    expect(amounts(days, { cards: [own, brazil] })).toEqual([9_000, 9_000])
    expect(amounts(days, { cards: [brazil, own] })).toEqual([9_000, 9_000])
  })
  test('needs a card in the currency of the account', () => {
    expect(findRate({ cards: [brazil], currency: 'BRL' }, charge())).toBeNull()
    expect(findRate({ cards: [brazil], currency: null }, charge())).toBeNull()
  })
})

describe('what is charged for', () => {
  const pricing = (type: string | null, category: string | null, billable: boolean | null = null) =>
    JSON.stringify({ model: 'PMP', type, category, billable })

  test('is delivered: nothing that was only sent, and nothing that failed', () => {
    expect(chargeOf([{ status: 'sent', at: 1, pricing: pricing('regular', 'service') }])).toBeNull()
    expect(
      chargeOf([
        { status: 'failed', at: 2, pricing: null },
        { status: 'sent', at: 1, pricing: pricing('regular', 'service') },
      ]),
    ).toBeNull()
  })
  test('counts from the first that says so, whichever of the statuses has the price, in any order', () => {
    const sent = { status: 'sent', at: 1, pricing: pricing('regular', 'marketing') }
    const delivered = { status: 'delivered', at: 5, pricing: null }
    const read = { status: 'read', at: 3, pricing: pricing('regular', 'marketing') }
    const expected = { at: 3, category: 'marketing', isFree: false }
    for (const reported of [
      [sent, delivered, read],
      [read, sent, delivered],
      [delivered, read, sent],
    ]) {
      expect(chargeOf(reported)).toEqual(expected)
    }
  })
  test('is free by its type, in whatever case', () => {
    const types = ['free_customer_service', 'free_entry_point', 'FREE_ENTRY_POINT', 'regular', null] as const
    expect(types.map((type) => chargeOf([{ status: 'delivered', at: 1, pricing: pricing(type, 'service') }])?.isFree)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
    expect(chargeOf([{ status: 'delivered', at: 1, pricing: pricing(null, 'service', false) }])?.isFree).toBe(true)
  })
  test('has Meta’s words for categories, and no made-up one for a new word', () => {
    expect(['SERVICE', 'marketing_lite', 'referral_conversion', 'authentication_international', 'gifts', null].map(categoryOf)).toEqual([
      'service',
      'marketing',
      'service',
      'authentication-international',
      'unknown',
      'unknown',
    ])
  })
})

describe('where a customer is', () => {
  test('is told by the calling code, and else by the business-scoped id', () => {
    const countries = ['5511987654321', '27821234567', '14155550123', '351912345678', '999'].map((waId) =>
      countryOf({ waId, userId: null }),
    )
    expect(countries).toEqual(['BR', 'ZA', 'US', 'PT', null])
    expect(countryOf({ waId: null, userId: 'BR.13491208655302741918' })).toBe('BR')
    expect(countryOf({ waId: null, userId: 'nothing' })).toBeNull()
  })
})

describe('days of the account', () => {
  test('begin at its own midnight, also where clocks are changed', () => {
    const { dayOf } = createAccountDays('America/Sao_Paulo')
    expect([dayOf(Date.parse('2026-11-01T02:59:59Z')), dayOf(Date.parse('2026-11-01T03:00:00Z'))]).toEqual(['2026-10-31', '2026-11-01'])
    for (const timeZone of ['America/Sao_Paulo', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin']) {
      const days = createAccountDays(timeZone)
      for (const day of ['2026-03-29', '2026-10-25', '2026-11-01', '2027-01-01']) {
        const first = firstMomentOf(day, days.dayOf)
        expect([days.dayOf(first), days.dayOf(first - 1) < day]).toEqual([day, true])
      }
    }
  })
  test('are counted, and a time zone is known or not', () => {
    expect(['2026-02', '2028-02', '2026-11', '2026-12'].map(daysIn)).toEqual([28, 29, 30, 31])
    expect(['America/Sao_Paulo', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, false, false])
  })
})

describe('a forecast', () => {
  const byDay = [
    { day: '2026-11-01', amount: 100 },
    { day: '2026-11-02', amount: 300 },
    { day: '2026-11-03', amount: 50 },
  ]
  test('goes on as the whole days went', () => {
    expect(forecastOf(byDay, { month: '2026-11', today: '2026-11-03' })).toBe(6_000)
  })
  test('is never less than what is spent', () => {
    expect(forecastOf([{ day: '2026-11-30', amount: 900 }], { month: '2026-11', today: '2026-11-30' })).toBe(900)
  })
  test('is not made on a first day, nor of a month that is over', () => {
    expect(forecastOf(byDay, { month: '2026-11', today: '2026-11-01' })).toBeNull()
    expect(forecastOf(byDay, { month: '2026-11', today: '2026-12-05' })).toBeNull()
  })
})

test('the cards that come with the program are whole: dated, with a source, and with every category of Brazil and South Africa', () => {
  for (const card of builtInCards()) {
    expect(card.source).not.toBe('')
    const countries = card.markets.flatMap((market) => market.countries)
    expect(new Set(countries).size).toBe(countries.length)
    expect(card.markets.filter((market) => market.countries.length === 0)).toHaveLength(1)
    for (const country of ['BR', 'ZA']) {
      for (const category of ['service', 'utility', 'marketing', 'authentication'] as const) {
        expect(
          findRate({ cards: [card], currency: card.currency }, { day: card.validFrom, country, category })?.perMessage,
        ).toBeGreaterThan(0)
      }
    }
  }
})
