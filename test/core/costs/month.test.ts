import { describe, expect, test } from 'vitest'
import type { NumberId, PriceCategory, RateCard, StaffId } from '#contract'
import { bareChargesQuery, chargesOfQuery, chargesQuery, countServiceQuery } from '#core/costs/repository.ts'
import { createCosts } from '#core/costs/service.ts'
import { sql } from '#core/db/sql.ts'
import { createFactsRepository } from '#core/messages/facts-repository.ts'
import type { StatusEvent } from '#core/whatsapp/decoded.ts'
import type { GraphPricing } from '#core/whatsapp/graph-pricing.ts'
import { NUMBER, person, status } from '#test/support/decoded-events.ts'
import { createFakeLog } from '#test/support/fake-ports.ts'
import { createSeededRandom } from '#test/support/seeded-random.ts'
import { setUpShopBase } from '#test/support/shop.ts'

/** 22 November 2026, 12:00 in São Paulo. */
const NOW = Date.UTC(2026, 10, 22, 15)
const MINUTE_MS = 60_000
const owner = 'rosa' as StaffId

function setUpCosts({ pricing = null }: { pricing?: GraphPricing | null } = {}) {
  const base = setUpShopBase()
  base.clock.setWall(NOW)
  const posted: { kind: string; detail: string }[] = []
  const costs = createCosts({
    ...base,
    log: createFakeLog(),
    notices: { post: ({ kind, detail }) => posted.push({ kind, detail }) },
    numberId: () => NUMBER as NumberId,
    recipientOf: () => ({ waId: '27821234567', userId: null }),
    account: () => (pricing === null ? null : { wabaId: '102290129340398', client: { pricing } }),
  })
  const facts = createFactsRepository(base)
  function tell(event: StatusEvent) {
    base.db.transaction(() => {
      facts.insertStatus(event, null)
      costs.noteStatus(event)
    })
  }
  return { ...base, costs, posted, tell }
}

function priced(category: string, type = 'regular'): StatusEvent['pricing'] {
  return { model: 'PMP', type, category, billable: type === 'regular' }
}

function delivered(wamid: string, at: number, category = 'service', type = 'regular'): StatusEvent {
  return status('delivered', { wamid, at, person: person(), pricing: priced(category, type) })
}

const card = {
  currency: 'USD',
  validFrom: '2026-10-01',
  source: 'a test',
  checkedOn: '2026-11-22',
  markets: [
    {
      market: 'Brazil',
      countries: ['BR'],
      rates: {
        service: { perMessage: 6_817, tiers: [] },
        utility: { perMessage: 6_800, tiers: [{ from: 101, perMessage: 6_461 }] },
        marketing: { perMessage: 62_500, tiers: [] },
      },
    },
    {
      market: 'South Africa',
      countries: ['ZA'],
      rates: { service: { perMessage: 7_600, tiers: [] }, marketing: { perMessage: 37_900, tiers: [] } },
    },
    { market: 'Other', countries: [], rates: { service: { perMessage: 7_700, tiers: [] }, utility: { perMessage: 7_700, tiers: [] } } },
  ],
} satisfies Omit<RateCard, 'isBuiltIn'>

