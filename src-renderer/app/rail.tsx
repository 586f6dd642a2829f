import { useLingui } from '@lingui/react/macro'
import { BookOpenCheck, Inbox, Phone, Settings, Users, Zap } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { InboxBadge } from '#renderer/features/inbox/inbox-badge.tsx'
import { useMay } from '#renderer/stores/stores-context.tsx'
import { AccountMenu } from './account-menu.tsx'
import styles from './rail.module.css'
import { paths } from './routes.ts'

/** The way between screens: at the side, or at the foot of a narrow window. What a role can never do is not in it. */
export function Rail() {
  const { t } = useLingui()
  const mayViewStaff = useMay('staff.view')
  const mayReadJournal = useMay('audit.view')
  const mayUseReplies = useMay('reply.use')
  const maySeeNumber = useMay('number.view')
  const mayUseTemplates = useMay('template.use')
  const maySeeCosts = useMay('cost.view')
  const number = maySeeNumber ? paths.number() : mayUseTemplates ? paths.templates() : maySeeCosts ? paths.costs() : null
  return (
    <nav className={styles.rail} aria-label={t`Main`} data-pane="rail" tabIndex={-1}>
      <img className={styles.mark} src={new URL('icon.svg', import.meta.url).href} alt="" />
      <ul className={styles.links}>
        <RailLink to={paths.inbox()} area="/inbox" label={t`Inbox`} icon={<Inbox />} badge={<InboxBadge />} />
        {mayUseReplies && <RailLink to={paths.replies()} area="/replies" label={t`Replies`} icon={<Zap />} />}
        {number !== null && <RailLink to={number} area="/number" label={t`Number`} icon={<Phone />} />}
        {mayViewStaff && <RailLink to={paths.staff()} area="/staff" label={t`Staff`} icon={<Users />} />}
        {mayReadJournal && <RailLink to={paths.journal()} area="/journal" label={t`Journal`} icon={<BookOpenCheck />} />}
        <RailLink to={paths.settings()} area="/settings" label={t`Settings`} icon={<Settings />} />
      </ul>
      <AccountMenu />
    </nav>
  )
}

type RailLinkProps = { to: string; area: string; label: string; icon: ReactNode; badge?: ReactNode }

function RailLink({ to, area, label, icon, badge }: RailLinkProps) {
  const [location] = useLocation()
  const isHere = location === area || location.startsWith(`${area}/`)
  return (
    <li>
      <Link to={to} className={styles.link} aria-current={isHere ? 'page' : undefined}>
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
        <span className={styles.label}>{label}</span>
        {badge}
      </Link>
    </li>
  )
}
