import { Trans, useLingui } from '@lingui/react/macro'
import { CloudOff, PauseCircle } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import { wordsForDelivery } from '#renderer/i18n/delivery-words.ts'
import { useMay, useNumber } from '#renderer/stores/stores-context.tsx'
import { paths } from './routes.ts'
import styles from './strips.module.css'

/** Whoever writes learns on every screen that nothing goes out just now, why, and who can do something about it. */
export function SendingStrip() {
  const { i18n } = useLingui()
  const [location] = useLocation()
  const number = useNumber((state) => (state.number.phase === 'ready' ? state.number.value : null))
  const mayResume = useMay('wa.token_manage')
  // The screen of the number says all of it.
  const isShown = location !== paths.number()

  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- `output` takes no blocks and means the result of a calculation
    <div role="status">
      {isShown && number?.connection === 'paused' && (
        <div className={styles.paused}>
          <PauseCircle aria-hidden="true" />
          <p>
            <strong>
              <Trans>Sending has stopped.</Trans>
            </strong>{' '}
            {wordsForDelivery(number.pausedBy ?? 'unknown-error', i18n).happened}{' '}
            <span className={styles.detail}>
              <Trans>What you write waits in order.</Trans>
            </span>{' '}
            {!mayResume && <Trans>Only the owner can resume sending.</Trans>}
          </p>
          {mayResume && (
            <Link to={paths.number()} className={styles.go}>
              <Trans>Put it right</Trans>
            </Link>
          )}
        </div>
      )}
      {isShown && number?.connection === 'offline' && (
        <div className={styles.offline}>
          <CloudOff aria-hidden="true" />
          <p>
            <OfflineWords offlineBy={number.offlineBy} />
          </p>
        </div>
      )}
    </div>
  )
}

/** No internet is plain enough; what stands in the way of it must be said, because somebody can do something about it. */
function OfflineWords({ offlineBy }: { offlineBy: string | null }) {
  const { i18n } = useLingui()
  if (offlineBy === null || offlineBy === 'offline') {
    return (
      <>
        <Trans>WhatsApp cannot be reached just now.</Trans>{' '}
        <span className={styles.detail}>
          <Trans>What you send goes out by itself when the internet is back.</Trans>
        </span>
      </>
    )
  }
  const { happened, todo } = wordsForDelivery(offlineBy, i18n)
  return (
    <>
      {happened} <span className={styles.detail}>{todo}</span>
    </>
  )
}
