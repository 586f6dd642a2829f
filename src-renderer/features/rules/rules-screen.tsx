import { useLingui } from '@lingui/react/macro'
import { StaffTabs } from '#renderer/features/staff/staff-tabs.tsx'
import { useMay } from '#renderer/stores/stores-context.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { ApprovalsSection } from './approvals-section.tsx'
import { MessagingSection } from './messaging-section.tsx'
import { PoliciesSection } from './policies-section.tsx'
import { SecuritySection } from './security-section.tsx'

/** What the shop expects of everybody: what they have read, how windows lock, and what waits for agreement. */
export function RulesScreen() {
  const { t } = useLingui()
  const mayChangeSecurity = useMay('settings.manage')
  const mayViewStaff = useMay('staff.view')
  return (
    <Page
      width="wide"
      title={mayViewStaff ? t`Staff` : t`Rules of the shop`}
      description={t`What the shop expects of everybody who works in it.`}
    >
      {mayViewStaff && <StaffTabs />}
      <ApprovalsSection />
      <PoliciesSection />
      {mayChangeSecurity && <MessagingSection />}
      {mayChangeSecurity && <SecuritySection />}
    </Page>
  )
}
