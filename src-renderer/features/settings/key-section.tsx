import { Trans, useLingui } from '@lingui/react/macro'
import { LockKeyhole, LockKeyholeOpen } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { PASSPHRASE_MIN_LENGTH } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { paths } from '#renderer/app/routes.ts'
import { useAction } from '#renderer/app/use-action.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useDesk, useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx'
import { FormActions } from '#renderer/ui/form.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { Section } from '#renderer/ui/page.tsx'
import { Pill } from '#renderer/ui/pill.tsx'
import { PassphraseDialog } from './passphrase-dialog.tsx'

/** The key of the shop’s data: another one, and who may open the shop when the program starts. */
export function KeySection() {
  const { t } = useLingui()
  const fmt = useFmt()
  const [, navigate] = useLocation()
  const status = useDesk((state) => state.keyStatus)
  if (status === null) return null
  const changedOn = status.rotatedAt === null ? null : fmt.date(status.rotatedAt)
  return (
    <>
      <Section
        title={t`Key of the shop’s data`}
        description={<Trans>Everything on this computer is encrypted with it. It is never shown to anybody.</Trans>}
      >
        {changedOn !== null && (
          <p>
            <Trans>Changed on {changedOn}</Trans>
          </p>
        )}
        <div>
          <Button onClick={() => navigate(paths.setUpKey())}>{t`Change the key…`}</Button>
        </div>
      </Section>
      <StrictMode isStrict={status.isStrict} />
    </>
  )
}

function StrictMode({ isStrict }: { isStrict: boolean }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const { desk } = useStores()
  const hasKit = useDesk((state) => state.kitStatus !== null && state.kitStatus.confirmedAt !== null)
  const end = useAction()
  const [open, setOpen] = useState<'passphrase' | 'end' | null>(null)
  const close = () => setOpen(null)

  async function endStrictMode() {
    const isDone = await end.run(() => desk.getState().setPassphrase(null))
    close()
    if (isDone) toasts.show({ tone: 'success', text: t`From now on the shop opens by itself when Balcão starts.` })
  }

  return (
    <Section
      title={t`Strict mode`}
      description={
        <Trans>
          The key leaves this computer’s password store. Each time Balcão starts, somebody types the passphrase; until then the shop stays
          closed and messages wait at WhatsApp. A stolen computer then gives nothing away.
        </Trans>
      }
    >
      <div>
        {isStrict ? (
          <Pill tone="success" icon={<LockKeyhole />}>{t`On: each start asks for the passphrase`}</Pill>
        ) : (
          <Pill icon={<LockKeyholeOpen />}>{t`Off: the shop opens by itself`}</Pill>
        )}
      </div>
      {!isStrict && !hasKit && (
        <Notice tone="waiting">
          <Trans>Confirm a recovery kit first. Whoever forgets the passphrase and has no kit can never open the shop again.</Trans>
        </Notice>
      )}
      {end.error !== null && <ErrorNotice error={end.error} />}
      <FormActions>
        {(isStrict || hasKit) && (
          <Button onClick={() => setOpen('passphrase')}>{isStrict ? t`Change the passphrase…` : t`Set a passphrase…`}</Button>
        )}
        {isStrict && (
          <Button variant="quiet" onClick={() => setOpen('end')}>
            {t`End strict mode…`}
          </Button>
        )}
      </FormActions>
      {open === 'passphrase' && <PassphraseDialog minLength={PASSPHRASE_MIN_LENGTH} onClose={close} />}
      <ConfirmDialog
        isOpen={open === 'end'}
        onClose={close}
        title={t`End strict mode?`}
        cancelLabel={t`Keep it`}
        confirmLabel={t`End strict mode`}
        isBusy={end.isBusy}
        onConfirm={() => void endStrictMode()}
      >
        <Trans>The key goes back into this computer’s password store, and whoever can start Balcão opens the shop.</Trans>
      </ConfirmDialog>
    </Section>
  )
}
