import { z } from 'zod'
import { costSettings, currencyCode, rateCard } from '#contract'
import { defineCommand } from '../commands/command-log.ts'
import { deleteCard, updateSettings, upsertCard } from './repository.ts'

const named = (card: { currency: string; validFrom: string }) => ({ currency: card.currency, validFrom: card.validFrom })

export const saveCostSettings = defineCommand({
  kind: 'costs.save-settings',
  payload: z.object({ before: costSettings, after: costSettings }),
  journal: { action: 'budget.changed', details: (_db, payload) => payload },
  apply: (db, { payload }) => updateSettings(db, payload.after),
})

export const saveRateCard = defineCommand({
  kind: 'costs.save-rates',
  payload: z.object({ card: rateCard }),
  journal: { action: 'rates.changed', details: (_db, { card }) => ({ ...named(card), source: card.source, isRemoved: false }) },
  apply: (db, { payload }) => upsertCard(db, payload.card),
})

export const removeRateCard = defineCommand({
  kind: 'costs.remove-rates',
  payload: z.object({ currency: currencyCode, validFrom: z.string() }),
  journal: { action: 'rates.changed', details: (_db, card) => ({ ...named(card), source: null, isRemoved: true }) },
  apply: (db, { payload }) => deleteCard(db, payload),
})
