import { Trans } from '@lingui/react/macro'
import { useDesk } from '#renderer/stores/stores-context.tsx'
import { Spinner } from '#renderer/ui/spinner.tsx'
import styles from './strips.module.css'

/** While the link is down. What is on screen stays readable. */
export function ReconnectingBar() {
  const isDown = useDesk((state) => state.connection === 'lost' || (state.connection === 'connecting' && state.status !== null))
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- `output` takes no blocks and means the result of a calculation
    <div role="status">
      {isDown && (
        <p className={styles.reconnecting}>
          <Spinner />
          <Trans>Reconnecting… You can go on reading.</Trans>
        </p>
      )}
    </div>
  )
}