describe('a month of traffic', () => {
  /** What customers' phones would tell, apart from anything that the program keeps. */
  type Sent = {
    wamid: string
    at: number
    category: PriceCategory
    type: string
    country: 'BR' | 'ZA' | 'NZ'
    reaches: 'sent' | 'delivered' | 'read' | 'failed'
  }

  function generate(seed: number, count: number): Sent[] {
    const random = createSeededRandom(seed)
    const from = Date.UTC(2026, 9, 31, 0)
    const minutes = 32 * 24 * 60
    return Array.from({ length: count }, (_, index) => ({
      wamid: `wamid.${index}`,
      at: from + random.below(minutes) * MINUTE_MS,
      category: random.pick(['service', 'service', 'service', 'utility', 'marketing'] as const),
      type: random.pick(['regular', 'regular', 'regular', 'free_entry_point'] as const),
      country: random.pick(['BR', 'BR', 'BR', 'ZA', 'NZ'] as const),
      reaches: random.pick(['delivered', 'read', 'read', 'sent', 'failed'] as const),
    }))
  }

  function statusesOf(sent: Sent): StatusEvent[] {
    const waId = { BR: '5511987654321', ZA: '27821234567', NZ: '64211234567' }[sent.country]
    const common = { wamid: sent.wamid, person: person({ waId }) }
    const chain: StatusEvent[] = [status('sent', { ...common, at: sent.at - 2000, pricing: priced(sent.category, sent.type) })]
    if (sent.reaches === 'failed') return [...chain, status('failed', { ...common, at: sent.at })]
    if (sent.reaches === 'sent') return chain
    // Meta leaves "delivered" out now and then.
    const isSkipped = sent.reaches === 'read' && Number(sent.wamid.slice(6)) % 7 === 0
    if (!isSkipped) chain.push(status('delivered', { ...common, at: sent.at, pricing: priced(sent.category, sent.type) }))
    if (sent.reaches === 'read') chain.push(status('read', { ...common, at: isSkipped ? sent.at : sent.at + 30_000, pricing: null }))
    return chain
  }

  /** Anew and in another way: tenths of a cent as decimal text, sorted by time, a table of prices written out. */
  function pricedApart(traffic: readonly Sent[], freeService: number): { cents: string; messages: number } {
    const price: Record<string, bigint> = {
      'BR/service': 6817n,
      'BR/marketing': 62500n,
      'ZA/service': 7600n,
      'ZA/marketing': 37900n,
      'NZ/service': 7700n,
      'NZ/utility': 7700n,
    }
    const november = traffic.filter(({ at }) => {
      const local = new Date(at - 3 * 3_600_000) // São Paulo keeps UTC−3 all year.
      return local.getUTCMonth() === 10 && local.getUTCFullYear() === 2026
    })
    const counted = november.filter(({ reaches }) => reaches === 'delivered' || reaches === 'read')
    const inOrder = counted.toSorted((a, b) => a.at - b.at || (a.wamid < b.wamid ? -1 : 1))
    let free = freeService
    let brazilianUtility = 0
    let sum = 0n
    for (const { category, type, country } of inOrder) {
      if (type !== 'regular') continue
      if (category === 'service' && free > 0) {
        free -= 1
        continue
      }
      if (country === 'BR' && category === 'utility') {
        brazilianUtility += 1
        sum += brazilianUtility > 100 ? 6461n : 6800n
      } else sum += price[`${country}/${category}`] ?? 0n
    }
    return { cents: (Number(sum) / 10_000).toFixed(2), messages: counted.length }
  }

  test.for([
    { seed: 1, freeServiceMessages: 0 },
    { seed: 2, freeServiceMessages: 1000 },
    { seed: 3, freeServiceMessages: 137 },
  ])(
    'costs to the cent what an independent calculation says, in whatever order the statuses come ($seed)',
    ({ seed, freeServiceMessages }) => {
      const { costs, tell } = setUpCosts()
      costs.saveRates(card, owner)
      costs.saveSettings({ ...costs.settings(), freeServiceMessages }, owner)
      const traffic = generate(seed, 4000)
      const events = traffic.flatMap(statusesOf)
      const random = createSeededRandom(seed + 100)
      // Some come twice.
      for (const event of random.shuffled([...events, ...events.filter(() => random.below(10) === 0)])) tell(event)

      const { cost } = costs.month('2026-11')
      const expected = pricedApart(traffic, freeServiceMessages)
      expect({ cents: (cost.total.amount / 10_000).toFixed(2), messages: cost.total.messages }).toEqual(expected)
      for (const parts of [cost.byCategory, cost.byKind, cost.byPerson, cost.byDay])
        expect(parts.reduce((sum, { amount }) => sum + amount, 0)).toBe(cost.total.amount)
      expect(cost.byDay.every(({ day }) => day.startsWith('2026-11-'))).toBe(true)
    },
  )

  test('is counted by who wrote it and by its kind, and what the program does not know of as nobody’s', () => {
    const { costs, tell, db } = setUpCosts()
    db.run(sql`INSERT INTO contacts (id, first_seen_at) VALUES (1, 0)`)
    db.run(sql`INSERT INTO conversations (id, number_id, contact_id) VALUES (1, ${NUMBER}, 1)`)
    for (const [id, kind, staffId] of [
      [1, 'text', 'ana'],
      [2, 'image', 'ana'],
      [3, 'text', 'rui'],
    ] as const) {
      db.run(sql`
        INSERT INTO messages (id, conversation_id, number_id, wamid, source, direction, author, staff_id, kind, content, content_key, sent_at)
        VALUES (${id}, 1, ${NUMBER}, ${`wamid.${id}`}, 'live', 'out', 'staff', ${staffId}, ${kind}, '{}', '9', 0)`)
      tell(delivered(`wamid.${id}`, NOW))
    }
    tell(delivered('wamid.elsewhere', NOW))
    const { cost } = costs.month(null)
    expect(cost.byPerson.map(({ staffId, messages }) => [staffId, messages])).toEqual([
      ['ana', 2],
      ['rui', 1],
      [null, 1],
    ])
    expect(cost.byKind.map(({ kind, messages }) => [kind, messages])).toEqual([
      ['text', 2],
      ['image', 1],
      ['unknown', 1],
    ])
  })

  test('goes by whom the message was written to where no status says whose it is', () => {
    const { costs, tell } = setUpCosts()
    costs.saveRates(card, owner)
    tell({ ...delivered('wamid.1', NOW), person: null })
    expect(costs.month(null).cost.total.amount).toBe(7_600)
  })

  test('moves with the time zone of the account, also what is counted already', () => {
    const { costs, tell } = setUpCosts()
    tell(delivered('wamid.1', Date.UTC(2026, 10, 1, 1)))
    expect([costs.month('2026-10').cost.total.messages, costs.month('2026-11').cost.total.messages]).toEqual([1, 0])
    costs.saveSettings({ ...costs.settings(), timeZone: 'Europe/Lisbon' }, owner)
    expect([costs.month('2026-10').cost.total.messages, costs.month('2026-11').cost.total.messages]).toEqual([0, 1])
  })

  test('stands in a list of all months since the first, and is read along its index', () => {
    const { costs, tell, db } = setUpCosts()
    tell(delivered('wamid.1', Date.UTC(2026, 8, 5)))
    expect(costs.month(null).months).toEqual(['2026-11', '2026-10', '2026-09'])
    const numberId = NUMBER as NumberId
    const ofService = chargesOfQuery({ numberId, month: '2026-11', category: 'service' })
    for (const query of [chargesQuery(numberId, '2026-11'), bareChargesQuery(numberId, '2026-11'), ofService]) {
      expect(db.explain(query).filter((step) => /SCAN|TEMP B-TREE/.test(step))).toEqual([])
    }
    expect(db.explain(countServiceQuery(numberId, '2026-11'))).toEqual([expect.stringContaining('COVERING INDEX charges_of_service')])
  })
})

