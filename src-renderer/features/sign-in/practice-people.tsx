import { useLingui } from '@lingui/react/macro'
import { ArrowRight } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { meaningOfRole, nameOfRole } from '#renderer/i18n/role-words.ts'
import type { PracticePerson } from '#renderer/stores/practice.ts'
import { usePractice, useStores } from '#renderer/stores/stores-context.tsx'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Pill } from '#renderer/ui/pill.tsx'
import { Skeleton, SkeletonGroup } from '#renderer/ui/skeleton.tsx'
import { Spinner } from '#renderer/ui/spinner.tsx'
import styles from './sign-in-screen.module.css'

export function PracticePeople() {
  const { t, i18n } = useLingui()
  const { practice, session, settings } = useStores()
  const people = usePractice((state) => state.people)
  const { run, isBusy, error } = useAction()
  const [chosen, setChosen] = useState<PracticePerson | null>(null)

  useEffect(() => void practice.getState().loadPeople(), [practice])

  if (people.phase === 'loading') {
    return (
      <SkeletonGroup label={t`Loading the people…`} className={styles.people}>
        <Skeleton shape="block" />
        <Skeleton shape="block" />
        <Skeleton shape="block" />
        <Skeleton shape="block" />
      </SkeletonGroup>
    )
  }
  if (people.phase === 'failed') {
    return (
      <ErrorNotice
        error={wordsForError(people.error, i18n)}
        action={<Button onClick={() => void practice.getState().loadPeople()}>{t`Try again`}</Button>}
      />
    )
  }

  function signInAs(person: PracticePerson) {
    if (isBusy) return
    setChosen(person)
    // These people are roles to play: they take on the language and look of whoever plays them.
    const { language, theme } = settings.getState().settings
    void run(async () => {
      await session.getState().signInAs(person.staffId)
      await settings.getState().change({ language, theme })
    })
  }

  return (
    <>
      <ul className={styles.people}>
        {people.value.map((person) => (
          <li key={person.staffId}>
            <button type="button" className={styles.person} onClick={() => signInAs(person)}>
              <Avatar name={person.name} size="large" />
              <span className={styles.words}>
                <span className={styles.name}>{person.name}</span>
                <span className={styles.meaning}>{meaningOfRole(person.roleId, i18n)}</span>
                <Pill tone={person.roleId === 'attendant' ? 'brand' : 'neutral'}>{nameOfRole(person.roleId, { i18n, roles: [] })}</Pill>
              </span>
              <span className={styles.go}>{isBusy && chosen === person ? <Spinner /> : <ArrowRight aria-hidden="true" />}</span>
            </button>
          </li>
        ))}
      </ul>
      {error !== null && <ErrorNotice error={error} />}
    </>
  )
}
