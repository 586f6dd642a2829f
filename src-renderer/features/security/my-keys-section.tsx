import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { MethodOutput } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { SetUpApp } from '#renderer/features/duties/set-up-app.tsx'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import type { MfaStatus } from '#renderer/stores/security.ts'
import { useSecurity, useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { FormActions } from '#renderer/ui/form.tsx'
import { Section } from '#renderer/ui/page.tsx'
import { Pill } from '#renderer/ui/pill.tsx'
import { PinDialog } from './pin-dialog.tsx'

type Open = { what: 'app'; secret: MethodOutput<'mfa.begin'> } | { what: 'pin' } | null

/** Authenticator app, recovery codes and PIN of the signed-in person. */
export function MyKeysSection() {
  const { t, i18n } = useLingui()
  const { security } = useStores()
  const status = useSecurity((state) => state.status)
  useEffect(() => void security.getState().load(), [security])

  return (
    <Section title={t`Signing in`} description={t`A password alone is not enough: somebody may have watched you type it.`}>
      {status.phase === 'failed' && (
        <ErrorNotice
          error={wordsForError(status.error, i18n)}
          action={<Button onClick={() => void security.getState().load()}>{t`Try again`}</Button>}
        />
      )}
      {status.phase === 'ready' && <Keys status={status.value} />}
    </Section>
  )
}

function Keys({ status: { since, recoveryCodesLeft, hasPin } }: { status: MfaStatus }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const toasts = useToasts()
  const { security, session } = useStores()
  const { run, isBusy, error } = useAction()
  const [open, setOpen] = useState<Open>(null)
  const setUpOn = since === null ? null : fmt.date(since)
  const close = () => setOpen(null)

  return (
    <>
      <div>
        {setUpOn === null ? (
          <Pill tone="waiting" icon={<TriangleAlert />}>{t`No authenticator app yet`}</Pill>
        ) : (
          <Pill tone="success" icon={<CircleCheck />}>
            <Trans>Authenticator app since {setUpOn}</Trans>
          </Pill>
        )}
      </div>
      {since !== null && (
        <p>
          <Plural
            value={recoveryCodesLeft}
            _0="No recovery code is left."
            one="# recovery code is left."
            other="# recovery codes are left."
          />
        </p>
      )}
      <p>
        {hasPin ? (
          <Trans>With your PIN you come back to a computer at which you have signed in during this shift.</Trans>
        ) : (
          <Trans>A PIN of six digits is quicker for coming back to a computer during your shift.</Trans>
        )}
      </p>
      {error !== null && <ErrorNotice error={error} />}
      <FormActions>
        <Button onClick={() => setOpen({ what: 'pin' })}>{hasPin ? t`Change the PIN` : t`Set a PIN`}</Button>
        {hasPin && (
          <Button variant="quiet" isBusy={isBusy} onClick={() => void run(() => security.getState().removePin())}>
            {t`Remove the PIN`}
          </Button>
        )}
        <Button
          isBusy={isBusy}
          onClick={() => void run(async () => setOpen({ what: 'app', secret: await security.getState().beginMfa() }))}
        >
          {since === null ? t`Set up the app` : t`Use another phone`}
        </Button>
        {since !== null && (
          <Button isBusy={isBusy} onClick={() => void run(() => security.getState().makeRecoveryCodes())}>
            {t`New recovery codes`}
          </Button>
        )}
      </FormActions>
      {open?.what === 'pin' && <PinDialog onClose={close} />}
      {open?.what === 'app' && (
        <Dialog isOpen onClose={close} title={t`Authenticator app`} closeLabel={t`Close`}>
          <SetUpApp
            secret={open.secret}
            onCancel={close}
            onDone={(me) => {
              session.getState().become(me)
              toasts.show({ tone: 'success', text: t`From now on the codes of this app count.` })
              close()
            }}
          />
        </Dialog>
      )}
    </>
  )
}
