import usd20261001 from '#resources/rates/usd-2026-10-01.json' with { type: 'json' }
import { rateCard, type RateCard } from '#contract'

/** The rate cards that come with the program. */
export function builtInCards(): RateCard[] {
  return [usd20261001].map((card) => rateCard.omit({ isBuiltIn: true }).parse(card)).map((card) => ({ ...card, isBuiltIn: true }))
}
