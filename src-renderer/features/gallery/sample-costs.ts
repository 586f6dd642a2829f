import type { CostMonth, CostSettings, NumberHealth, RateCard, StaffId } from '#contract'

const sum = (messages: number, amount: number, free = 0, unpriced = 0) => ({ messages, amount, free, unpriced })

export function sampleMonth(overrides: Partial<CostMonth> = {}): CostMonth {
  return {
    month: '2026-11',
    currency: 'USD',
    total: sum(1520, 12_340_000, 300),
    byCategory: [
      { category: 'service', ...sum(1400, 7_480_000, 300) },
      { category: 'marketing', ...sum(70, 4_375_000) },
      { category: 'utility', ...sum(50, 485_000) },
    ],
    byPerson: [
      // Ids of the sample people.
      { staffId: 'ana' as StaffId, ...sum(900, 8_000_000, 100) },
      { staffId: null, ...sum(620, 4_340_000, 200) },
    ],
    byKind: [
      { kind: 'text', ...sum(1300, 7_000_000, 300) },
      { kind: 'template', ...sum(120, 4_860_000) },
      { kind: 'image', ...sum(100, 480_000) },
    ],
    byDay: Array.from({ length: 22 }, (_, index) => ({
      day: `2026-11-${String(index + 1).padStart(2, '0')}`,
      ...sum(40 + ((index * 37) % 60), 300_000 + ((index * 7919) % 500) * 1000),
    })),
    freeServiceUsed: 0,
    forecast: 16_900_000,
    budget: 15_000_000,
    ...overrides,
  }
}

export const sampleCostSettings: CostSettings = {
  currency: 'USD',
  timeZone: 'America/Sao_Paulo',
  freeServiceMessages: 0,
  budget: 15_000_000,
  alarmAt: 80,
}

export const sampleCard: RateCard = {
  currency: 'USD',
  validFrom: '2026-10-01',
  source: 'Meta’s rate card of October 2026, as partners publish it.',
  checkedOn: '2026-11-22',
  isBuiltIn: true,
  markets: [
    {
      market: 'Brazil',
      countries: ['BR'],
      rates: { service: { perMessage: 6_800, tiers: [] }, marketing: { perMessage: 62_500, tiers: [] } },
    },
    { market: 'Other', countries: [], rates: { service: { perMessage: 7_700, tiers: [] } } },
  ],
}

export function sampleHealth(overrides: Partial<NumberHealth> = {}): NumberHealth {
  return {
    checkedAt: Date.UTC(2026, 10, 22, 15),
    displayPhoneNumber: '+55 11 4002-8922',
    verifiedName: 'Casa Jabuticaba',
    nameStatus: 'APPROVED',
    newName: null,
    quality: 'GREEN',
    status: 'CONNECTED',
    throughput: 'standard',
    messagesPerSecond: 80,
    isOnPhoneApp: false,
    isOfficial: false,
    limit: { tier: 'TIER_2K', perDay: 2000, isUnlimited: false, usedLast24h: 1700 },
    canSend: 'available',
    entities: [{ type: 'PHONE_NUMBER', canSend: 'available', problems: [] }],
    restrictions: [],
    events: [{ at: Date.UTC(2026, 10, 20, 12), what: 'limit', detail: 'TIER_2K' }],
    ...overrides,
  }
}

export const sampleSickHealth = sampleHealth({
  quality: 'YELLOW',
  status: 'RESTRICTED',
  canSend: 'blocked',
  limit: { tier: 'TIER_250', perDay: 250, isUnlimited: false, usedLast24h: 250 },
  entities: [
    { type: 'PHONE_NUMBER', canSend: 'available', problems: [] },
    {
      type: 'WABA',
      canSend: 'blocked',
      problems: [{ code: 141006, key: 'payment-problem', description: 'There is an error with the payment method.', solution: 'Add one.' }],
    },
    {
      type: 'BUSINESS',
      canSend: 'limited',
      problems: [{ code: 141010, key: null, description: 'The business has not passed verification.', solution: 'Verify the business.' }],
    },
  ],
  restrictions: [{ type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', until: Date.UTC(2026, 10, 25, 12) }],
  events: [
    { at: Date.UTC(2026, 10, 22, 12), what: 'restriction', detail: 'RESTRICTED_BIZ_INITIATED_MESSAGING' },
    { at: Date.UTC(2026, 10, 21, 12), what: 'quality', detail: 'FLAGGED' },
  ],
})
