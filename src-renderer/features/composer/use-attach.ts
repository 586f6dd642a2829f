import { useLingui } from '@lingui/react/macro'
import { useCallback } from 'react'
import { ATTACHMENTS_MAX, type ConversationId } from '#contract'
import { useStores } from '#renderer/stores/stores-context.tsx'

/** The place of a conversation's uploads. */
export function placeOf(conversationId: ConversationId): string {
  return `conversation-${conversationId}`
}

/** Takes files that were chosen, pasted or dropped: from here on they are on their way, also when another conversation is opened. */
export function useAttach(conversationId: ConversationId): (files: readonly File[]) => void {
  const { t } = useLingui()
  const { drafts, uploads, toasts } = useStores()
  return useCallback(
    (files) => {
      const place = placeOf(conversationId)
      const underWay = uploads.getState().uploads.filter((upload) => upload.place === place).length
      const room = ATTACHMENTS_MAX - underWay - (drafts.getState().byId.get(conversationId)?.files.length ?? 0)
      if (files.length > room)
        toasts.show({ tone: 'problem', text: t`At most ${ATTACHMENTS_MAX} files go in one go. The others were left out.` })
      uploads.getState().add(place, files.slice(0, Math.max(0, room)), (file) => void drafts.getState().addFile(conversationId, file))
    },
    [conversationId, drafts, uploads, toasts, t],
  )
}