describe('the price of the next message', () => {
  const ana = { waId: '5511987654321', userId: null, freeEntryUntil: null }

  test('is told before it is sent, with why', () => {
    const { costs } = setUpCosts()
    costs.saveRates(card, owner)
    expect(costs.quote(ana, 'service')).toEqual({ category: 'service', currency: 'USD', amount: 6_817, why: 'rate' })
    expect(costs.quote({ ...ana, freeEntryUntil: NOW + 1 }, 'marketing')).toMatchObject({ amount: 0, why: 'free-entry-point' })
    expect(costs.quote({ ...ana, freeEntryUntil: NOW }, 'marketing')).toMatchObject({ amount: 62_500, why: 'rate' })
    expect(costs.quote(ana, 'authentication')).toEqual({ category: 'authentication', currency: 'USD', amount: null, why: 'no-rate' })
  })

  test('is what the month grows by when it is delivered, through the free ones and every tier', () => {
    const { costs, tell } = setUpCosts()
    const tiers = [
      { from: 9, perMessage: 4_000 },
      { from: 4, perMessage: 5_000 },
    ]
    const brazil = {
      market: 'Brazil',
      countries: ['BR'],
      rates: { service: { perMessage: 6_817, tiers }, utility: { perMessage: 6_800, tiers } },
    }
    costs.saveRates({ ...card, markets: [brazil, ...card.markets.slice(1)] }, owner)
    costs.saveSettings({ ...costs.settings(), freeServiceMessages: 3 }, owner)
    for (let count = 0; count < 5; count += 1) tell(delivered(`wamid.last-month.${count}`, Date.UTC(2026, 9, 5), 'utility'))
    const total = () => costs.month('2026-11').cost.total.amount
    const random = createSeededRandom(7)
    for (let count = 0; count < 60; count += 1) {
      const category = random.pick(['service', 'service', 'utility', 'marketing'] as const)
      const waId = random.pick(['5511987654321', '5511987654321', '27821234567'])
      const { amount } = costs.quote({ waId, userId: null, freeEntryUntil: null }, category)
      const before = total()
      const pricing = priced(category, random.pick(['regular', 'regular', 'free_entry_point']))
      tell(status('delivered', { wamid: `wamid.${count}`, at: NOW - (60 - count) * MINUTE_MS, person: person({ waId }), pricing }))
      // Free by WhatsApp's own word, which only the status tells.
      expect(total() - before).toBe(pricing?.billable === true ? (amount ?? 0) : 0)
    }
    expect(costs.quote(ana, 'utility')).toMatchObject({ amount: 4_000, why: 'rate' })
  })

  test('is nothing while this month’s free messages last, and not a message longer', () => {
    const { costs, tell } = setUpCosts()
    costs.saveRates(card, owner)
    costs.saveSettings({ ...costs.settings(), freeServiceMessages: 2 }, owner)
    tell(delivered('wamid.last-month', Date.UTC(2026, 9, 5)))
    tell(delivered('wamid.free', NOW, 'service', 'free_entry_point'))
    tell(delivered('wamid.1', NOW))
    expect(costs.quote(ana, 'service')).toMatchObject({ amount: 0, why: 'free-allowance' })
    expect(costs.quote(ana, 'utility')).toMatchObject({ amount: 6_800 })
    tell(delivered('wamid.2', NOW))
    expect(costs.quote(ana, 'service')).toMatchObject({ amount: 6_817, why: 'rate' })
  })
})

