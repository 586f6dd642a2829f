import { Trans, useLingui } from '@lingui/react/macro'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import { Card } from './card.tsx'
import styles from './form-content.module.css'

/** The answers to a form, as fields. */
export function FormContent({ name, fields }: { name: string | null; fields: ReadonlyArray<{ name: string; value: string }> }) {
  const { t } = useLingui()
  return (
    <Card kind="form" title={name === null ? t`Form answers` : <ForeignText>{name}</ForeignText>}>
      {fields.length === 0 ? (
        <Trans>The answers could not be read.</Trans>
      ) : (
        <dl className={styles.fields}>
          {fields.map((field, index) => (
            <div key={index}>
              <dt>
                <ForeignText>{field.name}</ForeignText>
              </dt>
              <dd>
                <ForeignText>{field.value}</ForeignText>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  )
}
