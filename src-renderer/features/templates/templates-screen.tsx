import { useLingui } from '@lingui/react/macro'
import { Plus } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { TemplateDraft, TemplateId } from '#contract'
import { draftInOtherLanguage, draftOf, newDraft } from './template-draft.ts'
import { NumberTabs } from '#renderer/features/number/number-tabs.tsx'
import { useMay, useStores, useTemplates } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { TemplateEditor } from './template-editor.tsx'
import { TemplateList } from './template-list.tsx'

/** The texts that WhatsApp has approved, or has yet to; and the place where they are written. */
export function TemplatesScreen() {
  const { t, i18n } = useLingui()
  const { templates: store } = useStores()
  const work = useTemplates((state) => state.work)
  const mayManage = useMay('template.manage')
  useFocusOnReturn(work !== null)
  if (work !== null && mayManage) return <TemplateEditor work={work} />

  function begin(draft: TemplateDraft, templateId: TemplateId | null = null) {
    store.getState().setWork({ templateId, draft, original: draft })
  }
  const add = mayManage && (
    <Button variant="primary" icon={<Plus />} onClick={() => begin(newDraft(i18n.locale === 'pt-BR' ? 'pt_BR' : 'en'))}>
      {t`New template`}
    </Button>
  )
  return (
    <Page
      width="wide"
      title={t`Number`}
      description={t`Texts that WhatsApp has approved: the only ones that can be sent after 24 hours.`}
      actions={add}
    >
      <NumberTabs />
      <TemplateList
        add={add}
        actions={
          mayManage
            ? {
                edit: (template) => begin(draftOf(template), template.templateId),
                addLanguage: (template) => begin(draftInOtherLanguage(template)),
              }
            : null
        }
      />
    </Page>
  )
}

/** The editor takes the focus itself; when it goes, the screen has it. */
function useFocusOnReturn(isWriting: boolean): void {
  const was = useRef(isWriting)
  useEffect(() => {
    if (was.current && !isWriting) document.getElementById('main')?.focus({ preventScroll: true })
    was.current = isWriting
  }, [isWriting])
}
