import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { fillTemplate, type CostQuote, type Template } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useClock } from '#renderer/stores/inbox-context.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import type { Filling } from '#renderer/stores/templates.ts'
import { Form } from '#renderer/ui/form.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { Pill } from '#renderer/ui/pill.tsx'
import { FillForm } from './fill-form.tsx'
import { previewFilesOf, problemsOf, valuesOf } from './filling.ts'
import { Price } from './price.tsx'
import { errorsAt } from './problems-at.ts'
import { TemplatePreview } from './template-preview.tsx'
import { categoryWords } from './template-words.ts'
import styles from './templates.module.css'

type Props = {
  formId: string
  template: Template
  filling: Filling
  quote: CostQuote | undefined
  blockedReason: string | null
  /** The draft answers a message; a template cannot. */
  hasQuote: boolean
  onChange(filling: Filling): void
  onSend(): void
}

/** The fields on one side, the message on the other. Enter sends, or goes to the first field that is not right. */
export function TemplateFilling({ formId, template, filling, quote, blockedReason, hasQuote, onChange, onSend }: Props) {
  const { i18n } = useLingui()
  const fmt = useFmt()
  const { clock } = useStores()
  const now = useClock((state) => state.now)
  const box = useRef<HTMLDivElement>(null)
  const [wasTried, setTried] = useState(false)
  const { definition, category, language } = template
  const problems = problemsOf(definition, filling, now)
  const errorAt = errorsAt(problems, { wasTried, i18n })

  // The first that is empty; where nothing is to be filled in, Enter sends at once.
  useEffect(() => {
    const fields = [...(box.current?.querySelectorAll<HTMLInputElement>('input:not([type="file"]), button') ?? [])]
    const first = fields.find((field) => field.tagName === 'BUTTON' || field.value === '') ?? fields[0]
    if (first === undefined) document.querySelector<HTMLElement>(`[form="${CSS.escape(formId)}"]`)?.focus()
    else first.focus()
  }, [formId])

  function submit() {
    setTried(true)
    if (blockedReason !== null) return
    if (problemsOf(definition, filling, clock.getState().exactNow()).length === 0) onSend()
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    box.current?.querySelector('form')?.requestSubmit()
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- hears what is pressed in the fields inside
    <div ref={box} className={styles.filling} onKeyDown={onKeyDown}>
      <Form id={formId} onSubmit={submit}>
        <p className={styles.pills}>
          <Pill>{i18n._(categoryWords[category].name)}</Pill>
          <Pill>{fmt.language(language)}</Pill>
          {quote !== undefined && (
            <Pill tone="brand">
              <Price quote={quote} />
            </Pill>
          )}
        </p>
        {blockedReason !== null && <Notice tone="problem" title={blockedReason} isAnnounced />}
        {hasQuote && (
          <p className={styles.faint}>
            <Trans>WhatsApp shows no quote above a template: this goes without the one in your draft, which stays there.</Trans>
          </p>
        )}
        <FillForm template={template} filling={filling} onChange={onChange} errorAt={errorAt} />
        <p className={styles.keys} aria-hidden="true">
          <Trans>
            <Kbd>Tab</Kbd> next blank · <Kbd>Enter</Kbd> send
          </Trans>
        </p>
      </Form>
      <TemplatePreview shown={fillTemplate(template, valuesOf(definition, filling))} files={previewFilesOf(definition, filling)} />
    </div>
  )
}
