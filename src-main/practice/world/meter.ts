import type { Account } from './account.ts'
import { startOfMonth } from './account-time.ts'
import { countryOf } from './countries.ts'
import type { Outgoing } from './message-log.ts'
import { isFreeEntryOpen } from './people.ts'
import type { BilledCategory, RateTable } from './rates.ts'

/** How a message is billed, as its statuses tell it. */
export type Price = {
  readonly type: 'regular' | 'free_customer_service' | 'free_entry_point'
  readonly category: BilledCategory | 'referral_conversion'
}

/** A delivered message on the account's bill. */
export type Charge = Price & {
  readonly at: number
  readonly country: string
  /** Such as `0:100000`; only where volume counts. */
  readonly tier: string | null
  /** Millionths of the account's currency. */
  readonly costMicros: number
}

export type Meter = {
  /** What a message will be billed as, should it arrive. */
  quote(message: Outgoing): Price
  /** Puts a delivered message on the bill. */
  charge(message: Outgoing, price: Price, at: number): void
  charges(): readonly Charge[]
}

/** Billed is what arrives, by category and country; windows make nothing free, but a free entry point does. */
export function createMeter({ rates, account }: { rates: RateTable; account: Account }): Meter {
  const charges: Charge[] = []

  function ofMonth(at: number, isCounted: (charge: Charge) => boolean): number {
    const since = startOfMonth(at, account)
    return charges.filter((charge) => charge.at >= since && isCounted(charge)).length
  }

  return {
    quote(message) {
      if (message.person !== null && isFreeEntryOpen(message.person, message.at))
        return { type: 'free_entry_point', category: 'referral_conversion' }
      const category = billed(message.category)
      const isAllowed =
        category === 'service' &&
        ofMonth(message.at, (charge) => charge.type === 'free_customer_service') < (rates.freeServiceMessages ?? 0)
      return { type: isAllowed ? 'free_customer_service' : 'regular', category }
    },
    charge(message, price, at) {
      const { person } = message
      if (person === null) return
      const country = countryOf(person)
      const category = price.category === 'referral_conversion' ? billed(message.category) : price.category
      const isTiered = price.type === 'regular' && (category === 'utility' || category === 'authentication')
      const before = isTiered
        ? ofMonth(at, (charge) => charge.tier !== null && charge.country === country && charge.category === category)
        : 0
      const tiers = rates.tiers ?? []
      const index = isTiered ? tiers.findLastIndex((tier) => tier.from <= before) : -1
      const tier = tiers[index]
      const listMicros = (rates.microsByCountry[country] ?? rates.microsByCountry.OTHER)[category]
      charges.push({
        ...price,
        at,
        country,
        tier: tier === undefined ? null : `${tier.from}:${tiers[index + 1]?.from ?? 'MAX'}`,
        costMicros: price.type === 'regular' ? Math.round((listMicros * (tier?.percent ?? 100)) / 100) : 0,
      })
    },
    charges: () => charges,
  }
}

function billed(category: string): BilledCategory {
  return category === 'marketing' || category === 'utility' || category === 'authentication' ? category : 'service'
}
