import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Template } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx'
import { RadioCards } from '#renderer/ui/radio-cards.tsx'

type Props = {
  template: Template | null
  /** In how many it exists. */
  languages: number
  onClose(): void
}

/** Closed while there is no template to ask about. */
export function DeleteTemplateDialog({ template, languages, onClose }: Props) {
  const { t } = useLingui()
  const fmt = useFmt()
  const { templates } = useStores()
  const toasts = useToasts()
  const { run, isBusy, error, clear } = useAction()
  const [which, setWhich] = useState<'one' | 'all'>('one')
  const name = template?.name ?? ''
  const language = template === null ? '' : fmt.language(template.language)

  function close() {
    clear()
    setWhich('one')
    onClose()
  }

  async function remove() {
    if (template === null) return
    const { templateId } = template
    const allLanguages = which === 'all'
    if (!(await run(() => templates.getState().remove({ templateId, allLanguages })))) return
    toasts.show({ text: allLanguages ? t`“${name}” is deleted.` : t`“${name}” is deleted in ${language}.` })
    close()
  }

  return (
    <ConfirmDialog
      isOpen={template !== null}
      onClose={close}
      title={t`Delete “${name}”?`}
      cancelLabel={t`Cancel`}
      confirmLabel={t`Delete`}
      isBusy={isBusy}
      onConfirm={() => void remove()}
    >
      {languages > 1 && (
        <RadioCards
          label={t`What is deleted`}
          value={which}
          onChange={setWhich}
          options={[
            { value: 'one', label: t`Only in ${language}` },
            { value: 'all', label: t`In all languages` },
          ]}
        />
      )}
      <p>
        <Trans>WhatsApp deletes it for good, and nobody can use the name again for 30 days. Messages sent with it stay as they are.</Trans>
      </p>
      {error !== null && <ErrorNotice error={error} />}
    </ConfirmDialog>
  )
}
