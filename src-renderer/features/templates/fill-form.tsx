import { useLingui } from '@lingui/react/macro'
import { placeholdersOf, takesValue, type Template, type TemplateButton, type TemplateDefinition } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import type { Filling } from '#renderer/stores/templates.ts'
import { TextField } from '#renderer/ui/text-field.tsx'
import { DateTimeField } from './date-time-field.tsx'
import { FileField } from './file-field.tsx'
import { contextOf, sharedKeys, withBody } from './filling.ts'
import { PartError } from './part-error.tsx'
import { errorsBelow, type ErrorAt } from './problems-at.ts'
import { mediaWords } from './template-words.ts'
import styles from './templates.module.css'

type Props = { template: Template; filling: Filling; onChange(filling: Filling): void; errorAt: ErrorAt }

/** A field for each thing that the template takes, in the order in which the customer sees them. */
export function FillForm({ template, filling, onChange, errorAt }: Props) {
  const { t } = useLingui()
  const { definition } = template
  const { values } = filling
  const setValues = (change: Partial<Filling['values']>) => onChange({ ...filling, values: { ...values, ...change } })

  return (
    <>
      <HeaderFields definition={definition} filling={filling} onChange={onChange} errorAt={errorAt} />
      <BlankFields
        text={definition.body}
        examples={definition.bodyExamples}
        values={values.body}
        onChange={(body) => onChange(withBody(definition, filling, body))}
        errorAt={errorAt}
        part="body"
      />
      <PartError error={errorAt('body')} />
      {definition.offer?.hasEnd === true && (
        <DateTimeField
          label={t`When the offer ends`}
          value={values.offerEndsAt}
          onChange={(offerEndsAt) => setValues({ offerEndsAt })}
          error={errorAt('offerEndsAt')}
        />
      )}
      <ButtonFields
        buttons={definition.buttons}
        given={values.buttons}
        onChange={(buttons) => setValues({ buttons })}
        errorAt={errorsBelow(errorAt, 'buttons')}
      />
      {definition.cards.map((card, index) => (
        <CardFields
          key={index}
          card={card}
          number={index + 1}
          given={filling.cards[index]}
          onChange={(given) => onChange({ ...filling, cards: filling.cards.with(index, given) })}
          errorAt={errorsBelow(errorAt, `cards.${index}`)}
        />
      ))}
    </>
  )
}

type PartProps = { definition: TemplateDefinition; filling: Filling; onChange(filling: Filling): void; errorAt: ErrorAt }

function HeaderFields({ definition, filling, onChange, errorAt }: PartProps) {
  const { t, i18n } = useLingui()
  const { header } = definition
  const given = filling.values.header
  if (header === null) return null
  if (header.kind === 'media') {
    return (
      <FileField
        label={i18n._(mediaWords[header.media])}
        media={header.media}
        file={filling.headerFile}
        onChange={(headerFile) => onChange({ ...filling, headerFile })}
        error={errorAt('header')}
      />
    )
  }
  if (header.kind === 'text') {
    return (
      <>
        <BlankFields
          text={header.text}
          examples={header.examples}
          values={given?.kind === 'text' ? given.values : {}}
          onChange={(values) => onChange({ ...filling, values: { ...filling.values, header: { kind: 'text', values } } })}
          errorAt={errorAt}
          part="header"
          // The field of the text fills both.
          without={sharedKeys(definition)}
        />
        <PartError error={errorAt('header')} />
      </>
    )
  }
  const place = given?.kind === 'location' ? given : { kind: 'location' as const, name: '', address: '', latitude: 0, longitude: 0 }
  const setPlace = (change: Partial<typeof place>) =>
    onChange({ ...filling, values: { ...filling.values, header: { ...place, ...change } } })
  return (
    <>
      <TextField
        label={t`Name of the place`}
        value={place.name}
        onChange={(name) => setPlace({ name })}
        maxLength={1000}
        error={errorAt('header.name')}
      />
      <TextField
        label={t`Address`}
        value={place.address}
        onChange={(address) => setPlace({ address })}
        maxLength={1000}
        error={errorAt('header.address')}
      />
      <TextField
        label={t`Coordinates`}
        description={t`As a map shows them: latitude, comma, longitude.`}
        placeholder="-23.55052, -46.63331"
        value={filling.coordinates}
        onChange={(coordinates) => onChange({ ...filling, coordinates })}
        maxLength={60}
        error={errorAt('header.coordinates')}
      />
    </>
  )
}

