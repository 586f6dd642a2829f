import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useId, useRef, useState } from 'react'
import { CallError, checkTemplateDraft, fillTemplate, type TemplateDraft } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useStores, useTemplates, useToasts } from '#renderer/stores/stores-context.tsx'
import type { TemplateWork } from '#renderer/stores/templates.ts'
import { Button } from '#renderer/ui/button.tsx'
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx'
import { Form } from '#renderer/ui/form.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { Page, Section } from '#renderer/ui/page.tsx'
import { AboutSection } from './about-section.tsx'
import { AuthenticationEditor } from './authentication-editor.tsx'
import { ContentSections } from './content-sections.tsx'
import styles from './editor.module.css'
import { ProblemSummary } from './problem-summary.tsx'
import { errorsAt, focusPlace } from './problems-at.ts'
import { previewFilesOfSamples } from './samples.ts'
import { examplesOf } from './template-details.tsx'
import { isChanged, tidy } from './template-draft.ts'
import { TemplatePreview } from './template-preview.tsx'

/** Writes a template, or changes one. What was typed is in the store: going elsewhere and an error lose nothing. */
export function TemplateEditor({ work }: { work: TemplateWork }) {
  const { t, i18n } = useLingui()
  const { templates: store } = useStores()
  const toasts = useToasts()
  const box = useRef<HTMLDivElement>(null)
  const formId = useId()
  const { run, isBusy, error } = useAction()
  const [reason, setReason] = useState<string | null>(null)
  const [wasTried, setTried] = useState(false)
  const [isLeaving, setLeaving] = useState(false)
  const edited = useTemplates((state) =>
    state.list.phase === 'ready' ? state.list.value.templates.find(({ templateId }) => templateId === work.templateId) : undefined,
  )
  const isTaken = useTemplates(
    (state) =>
      state.list.phase === 'ready' &&
      state.list.value.templates.some(
        ({ templateId, name, language }) => templateId !== work.templateId && name === work.draft.name && language === work.draft.language,
      ),
  )

  const { draft } = work
  const tidied = tidy(draft)
  const problems = checkTemplateDraft(tidied)
  const errorAt = errorsAt(problems, { wasTried, i18n })
  const set = (next: TemplateDraft) => store.getState().setWork({ ...work, draft: next })
  const setDefinition = (definition: TemplateDraft['definition']) => set({ ...draft, definition })
  const { name } = draft

  useEffect(() => box.current?.querySelector<HTMLElement>('input:not([readonly]), textarea')?.focus(), [])

  async function submit() {
    setTried(true)
    setReason(null)
    if (problems.length > 0 || isTaken) return
    const isDone = await run(() =>
      store
        .getState()
        .submit({ ...work, draft: tidied })
        .catch((cause: unknown) => {
          setReason(reasonOf(cause))
          throw cause
        }),
    )
    if (isDone) toasts.show({ tone: 'success', text: t`“${name}” is sent in. WhatsApp reviews it, usually within minutes.` })
  }

  function leave() {
    if (isChanged(work)) setLeaving(true)
    else store.getState().setWork(null)
  }

  return (
    <Page
      width="wide"
      title={work.templateId === null ? t`New template` : t`Change “${name}”`}
      actions={<Button onClick={leave}>{t`Back to the list`}</Button>}
    >
      <div ref={box} className={styles.editor}>
        <Form id={formId} onSubmit={() => void submit()}>
          {edited?.status === 'approved' && (
            <Notice tone="info" title={<Trans>WhatsApp reviews it again after a change</Trans>}>
              <Trans>
                An approved template can be changed once a day and ten times in 30 days. Name, language and category stay as they are.
              </Trans>
            </Notice>
          )}
          <AboutSection work={work} isApproved={edited?.status === 'approved'} isTaken={isTaken} onChange={set} errorAt={errorAt} />
          {draft.category === 'authentication' ? (
            <AuthenticationEditor definition={draft.definition} onChange={setDefinition} errorAt={errorAt} />
          ) : (
            <ContentSections draft={draft} isNew={work.templateId === null} onChange={setDefinition} errorAt={errorAt} />
          )}
          <Section>
            <ProblemSummary problems={problems} wasTried={wasTried} onGo={(at) => focusPlace(box.current, at)} />
            {error !== null && <ErrorNotice error={error} />}
            {reason !== null && (
              <p className={styles.help}>
                <Trans>
                  WhatsApp’s own words: <q lang="en">{reason}</q>
                </Trans>
              </p>
            )}
            <div className={styles.foot}>
              <Button onClick={leave}>{t`Cancel`}</Button>
              <Button variant="primary" type="submit" isBusy={isBusy}>
                {t`Send in for review`}
              </Button>
            </div>
          </Section>
        </Form>
        <TemplatePreview shown={shownOf(tidied, t`123456 is your verification code.`)} files={previewFilesOfSamples(draft.definition)} />
      </div>
      <ConfirmDialog
        isOpen={isLeaving}
        onClose={() => setLeaving(false)}
        title={t`Throw away what you wrote?`}
        cancelLabel={t`Keep writing`}
        confirmLabel={t`Throw it away`}
        onConfirm={() => store.getState().setWork(null)}
      >
        <p>
          <Trans>It has not been sent in, and it is not kept anywhere else.</Trans>
        </p>
      </ConfirmDialog>
    </Page>
  )
}

function shownOf(draft: TemplateDraft, codeWords: string) {
  const shown = fillTemplate(draft, examplesOf(draft.definition))
  // WhatsApp writes them; what an approved one says is known.
  return draft.category === 'authentication' && shown.text === '' ? { ...shown, text: codeWords } : shown
}

/** Meta's, in English. */
function reasonOf(cause: unknown): string | null {
  const reason = cause instanceof CallError && cause.code === 'template-refused' ? cause.failure.facts?.['reason'] : undefined
  return typeof reason === 'string' ? reason : null
}
