import { Trans, useLingui } from '@lingui/react/macro'
import { LockKeyhole, RotateCw } from 'lucide-react'
import { useState } from 'react'
import type { ShopKind, VaultProblem } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { Stage, StageCard, StageHeading } from '#renderer/app/stage.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Form, FormActions } from '#renderer/ui/form.tsx'
import { PasswordField } from '#renderer/ui/password-field.tsx'
import { Pill } from '#renderer/ui/pill.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import styles from './locked-out-screen.module.css'
import { vaultWords, withoutKit } from './vault-words.ts'

type Props = { problem: VaultProblem; kind: ShopKind; canUseKit: boolean }

/** These pass by themselves or with a hand on the computer, and a new shop would meet them as well. */
const comesBack: ReadonlySet<VaultProblem> = new Set([
  'keychain-locked',
  'keychain-unavailable',
  'in-use',
  'read-only',
  'disk-full',
  'network-folder',
  'synced-folder',
  'program-damaged',
])

/** The shop is there and does not open: why, what to do, and that nothing is lost. */
export function LockedOutScreen({ problem, kind, canUseKit }: Props) {
  const { t, i18n } = useLingui()
  const { desk } = useStores()
  const retry = useAction()
  const words = vaultWords[problem]
  const needsKit = problem === 'key-missing' && canUseKit
  const needsPassphrase = problem === 'passphrase-needed'

  return (
    <Stage>
      <StageCard>
        <span className={styles.icon} aria-hidden="true">
          <LockKeyhole />
        </span>
        {kind === 'practice' && (
          <div>
            <Pill tone="note">{t`Practice shop`}</Pill>
          </div>
        )}
        <StageHeading title={i18n._(words.happened)}>
          <p>{i18n._(problem === 'key-missing' && !canUseKit ? withoutKit : words.todo)}</p>
        </StageHeading>
        <p className={styles.calm}>
          <Trans>Nothing has been deleted or changed.</Trans>
        </p>
        {retry.error !== null && <ErrorNotice error={retry.error} />}
        <FormActions>
          {!needsPassphrase && (
            <Button
              variant={needsKit ? 'secondary' : 'primary'}
              size="large"
              icon={<RotateCw />}
              isBusy={retry.isBusy}
              onClick={() => void retry.run(() => desk.getState().retry())}
            >
              {t`Try again`}
            </Button>
          )}
          {kind === 'shop' && (
            <Button variant="quiet" size="large" onClick={() => void retry.run(() => desk.getState().openPractice())}>
              {t`Practice shop meanwhile`}
            </Button>
          )}
          {kind === 'practice' && (
            <Button variant="quiet" size="large" onClick={() => void retry.run(() => desk.getState().leavePractice())}>
              {t`Back to the first screen`}
            </Button>
          )}
        </FormActions>
      </StageCard>
      {kind === 'practice' && !comesBack.has(problem) && <BeginAnew />}
      {needsPassphrase && <PassphraseEntry />}
      {canUseKit && <KitEntry isMain={needsKit} />}
      <p className={styles.foot}>
        <Trans>
          For support: <code>{problem}</code>
        </Trans>
      </p>
    </Stage>
  )
}

/** For training it costs nothing to begin again; a real shop is never offered this. */
function BeginAnew() {
  const { t } = useLingui()
  const { desk } = useStores()
  const begin = useAction()
  return (
    <StageCard>
      <p>
        <Trans>You can also begin a new practice shop. The old one is kept aside in its folder; nothing of it is deleted.</Trans>
      </p>
      {begin.error !== null && <ErrorNotice error={begin.error} />}
      <FormActions>
        <Button
          variant="secondary"
          size="large"
          isBusy={begin.isBusy}
          onClick={() => void begin.run(() => desk.getState().beginPracticeAnew())}
        >
          {t`Begin a new practice shop`}
        </Button>
      </FormActions>
    </StageCard>
  )
}

function PassphraseEntry() {
  const { t } = useLingui()
  const { desk } = useStores()
  const unlock = useAction()
  const [passphrase, setPassphrase] = useState('')
  const [isEmpty, setEmpty] = useState(false)
  const said = unlock.error
  const isWrong = said?.code === 'passphrase-wrong'

  function submit() {
    setEmpty(passphrase === '')
    if (passphrase !== '') void unlock.run(() => desk.getState().unlockWithPassphrase(passphrase))
  }

  return (
    <StageCard>
      <Form onSubmit={submit}>
        <PasswordField
          label={t`Passphrase`}
          autoComplete="current-password"
          showLabel={t`Show passphrase`}
          hideLabel={t`Hide passphrase`}
          startsFocused
          value={passphrase}
          onChange={setPassphrase}
          maxLength={256}
          error={isEmpty ? t`Enter the passphrase.` : isWrong ? said.sentence : null}
        />
        {said !== null && !isWrong && <ErrorNotice error={said} />}
        <FormActions>
          <Button type="submit" variant="primary" size="large" isBusy={unlock.isBusy}>
            {t`Open the shop`}
          </Button>
        </FormActions>
      </Form>
    </StageCard>
  )
}

function KitEntry({ isMain }: { isMain: boolean }) {
  const { t } = useLingui()
  const { desk } = useStores()
  const unlock = useAction()
  const [kit, setKit] = useState('')
  const [isEmpty, setEmpty] = useState(false)
  const said = unlock.error
  const isAboutKit = said?.code === 'kit-invalid' || said?.code === 'kit-wrong'

  function submit() {
    const tooShort = kit.replace(/[^\p{L}\p{N}]/gu, '').length < 20
    setEmpty(tooShort)
    if (!tooShort) void unlock.run(() => desk.getState().unlockWithKit(kit))
  }

  return (
    <StageCard>
      <Form onSubmit={submit}>
        <TextField
          label={t`Recovery kit`}
          description={t`Type the groups from the printed sheet, in order. Spaces, dashes and capitals do not matter.`}
          value={kit}
          onChange={setKit}
          rows={3}
          isMono
          maxLength={200}
          error={isEmpty ? t`A kit has 13 groups of 5 characters. Type all of them.` : isAboutKit ? said.sentence : null}
        />
        {said !== null && !isAboutKit && <ErrorNotice error={said} />}
        <FormActions>
          <Button type="submit" variant={isMain ? 'primary' : 'secondary'} size="large" isBusy={unlock.isBusy}>
            {t`Open with the kit`}
          </Button>
        </FormActions>
      </Form>
    </StageCard>
  )
}
