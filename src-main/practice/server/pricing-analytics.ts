import { invalidParameter } from '../errors/graph-error.ts'
import { startOfDay, startOfMonth, startOfNextMonth } from '../world/account-time.ts'
import type { Charge } from '../world/meter.ts'
import type { World } from '../world/world.ts'
import type { RequestedField } from './field-list.ts'

const DIMENSIONS = ['COUNTRY', 'PHONE', 'PRICING_CATEGORY', 'PRICING_TYPE', 'TIER'] as const
const GRANULARITIES = ['HALF_HOUR', 'DAILY', 'MONTHLY'] as const
const LOOK_BACK_MS = 366 * 24 * 60 * 60 * 1000
const HALF_HOUR_MS = 30 * 60 * 1000
const DAY_MS = 24 * 60 * 60 * 1000

type Dimension = (typeof DIMENSIONS)[number]
type Granularity = (typeof GRANULARITIES)[number]

/** `pricing_analytics.start(…).end(…).granularity(…)…`: what was delivered and what it cost, summed as asked for. */
export function pricingAnalytics(field: RequestedField, { account, meter, clock }: World) {
  const [start, end] = [requireSeconds(field, 'start'), requireSeconds(field, 'end')]
  if (end <= start) throw invalidParameter('Invalid parameter', 'end must be later than start')
  if (start < clock.now() - LOOK_BACK_MS) throw invalidParameter('Invalid parameter', 'start must be within the last year')
  const granularity = GRANULARITIES.find((each) => each === field.modifiers.get('granularity'))
  if (granularity === undefined) throw invalidParameter(`Param granularity must be one of {${GRANULARITIES.join(', ')}}`)
  const dimensions = listOf(field, 'dimensions').map(asDimension)
  const phones = listOf(field, 'phone_numbers')
  const categories = listOf(field, 'pricing_categories')
  const types = listOf(field, 'pricing_types')
  const countries = listOf(field, 'country_codes')

  const chosen = meter
    .charges()
    .filter(
      (charge) =>
        charge.at >= start &&
        charge.at < end &&
        isAmong(phones, account.phoneDigits) &&
        isAmong(categories, charge.category.toUpperCase()) &&
        isAmong(types, charge.type.toUpperCase()) &&
        isAmong(countries, charge.country),
    )
  const grouped = Map.groupBy(chosen, (charge) => JSON.stringify(labelsOf(charge)))
  return {
    data: [
      {
        data_points: [...grouped.values()].map((charges) => ({
          ...(charges[0] !== undefined && labelsOf(charges[0])),
          volume: charges.length,
          cost: charges.reduce((sum, { costMicros }) => sum + costMicros, 0) / 1_000_000,
        })),
      },
    ],
  }

  function labelsOf(charge: Charge) {
    const [from, to] = spanOf(charge.at, granularity ?? 'DAILY')
    return {
      start: from / 1000,
      end: to / 1000,
      ...(dimensions.includes('COUNTRY') && { country: charge.country }),
      ...(dimensions.includes('PHONE') && { phone_number: account.phoneDigits }),
      ...(dimensions.includes('PRICING_TYPE') && { pricing_type: charge.type.toUpperCase() }),
      ...(dimensions.includes('PRICING_CATEGORY') && { pricing_category: charge.category.toUpperCase() }),
      ...(dimensions.includes('TIER') && charge.tier !== null && { tier: charge.tier }),
    }
  }

  function spanOf(at: number, by: Granularity): readonly [number, number] {
    if (by === 'MONTHLY') return [startOfMonth(at, account), startOfNextMonth(at, account)]
    const day = startOfDay(at, account)
    if (by === 'DAILY') return [day, day + DAY_MS]
    const from = at - (at % HALF_HOUR_MS)
    return [from, from + HALF_HOUR_MS]
  }
}

function requireSeconds(field: RequestedField, name: string): number {
  const value = Number(field.modifiers.get(name))
  if (!Number.isInteger(value) || value <= 0) throw invalidParameter(`The parameter ${name} is required.`)
  return value * 1000
}

/** A list of quoted texts: field reports say that bare words are refused. */
function listOf(field: RequestedField, name: string): readonly string[] {
  const text = field.modifiers.get(name)
  if (text === undefined) return []
  try {
    const list: unknown = JSON.parse(text)
    if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return list
  } catch {
    // Refused below, in the same words as anything else that is no list of texts.
  }
  throw invalidParameter(`Param ${name} must be an array of strings.`)
}

function asDimension(name: string): Dimension {
  const dimension = DIMENSIONS.find((each) => each === name)
  if (dimension === undefined) throw invalidParameter(`Param dimensions must be one of {${DIMENSIONS.join(', ')}} - got "${name}".`)
  return dimension
}

function isAmong(wanted: readonly string[], value: string): boolean {
  return wanted.length === 0 || wanted.some((each) => each.replace(/^\+/, '') === value)
}
