/** What one delivered message costs. Made up for practice: near to what is published, and never to be quoted to anybody. */
export type RateTable = {
  /** ISO 4217; it is the account's currency, which never changes. */
  readonly currency: string
  /** Millionths of the currency for a delivered message, by two-letter country; `OTHER` is everywhere else. */
  readonly microsByCountry: { readonly OTHER: CategoryRates; readonly [country: string]: CategoryRates }
  /** Volume tiers of utility and authentication, counted by country and calendar month; service has none. From the first on. */
  readonly tiers?: readonly RateTier[]
  /** How many service messages of a calendar month are free of charge; none, when left out. */
  readonly freeServiceMessages?: number
}

export type BilledCategory = 'marketing' | 'utility' | 'authentication' | 'service'
export type CategoryRates = Readonly<Record<BilledCategory, number>>
/** `from`: the messages of the month before it. The first tier begins at 0. */
export type RateTier = { readonly from: number; readonly percent: number }

export const PRACTICE_RATES: RateTable = {
  currency: 'USD',
  microsByCountry: {
    BR: rates(62_500, 6_800),
    GB: rates(52_900, 22_000),
    AR: rates(61_800, 26_000),
    ZA: rates(37_900, 7_600),
    US: rates(25_000, 3_400),
    PT: rates(86_400, 30_000),
    MX: rates(30_500, 8_500),
    OTHER: rates(60_400, 7_700),
  },
  tiers: [
    { from: 0, percent: 100 },
    { from: 100_000, percent: 95 },
    { from: 1_000_000, percent: 90 },
  ],
}

/** Since October 2026 a service message costs what utility and authentication cost in the same country. */
function rates(marketing: number, utility: number): CategoryRates {
  return { marketing, utility, authentication: utility, service: utility }
}
