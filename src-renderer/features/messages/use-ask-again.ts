import { useCallback } from 'react'
import type { Message } from '#contract'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { askForFileAgain, languageOfPhone } from '#renderer/text/ask-again.ts'

/** Puts a question into the composer, with the message quoted: the customer reads what the file was. Nothing is sent by itself. */
export function useAskAgain(): (message: Message) => void {
  const { conversations, drafts, inboxView, settings } = useStores()
  return useCallback(
    ({ conversationId, messageId }) => {
      const phone = conversations.getState().byId.get(conversationId)?.contactPhone ?? null
      const { language } = settings.getState().settings
      drafts.getState().setReplyTo(conversationId, messageId)
      drafts.getState().giveBack(conversationId, askForFileAgain(languageOfPhone(phone) ?? language))
      inboxView.getState().askFocus('composer')
    },
    [conversations, drafts, inboxView, settings],
  )
}
