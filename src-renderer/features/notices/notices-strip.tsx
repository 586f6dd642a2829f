import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Notice as SafetyNotice } from '#contract'
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

function OneNotice({ notice }: { notice: SafetyNotice }) {
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
      <Trans>If you did not expect this, ask at once, and look into the journal.</Trans>
    </Notice>
  )
}

function Title({ notice: { kind, at, staffId } }: { notice: SafetyNotice }): ReactNode {
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
  }
}
