import { Trans, useLingui } from '@lingui/react/macro'
import { LayoutTemplate } from 'lucide-react'
import { useId, useRef } from 'react'
import { useLocation } from 'wouter'
import { fillTemplate, type ConversationId, type Template } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { paths } from '#renderer/app/routes.ts'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useClock, useConversations, useDrafts } from '#renderer/stores/inbox-context.ts'
import { useMay, useStores, useTemplates } from '#renderer/stores/stores-context.tsx'
import type { Filling } from '#renderer/stores/templates.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Skeleton, SkeletonGroup } from '#renderer/ui/skeleton.tsx'
import { filesOf, isFitting, newFilling, valuesOf } from './filling.ts'
import { TemplateChoice } from './template-choice.tsx'
import { TemplateFilling } from './template-filling.tsx'
import { fileOf } from './template-preview.tsx'
import { statusWords } from './template-words.ts'
import styles from './templates.module.css'
import { isUsable } from './usable.ts'
import { useHasOptedOut, useKnown } from './use-known.ts'
import { usePrices } from './use-prices.ts'

type Props = { conversationId: ConversationId; onClose(): void; onSent(): void }

const none: readonly Template[] = []

/**
 * Chooses a template, fills it in and sends it: the only way to write once the window is closed. What was filled in stays until it has
 * gone, also when the picker is put away.
 */
export function TemplatePicker({ conversationId, onClose, onSent }: Props) {
  const { t, i18n } = useLingui()
  const { templates: store, messages } = useStores()
  const formId = useId()
  const search = useRef<HTMLInputElement>(null)
  const list = useTemplates((state) => state.list)
  const unsent = useTemplates((state) => state.unsent)
  const now = useClock((state) => state.now)
  const customer = useConversations((state) => state.byId.get(conversationId)?.contactName ?? '')
  const hasQuote = useDrafts((state) => (state.byId.get(conversationId)?.replyTo ?? null) !== null)
  const known = useKnown(conversationId)
  const templates = list.phase === 'ready' ? list.value.templates : none
  const hasOptedOut = useHasOptedOut(conversationId, templates)
  const prices = usePrices(conversationId, templates)

  const mine = unsent?.conversationId === conversationId ? unsent : null
  const found = templates.find(({ templateId }) => templateId === mine?.templateId)
  const chosen = found !== undefined && mine !== null && isFitting(found, mine.filling) ? { template: found, filling: mine.filling } : null
  const blockedReason = chosen === null ? null : whyNot(chosen.template)

  function whyNot(template: Template): string | null {
    if (!isUsable(template, now)) return i18n._(statusWords[template.status].meaning)
    return hasOptedOut && template.category === 'marketing' ? t`This person does not want advertisements from the shop.` : null
  }

  function keep(template: Template, filling: Filling) {
    store.getState().setUnsent({ conversationId, templateId: template.templateId, filling })
  }

  function send({ template, filling }: { template: Template; filling: Filling }) {
    const values = valuesOf(template.definition, filling)
    const { taken } = messages.getState().send({
      conversationId,
      content: { kind: 'template', templateId: template.templateId, values },
      shown: { kind: 'template', ...fillTemplate(template, values) },
      files: filesOf(filling).map(fileOf),
      replyTo: null,
    })
    // What the core did not take is there again when the picker is opened the next time.
    void taken.then(({ ok }) => {
      if (ok && store.getState().unsent?.filling === filling) store.getState().setUnsent(null)
    })
    onSent()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="large"
      title={chosen === null ? t`Send a template to ${customer}` : chosen.template.name}
      closeLabel={t`Close`}
      {...(chosen === null ? { initialFocus: search } : {})}
      footer={
        chosen === null ? undefined : (
          <>
            <Button onClick={() => store.getState().setUnsent(null)}>{t`Choose another`}</Button>
            <Button variant="primary" type="submit" form={formId} disabledReason={blockedReason ?? undefined}>
              {t`Send`}
            </Button>
          </>
        )
      }
    >
      {list.phase === 'loading' && (
        <SkeletonGroup label={t`Loading the templates…`} className={styles.loading}>
          <Skeleton shape="block" />
          <Skeleton shape="block" />
        </SkeletonGroup>
      )}
      {list.phase === 'failed' && (
        <ErrorNotice
          error={wordsForError(list.error, i18n)}
          action={<Button onClick={() => void store.getState().load()}>{t`Try again`}</Button>}
        />
      )}
      {list.phase === 'ready' && templates.length === 0 && <NoTemplates onClose={onClose} />}
      {list.phase === 'ready' && templates.length > 0 && chosen === null && (
        <TemplateChoice
          templates={templates}
          prices={prices}
          hasOptedOut={hasOptedOut}
          inputRef={search}
          onChoose={(template) => keep(template, newFilling(template.definition, known))}
        />
      )}
      {chosen !== null && (
        <TemplateFilling
          key={chosen.template.templateId}
          formId={formId}
          template={chosen.template}
          filling={chosen.filling}
          quote={prices[chosen.template.category]}
          blockedReason={blockedReason}
          hasQuote={hasQuote}
          onChange={(filling) => keep(chosen.template, filling)}
          onSend={() => send(chosen)}
        />
      )}
    </Dialog>
  )
}

function NoTemplates({ onClose }: { onClose(): void }) {
  const { t } = useLingui()
  const [, navigate] = useLocation()
  const mayManage = useMay('template.manage')
  return (
    <EmptyState
      icon={<LayoutTemplate />}
      title={t`No templates yet`}
      action={
        mayManage && (
          <Button
            variant="primary"
            onClick={() => {
              onClose()
              navigate(paths.templates())
            }}
          >
            {t`Make a template`}
          </Button>
        )
      }
    >
      <Trans>A template is a text that WhatsApp has approved. Outside the 24-hour window nothing else can be sent.</Trans>
    </EmptyState>
  )
}
