import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect } from 'react'
import type { NumberHealth } from '#contract'
import { useAction } from '#renderer/app/use-action.ts'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { wordsForDelivery } from '#renderer/i18n/delivery-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useNumber, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { Section } from '#renderer/ui/page.tsx'
import { Pill } from '#renderer/ui/pill.tsx'
import { Fact } from './fact.tsx'
import { canSendWords, entityWords, eventWords, nameStatusWords, restrictionWords, statusWords } from './health-words.ts'
import styles from './number.module.css'

/** How WhatsApp sees the number, with what to do about each thing that is not well. */
export function HealthSections() {
  const { t } = useLingui()
  const fmt = useFmt()
  const { number: store } = useStores()
  const health = useNumber((state) => state.health)
  const { run, isBusy, error } = useAction()
  const checkedAt = health === null || health.checkedAt === null ? null : fmt.full(health.checkedAt)

  useEffect(() => {
    // What is beside the number; without it the page says less, and the next look asks again.
    void store
      .getState()
      .loadHealth()
      .catch(() => undefined)
  }, [store])

  return (
    <>
      {health?.restrictions.map((restriction) => (
        <Restriction key={restriction.type} restriction={restriction} />
      ))}
      <Section
        title={t`Health at WhatsApp`}
        description={checkedAt === null ? t`WhatsApp has not told anything of it yet.` : t`As WhatsApp said ${checkedAt}.`}
      >
        {health !== null && <Facts health={health} />}
        {error !== null && <ErrorNotice error={error} />}
        <div>
          <Button isBusy={isBusy} onClick={() => void run(() => store.getState().checkHealth())}>{t`Ask WhatsApp now`}</Button>
        </div>
      </Section>
      {health !== null && health.events.length > 0 && <Events events={health.events} />}
    </>
  )
}

function Restriction({ restriction: { type, until } }: { restriction: NumberHealth['restrictions'][number] }) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const words = restrictionWords.get(type)
  const end = until === null ? null : fmt.full(until)
  return (
    <Notice tone="problem" title={words === undefined ? t`WhatsApp restricted the number: ${type}` : i18n._(words.name)}>
      {words !== undefined && i18n._(words.todo)} {end !== null && <Trans>It ends {end}.</Trans>}
    </Notice>
  )
}

function Facts({ health }: { health: NumberHealth }) {
  const { t, i18n } = useLingui()
  const { limit } = health
  const canSend = canSendWords[health.canSend]
  const status = health.status === null ? undefined : statusWords.get(health.status)
  const nameStatus = health.nameStatus === null ? undefined : nameStatusWords.get(health.nameStatus)
  const newName = health.newName === null ? undefined : nameStatusWords.get(health.newName.decision)
  const perSecond = health.messagesPerSecond
  const problems = health.entities.flatMap((entity) => entity.problems.map((problem) => ({ ...problem, type: entity.type })))
  return (
    <>
      <dl className={styles.facts}>
        <Fact term={t`Sending`} detail={canSend.todo === null ? '' : i18n._(canSend.todo)}>
          <Pill tone={canSend.tone}>{i18n._(canSend.name)}</Pill>
        </Fact>
        <Fact term={t`State`} detail={status === undefined ? '' : i18n._(status.todo)}>
          {status === undefined ? (health.status ?? t`Not told`) : i18n._(status.name)}
        </Fact>
        <Fact term={t`Customers who may be written to first`} detail={<LimitUse limit={limit} />}>
          <LimitName limit={limit} />
        </Fact>
        <Fact
          term={t`Speed`}
          detail={
            health.isOnPhoneApp
              ? t`The number is on a phone as well: WhatsApp takes less a second from it.`
              : t`WhatsApp raises it by itself for numbers that need it.`
          }
        >
          {t`${plural(perSecond, { one: '# message a second', other: '# messages a second' })}`}
        </Fact>
        <Fact term={t`Name shown to customers`} detail={nameStatus === undefined ? '' : i18n._(nameStatus)}>
          {health.verifiedName} {health.isOfficial && <Pill tone="success">{t`Official business account`}</Pill>}
        </Fact>
        {health.newName !== null && (
          <Fact term={t`New name`} detail={newName === undefined ? health.newName.decision : i18n._(newName)}>
            {health.newName.name}
          </Fact>
        )}
      </dl>
      {problems.length > 0 && (
        <ul className={styles.problems}>
          {problems.map((problem, index) => (
            <Problem key={index} problem={problem} />
          ))}
        </ul>
      )}
    </>
  )
}

function LimitName({ limit }: { limit: NumberHealth['limit'] }) {
  const { t } = useLingui()
  const fmt = useFmt()
  if (limit.isUnlimited) return t`Without limit`
  if (limit.perDay === null) return t`Not told`
  const customers = fmt.number(limit.perDay)
  return t`${customers} in 24 hours`
}

function LimitUse({ limit }: { limit: NumberHealth['limit'] }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const used = fmt.number(limit.usedLast24h)
  const share = limit.perDay === null || limit.perDay === 0 ? null : Math.min(1, limit.usedLast24h / limit.perDay)
  return (
    <>
      {t`${used} were, by this number, in the last 24 hours. Meta counts all numbers of the business together; answers inside the window do not count.`}
      {share !== null && (
        <span className={styles.meter} aria-hidden="true" data-near={share >= 0.8 || undefined}>
          <span style={{ inlineSize: `${share * 100}%` }} />
        </span>
      )}
    </>
  )
}

function Problem({ problem }: { problem: NumberHealth['entities'][number]['problems'][number] & { type: string } }) {
  const { t, i18n } = useLingui()
  const words = problem.key === null ? null : wordsForDelivery(problem.key, i18n)
  const where = entityWords.get(problem.type)
  return (
    <li className={styles.problem}>
      <p className={styles.problemName}>
        {words?.happened ?? problem.description ?? t`WhatsApp gives no reason.`}
        <span className={styles.detail}>
          {where === undefined ? problem.type : i18n._(where)}
          {problem.code !== null && ` · ${problem.code}`}
        </span>
      </p>
      <p>{words?.todo ?? problem.solution ?? t`Look into WhatsApp Manager.`}</p>
    </li>
  )
}

function Events({ events }: { events: NumberHealth['events'] }) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  return (
    <Section title={t`What WhatsApp told`}>
      <ul className={styles.events}>
        {events.map((event, index) => (
          <li key={index} className={styles.event}>
            <time dateTime={fmt.iso(event.at)}>{fmt.full(event.at)}</time>
            <span>
              {i18n._(eventWords[event.what])}
              {event.detail !== null && <code className={styles.code}>{event.detail}</code>}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
