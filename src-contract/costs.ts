import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'
import { conversationId, epochMs, staffId, templateId } from './ids.ts'

/** Meta's categories of price; `marketing-lite` and other newcomers count as what their rate card says, else as `unknown`. */
export const priceCategory = z.enum(['service', 'utility', 'marketing', 'authentication', 'authentication-international', 'unknown'])
export type PriceCategory = z.infer<typeof priceCategory>

/** Millionths of a unit of the currency, whole: sums are exact. */
export const micros = z.number().int()
export const currencyCode = z.string().regex(/^[A-Z]{3}$/)
/** `2026-11`, in the time zone of the account; any month that another one follows. */
export const monthText = z.string().regex(/^(?!9999-12)\d{4}-(?:0[1-9]|1[0-2])$/)

/** Of one market: by category, per delivered message. Tiers lower the price of what comes after so many in the month, where Meta has them. */
export const marketRates = z.object({
  market: z.string().max(60),
  /** ISO 3166-1 alpha-2; one market may be the rest of a region, and one has none: the rest of the world. */
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)),
  rates: z.partialRecord(
    priceCategory,
    z.object({ perMessage: micros, tiers: z.array(z.object({ from: z.number().int(), perMessage: micros })).default([]) }),
  ),
})

/** A rate card as the shop has it: data, dated, with its source. */
export const rateCard = z.object({
  currency: currencyCode,
  /** From the first moment of this day on, in the time zone of the account: `2026-10-01`. */
  validFrom: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  source: z.string().max(300),
  checkedOn: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  markets: z.array(marketRates).max(300),
  /** Came with the program; a shop's own card for the same day and currency goes before it. */
  isBuiltIn: z.boolean(),
})
export type RateCard = z.infer<typeof rateCard>

export const costSettings = z.object({
  /** The account's; null until Meta has told it or somebody has set it. */
  currency: currencyCode.nullable(),
  /** IANA name of the account's time zone, in which months and rates begin. */
  timeZone: z.string().max(60),
  /** Service messages a month that are free for each number. Reported, not confirmed by Meta: 0 until somebody sets it. */
  freeServiceMessages: z.number().int().min(0).max(1_000_000),
  /** For a month; null for none. */
  budget: micros.nullable(),
  /** Percent of the budget at which owners are told. */
  alarmAt: z.number().int().min(1).max(100),
})
export type CostSettings = z.infer<typeof costSettings>

const sum = z.object({ messages: z.number().int(), free: z.number().int(), unpriced: z.number().int(), amount: micros })

export const costMonth = z.object({
  month: monthText,
  currency: currencyCode.nullable(),
  total: sum,
  byCategory: z.array(sum.extend({ category: priceCategory })),
  /** Null: the program itself, or the phone. */
  byPerson: z.array(sum.extend({ staffId: staffId.nullable() })),
  /** By kind of content, such as `text`, `image`, `template`. */
  byKind: z.array(sum.extend({ kind: z.string() })),
  byDay: z.array(sum.extend({ day: z.string() })),
  freeServiceUsed: z.number().int(),
  /** For the whole month as it goes; null in a month that is over, and in its first day. */
  forecast: micros.nullable(),
  budget: micros.nullable(),
})
export type CostMonth = z.infer<typeof costMonth>

/** What the next message would cost. */
export const costQuote = z.object({
  category: priceCategory,
  currency: currencyCode.nullable(),
  /** Null when no rate is known for it. */
  amount: micros.nullable(),
  why: z.enum(['free-entry-point', 'free-allowance', 'rate', 'no-rate']),
})
export type CostQuote = z.infer<typeof costQuote>

export const costMethods = defineMethods({
  'costs.month': {
    access: { permission: 'cost.view' },
    reach: 'remote',
    input: z.object({ month: monthText.nullable() }),
    output: z.object({ cost: costMonth, months: z.array(monthText) }),
  },
  /** Of free text and everything else inside the window when `templateId` is null. */
  'costs.quote': {
    access: { permission: 'conv.reply' },
    reach: 'remote',
    input: z.object({ conversationId, templateId: templateId.nullable() }),
    output: z.object({ quote: costQuote }),
  },
  'costs.settings': {
    access: { permission: 'cost.view' },
    reach: 'remote',
    input: z.object({}),
    output: z.object({ settings: costSettings, cards: z.array(rateCard) }),
  },
  'costs.saveSettings': {
    access: { permission: 'cost.manage' },
    reach: 'remote',
    input: z.object({ settings: costSettings }),
    output: z.object({ settings: costSettings }),
  },
  /** Adds or replaces the shop's own card of that day and currency. */
  'costs.saveRates': {
    access: { permission: 'cost.manage' },
    reach: 'remote',
    input: z.object({ card: rateCard.omit({ isBuiltIn: true }) }),
    output: z.object({ cards: z.array(rateCard) }),
  },
  'costs.removeRates': {
    access: { permission: 'cost.manage' },
    reach: 'remote',
    input: z.object({ currency: currencyCode, validFrom: rateCard.shape.validFrom }),
    output: z.object({ cards: z.array(rateCard) }),
  },
  /** Asks Meta what it counted, and puts it beside what we did; Meta calls its own sums approximate. */
  'costs.reconcile': {
    access: { permission: 'cost.view' },
    reach: 'remote',
    input: z.object({ month: monthText }),
    output: z.object({
      askedAt: epochMs,
      rows: z.array(
        z.object({
          category: priceCategory,
          ours: z.object({ messages: z.number().int(), amount: micros }),
          metas: z.object({ messages: z.number().int(), amount: micros }).nullable(),
        }),
      ),
    }),
  },
})

export const costEvents = defineEvents({
  /** The month's sum moved; at most once in a few seconds. */
  'costs.changed': { access: { permission: 'cost.view' }, payload: z.object({ month: monthText, total: micros }) },
})
