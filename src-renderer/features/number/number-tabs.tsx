import { useLingui } from '@lingui/react/macro'
import { paths } from '#renderer/app/routes.ts'
import { useMay } from '#renderer/stores/stores-context.tsx'
import { TabLinks } from '#renderer/ui/tab-links.tsx'

/** The parts of what concerns the number at WhatsApp. */
export function NumberTabs() {
  const { t } = useLingui()
  const maySeeNumber = useMay('number.view')
  const mayUseTemplates = useMay('template.use')
  const maySeeCosts = useMay('cost.view')
  const tabs = [
    ...(maySeeNumber ? [{ to: paths.number(), label: t`Number` }] : []),
    ...(mayUseTemplates ? [{ to: paths.templates(), label: t`Templates` }] : []),
    ...(maySeeCosts ? [{ to: paths.costs(), label: t`Costs` }] : []),
  ]
  return tabs.length < 2 ? null : <TabLinks label={t`Number`} tabs={tabs} />
}
