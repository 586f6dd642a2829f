import { Trans, useLingui } from '@lingui/react/macro'
import { useMay } from '#renderer/stores/stores-context.tsx'
import { Switch } from '#renderer/ui/switch.tsx'
import styles from './rules.module.css'

type Props = { isOn: boolean; onChange(isOn: boolean): void }

/** Whether an owner who has lost everything gets back in by waiting; what it costs is said beside it. Only an owner changes it. */
export function RecoverySwitch({ isOn, onChange }: Props) {
  const { t } = useLingui()
  const mayChange = useMay('owner.transfer')
  if (!mayChange) return <RecoveryFact isOn={isOn} />
  return (
    <div className={styles.recovery}>
      <Switch
        label={t`An owner who has lost password and recovery kit gets back in after 72 hours`}
        description={
          <Trans>
            Anybody at this computer can ask for it. The whole time everybody sees it on every screen, any owner stops it with one click,
            and so does the sign-in of the owner it is about. It is said in Balcão and nowhere else: no message goes out, so leave this off
            if no owner looks in at least every other day. Hours in which Balcão is closed count only if the internet was there before and
            after.
          </Trans>
        }
        isOn={isOn}
        onChange={onChange}
      />
    </div>
  )
}

function RecoveryFact({ isOn }: { isOn: boolean }) {
  return (
    <p className={styles.fact}>
      {isOn ? (
        <Trans>An owner who has lost password and recovery kit gets back in after 72 hours. Only an owner changes that.</Trans>
      ) : (
        <Trans>An owner who has lost password and recovery kit does not get back in by waiting. Only an owner changes that.</Trans>
      )}
    </p>
  )
}
