import { useLingui } from '@lingui/react/macro'
import { templateLimits, type TemplateDefinition } from '#contract'
import { RadioCards } from '#renderer/ui/radio-cards.tsx'
import { FileField } from './file-field.tsx'
import styles from './editor.module.css'
import { PartError } from './part-error.tsx'
import { PlaceholderText } from './placeholder-text.tsx'
import type { ErrorAt } from './problems-at.ts'
import { headerKindOf, newHeader, type HeaderKind, type Layout } from './template-draft.ts'
import { mediaWords } from './template-words.ts'

type Props = {
  definition: TemplateDefinition
  layout: Layout
  isNew: boolean
  onChange(header: TemplateDefinition['header']): void
  errorAt: ErrorAt
}

/** What stands above the words. */
export function HeaderEditor({ definition, layout, isNew, onChange, errorAt }: Props) {
  const { t, i18n } = useLingui()
  const { header, parameterFormat } = definition
  const names: Record<HeaderKind, string> = {
    none: t`Nothing`,
    text: t`Words`,
    image: i18n._(mediaWords.image),
    video: i18n._(mediaWords.video),
    document: i18n._(mediaWords.document),
    location: t`Place`,
  }
  const kinds: readonly HeaderKind[] =
    layout === 'offer' ? ['none', 'image', 'video'] : ['none', 'text', 'image', 'video', 'document', 'location']
  return (
    <div className={styles.part} data-at="header">
      <RadioCards
        label={t`What stands above the words`}
        isLabelHidden
        layout="row"
        value={headerKindOf(definition)}
        onChange={(kind) => onChange(newHeader(kind))}
        options={kinds.map((value) => ({ value, label: names[value] }))}
      />
      {header?.kind === 'text' && (
        <PlaceholderText
          label={t`Words of the header`}
          at="header.text"
          examplesAt="header.examples"
          format={parameterFormat}
          text={header.text}
          examples={header.examples}
          onChange={(text, examples) => onChange({ ...header, text, examples })}
          limit={templateLimits.header}
          errorAt={errorAt}
        />
      )}
      {header?.kind === 'media' && (
        <div data-at="header.sample">
          <FileField
            label={t`Sample for the reviewers`}
            description={
              isNew || header.sample.file !== null
                ? t`Customers do not see it: each message gets a file of its own.`
                : t`WhatsApp wants it again with each change, and gives back none that was chosen elsewhere.`
            }
            media={header.media}
            isSample
            file={header.sample.file}
            onChange={(file) => onChange({ ...header, sample: { ...header.sample, file } })}
            error={errorAt('header.sample')}
          />
        </div>
      )}
      {header?.kind === 'location' && <p className={styles.help}>{t`The place is chosen when it is sent.`}</p>}
      <PartError error={errorAt('header')} />
    </div>
  )
}
