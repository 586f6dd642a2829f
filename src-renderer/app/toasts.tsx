import { useLingui } from '@lingui/react/macro'
import { useToasts } from '#renderer/stores/stores-context.tsx'
import { ToastRegion } from '#renderer/ui/toast-region.tsx'

export function Toasts() {
  const { t } = useLingui()
  const { manager } = useToasts()
  return <ToastRegion manager={manager} label={t`Notices`} closeLabel={t`Close`} />
}
