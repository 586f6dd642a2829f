import { priceCategory, type PriceCategory } from '#contract'
import type { ReportedPrice } from './repository.ts'

/** As Meta writes it in a status; of any case, and it may add others. */
type Pricing = { readonly type: string | null; readonly category: string | null; readonly billable: boolean | null }

const DELIVERED = new Set(['delivered', 'read', 'played'])
/** Whose price counts, where several statuses have one: what was told last of all, by rank and not by time. */
const RANK: readonly string[] = ['sent', 'delivered', 'read', 'played']

/**
 * What is charged for, of all that WhatsApp reported about a message: it was delivered, and its category is known. A function of the set of
 * statuses, so that their order means nothing. Source: Meta, "Pricing on the WhatsApp Business Platform".
 */
export function chargeOf(reported: readonly ReportedPrice[]): { at: number; category: PriceCategory; isFree: boolean } | null {
  const deliveredAt = reported.filter(({ status }) => DELIVERED.has(status)).map(({ at }) => at)
  const priced = reported
    .filter(({ pricing }) => pricing !== null)
    .toSorted((a, b) => RANK.indexOf(a.status) - RANK.indexOf(b.status))
    .at(-1)
  if (deliveredAt.length === 0 || priced?.pricing === undefined || priced.pricing === null) return null
  // Written by this program from a decoded status.
  const { type, category, billable } = JSON.parse(priced.pricing) as Pricing
  const isFree = type?.toLowerCase().startsWith('free') ?? billable === false
  return { at: Math.min(...deliveredAt), category: categoryOf(category), isFree }
}

/** Meta's word for a category, from a status or from its analytics. */
export function categoryOf(text: string | null): PriceCategory {
  const word = (text ?? '').toLowerCase().replaceAll('_', '-')
  if (word === 'marketing-lite') return 'marketing'
  if (word === 'referral-conversion') return 'service'
  return priceCategory.catch('unknown').parse(word)
}
