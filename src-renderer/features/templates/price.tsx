import { useLingui } from '@lingui/react/macro'
import type { CostQuote } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'

/** What the next message costs, in a few words; nothing while it is not known. */
export function Price({ quote }: { quote: CostQuote | undefined }) {
  const { t } = useLingui()
  const fmt = useFmt()
  if (quote === undefined) return null
  const { amount, currency, why } = quote
  if (amount === null || currency === null) return <>{t`Price not known`}</>
  if (amount === 0 || why === 'free-entry-point') return <>{t`Free`}</>
  return <>{fmt.micros(amount, currency)}</>
}
