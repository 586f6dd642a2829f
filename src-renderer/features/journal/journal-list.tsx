import { useLingui } from '@lingui/react/macro'
import { Fragment } from 'react'
import type { JournalEntry } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useJournal, useStaff, useTeams } from '#renderer/stores/stores-context.tsx'
import { sentenceOf } from './journal-sentence.ts'
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
          </Fragment>
        )
      })}
    </ol>
  )
}

function Entry({ entry }: { entry: JournalEntry }) {
  const { i18n } = useLingui()
  const fmt = useFmt()
  const membersById = useStaff((state) => state.membersById)
  const roles = useTeams((state) => state.roles)
  const teams = useTeams((state) => state.teams)
  const { seq, at, details } = entry
  const facts = Object.entries(details ?? {})
  const sentence = sentenceOf(entry, { i18n, membersById, roles, teams })
  return (
    <li className={styles.entry}>
      <time className={styles.time} dateTime={fmt.iso(at)} title={fmt.full(at)}>
        {fmt.time(at)}
      </time>
      {facts.length === 0 ? (
        <span className={styles.sentence}>
          <bdi>{sentence}</bdi>
        </span>
      ) : (
        <details className={styles.sentence}>
          <summary>
            <bdi>{sentence}</bdi>
          </summary>
          <dl className={styles.facts}>
            {facts.map(([key, value]) => (
              <div key={key}>
                <dt>{key}</dt>
                <dd>
                  <bdi>{typeof value === 'string' ? value : JSON.stringify(value, null, 1)}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      <span className={styles.seq}>{fmt.number(seq)}</span>
    </li>
  )
}
