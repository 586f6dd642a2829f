import type { CostSettings, PriceCategory, RateCard, StaffId } from '#contract'

/** One delivered message, as far as its price goes. */
export type Charge = {
  /** When it was delivered. */
  readonly at: number
  /** The same as a day of the account: `2026-11-22`. */
  readonly day: string
  readonly category: PriceCategory
  /** WhatsApp itself said that it costs nothing: a free entry point, or service that was free before October 2026. */
  readonly isFree: boolean
  /** ISO 3166-1 alpha-2; null when neither phone nor id tells. */
  readonly country: string | null
}

export type Priced = { readonly kind: 'free' } | { readonly kind: 'unpriced' } | { readonly kind: 'priced'; readonly amount: number }

export type ChargeWithAuthor = Charge & { readonly staffId: StaffId | null; readonly kind: string }

export type Prices = {
  readonly cards: readonly RateCard[]
  readonly settings: Pick<CostSettings, 'currency' | 'freeServiceMessages'>
}

/**
 * Prices a month's charges one after the other, in order of delivery: the free service messages are the first of the month, and a tier is
 * reached by what came before in it. Amounts are whole micros, so that sums are exact.
 */
export function createMeter({ cards, settings }: Prices) {
  let freeServiceUsed = 0
  const countByTier = new Map<string, number>()

  return {
    freeServiceUsed: () => freeServiceUsed,
    price(charge: Charge): Priced {
      if (charge.isFree) return { kind: 'free' }
      if (charge.category === 'service' && freeServiceUsed < settings.freeServiceMessages) {
        freeServiceUsed += 1
        return { kind: 'free' }
      }
      const rate = findRate({ cards, currency: settings.currency }, charge)
      if (rate === null) return { kind: 'unpriced' }
      const place = `${rate.market}/${charge.category}`
      const count = countByTier.get(place) ?? 0
      countByTier.set(place, count + 1)
      const tier = rate.tiers.findLast(({ from }) => count + 1 >= from)
      return { kind: 'priced', amount: tier?.perMessage ?? rate.perMessage }
    },
  }
}

type Rate = { readonly market: string; readonly perMessage: number; readonly tiers: readonly { from: number; perMessage: number }[] }

/** By the card that holds on that day: the latest that has begun, the shop's own before a built-in one of the same day. */
export function findRate(
  { cards, currency }: { cards: readonly RateCard[]; currency: string | null },
  { day, country, category }: Pick<Charge, 'day' | 'country' | 'category'>,
): Rate | null {
  const card = cards
    .filter((each) => each.currency === currency && each.validFrom <= day)
    .toSorted((a, b) => a.validFrom.localeCompare(b.validFrom) || Number(b.isBuiltIn) - Number(a.isBuiltIn))
    .at(-1)
  const market =
    card?.markets.find((each) => country !== null && each.countries.includes(country)) ??
    card?.markets.find((each) => each.countries.length === 0)
  const rate = market?.rates[category]
  if (market === undefined || rate === undefined) return null
  return { market: market.market, perMessage: rate.perMessage, tiers: rate.tiers.toSorted((a, b) => a.from - b.from) }
}
