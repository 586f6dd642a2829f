import type { CostMonth } from '#contract'
import { createMeter, type Charge, type ChargeWithAuthor, type Priced, type Prices } from './meter.ts'
import { daysIn } from './account-day.ts'

type Sum = CostMonth['total']

/** Of one month, in order of delivery. */
export function totalOf(charges: readonly Charge[], prices: Prices): number {
  const meter = createMeter(prices)
  return charges.reduce((sum, charge) => sum + amountOf(meter.price(charge)), 0)
}

/** The same with everything it is made of; the largest first. */
export function sumsOf(charges: readonly ChargeWithAuthor[], prices: Prices) {
  const meter = createMeter(prices)
  const total = emptySum()
  const byCategory = new Map<ChargeWithAuthor['category'], Sum>()
  const byPerson = new Map<ChargeWithAuthor['staffId'], Sum>()
  const byKind = new Map<string, Sum>()
  const byDay = new Map<string, Sum>()
  for (const charge of charges) {
    const priced = meter.price(charge)
    add(total, priced)
    add(sumIn(byCategory, charge.category), priced)
    add(sumIn(byPerson, charge.staffId), priced)
    add(sumIn(byKind, charge.kind), priced)
    add(sumIn(byDay, charge.day), priced)
  }
  return {
    total,
    byCategory: [...byCategory].map(([category, sum]) => ({ category, ...sum })).toSorted(byAmount),
    byPerson: [...byPerson].map(([staffId, sum]) => ({ staffId, ...sum })).toSorted(byAmount),
    byKind: [...byKind].map(([kind, sum]) => ({ kind, ...sum })).toSorted(byAmount),
    byDay: [...byDay].map(([day, sum]) => ({ day, ...sum })).toSorted((a, b) => a.day.localeCompare(b.day)),
    freeServiceUsed: meter.freeServiceUsed(),
  }
}

/**
 * What the month comes to when it goes on as it went up to the end of yesterday; nothing is foretold of a first day, nor of a month that is
 * over. In micros.
 */
export function forecastOf(
  byDay: readonly { day: string; amount: number }[],
  { month, today }: { month: string; today: string },
): number | null {
  const daysPassed = Number(today.slice(8)) - 1
  if (!today.startsWith(month) || daysPassed === 0) return null
  const before = byDay.filter(({ day }) => day < today).reduce((sum, { amount }) => sum + amount, 0)
  const soFar = byDay.reduce((sum, { amount }) => sum + amount, 0)
  return Math.max(soFar, Math.round((before / daysPassed) * daysIn(month)))
}

function emptySum(): Sum {
  return { messages: 0, free: 0, unpriced: 0, amount: 0 }
}

function sumIn<Key>(sums: Map<Key, Sum>, key: Key): Sum {
  const known = sums.get(key) ?? emptySum()
  sums.set(key, known)
  return known
}

function add(sum: Sum, priced: Priced): void {
  sum.messages += 1
  if (priced.kind === 'free') sum.free += 1
  if (priced.kind === 'unpriced') sum.unpriced += 1
  sum.amount += amountOf(priced)
}

function amountOf(priced: Priced): number {
  return priced.kind === 'priced' ? priced.amount : 0
}

function byAmount(a: Sum, b: Sum): number {
  return b.amount - a.amount || b.messages - a.messages
}
