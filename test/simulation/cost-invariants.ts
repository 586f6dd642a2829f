import type Sqlite from 'better-sqlite3'
import type { CostMonth } from '#contract'
import { saveRates, FREE_MESSAGES, RATES, TIER_FROM } from './owner.ts'
import type { World } from './world.ts'

const HOUR_MS = 60 * 60_000
const DELIVERED: ReadonlySet<string> = new Set(['delivered', 'read', 'played'])

type StatusRow = { wamid: string; status: string; at: number; pricing: string | null }
type Charge = { wamid: string; at: number; day: string; category: string; isFree: boolean }

/** What is charged is what WhatsApp said of prices, in whatever order it did, and at the time at which it was delivered. */
export function checkCharges(world: World, db: Sqlite.Database): void {
  const rows = db.prepare(`SELECT wamid, at, day, category, is_free FROM charges ORDER BY wamid`).all() as {
    wamid: string
    at: number
    day: string
    category: string
    is_free: number
  }[]
  const found = rows.map(({ is_free: isFree, ...row }) => JSON.stringify({ ...row, isFree: isFree === 1 }))
  const expected = chargesOf(db).map((charge) => JSON.stringify(charge))
  for (const each of expected) if (!found.includes(each)) world.break(`costs: lacks ${each}`)
  for (const each of found) if (!expected.includes(each)) world.break(`costs: has ${each}, which nothing says`)
}

function chargesOf(db: Sqlite.Database): Charge[] {
  const rows = db.prepare(`SELECT wamid, status, at, pricing FROM statuses`).all() as StatusRow[]
  return [...Map.groupBy(rows, ({ wamid }) => wamid)].flatMap(([wamid, all]) => {
    const times = all.filter(({ status }) => DELIVERED.has(status)).map(({ at }) => at)
    const pricing = all.find((row) => row.pricing !== null)?.pricing ?? null
    if (times.length === 0 || pricing === null) return []
    const { category, type } = JSON.parse(pricing) as { category: string; type: string }
    const at = Math.min(...times)
    return [{ wamid, at, day: dayOf(at), category, isFree: type !== 'regular' }]
  })
}

/** São Paulo's, which puts its clocks forward no more. */
function dayOf(at: number): string {
  return new Date(at - 3 * HOUR_MS).toISOString().slice(0, 10)
}

/** With prices that rise and an allowance that ends: the sums are those of the messages in the order in which they were delivered. */
export async function checkSums(world: World, db: Sqlite.Database): Promise<void> {
  const { staff } = world
  if (!(await saveRates(world))) return
  const charges = chargesOf(db).toSorted((a, b) => (a.day === b.day ? a.at - b.at || (a.wamid < b.wamid ? -1 : 1) : a.day < b.day ? -1 : 1))
  for (const month of new Set(charges.map(({ day }) => day.slice(0, 7)))) {
    const reply = await staff.call(staff.owner, 'costs.month', { month })
    if (reply.kind !== 'ok') return
    // The dispatcher parsed the output with this method's own schema.
    const { byDay } = (reply.output as { cost: CostMonth }).cost
    const shown = byDay.map(({ day, messages, amount }) => `${day}: ${messages} for ${amount}`)
    const expected = sumsOf(charges.filter(({ day }) => day.startsWith(month)))
    if (shown.join() !== expected.join()) world.break(`costs: ${month} is ${shown.join()}, not ${expected.join()}`)
  }
}

function sumsOf(charges: readonly Charge[]): string[] {
  let allowance = FREE_MESSAGES
  let utilities = 0
  const byDay = new Map<string, { messages: number; amount: number }>()
  for (const { day, category, isFree } of charges) {
    const sum = byDay.get(day) ?? { messages: 0, amount: 0 }
    byDay.set(day, sum)
    sum.messages += 1
    if (isFree) continue
    if (category === 'service') {
      if (allowance > 0) allowance -= 1
      else sum.amount += RATES.service
      continue
    }
    utilities += 1
    sum.amount += utilities >= TIER_FROM ? RATES.utilityInTier : RATES.utility
  }
  return [...byDay].map(([day, { messages, amount }]) => `${day}: ${messages} for ${amount}`)
}
