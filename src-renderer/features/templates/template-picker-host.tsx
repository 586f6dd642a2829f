import type { ConversationId } from '#contract'
import { useInboxView } from '#renderer/stores/inbox-context.ts'
import { useMay, useStores } from '#renderer/stores/stores-context.tsx'
import { TemplatePicker } from './template-picker.tsx'

/** The picker over the open conversation, whoever asked for it: the key, the command menu or the closed window. */
export function TemplatePickerHost({ conversationId }: { conversationId: ConversationId }) {
  const { inboxView } = useStores()
  const isOpen = useInboxView((state) => state.isTemplatePickerOpen)
  const mayUse = useMay('template.use')
  if (!isOpen || !mayUse) return null
  return (
    <TemplatePicker
      conversationId={conversationId}
      onClose={() => inboxView.getState().closeTemplatePicker()}
      onSent={() => {
        inboxView.getState().closeTemplatePicker()
        inboxView.getState().askFocus('composer')
      }}
    />
  )
}
