import { Trans, useLingui } from '@lingui/react/macro'
import { ArrowRight, FlaskConical, Store } from 'lucide-react'
import type { ReactNode } from 'react'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { Stage, StageHeading } from '#renderer/app/stage.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useDesk, useStores } from '#renderer/stores/stores-context.tsx'
import { Spinner } from '#renderer/ui/spinner.tsx'
import { CounterScene } from './counter-scene.tsx'
import styles from './welcome-screen.module.css'

/** The first screen there is: what Balcão is, in one sentence, and two ways in. */
export function WelcomeScreen() {
  const { t } = useLingui()
  const { desk } = useStores()
  const hasShop = useDesk((state) => state.status?.phase === 'welcome' && state.status.hasShop)
  const hasPractice = useDesk((state) => state.status?.phase === 'welcome' && state.status.hasPractice)
  const practice = useAction()
  const shop = useAction()
  const error = practice.error ?? shop.error
  const isBusy = practice.isBusy || shop.isBusy

  const shopChoice = (
    <Choice
      key="shop"
      isMain={hasShop}
      icon={<Store />}
      title={hasShop ? t`Open your shop` : t`Connect your number`}
      isBusy={shop.isBusy}
      onChoose={() => isBusy || void shop.run(() => desk.getState().openShop())}
    >
      {hasShop
        ? t`Sign in and answer your customers.`
        : t`Set up your shop with its WhatsApp Business number. You will need an access token from Meta.`}
    </Choice>
  )
  const practiceChoice = (
    <Choice
      key="practice"
      isMain={!hasShop}
      icon={<FlaskConical />}
      title={hasPractice ? t`Go back to the practice shop` : t`Try the practice shop`}
      isBusy={practice.isBusy}
      onChoose={() => isBusy || void practice.run(() => desk.getState().openPractice())}
    >
      {t`Simulated customers write to you at once. Nothing to set up, and nothing reaches a real phone.`}
    </Choice>
  )

  return (
    <Stage aside={<CounterScene />}>
      <StageHeading title={<Trans>Your shop’s WhatsApp, at one counter.</Trans>}>
        <p>
          <Trans>
            Balcão lets everyone in your shop answer customers from one WhatsApp Business number, each under their own name, and keeps the
            whole history on your own computer.
          </Trans>
        </p>
      </StageHeading>
      <div className={styles.choices}>{hasShop ? [shopChoice, practiceChoice] : [practiceChoice, shopChoice]}</div>
      {error !== null && <ErrorNotice error={error} />}
    </Stage>
  )
}

type ChoiceProps = { isMain: boolean; icon: ReactNode; title: string; isBusy: boolean; onChoose(): void; children: ReactNode }

function Choice({ isMain, icon, title, isBusy, onChoose, children }: ChoiceProps) {
  return (
    <button type="button" className={styles.choice} data-main={isMain || undefined} aria-busy={isBusy || undefined} onClick={onChoose}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <span className={styles.words}>
        <span className={styles.title}>{title}</span>
        <span className={styles.text}>{children}</span>
      </span>
      <span className={styles.go}>{isBusy ? <Spinner /> : <ArrowRight aria-hidden="true" />}</span>
    </button>
  )
}
