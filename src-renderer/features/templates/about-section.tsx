import { useLingui } from '@lingui/react/macro'
import { templateCategory, type TemplateDraft } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import type { TemplateWork } from '#renderer/stores/templates.ts'
import { Section } from '#renderer/ui/page.tsx'
import { RadioCards } from '#renderer/ui/radio-cards.tsx'
import { SelectField } from '#renderer/ui/select-field.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import styles from './editor.module.css'
import { commonLanguages, otherLanguages } from './languages.ts'
import { PartError } from './part-error.tsx'
import type { ErrorAt } from './problems-at.ts'
import { asName, withCategory } from './template-draft.ts'
import { categoryWords } from './template-words.ts'

type Props = {
  work: TemplateWork
  isApproved: boolean
  isTaken: boolean
  onChange(draft: TemplateDraft): void
  errorAt: ErrorAt
}

/** What it is called, in which language it is, and what it is for. */
export function AboutSection({ work: { templateId, draft }, isApproved, isTaken, onChange, errorAt }: Props) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const isNew = templateId === null
  const languages = [...commonLanguages, ...otherLanguages.toSorted((a, b) => fmt.compare(fmt.language(a), fmt.language(b)))]
  const codes = isNew && languages.some((code) => code === draft.language) ? languages : [draft.language, ...languages]
  return (
    <Section>
      <div className={styles.names}>
        <div data-at="name">
          <TextField
            label={t`Name`}
            description={t`For the shop only, in small letters. It cannot be changed later.`}
            isMono
            value={draft.name}
            onChange={(typed) => onChange({ ...draft, name: asName(typed) })}
            isReadOnly={!isNew}
            error={isTaken ? t`There is a template of this name in this language already.` : errorAt('name')}
          />
        </div>
        <div data-at="language">
          {isNew ? (
            <SelectField
              label={t`Language`}
              value={draft.language}
              onChange={(language) => onChange({ ...draft, language })}
              options={codes.map((value) => ({ value, label: value === '' ? t`Choose a language` : fmt.language(value) }))}
            />
          ) : (
            <TextField label={t`Language`} value={fmt.language(draft.language)} onChange={() => {}} isReadOnly />
          )}
          <PartError error={errorAt('language')} />
        </div>
      </div>
      <RadioCards
        label={t`Category`}
        value={draft.category}
        onChange={(category) => onChange(withCategory(draft, category))}
        options={templateCategory.options.map((value) => ({
          value,
          label: i18n._(categoryWords[value].name),
          description: `${i18n._(categoryWords[value].meaning)} ${i18n._(categoryWords[value].cost)}`,
          disabledReason: isApproved && value !== draft.category ? t`The category of an approved template stays as it is.` : undefined,
        }))}
      />
    </Section>
  )
}
