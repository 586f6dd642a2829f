import {
  costSettings,
  currencyCode,
  type CostQuote,
  type CostSettings,
  type MethodOutput,
  type NumberId,
  type PriceCategory,
  type RateCard,
  type StaffId,
} from '#contract'
import type { CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import { AppError } from '../lib/app-error.ts'
import { assertNever } from '../lib/assert.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import type { StatusEvent } from '../whatsapp/decoded.ts'
import type { GraphPricing } from '../whatsapp/graph-pricing.ts'
import { createAccountDays, firstMomentOf, isTimeZone, monthAfter, monthBefore } from './account-day.ts'
import { builtInCards } from './built-in-cards.ts'
import { categoryOf, chargeOf } from './charge-of.ts'
import { removeRateCard, saveCostSettings, saveRateCard } from './commands.ts'
import { countryOf } from './countries.ts'
import { createMeter, findRate, type Charge, type Priced, type Prices } from './meter.ts'
import {
  countService,
  findFirstDay,
  findSettings,
  insertAlarm,
  listAllTimes,
  listBareCharges,
  listCharges,
  listChargesOf,
  listOwnCards,
  listReportedPrices,
  updateDay,
  upsertCharge,
} from './repository.ts'
import { forecastOf, sumsOf, totalOf } from './sums.ts'

export type Costs = {
  /** A status came, in the caller's transaction: what is delivered costs. */
  noteStatus(event: Pick<StatusEvent, 'numberId' | 'wamid' | 'person'>): void
  /** `month` null: the one that is now. */
  month(month: string | null): MethodOutput<'costs.month'>
  quote(recipient: Recipient, category: PriceCategory): CostQuote
  settings(): CostSettings
  cards(): RateCard[]
  /** `invalid-input` for a time zone that is none. Days of what is here are counted anew when the time zone changes. */
  saveSettings(settings: CostSettings, by: StaffId): CostSettings
  saveRates(card: Omit<RateCard, 'isBuiltIn'>, by: StaffId): RateCard[]
  /** `not-found` for what is not the shop's own. */
  removeRates(card: Pick<RateCard, 'currency' | 'validFrom'>, by: StaffId): RateCard[]
  /** `offline`, `no-number`, `whatsapp-unavailable`. Learns the account's currency while nobody has set one. */
  reconcile(month: string): Promise<MethodOutput<'costs.reconcile'>>
  stop(): void
}

/** Whom the next message goes to, as far as its price goes. */
export type Recipient = {
  readonly waId: string | null
  readonly userId: string | null
  /** Until when everything to them is free; null when nothing is. */
  readonly freeEntryUntil: number | null
}

/** Where most shops are; the owner sets another. */
const DEFAULT_SETTINGS: CostSettings = {
  currency: 'USD',
  timeZone: 'America/Sao_Paulo',
  freeServiceMessages: 0,
  budget: null,
  alarmAt: 80,
}
/** A month is summed at most this often while messages come in. */
const SUM_EVERY_MS = 10_000
const PERCENT = 100

type Account = { readonly wabaId: string; readonly client: { readonly pricing: GraphPricing } }

export function createCosts(deps: {
  db: Database
  commands: CommandLog
  clock: Clock
  ids: Ids
  log: Log
  publish: Publish
  notices: { post(notice: { kind: 'budget-alarm'; about: null; detail: string }): void }
  numberId(): NumberId | null
  /** Who got a message of ours, for statuses that do not say; null when it is not known either. */
  recipientOf(numberId: NumberId, wamid: string): { readonly waId: string | null; readonly userId: string | null } | null
  /** How to ask Meta about the number's account, while that is possible. */
  account(): Account | null
}): Costs {
  const { db, commands, clock, ids, publish } = deps
  const builtIn = builtInCards()
  let days: { timeZone: string; dayOf(at: number): string } | null = null
  let cancelSum: (() => void) | null = null

  function settings(): CostSettings {
    return costSettings.parse({ ...DEFAULT_SETTINGS, ...(findSettings(db) as Partial<CostSettings> | null) })
  }

  function dayOf(at: number): string {
    const { timeZone } = settings()
    if (days?.timeZone !== timeZone) days = { timeZone, ...createAccountDays(timeZone) }
    return days.dayOf(at)
  }

  function prices(): Prices {
    return { cards: cards(), settings: settings() }
  }

  function cards(): RateCard[] {
    const own = listOwnCards(db)
    const others = builtIn.filter((card) => !own.some((each) => each.currency === card.currency && each.validFrom === card.validFrom))
    return [...own, ...others].toSorted((a, b) => b.validFrom.localeCompare(a.validFrom) || a.currency.localeCompare(b.currency))
  }

  /** After a pause, so that a flood of statuses is summed once. */
  function sumSoon(): void {
    cancelSum ??= clock.after(SUM_EVERY_MS, () => {
      cancelSum = null
      try {
        tellSum()
      } catch (cause) {
        deps.log.error('costs.sum-failed', {}, cause)
      }
    })
  }

  function tellSum(): void {
    const numberId = deps.numberId()
    if (numberId === null) return
    const month = dayOf(clock.now()).slice(0, 7)
    const total = totalOf(listBareCharges(db, numberId, month), prices())
    publish('costs.changed', { month, total })
    const { budget, alarmAt } = settings()
    if (budget === null || budget === 0) return
    const percent = Math.floor((total / budget) * PERCENT)
    const reached = percent >= PERCENT ? PERCENT : percent >= alarmAt ? alarmAt : null
    if (reached === null) return
    db.transaction(() => {
      if (!insertAlarm(db, { month, budget, percent: reached })) return
      deps.notices.post({ kind: 'budget-alarm', about: null, detail: String(percent) })
    })
  }

  /** Priced as the meter would, were it delivered now. The month is gone through only where its tiers decide; the rest is asked often. */
  function priceNow({ country, category }: Pick<Charge, 'country' | 'category'>): Priced {
    const at = clock.now()
    const next: Charge = { at, day: dayOf(at), category, isFree: false, country }
    const month = next.day.slice(0, 7)
    const by = prices()
    const numberId = deps.numberId()
    const used = numberId === null || category !== 'service' ? 0 : countService(db, numberId, month)
    if (category === 'service' && used < by.settings.freeServiceMessages) return { kind: 'free' }
    const rate = findRate({ cards: by.cards, currency: by.settings.currency }, next)
    if (rate === null) return { kind: 'unpriced' }
    if (rate.tiers.length === 0) return { kind: 'priced', amount: rate.perMessage }
    const meter = createMeter(by)
    if (numberId !== null) for (const charge of listChargesOf(db, { numberId, month, category })) meter.price(charge)
    return meter.price(next)
  }

  /** The months of which there is anything, and this one; the newest first. */
  function monthsTo(current: string, numberId: NumberId | null): string[] {
    const { first } = numberId === null ? { first: null } : findFirstDay(db, numberId)
    const months = [current]
    for (let month = current; first !== null && month > first.slice(0, 7);) {
      month = monthBefore(month)
      months.push(month)
    }
    return months
  }

  /** What Meta says goes before what the program began with, and never before what a person decided. */
  function learnCurrency(currency: string | null): void {
    const known = currencyCode.safeParse(currency)
    if (!known.success || findSettings(db) !== null) return
    const before = settings()
    if (before.currency === known.data) return
    const payload = { before, after: { ...before, currency: known.data } }
    commands.append(saveCostSettings, { key: `costs.learn:${ids.ulid()}`, entity: 'shop', by: null, payload })
  }

  return {
    noteStatus({ numberId, wamid, person }) {
      const charge = chargeOf(listReportedPrices(db, numberId, wamid))
      if (charge === null) return
      // Meta's own id of the number, exactly as it came.
      const recipient = person ?? deps.recipientOf(numberId as NumberId, wamid)
      const country = recipient === null ? null : countryOf(recipient)
      if (upsertCharge(db, { numberId, wamid, ...charge, day: dayOf(charge.at), country })) db.afterCommit(sumSoon)
    },

    month(asked) {
      const today = dayOf(clock.now())
      const month = asked ?? today.slice(0, 7)
      const { currency, budget } = settings()
      const numberId = deps.numberId()
      const sums = sumsOf(numberId === null ? [] : listCharges(db, numberId, month), prices())
      const forecast = forecastOf(sums.byDay, { month, today })
      return { cost: { month, currency, ...sums, forecast, budget }, months: monthsTo(today.slice(0, 7), numberId) }
    },

    quote({ waId, userId, freeEntryUntil }, category) {
      const { currency } = settings()
      if (freeEntryUntil !== null && freeEntryUntil > clock.now()) return { category, currency, amount: 0, why: 'free-entry-point' }
      const price = priceNow({ country: countryOf({ waId, userId }), category })
      switch (price.kind) {
        case 'free':
          return { category, currency, amount: 0, why: 'free-allowance' }
        case 'unpriced':
          return { category, currency, amount: null, why: 'no-rate' }
        case 'priced':
          return { category, currency, amount: price.amount, why: 'rate' }
        default:
          return assertNever(price)
      }
    },

    settings,
    cards,

    saveSettings: (after, by) =>
      db.transaction(() => {
        if (!isTimeZone(after.timeZone)) throw new AppError('invalid-input', 'No such time zone', { facts: { field: 'timeZone' } })
        const before = settings()
        commands.append(saveCostSettings, { key: `costs.save:${ids.ulid()}`, entity: 'shop', by, payload: { before, after } })
        if (before.timeZone !== after.timeZone) {
          const anew = createAccountDays(after.timeZone)
          for (const { numberId, wamid, at } of listAllTimes(db)) updateDay(db, { numberId, wamid, day: anew.dayOf(at) })
        }
        db.afterCommit(sumSoon)
        return after
      }),

    saveRates: (card, by) =>
      db.transaction(() => {
        const own: RateCard = { ...card, isBuiltIn: false }
        commands.append(saveRateCard, { key: `rates.save:${ids.ulid()}`, entity: `rates:${card.currency}`, by, payload: { card: own } })
        db.afterCommit(sumSoon)
        return cards()
      }),

    removeRates: ({ currency, validFrom }, by) =>
      db.transaction(() => {
        if (!listOwnCards(db).some((card) => card.currency === currency && card.validFrom === validFrom))
          throw new AppError('not-found', `The shop has no rates of its own for ${currency} from ${validFrom}`)
        commands.append(removeRateCard, {
          key: `rates.remove:${ids.ulid()}`,
          entity: `rates:${currency}`,
          by,
          payload: { currency, validFrom },
        })
        db.afterCommit(sumSoon)
        return cards()
      }),

    async reconcile(month) {
      const numberId = deps.numberId()
      if (numberId === null) throw new AppError('no-number', 'No number is connected')
      const account = deps.account()
      if (account === null) throw new AppError('offline', 'The number cannot ask Meta just now')
      const span = { from: firstMomentOf(`${month}-01`, dayOf), to: firstMomentOf(`${monthAfter(month)}-01`, dayOf) }
      const answer = await account.client.pricing.getPricing({ wabaId: account.wabaId, ...span })
      if (!answer.ok) {
        const code = answer.problem.row.scope === 'network' ? 'offline' : 'whatsapp-unavailable'
        throw new AppError(code, `Meta did not tell its prices: ${answer.problem.row.key}`)
      }
      const facts = answer.value
      learnCurrency(facts.currency)
      const ours = sumsOf(listCharges(db, numberId, month), prices()).byCategory
      const metas = new Map<PriceCategory, { messages: number; amount: number }>()
      for (const row of facts.rows) {
        const sum = metas.get(categoryOf(row.category)) ?? { messages: 0, amount: 0 }
        metas.set(categoryOf(row.category), {
          messages: sum.messages + row.messages,
          amount: sum.amount + Math.round(row.cost * 1_000_000),
        })
      }
      const categories = new Set([...ours.map(({ category }) => category), ...metas.keys()])
      return {
        askedAt: clock.now(),
        rows: [...categories].map((category) => {
          const { messages, amount } = ours.find((each) => each.category === category) ?? { messages: 0, amount: 0 }
          return { category, ours: { messages, amount }, metas: metas.get(category) ?? null }
        }),
      }
    },

    stop() {
      cancelSum?.()
    },
  }
}
