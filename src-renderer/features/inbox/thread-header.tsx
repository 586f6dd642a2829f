import { useLingui } from '@lingui/react/macro'
import { ArrowLeft, Hourglass, PanelRight } from 'lucide-react'
import type { ConversationRow } from '#contract'
import { useShortcut } from '#renderer/features/commands/use-shortcut.ts'
import { CustomerName } from '#renderer/features/messages/customer-name.tsx'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useClock, useInboxView } from '#renderer/stores/inbox-context.ts'
import { useMay, useStores } from '#renderer/stores/stores-context.tsx'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { AssigneeMenu } from './assignee-menu.tsx'
import { serviceWindow } from './service-window.ts'
import { WaitingPill, WindowPill } from './state-pills.tsx'
import styles from './thread-header.module.css'
import { useInboxNavigation } from './use-inbox-navigation.ts'
import { ONE_PANE, useMedia, WITH_CONTACT } from './use-media.ts'

export function ThreadHeader({ row }: { row: ConversationRow }) {
  const { t } = useLingui()
  const { timeLeft } = useFmt()
  const { inboxView } = useStores()
  const contactKey = useShortcut('contact')
  const navigation = useInboxNavigation()
  const isOnePane = useMedia(ONE_PANE)
  const hasPanel = useMedia(WITH_CONTACT)
  const mayViewContact = useMay('contact.view')
  const isContactShown = useInboxView((state) => (hasPanel ? state.isContactPanelShown : state.isContactDrawerOpen))
  const now = useClock((state) => state.now)
  const window = serviceWindow(row.windowExpiresAt, now)
  const left = window.state === 'open' ? timeLeft(window.leftMs) : null

  function toggleContact() {
    const view = inboxView.getState()
    if (hasPanel) view.setContactPanelShown(!view.isContactPanelShown)
    else view.setContactDrawerOpen(!view.isContactDrawerOpen)
  }

  return (
    <header className={styles.header}>
      {isOnePane && <IconButton label={t`Back to the list`} icon={<ArrowLeft aria-hidden="true" />} onClick={() => navigation.close()} />}
      <Avatar name={row.contactName} className={styles.avatar} />
      <div className={styles.who}>
        <h2 className={styles.name}>
          <CustomerName>{row.contactName}</CustomerName>
        </h2>
        <p className={styles.detail}>
          {row.contactPhone !== null && row.contactPhone !== row.contactName && <span className={styles.phone}>{row.contactPhone}</span>}
          {left !== null && (
            <span className={styles.left} title={t`${left} left to answer freely`}>
              <Hourglass className={styles.leftIcon} aria-hidden="true" />
              <span className={styles.leftShort} aria-hidden="true">
                {left}
              </span>
              <span className={styles.leftWords}>{t`${left} left to answer freely`}</span>
            </span>
          )}
        </p>
      </div>
      <AssigneeMenu row={row} />
      <div className={styles.pills}>
        {row.waitingSince !== null && <WaitingPill waitingSince={row.waitingSince} now={now} />}
        <WindowPill window={window} />
      </div>
      {mayViewContact && (
        <IconButton
          label={isContactShown ? t`Hide the contact` : t`Show the contact`}
          {...contactKey}
          icon={<PanelRight aria-hidden="true" />}
          aria-pressed={isContactShown}
          onClick={toggleContact}
        />
      )}
    </header>
  )
}
