import { useLingui } from '@lingui/react/macro'
import { Link, useLocation } from 'wouter'
import { paths } from '#renderer/app/routes.ts'
import { useMay } from '#renderer/stores/stores-context.tsx'
import styles from './staff-tabs.module.css'

/** The parts of what concerns people, each with an address of its own. */
export function StaffTabs() {
  const { t } = useLingui()
  const [location] = useLocation()
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
  return (
    <nav aria-label={t`Staff`}>
      <ul className={styles.tabs}>
        {tabs.map(({ to, label }) => (
          <li key={to}>
            <Link to={to} className={styles.tab} aria-current={location === to ? 'page' : undefined}>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
