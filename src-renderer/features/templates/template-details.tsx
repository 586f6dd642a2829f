import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import {
  emptyValues,
  fillTemplate,
  type Template,
  type TemplateButton,
  type TemplateChange,
  type TemplateDefinition,
  type TemplateValues,
} from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useClock } from '#renderer/stores/inbox-context.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import type { Loadable } from '#renderer/stores/live-slice.ts'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Pill } from '#renderer/ui/pill.tsx'
import { Skeleton, SkeletonGroup } from '#renderer/ui/skeleton.tsx'
import { wordsForChange } from './change-words.ts'
import { previewFilesOfSamples } from './samples.ts'
import styles from './template-list.module.css'
import { TemplatePreview } from './template-preview.tsx'
import { Standing } from './template-row.tsx'
import { categoryWords, statusWords, templateQualityWords } from './template-words.ts'
import { shownStatus } from './usable.ts'

/** A template with its examples filled in, and all that happened to it, newest first. */
export function TemplateDetails({ template, onClose }: { template: Template; onClose(): void }) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const now = useClock((state) => state.now)
  const { status, category, quality, language, definition } = template
  const shown = shownStatus(template, now)
  return (
    <Dialog isOpen onClose={onClose} size="large" title={template.name} closeLabel={t`Close`}>
      <section
        className={styles.details}
        aria-label={template.name}
        tabIndex={0} // oxlint-disable-line jsx-a11y/no-noninteractive-tabindex -- on a small screen it scrolls, also by keyboard
      >
        <div className={styles.about}>
          <p className={styles.head}>
            <Pill tone={statusWords[shown].tone}>{i18n._(statusWords[shown].name)}</Pill>
            <Pill>{i18n._(categoryWords[category].name)}</Pill>
            <Pill tone={templateQualityWords[quality].tone}>{i18n._(templateQualityWords[quality].name)}</Pill>
            <Pill>{fmt.language(language)}</Pill>
          </p>
          <Standing template={template} />
          <h3 className={styles.subtitle}>
            <Trans>What changed</Trans>
          </h3>
          <Changes key={`${status} ${category} ${quality}`} templateId={template.templateId} />
        </div>
        <TemplatePreview shown={fillTemplate(template, examplesOf(definition))} files={previewFilesOfSamples(definition)} />
      </section>
    </Dialog>
  )
}

function Changes({ templateId }: Pick<Template, 'templateId'>) {
  const { t, i18n } = useLingui()
  const { templates: store } = useStores()
  const fmt = useFmt()
  const [changes, setChanges] = useState<Loadable<readonly TemplateChange[]>>({ phase: 'loading' })

  useEffect(() => {
    let isStale = false
    const take = (answer: Loadable<readonly TemplateChange[]>) => (isStale ? undefined : setChanges(answer))
    store
      .getState()
      .listChanges(templateId)
      .then((value) => take({ phase: 'ready', value }))
      .catch((error: unknown) => take({ phase: 'failed', error }))
    return () => {
      isStale = true
    }
  }, [store, templateId])

  if (changes.phase === 'loading') {
    return (
      <SkeletonGroup label={t`Loading what changed…`}>
        <Skeleton />
      </SkeletonGroup>
    )
  }
  if (changes.phase === 'failed') return <ErrorNotice error={wordsForError(changes.error, i18n)} />
  if (changes.value.length === 0) {
    return (
      <p className={styles.used}>
        <Trans>Nothing since Balcão knows it.</Trans>
      </p>
    )
  }
  return (
    <ol className={styles.changes}>
      {changes.value.map((change, index) => {
        const { happened, meaning } = wordsForChange(change, i18n)
        return (
          <li key={index}>
            <time dateTime={fmt.iso(change.at)} className={styles.used}>
              {fmt.full(change.at)}
            </time>
            <p>
              <strong>{happened}</strong>
            </p>
            {meaning !== null && <p className={styles.meaning}>{meaning}</p>}
          </li>
        )
      })}
    </ol>
  )
}

/** What the reviewers saw. */
export function examplesOf(definition: TemplateDefinition): TemplateValues {
  const { header, bodyExamples, buttons, cards } = definition
  const values = emptyValues(definition)
  return {
    ...values,
    body: bodyExamples,
    header: header?.kind === 'text' ? { kind: 'text', values: header.examples } : null,
    buttons: buttons.map((button, index) => ({ index, value: exampleOf(button) })),
    cards: cards.map((card) => ({
      // Only for looking at: it has no file of ours.
      mediaId: '' as TemplateValues['cards'][number]['mediaId'],
      body: card.bodyExamples,
      buttons: card.buttons.map((button, index) => ({ index, value: exampleOf(button) })),
    })),
  }
}

/** Of a link only its end, as the example is a whole address. */
function exampleOf(button: TemplateButton): string {
  if (button.kind === 'copy-code') return button.example
  if (button.kind !== 'url' || button.example === null) return ''
  const start = button.url.replace(/\{\{\s*1\s*\}\}$/, '')
  return button.example.startsWith(start) ? button.example.slice(start.length) : ''
}
