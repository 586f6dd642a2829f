import { Trans, useLingui } from '@lingui/react/macro'
import { ChevronRight } from 'lucide-react'
import { Fragment } from 'react'
import { Link } from 'wouter'
import type { JournalEntry } from '#contract'
import { paths } from '#renderer/app/routes.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useJournal, useStaff, useTeams } from '#renderer/stores/stores-context.tsx'
import { writeAddress } from './journal-address.ts'
import { factsOf } from './journal-facts.ts'
import { sentenceOf } from './journal-sentence.ts'
import { createTell, type Fact } from './journal-tell.ts'
import styles from './journal.module.css'

export function JournalList() {
  const fmt = useFmt()
  const entries = useJournal((state) => state.entries)
  return (
    <ol className={styles.list}>
      {entries.map((entry, index) => {
        const day = fmt.date(entry.at)
        const before = entries[index - 1]
        return (
          <Fragment key={entry.seq}>
            {(before === undefined || fmt.date(before.at) !== day) && <li className={styles.day}>{day}</li>}
            <Entry entry={entry} />
            {entry.clockWentBack && (
              <li className={styles.day}>
                <Trans>The computer’s clock was set back here.</Trans>
              </li>
            )}
          </Fragment>
        )
      })}
    </ol>
  )
}

function Entry({ entry }: { entry: JournalEntry }) {
  const { i18n, t } = useLingui()
  const fmt = useFmt()
  const membersById = useStaff((state) => state.membersById)
  const roles = useTeams((state) => state.roles)
  const teams = useTeams((state) => state.teams)
  const known = { i18n, membersById, roles, teams }
  const { seq, at, subject } = entry
  const facts = factsOf(entry, createTell({ known, fmt }))
  const sentence = <bdi>{sentenceOf(entry, known)}</bdi>
  const number = fmt.number(seq)
  return (
    <li className={styles.entry}>
      <time className={styles.time} dateTime={fmt.iso(at)} title={fmt.full(at)}>
        {fmt.time(at)}
      </time>
      {facts.length === 0 && subject?.kind !== 'contact' ? (
        <p className={styles.sentence}>{sentence}</p>
      ) : (
        <details className={styles.more}>
          <summary className={styles.sentence}>
            {sentence}
            <ChevronRight aria-hidden="true" />
          </summary>
          <Facts facts={facts} />
          {subject?.kind === 'contact' && <AboutCustomer subject={subject} />}
        </details>
      )}
      <span className={styles.seq} title={t`Number of the entry`}>
        {number}
      </span>
    </li>
  )
}

function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}

type Customer = Extract<JournalEntry['subject'], { kind: 'contact' }>

function AboutCustomer({ subject: { contactId, conversationId, name } }: { subject: Customer }) {
  return (
    <p className={styles.links}>
      {conversationId !== null && (
        <Link to={paths.inbox('all', conversationId)}>
          <Trans>Open the conversation</Trans>
        </Link>
      )}
      <Link to={paths.journal(writeAddress({ contact: String(contactId) }))}>
        <Trans>Everything about {name}</Trans>
      </Link>
    </p>
  )
}
