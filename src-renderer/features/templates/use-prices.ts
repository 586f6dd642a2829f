import { useEffect, useState } from 'react'
import type { ConversationId, CostQuote, Template, TemplateCategory } from '#contract'
import { useStores } from '#renderer/stores/stores-context.tsx'

export type Prices = Partial<Readonly<Record<TemplateCategory, CostQuote>>>

/** What a template of each category would cost here: the price hangs on nothing else of it. */
export function usePrices(conversationId: ConversationId, templates: readonly Template[]): Prices {
  const { templates: store } = useStores()
  const [prices, setPrices] = useState<Prices>({})
  const ids = (['marketing', 'utility', 'authentication'] as const).map(
    (category) => templates.find((template) => template.category === category)?.templateId ?? '',
  )
  const key = ids.join(' ')

  useEffect(() => {
    let isStale = false
    for (const template of templates.filter(({ templateId }) => key.split(' ').includes(templateId))) {
      store
        .getState()
        .quote(conversationId, template.templateId)
        // Without a price nothing is said of it.
        .then((quote) => (isStale ? undefined : setPrices((known) => ({ ...known, [template.category]: quote }))))
        .catch(() => {})
    }
    return () => {
      isStale = true
    }
    // Those of the same category cost the same.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [conversationId, store, key])
  return prices
}
