import { Trans, useLingui } from '@lingui/react/macro'
import { Monitor } from 'lucide-react'
import type { Session } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { deviceWords } from '#renderer/i18n/device-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useSecurity, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Section } from '#renderer/ui/page.tsx'
import { Pill } from '#renderer/ui/pill.tsx'
import styles from './security.module.css'

/** Where the person is signed in, loaded with their keys. */
export function SessionsSection() {
  const { t } = useLingui()
  const { security } = useStores()
  const sessions = useSecurity((state) => state.sessions)
  const { run, isBusy, error } = useAction()
  if (sessions.phase !== 'ready') return null
  return (
    <Section title={t`Where you are signed in`}>
      <ul className={styles.sessions}>
        {sessions.value.map((session) => (
          <li key={session.sessionId} className={styles.session}>
            <SessionFacts session={session} />
            {!session.isThisOne && (
              <Button size="small" isBusy={isBusy} onClick={() => void run(() => security.getState().endSession(session.sessionId))}>
                {t`Sign out there`}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {error !== null && <ErrorNotice error={error} />}
    </Section>
  )
}

/** Device, age and state of one session; also where somebody else's are listed. */
export function SessionFacts({ session: { device, startedAt, isLocked, isThisOne, strength } }: { session: Session }) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const since = fmt.full(startedAt)
  return (
    <>
      <Monitor aria-hidden="true" />
      <span className={styles.facts}>
        <span>{i18n._(deviceWords(device))}</span>
        <span className={styles.since}>
          <Trans>since {since}</Trans>
        </span>
      </span>
      {isThisOne && <Pill tone="brand">{t`This window`}</Pill>}
      {isLocked && <Pill>{t`Locked`}</Pill>}
      {strength === 'pin' && <Pill>{t`With a PIN`}</Pill>}
    </>
  )
}
