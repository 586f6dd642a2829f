import type { ConversationId, PriceCategory, TemplateId } from '#contract'
import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { Viewer } from '../inbox/reach.ts'
import type { Costs, Recipient } from './service.ts'

type CostMethod =
  | 'costs.month'
  | 'costs.quote'
  | 'costs.settings'
  | 'costs.saveSettings'
  | 'costs.saveRates'
  | 'costs.removeRates'
  | 'costs.reconcile'

export function createCostHandlers(deps: {
  costs: Costs
  /** `not-found` for what the person does not see. */
  recipientOf(conversationId: ConversationId, by: Viewer): Recipient
  categoryOf(templateId: TemplateId): PriceCategory
}): Handlers<CostMethod> {
  const { costs } = deps
  return {
    'costs.month': ({ month }) => costs.month(month),
    'costs.quote': ({ conversationId, templateId }, context) => {
      const recipient = deps.recipientOf(conversationId, actorOf(context))
      return { quote: costs.quote(recipient, templateId === null ? 'service' : deps.categoryOf(templateId)) }
    },
    'costs.settings': () => ({ settings: costs.settings(), cards: costs.cards() }),
    'costs.saveSettings': ({ settings }, context) => ({ settings: costs.saveSettings(settings, actorOf(context).staffId) }),
    'costs.saveRates': ({ card }, context) => ({ cards: costs.saveRates(card, actorOf(context).staffId) }),
    'costs.removeRates': (card, context) => ({ cards: costs.removeRates(card, actorOf(context).staffId) }),
    'costs.reconcile': ({ month }) => costs.reconcile(month),
  }
}
