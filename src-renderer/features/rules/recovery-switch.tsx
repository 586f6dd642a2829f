import { Trans, useLingui } from '@lingui/react/macro'
import { Switch } from '#renderer/ui/switch.tsx'

/** Whether an owner who has lost everything gets back in by waiting; what it costs is said beside it. */
export function RecoverySwitch({ isOn, onChange }: { isOn: boolean; onChange(isOn: boolean): void }) {
  const { t } = useLingui()
  return (
    <Switch
      label={t`An owner who has lost password and recovery kit gets back in after 72 hours`}
      description={
        <Trans>
          Anybody at this computer can ask for it. The whole time everybody sees it on every screen, any owner stops it with one click, and
          so does the sign-in of the owner it is about. It is said in Balcão and nowhere else: no message goes out, so leave this off if no
          owner looks in at least every other day. Hours in which Balcão is closed count only if the internet was there before and after.
        </Trans>
      }
      isOn={isOn}
      onChange={onChange}
    />
  )
}