describe('the budget', () => {
  test('alarms once at its share and once when it is spent, also after a restart', async () => {
    const { costs, tell, clock, posted, published } = setUpCosts()
    costs.saveRates(card, owner)
    costs.saveSettings({ ...costs.settings(), budget: 10 * 6_817, alarmAt: 80 }, owner)
    for (let count = 1; count <= 12; count += 1) {
      tell(delivered(`wamid.${count}`, NOW))
      await clock.advance(10_000)
    }
    expect(posted).toEqual([
      { kind: 'budget-alarm', detail: '80' },
      { kind: 'budget-alarm', detail: '100' },
    ])
    expect(published.findLast(({ name }) => name === 'costs.changed')?.payload).toEqual({ month: '2026-11', total: 12 * 6_817 })
  })
})

describe('rates and settings', () => {
  test('of the shop go before those of the program, and give them back when they are removed', () => {
    const { costs } = setUpCosts()
    const before = costs.cards()
    expect(costs.saveRates(card, owner).filter(({ isBuiltIn }) => !isBuiltIn)).toEqual([{ ...card, isBuiltIn: false }])
    expect(costs.removeRates(card, owner)).toEqual(before)
    expect(() => costs.removeRates(card, owner)).toThrow(expect.objectContaining({ code: 'not-found' }))
  })
  test('refuse a time zone that is none', () => {
    const { costs } = setUpCosts()
    expect(() => costs.saveSettings({ ...costs.settings(), timeZone: 'Mars/Olympus' }, owner)).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    )
  })
})

describe('what Meta counted', () => {
  function answering(rows: { category: string; type: string; messages: number; cost: number }[], currency = 'USD') {
    const asked: { from: number; to: number }[] = []
    const pricing: GraphPricing = {
      async getPricing({ from, to }) {
        asked.push({ from, to })
        return { ok: true, value: { currency, rows } }
      },
    }
    return { pricing, asked }
  }

  test('is put beside what we counted, for the month as the account has it', async () => {
    const { pricing, asked } = answering([
      { category: 'SERVICE', type: 'REGULAR', messages: 1, cost: 0.006817 },
      { category: 'SERVICE', type: 'FREE_ENTRY_POINT', messages: 1, cost: 0 },
      { category: 'MARKETING', type: 'REGULAR', messages: 3, cost: 0.1875 },
    ])
    const { costs, tell } = setUpCosts({ pricing })
    costs.saveRates(card, owner)
    tell(delivered('wamid.1', NOW))
    tell(delivered('wamid.2', NOW, 'utility'))
    const { rows } = await costs.reconcile('2026-11')
    expect(rows.toSorted((a, b) => a.category.localeCompare(b.category))).toEqual([
      { category: 'marketing', ours: { messages: 0, amount: 0 }, metas: { messages: 3, amount: 187_500 } },
      { category: 'service', ours: { messages: 1, amount: 6_817 }, metas: { messages: 2, amount: 6_817 } },
      { category: 'utility', ours: { messages: 1, amount: 6_800 }, metas: null },
    ])
    expect(asked).toEqual([{ from: Date.UTC(2026, 10, 1, 3), to: Date.UTC(2026, 11, 1, 3) }])
  })

  test('tells the currency of the account, which a person’s word goes before', async () => {
    const { pricing } = answering([], 'BRL')
    const { costs } = setUpCosts({ pricing })
    await costs.reconcile('2026-11')
    expect(costs.settings().currency).toBe('BRL')
    costs.saveSettings({ ...costs.settings(), currency: 'USD' }, owner)
    await costs.reconcile('2026-11')
    expect(costs.settings().currency).toBe('USD')
  })

  test('cannot be asked without a connection', async () => {
    const { costs } = setUpCosts()
    await expect(costs.reconcile('2026-11')).rejects.toMatchObject({ code: 'offline' })
  })
})
