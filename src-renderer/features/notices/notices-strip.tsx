import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Notice as ShownNotice } from '#contract'
import { useRunAction } from '#renderer/app/use-run-action.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useNotices, useStaff, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import styles from './notices.module.css'

/** Above every screen until the person has put each away. */
export function NoticesStrip() {
  const notices = useNotices((state) => state.notices)
  return notices.map((notice) => <OneNotice key={notice.noticeId} notice={notice} />)
}

function OneNotice({ notice }: { notice: ShownNotice }) {
  const { t } = useLingui()
  const { notices } = useStores()
  const run = useRunAction()
  return (
    <Notice
      tone="waiting"
      className={styles.strip}
      title={<Title notice={notice} />}
      action={
        <Button size="small" onClick={() => void run(() => notices.getState().putAway(notice.noticeId))}>
          {t`I have read this`}
        </Button>
      }
    >
      <Advice notice={notice} />
    </Notice>
  )
}

function Title({ notice: { kind, at, staffId, detail } }: { notice: ShownNotice }): ReactNode {
  const { t } = useLingui()
  const fmt = useFmt()
  const known = useStaff((state) => (staffId === null ? undefined : state.membersById.get(staffId)?.name))
  const name = known ?? t`An owner`
  const when = fmt.full(at)
  switch (kind) {
    case 'owner-recovered':
      return (
        <Trans>
          {name} got back in with the recovery kit, {when}.
        </Trans>
      )
    case 'owner-recovered-by-waiting':
      return (
        <Trans>
          {name} got back in after waiting, with nothing in hand, {when}.
        </Trans>
      )
    case 'kit-used':
      return <Trans>The shop was opened with the recovery kit, {when}.</Trans>
    case 'template-rejected':
      return (
        <Trans>
          WhatsApp rejected the template {detail}, {when}.
        </Trans>
      )
    case 'template-paused':
      return (
        <Trans>
          WhatsApp paused the template {detail}, {when}.
        </Trans>
      )
    case 'template-disabled':
      return (
        <Trans>
          WhatsApp switched the template {detail} off, {when}.
        </Trans>
      )
    case 'template-category':
      return (
        <Trans>
          WhatsApp put the template {detail} into another category, {when}.
        </Trans>
      )
    case 'number-quality':
      return <Trans>WhatsApp rates the shop’s number lower, {when}.</Trans>
    case 'number-restricted':
      return <Trans>WhatsApp restricted the shop’s number, {when}.</Trans>
    case 'number-blocked':
      return <Trans>WhatsApp blocked the shop’s number, {when}.</Trans>
    case 'number-payment':
      return <Trans>WhatsApp has no valid way to charge the shop, {when}.</Trans>
    case 'number-limit':
      return <Trans>The shop has written to most of the customers it may write to first in a day, {when}.</Trans>
    case 'budget-alarm':
      return (
        <Trans>
          {detail} % of this month’s budget for messages is spent, {when}.
        </Trans>
      )
    case 'scheduled-stopped':
      return <Trans>A message of yours that was to go later did not go, {when}.</Trans>
  }
}

/** What to do about it. */
function Advice({ notice: { kind } }: { notice: ShownNotice }): ReactNode {
  switch (kind) {
    case 'owner-recovered':
    case 'owner-recovered-by-waiting':
    case 'kit-used':
      return <Trans>If you did not expect this, ask at once, and look into the journal.</Trans>
    case 'template-rejected':
    case 'template-paused':
    case 'template-disabled':
      return <Trans>Its page under Templates says why. Until it is approved, choose another one.</Trans>
    case 'template-category':
      return <Trans>It may cost more now, and marketing needs the customer’s consent. See its page under Templates.</Trans>
    case 'number-quality':
    case 'number-restricted':
    case 'number-blocked':
    case 'number-limit':
      return <Trans>The page of the number says what it means and what to do.</Trans>
    case 'number-payment':
      return <Trans>Nothing is delivered until a payment method is added at Meta.</Trans>
    case 'budget-alarm':
      return <Trans>The page about costs shows what it was spent on.</Trans>
    case 'scheduled-stopped':
      return <Trans>Open the conversation to see why, and send it now or drop it.</Trans>
  }
}
