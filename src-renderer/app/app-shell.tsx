import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import type { ShopKind } from '#contract'
import { CommandHost } from '#renderer/features/commands/command-host.tsx'
import { LeavingGuard } from '#renderer/features/voice/leaving-guard.tsx'
import { CostsScreen } from '#renderer/features/costs/costs-screen.tsx'
import { InboxScreen } from '#renderer/features/inbox/inbox-screen.tsx'
import { JournalScreen } from '#renderer/features/journal/journal-screen.tsx'
import { KitReminder } from '#renderer/features/first-run/kit-reminder.tsx'
import { NoticesStrip } from '#renderer/features/notices/notices-strip.tsx'
import { NumberScreen } from '#renderer/features/number/number-screen.tsx'
import { RepliesScreen } from '#renderer/features/replies/replies-screen.tsx'
import { RolesScreen } from '#renderer/features/roles/roles-screen.tsx'
import { RulesScreen } from '#renderer/features/rules/rules-screen.tsx'
import { SettingsScreen } from '#renderer/features/settings/settings-screen.tsx'
import { StaffScreen } from '#renderer/features/staff/staff-screen.tsx'
import { TeamsScreen } from '#renderer/features/teams/teams-screen.tsx'
import { TemplatesScreen } from '#renderer/features/templates/templates-screen.tsx'
import { useMay } from '#renderer/stores/stores-context.tsx'
import styles from './app-shell.module.css'
import { usePaneFocus } from './pane-focus.ts'
import { PracticeStrip } from './practice-strip.tsx'
import { Rail } from './rail.tsx'
import { ReconnectingBar } from './reconnecting-bar.tsx'
import { RecoveryStrip } from './recovery-strip.tsx'
import { paths, routes } from './routes.ts'
import { SendingStrip } from './sending-strip.tsx'
import { StorageStrip } from './storage-strip.tsx'

/** Everything a signed-in person works in: the rail, the strips above, and the screen of the address. */
export function AppShell({ kind }: { kind: ShopKind }) {
  const { t } = useLingui()
  const main = useRef<HTMLElement>(null)
  usePaneFocus()

  return (
    <div className={styles.shell}>
      <a
        className={styles.skip}
        href="#main"
        onClick={(event) => {
          event.preventDefault()
          main.current?.focus()
        }}
      >
        {t`Skip to the content`}
      </a>
      <div className={styles.strips}>
        <ReconnectingBar />
        <StorageStrip />
        <RecoveryStrip />
        <SendingStrip />
        <NoticesStrip />
        {kind === 'practice' ? <PracticeStrip /> : <KitReminder />}
      </div>
      <Rail />
      <main ref={main} id="main" tabIndex={-1} className={styles.main}>
        <Screen />
      </main>
      <CommandHost />
      <LeavingGuard />
      <FocusOnNewScreen main={main} />
    </div>
  )
}

function Screen() {
  const mayViewStaff = useMay('staff.view')
  const mayReadJournal = useMay('audit.view')
  const mayUseReplies = useMay('reply.use')
  const maySeeCosts = useMay('cost.view')
  const mayUseTemplates = useMay('template.use')
  return (
    <Switch>
      <Route path={routes.inbox}>
        <InboxScreen />
      </Route>
      {mayUseReplies && <Route path={routes.replies} component={RepliesScreen} />}
      {mayViewStaff && <Route path={routes.staff} component={StaffScreen} />}
      {mayViewStaff && <Route path={routes.roles} component={RolesScreen} />}
      {mayViewStaff && <Route path={routes.teams} component={TeamsScreen} />}
      <Route path={routes.rules} component={RulesScreen} />
      {mayReadJournal && <Route path={routes.journal} component={JournalScreen} />}
      <Route path={routes.number} component={NumberScreen} />
      {mayUseTemplates && <Route path={routes.templates} component={TemplatesScreen} />}
      {maySeeCosts && <Route path={routes.costs} component={CostsScreen} />}
      <Route path={routes.settings} component={SettingsScreen} />
      <Route>
        <Redirect to={paths.inbox()} replace />
      </Route>
    </Switch>
  )
}

/**
 * Going to another screen moves focus to it, so that keyboard and screen reader go along. Not a hook of the shell: all that is in it
 * would be drawn anew with each conversation.
 */
function FocusOnNewScreen({ main }: { main: { current: HTMLElement | null } }): null {
  const [location] = useLocation()
  const area = location.split('/')[1]
  const before = useRef(area)
  useEffect(() => {
    if (before.current === area) return
    before.current = area
    // Not when the screen has a better place for it: the filter, when that is what was asked for.
    if (main.current?.contains(document.activeElement) !== true) main.current?.focus({ preventScroll: true })
  }, [area, main])
  return null
}
