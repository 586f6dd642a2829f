import { useLingui } from '@lingui/react/macro'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useStaff } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { DateField } from '#renderer/ui/date-field.tsx'
import { SelectField } from '#renderer/ui/select-field.tsx'
import { writeAddress, type JournalAddress } from './journal-address.ts'
import { journalTopics } from './journal-words.ts'
import styles from './journal.module.css'

const ANY = ''

type Props = { address: JournalAddress; onChange(address: JournalAddress): void }

export function JournalFilters({ address, onChange }: Props) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const membersById = useStaff((state) => state.membersById)
  const people = [...membersById.values()].toSorted((a, b) => fmt.compare(a.name, b.name))
  return (
    <search className={styles.filters}>
      <SelectField
        label={t`Who`}
        value={address.by ?? ANY}
        options={[{ value: ANY, label: t`Everybody` }, ...people.map(({ staffId, name }) => ({ value: staffId, label: name }))]}
        onChange={(by) => onChange({ ...address, by })}
      />
      <SelectField
        label={t`What`}
        value={address.topic ?? ANY}
        options={[
          { value: ANY, label: t`Everything` },
          ...journalTopics.map(({ topic, label }) => ({ value: topic, label: i18n._(label) })),
        ]}
        onChange={(value) => {
          const topic = journalTopics.find((each) => each.topic === value)?.topic
          const { topic: _before, ...rest } = address
          onChange(topic === undefined ? rest : { ...rest, topic })
        }}
      />
      <DateField label={t`From`} value={address.from ?? ''} onChange={(from) => onChange({ ...address, from })} />
      <DateField label={t`To`} value={address.to ?? ''} onChange={(to) => onChange({ ...address, to })} />
      {writeAddress(address) !== '' && (
        <Button variant="quiet" onClick={() => onChange({})}>
          {t`Show everything`}
        </Button>
      )}
    </search>
  )
}
