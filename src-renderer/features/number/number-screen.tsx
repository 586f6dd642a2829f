import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { CloudOff, PauseCircle, PhoneOff, Wifi } from 'lucide-react'
import { useLocation } from 'wouter'
import type { NumberSummary } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { paths } from '#renderer/app/routes.ts'
import { useAction } from '#renderer/app/use-action.ts'
import { wordsForDelivery } from '#renderer/i18n/delivery-words.ts'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useDesk, useMay, useNumber, useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { Page, Section } from '#renderer/ui/page.tsx'
import { Pill } from '#renderer/ui/pill.tsx'
import { Skeleton, SkeletonGroup } from '#renderer/ui/skeleton.tsx'
import { Fact } from './fact.tsx'
import { HealthSections } from './health-sections.tsx'
import { NumberTabs } from './number-tabs.tsx'
import { qualityWords } from './quality-words.ts'
import styles from './number.module.css'

/** How the shop's number stands with WhatsApp. */
export function NumberScreen() {
  const { t, i18n } = useLingui()
  const { number: store } = useStores()
  const [, navigate] = useLocation()
  const number = useNumber((state) => state.number)
  const mayManage = useMay('wa.token_manage')
  const maySeeHealth = useMay('number.view')
  const isPractice = useDesk((state) => state.status?.phase === 'open' && state.status.kind === 'practice')

  return (
    <Page width="wide" title={t`Number`} description={t`The shop’s number on the WhatsApp Business Platform.`}>
      <NumberTabs />
      {number.phase === 'loading' && (
        <SkeletonGroup label={t`Loading the number…`}>
          <Skeleton shape="block" />
        </SkeletonGroup>
      )}
      {number.phase === 'failed' && (
        <ErrorNotice
          error={wordsForError(number.error, i18n)}
          action={<Button onClick={() => void store.getState().load()}>{t`Try again`}</Button>}
        />
      )}
      {number.phase === 'ready' && number.value === null && (
        <Section>
          <EmptyState
            icon={<PhoneOff />}
            title={t`No number is connected yet`}
            action={
              mayManage && (
                <Button variant="primary" size="large" onClick={() => navigate(paths.setUpNumber())}>
                  {t`Connect your number`}
                </Button>
              )
            }
          >
            {mayManage ? (
              <Trans>Until then, messages can be neither received nor sent.</Trans>
            ) : (
              <Trans>Until the owner connects one, messages can be neither received nor sent.</Trans>
            )}
          </EmptyState>
        </Section>
      )}
      {number.phase === 'ready' && number.value !== null && (
        <>
          <Connected number={number.value} />
          {maySeeHealth && <HealthSections />}
          {mayManage && !isPractice && (
            <div>
              <Button onClick={() => navigate(paths.setUpNumber())}>{t`Enter a new token or another number`}</Button>
            </div>
          )}
        </>
      )}
    </Page>
  )
}

function Connected({ number }: { number: NumberSummary }) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const quality = qualityWords[number.quality]
  const inTheWay = number.offlineBy === null || number.offlineBy === 'offline' ? null : wordsForDelivery(number.offlineBy, i18n)
  return (
    <>
      {number.connection === 'paused' && <Paused number={number} />}
      {number.connection === 'offline' && (
        <Notice tone="waiting" title={<Trans>WhatsApp cannot be reached just now.</Trans>}>
          {inTheWay === null ? (
            <Trans>You can go on reading and writing. What you send waits here and goes out by itself when the internet is back.</Trans>
          ) : (
            `${inTheWay.happened} ${inTheWay.todo}`
          )}
        </Notice>
      )}
      {number.unclaimed > 0 && <Unclaimed count={number.unclaimed} />}
      <Section>
        <div className={styles.head}>
          <div>
            <h2 className={styles.name}>{number.verifiedName}</h2>
            <p className={styles.phone}>{fmt.phone(number.displayPhoneNumber)}</p>
          </div>
          <ConnectionPill connection={number.connection} />
        </div>
        <dl className={styles.facts}>
          <Fact term={t`Quality at WhatsApp`} detail={i18n._(quality.meaning)}>
            <Pill tone={quality.tone}>{i18n._(quality.name)}</Pill>
          </Fact>
          <Fact
            term={t`Waiting to go out`}
            detail={
              number.connection === 'online'
                ? t`Messages leave one after the other, as fast as WhatsApp allows.`
                : t`Nothing is lost; they stay in order.`
            }
          >
            <span className={styles.count}>{fmt.number(number.queued)}</span>
          </Fact>
        </dl>
      </Section>
    </>
  )
}

/** WhatsApp has told of them for over a week, so they will not come any more. */
function Unclaimed({ count }: { count: number }) {
  return (
    <Notice
      tone="waiting"
      title={
        <Plural
          value={count}
          one="# message was sent from this number that is not here."
          other="# messages were sent from this number that are not here."
        />
      }
    >
      <Trans>
        WhatsApp told of them more than a week ago. If another program sends from this number, they are its messages, and can be read there.
        If none does, somebody else may have the token: remove it at Meta, make a new one, and enter that here.
      </Trans>
    </Notice>
  )
}

function ConnectionPill({ connection }: { connection: NumberSummary['connection'] }) {
  switch (connection) {
    case 'online':
      return (
        <Pill tone="success" icon={<Wifi />}>
          <Trans>Connected</Trans>
        </Pill>
      )
    case 'offline':
      return (
        <Pill tone="waiting" icon={<CloudOff />}>
          <Trans>No connection</Trans>
        </Pill>
      )
    case 'paused':
      return (
        <Pill tone="overdue" icon={<PauseCircle />}>
          <Trans>Sending has stopped</Trans>
        </Pill>
      )
  }
}

function Paused({ number }: { number: NumberSummary }) {
  const { t, i18n } = useLingui()
  const { number: store } = useStores()
  const toasts = useToasts()
  const mayManage = useMay('wa.token_manage')
  const isPractice = useDesk((state) => state.status?.phase === 'open' && state.status.kind === 'practice')
  const { run, isBusy, error } = useAction()
  const words = wordsForDelivery(number.pausedBy ?? 'unknown-error', i18n)

  async function resume() {
    if (await run(() => store.getState().resume())) toasts.show({ tone: 'success', text: t`Sending goes on.` })
  }

  return (
    <>
      <Notice
        tone="problem"
        title={words.happened}
        action={
          <Button
            variant="primary"
            isBusy={isBusy}
            disabledReason={mayManage ? undefined : t`Only the owner can resume sending.`}
            onClick={() => void resume()}
          >
            {t`It is put right: resume`}
          </Button>
        }
      >
        <p>
          {isPractice
            ? t`In the practice shop nothing is wrong at Meta: take back the message that brought this about, then resume.`
            : words.todo}
        </p>
        <p>
          <Trans>Sending has stopped until then. Messages still come in, and what you write waits in order.</Trans>
        </p>
      </Notice>
      {error !== null && <ErrorNotice error={error} />}
    </>
  )
}
