import type { CostSettings, NumberId, PriceCategory, RateCard, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'
import type { Charge, ChargeWithAuthor } from './meter.ts'

/** What WhatsApp reported about one message, as far as its price goes. */
export type ReportedPrice = { readonly status: string; readonly at: number; readonly pricing: string | null }

export function listReportedPrices(db: Database, numberId: string, wamid: string): ReportedPrice[] {
  return db.list(
    sql`SELECT status, at, pricing FROM statuses WHERE number_id = ${numberId} AND wamid = ${wamid} ORDER BY status, recipient`,
  )
}

/** Answers whether anything is new. Of two countries the same one stays, in whatever order they came. */
export function upsertCharge(db: Database, { numberId, wamid, ...charge }: Charge & { numberId: string; wamid: string }): boolean {
  const isFree = charge.isFree ? 1 : 0
  return (
    db.run(sql`
      INSERT INTO charges (number_id, wamid, at, day, category, is_free, country)
      VALUES (${numberId}, ${wamid}, ${charge.at}, ${charge.day}, ${charge.category}, ${isFree}, ${charge.country})
      ON CONFLICT (number_id, wamid) DO UPDATE SET at = excluded.at, day = excluded.day, category = excluded.category,
        is_free = excluded.is_free, country = coalesce(max(country, excluded.country), country, excluded.country)
      WHERE at <> excluded.at OR category <> excluded.category OR is_free <> excluded.is_free OR day <> excluded.day
        OR coalesce(max(country, excluded.country), country, excluded.country) IS NOT country`).changes > 0
  )
}

type ChargeRow = { at: number; day: string; category: PriceCategory; is_free: 0 | 1; country: string | null }
type AuthoredRow = ChargeRow & { staff_id: StaffId | null; kind: string | null }

/** In order of delivery, with who wrote each. */
export function listCharges(db: Database, numberId: NumberId, month: string): ChargeWithAuthor[] {
  return db
    .list<AuthoredRow>(chargesQuery(numberId, month))
    .map((row) => ({ ...rowToCharge(row), staffId: row.staff_id, kind: row.kind ?? 'unknown' }))
}

export function chargesQuery(numberId: NumberId, month: string): Sql {
  return sql`
    SELECT c.at, c.day, c.category, c.is_free, c.country, m.staff_id, m.kind FROM charges c
    LEFT JOIN messages m ON m.number_id = c.number_id AND m.wamid = c.wamid
    WHERE c.number_id = ${numberId} AND c.day >= ${month} AND c.day < ${afterMonth(month)} ORDER BY c.day, c.at, c.wamid`
}

/** The same without a look at the messages, for sums that are made often. */
export function listBareCharges(db: Database, numberId: NumberId, month: string): Charge[] {
  return db.list<ChargeRow>(bareChargesQuery(numberId, month)).map(rowToCharge)
}

export function bareChargesQuery(numberId: NumberId, month: string): Sql {
  return sql`
    SELECT at, day, category, is_free, country FROM charges
    WHERE number_id = ${numberId} AND day >= ${month} AND day < ${afterMonth(month)} ORDER BY day, at, wamid`
}

/** The same of one category. */
export function listChargesOf(db: Database, of: { numberId: NumberId; month: string; category: PriceCategory }): Charge[] {
  return db.list<ChargeRow>(chargesOfQuery(of)).map(rowToCharge)
}

export function chargesOfQuery({ numberId, month, category }: { numberId: NumberId; month: string; category: PriceCategory }): Sql {
  return sql`
    SELECT at, day, category, is_free, country FROM charges
    WHERE number_id = ${numberId} AND day >= ${month} AND day < ${afterMonth(month)} AND category = ${category} ORDER BY day, at, wamid`
}

/** Those of the month that count against the free allowance. */
export function countService(db: Database, numberId: NumberId, month: string): number {
  return db.get<{ count: number }>(countServiceQuery(numberId, month)).count
}

export function countServiceQuery(numberId: NumberId, month: string): Sql {
  return sql`
    SELECT count(*) AS count FROM charges
    WHERE number_id = ${numberId} AND day >= ${month} AND day < ${afterMonth(month)} AND category = 'service' AND is_free = 0`
}

/** Days sort as text, and `:` is the first sign after the digits. */
function afterMonth(month: string): string {
  return `${month}:`
}

function rowToCharge({ at, day, category, is_free, country }: ChargeRow): Charge {
  return { at, day, category, isFree: is_free === 1, country }
}

export function findFirstDay(db: Database, numberId: NumberId): { first: string | null } {
  return db.get(sql`SELECT min(day) AS first FROM charges WHERE number_id = ${numberId}`)
}

export function listAllTimes(db: Database): { numberId: string; wamid: string; at: number }[] {
  return db.list(sql`SELECT number_id AS numberId, wamid, at FROM charges`)
}

export function updateDay(db: Database, { numberId, wamid, day }: { numberId: string; wamid: string; day: string }): void {
  db.run(sql`UPDATE charges SET day = ${day} WHERE number_id = ${numberId} AND wamid = ${wamid}`)
}

export function listOwnCards(db: Database): RateCard[] {
  return db
    .list<{ card: string }>(sql`SELECT card FROM rate_cards ORDER BY currency, valid_from`)
    .map(({ card }) => JSON.parse(card) as RateCard) // Written by this program from a parsed card.
}

export function upsertCard(db: Database, card: RateCard): void {
  db.run(sql`
    INSERT INTO rate_cards (currency, valid_from, card) VALUES (${card.currency}, ${card.validFrom}, ${JSON.stringify(card)})
    ON CONFLICT (currency, valid_from) DO UPDATE SET card = excluded.card`)
}

export function deleteCard(db: Database, { currency, validFrom }: Pick<RateCard, 'currency' | 'validFrom'>): void {
  db.run(sql`DELETE FROM rate_cards WHERE currency = ${currency} AND valid_from = ${validFrom}`)
}

/** As they were parsed when they were saved. */
export function findSettings(db: Database): unknown {
  const row = db.find<{ settings: string }>(sql`SELECT settings FROM cost_settings WHERE id = 1`)
  return row === undefined ? null : JSON.parse(row.settings)
}

export function updateSettings(db: Database, settings: CostSettings): void {
  db.run(sql`
    INSERT INTO cost_settings (id, settings) VALUES (1, ${JSON.stringify(settings)})
    ON CONFLICT (id) DO UPDATE SET settings = excluded.settings`)
}

/** Answers whether it is the first time. */
export function insertAlarm(db: Database, alarm: { month: string; budget: number; percent: number }): boolean {
  return (
    db.run(sql`
      INSERT INTO budget_alarms (month, budget, percent) VALUES (${alarm.month}, ${alarm.budget}, ${alarm.percent}) ON CONFLICT DO NOTHING`)
      .changes > 0
  )
}
