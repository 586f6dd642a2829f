import { useLingui } from '@lingui/react/macro'
import { paths } from '#renderer/app/routes.ts'
import { useMay } from '#renderer/stores/stores-context.tsx'
import { TabLinks } from '#renderer/ui/tab-links.tsx'

/** The parts of what concerns people. */
export function StaffTabs() {
  const { t } = useLingui()
  const maySeeStaff = useMay('staff.view')
  const tabs = [
    ...(maySeeStaff
      ? [
          { to: paths.staff(), label: t`People` },
          { to: paths.roles(), label: t`Roles` },
          { to: paths.teams(), label: t`Teams` },
        ]
      : []),
    { to: paths.rules(), label: t`Rules` },
  ]
  return <TabLinks label={t`Staff`} tabs={tabs} />
}
