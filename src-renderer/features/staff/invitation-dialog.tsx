import { Trans, useLingui } from '@lingui/react/macro'
import type { Invitation } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { SpokenCode } from '#renderer/ui/spoken-code.tsx'

type Props = {
  name: string
  invitation: Invitation
  /** `invitation`: sets a password. `app`: stands in for the authenticator app once, after the password. */
  kind: 'invitation' | 'app'
  onClose(): void
}

/** The code is shown this once and kept nowhere: whoever hands it over reads it out or writes it down. */
export function InvitationDialog({ name, invitation, kind, onClose }: Props) {
  const { t } = useLingui()
  const fmt = useFmt()
  const until = fmt.full(invitation.expiresAt)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="small"
      isKept
      title={t`Code for ${name}`}
      closeLabel={t`Close`}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t`I have passed it on`}
        </Button>
      }
    >
      <SpokenCode code={invitation.code} />
      <p>
        {kind === 'invitation' ? (
          <Trans>
            On the sign-in screen {name} chooses “I was given a code” and types this. It works once, until {until}.
          </Trans>
        ) : (
          <Trans>
            {name} signs in with login and password as always, and is then asked for this code instead of the app’s. It works once, until{' '}
            {until}.
          </Trans>
        )}
      </p>
      <Notice tone="waiting">
        <Trans>Give it to {name} in person or by phone. Whoever has it can take this login.</Trans>
      </Notice>
    </Dialog>
  )
}
