import { Trans, useLingui } from '@lingui/react/macro'
import { KeyRound } from 'lucide-react'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useRecovery, useStaff, useStores } from '#renderer/stores/stores-context.tsx'
import styles from './strips.module.css'
import { useRunAction } from './use-run-action.ts'

/** Whoever is signed in learns on every screen that somebody asked for an owner's access; an owner stops it with one click. */
export function RecoveryStrip() {
  const waiting = useRecovery((state) => state.waiting)
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- `output` takes no blocks and means the result of a calculation
    <div role="status">
      {waiting !== null && (
        <div className={styles.paused}>
          <KeyRound aria-hidden="true" />
          <p>
            <Words />
          </p>
          {waiting.canStop && <StopIt />}
        </div>
      )}
    </div>
  )
}

function Words() {
  const { t } = useLingui()
  const fmt = useFmt()
  const waiting = useRecovery((state) => state.waiting)
  const membersById = useStaff((state) => state.membersById)
  if (waiting === null) return null
  const { staffId, askedAt, earliestAt, isReady, canStop } = waiting
  const askedOn = fmt.full(askedAt)
  const earliestOn = fmt.full(earliestAt)
  const name = membersById.get(staffId)?.name ?? t`an owner`
  return (
    <>
      <strong>
        <Trans>
          Somebody asked at the shop’s computer, {askedOn}, for the access of {name}.
        </Trans>
      </strong>{' '}
      {isReady ? (
        <Trans>They can set a new password for it now.</Trans>
      ) : (
        <Trans>They can set a new password for it from {earliestOn}, at the earliest.</Trans>
      )}{' '}
      {!canStop && <Trans>If {name} does not know of it, tell an owner: any of them can stop it.</Trans>}
    </>
  )
}

function StopIt() {
  const { t } = useLingui()
  const { recovery } = useStores()
  const run = useRunAction()
  const recoveryId = useRecovery((state) => state.waiting?.recoveryId)
  if (recoveryId === undefined) return null
  return (
    <button type="button" className={styles.go} onClick={() => void run(() => recovery.getState().stop(recoveryId))}>
      {t`Stop it`}
    </button>
  )
}
