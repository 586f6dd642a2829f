import { Trans, useLingui } from '@lingui/react/macro'
import type { FormField } from '#contract'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { Card } from './card.tsx'
import styles from './form-content.module.css'
import { nameOfField, nameOfForm, valueOfField, type FormName } from './form-words.ts'

/** The answers to a form, as fields; what one of them is made of stands indented below it. */
export function FormContent({ name, fields }: { name: string | null; fields: readonly FormField[] }) {
  return (
    <Card kind="form" title={<Words of={nameOfForm(name)} />}>
      {fields.length === 0 ? <Trans>The answers could not be read.</Trans> : <Fields fields={fields} />}
    </Card>
  )
}

function Fields({ fields }: { fields: readonly FormField[] }) {
  return (
    <dl className={styles.fields}>
      {fields.map((field, index) => (
        <div key={index}>
          <dt>
            <Words of={nameOfField(field.name)} />
          </dt>
          <dd>
            <Value field={field} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Value({ field }: { field: FormField }) {
  const fmt = useFmt()
  const { items } = field
  if (items === undefined ? field.value === '' : items.length === 0) {
    return (
      <span className={styles.nothing}>
        <Trans>No answer</Trans>
      </span>
    )
  }
  if (items === undefined) {
    const value = valueOfField(field)
    return 'day' in value ? fmt.plainDate(value.day) : <Words of={value} />
  }
  if (items.some(({ name }) => name !== '')) return <Fields fields={items} />
  return (
    <ul className={styles.list}>
      {items.map((item, index) => (
        <li key={index}>
          {/* A choice is written as its field says. */}
          <Value field={{ ...item, name: field.name }} />
        </li>
      ))}
    </ul>
  )
}

function Words({ of }: { of: FormName }) {
  const { i18n } = useLingui()
  return 'words' in of ? i18n._(of.words) : <ForeignText>{of.text}</ForeignText>
}
