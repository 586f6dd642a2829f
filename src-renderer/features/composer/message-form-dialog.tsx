import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import type { ConversationRow } from '#contract'
import { useRules, useStores } from '#renderer/stores/stores-context.tsx'
import { useClock, useInboxView, useMessageForms } from '#renderer/stores/inbox-context.ts'
import { emptyForm, formKinds, type FormKind, type MessageForm } from '#renderer/stores/message-forms.ts'
import { isWindowOpen, serviceWindow } from '#renderer/features/inbox/service-window.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Form } from '#renderer/ui/form.tsx'
import { SelectField } from '#renderer/ui/select-field.tsx'
import { contentOfForm, type FormAnswer } from './form-content.ts'
import { FormFields } from './form-fields.tsx'
import { FormPreview } from './form-preview.tsx'
import styles from './message-form.module.css'
import { partOf } from './to-send.ts'
import { useQuote } from './use-quote.ts'

/** What is not simply written, filled in beside what the customer will see. Closing it loses nothing. */
export function MessageFormDialog({ row }: { row: ConversationRow }) {
  const isOpen = useInboxView((state) => state.isMessageFormOpen)
  return isOpen ? <OpenDialog row={row} /> : null
}

function OpenDialog({ row }: { row: ConversationRow }) {
  const { t } = useLingui()
  const { conversationId } = row
  const { inboxView, messageForms, messages, drafts } = useStores()
  const form = useMessageForms((state) => state.byId.get(conversationId) ?? emptyForm)
  const now = useClock((state) => state.now)
  const isSigned = useRules((state) => (state.messaging?.signature ?? 'none') !== 'none')
  const quote = useQuote(conversationId)
  const formId = useId()
  const [wasTried, setTried] = useState(false)
  const answer: FormAnswer = contentOfForm(form)
  const canSend = isWindowOpen(serviceWindow(row.windowExpiresAt, now))

  const words: Record<FormKind, string> = {
    location: t`Location`,
    contact: t`Contact card`,
    buttons: t`Buttons`,
    list: t`List`,
    link: t`Link button`,
    'location-request': t`Ask for the location`,
    'contact-request': t`Ask for the phone number`,
  }

  function change(changed: Partial<MessageForm>): void {
    messageForms.getState().change(conversationId, changed)
  }

  function close(): void {
    inboxView.getState().setMessageFormOpen(false)
    inboxView.getState().askFocus('composer')
  }

  function send(): void {
    setTried(true)
    if (!answer.ok) return
    const part = partOf(answer.content, form.headerFile !== null && hasHeaderFile(form) ? [form.headerFile] : [])
    void messages.getState().send({ ...part, conversationId, replyTo: quote })
    if (quote !== null) drafts.getState().setReplyTo(conversationId, null)
    messageForms.getState().forget(conversationId)
    close()
  }

  return (
    <Dialog
      isOpen
      onClose={close}
      size="large"
      title={words[form.kind]}
      closeLabel={t`Close`}
      finalFocus={() => false}
      footer={
        <>
          <Button onClick={close}>{t`Close, keep as draft`}</Button>
          <Button variant="primary" type="submit" form={formId} disabledReason={canSend ? undefined : t`The 24-hour window is closed.`}>
            {t`Send`}
          </Button>
        </>
      }
    >
      <div className={styles.editor}>
        <Form id={formId} onSubmit={send}>
          <SelectField
            label={t`What to send`}
            value={form.kind}
            options={formKinds.map((kind) => ({ value: kind, label: words[kind] }))}
            onChange={(kind) => {
              setTried(false)
              change({ kind })
            }}
          />
          <FormFields
            key={form.kind}
            form={form}
            problems={wasTried && !answer.ok ? answer.problems : {}}
            place={`form-${conversationId}`}
            onChange={change}
          />
        </Form>
        <FormPreview form={form} conversationId={conversationId} />
      </div>
      {isSigned && (
        <p className={styles.help}>
          <Trans>Your name is not put above this kind of message.</Trans>
        </p>
      )}
    </Dialog>
  )
}

function hasHeaderFile({ kind }: MessageForm): boolean {
  return kind === 'buttons' || kind === 'link'
}
