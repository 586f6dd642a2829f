import { elementsOf, filledOf, isObject, numberOf, objectOf, type WireObject } from './decode/read.ts'
import type { GraphRequest, GraphResult } from './graph-exchange.ts'

/** What Meta counted and asks for. Its sums are approximate, and money is a float in the account's currency. */
export type GraphPricing = {
  /** Delivered messages and cost by category. Times are epoch ms; a year back at most. */
  getPricing(input: { readonly wabaId: string; readonly from: number; readonly to: number }): Promise<GraphResult<PricingFacts>>
}

export type PricingFacts = {
  /** ISO 4217; null when Meta did not say. */
  readonly currency: string | null
  readonly rows: readonly { readonly category: string; readonly type: string; readonly messages: number; readonly cost: number }[]
}

type Call = <Value>(request: Omit<GraphRequest, 'timeouts'>, read: (json: WireObject) => Value | null) => Promise<GraphResult<Value>>

export function createGraphPricing({ call }: { call: Call }): GraphPricing {
  return {
    getPricing: ({ wabaId, from, to }) =>
      call({ method: 'GET', path: [wabaId], query: { fields: `currency,${pricingField(from, to)}` } }, pricingOf),
  }
}

function pricingField(from: number, to: number): string {
  const dimensions = '["PRICING_CATEGORY","PRICING_TYPE"]'
  return `pricing_analytics.start(${secondsOf(from)}).end(${secondsOf(to)}).granularity(MONTHLY).dimensions(${dimensions})`
}

function secondsOf(at: number): number {
  return Math.floor(at / 1000)
}

/** An account without traffic has no `pricing_analytics` at all. */
function pricingOf(json: WireObject): PricingFacts | null {
  if (filledOf(json['id']) === null) return null
  const points = elementsOf(objectOf(json['pricing_analytics'])['data'], '').flatMap(({ value }) =>
    elementsOf(objectOf(value)['data_points'], ''),
  )
  return {
    currency: filledOf(json['currency']),
    rows: points.flatMap(({ value }) => {
      if (!isObject(value)) return []
      return {
        category: filledOf(value['pricing_category']) ?? 'unknown',
        type: filledOf(value['pricing_type']) ?? 'unknown',
        messages: numberOf(value['volume']) ?? 0,
        cost: numberOf(value['cost']) ?? 0,
      }
    }),
  }
}