type Blanks = Readonly<Record<string, string>>

function BlankFields({
  text,
  examples,
  values,
  onChange,
  errorAt,
  part,
  without = [],
}: {
  text: string
  examples: Blanks
  values: Blanks
  onChange(values: Record<string, string>): void
  errorAt: ErrorAt
  part: string
  without?: readonly string[]
}) {
  const { t } = useLingui()
  const keys = placeholdersOf(text).filter((key) => !without.includes(key))
  return keys.map((key) => {
    const isNumber = /^\d+$/.test(key)
    const example = Object.hasOwn(examples, key) ? examples[key] : undefined
    return (
      <TextField
        key={key}
        label={isNumber ? t`Blank ${key}` : key.replaceAll('_', ' ')}
        {...(isNumber ? { hint: contextOf(text, key) } : {})}
        {...(example === undefined || example === '' ? {} : { placeholder: t`for example ${example}` })}
        value={values[key] ?? ''}
        onChange={(value) => onChange({ ...values, [key]: value })}
        maxLength={1024}
        error={errorAt(`${part}.${key}`)}
      />
    )
  })
}

type ButtonsProps = {
  buttons: readonly TemplateButton[]
  given: Filling['values']['buttons']
  onChange(given: Filling['values']['buttons']): void
  errorAt: ErrorAt
}

function ButtonFields({ buttons, given, onChange, errorAt }: ButtonsProps) {
  const { t } = useLingui()
  return buttons.map((button, index) => {
    if (!takesValue(button)) return null
    const value = given.find((each) => each.index === index)?.value ?? ''
    const set = (next: string) => onChange(given.map((each) => (each.index === index ? { index, value: next } : each)))
    if (button.kind !== 'url') {
      return (
        <TextField key={index} label={t`Code to copy`} isMono value={value} onChange={set} maxLength={40} error={errorAt(String(index))} />
      )
    }
    const { text } = button
    const start = button.url.replace(/\{\{\s*1\s*\}\}$/, '')
    return (
      <TextField
        key={index}
        label={t`End of the link “${text}”`}
        description={t`What comes after ${start}`}
        isMono
        value={value}
        onChange={set}
        maxLength={2000}
        error={errorAt(String(index))}
      />
    )
  })
}

type CardProps = {
  card: TemplateDefinition['cards'][number]
  number: number
  given: Filling['cards'][number] | undefined
  onChange(given: Filling['cards'][number]): void
  errorAt: ErrorAt
}

function CardFields({ card, number, given, onChange, errorAt }: CardProps) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const shownNumber = fmt.number(number)
  if (given === undefined) return null
  return (
    <fieldset className={styles.card}>
      <legend className={styles.cardTitle}>{t`Card ${shownNumber}`}</legend>
      <FileField
        label={i18n._(mediaWords[card.media])}
        media={card.media}
        file={given.file}
        onChange={(file) => onChange({ ...given, file })}
        error={errorAt('mediaId')}
      />
      <BlankFields
        text={card.body}
        examples={card.bodyExamples}
        values={given.body}
        onChange={(body) => onChange({ ...given, body })}
        errorAt={errorAt}
        part="body"
      />
      <PartError error={errorAt('body')} />
      <ButtonFields
        buttons={card.buttons}
        given={given.buttons}
        onChange={(buttons) => onChange({ ...given, buttons })}
        errorAt={errorsBelow(errorAt, 'buttons')}
      />
    </fieldset>
  )
}
