import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import { CallError, type ConversationId, type DeliveryProblem, type ErrorCode, type MessageId } from '#contract'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import type { MessageDecision, TakenBack } from '#renderer/stores/messages.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'

/** What people do to single messages, with a notice when it did not work. */
export function useMessageActions() {
  const { t, i18n } = useLingui()
  const { messages, messageForms, drafts, inboxView, toasts } = useStores()
  return useMemo(() => {
    function sayProblem(error: ErrorCode): void {
      toasts.show({ tone: 'problem', text: wordsForError(new CallError('messages', { code: error }), i18n).sentence })
    }

    /** What was written goes back to its composer, which need not be the one on screen. */
    function giveBack(conversationId: ConversationId, { text, files, form }: TakenBack): void {
      if (text !== '' || files.length > 0) drafts.getState().giveBack(conversationId, text, files)
      if (form !== null) messageForms.getState().change(conversationId, form)
      if (inboxView.getState().conversationId !== conversationId) return
      if (form === null) inboxView.getState().askFocus('composer')
      else inboxView.getState().setMessageFormOpen(true)
    }

    return {
      async undo(messageId: MessageId) {
        const outcome = await messages.getState().undo(messageId)
        if (outcome.ok) {
          giveBack(outcome.value.conversationId, outcome.value)
          // In the open conversation one sees it come back.
          if (inboxView.getState().conversationId !== outcome.value.conversationId)
            toasts.show({ text: t`Taken back. The text is in the composer again.` })
        } else if (outcome.error === 'already-sent') {
          toasts.show({ tone: 'problem', text: t`Too late: the message has left already.` })
        } else sayProblem(outcome.error)
      },
      async decide(messageId: MessageId, decision: MessageDecision) {
        const outcome = await messages.getState().decide(messageId, decision)
        if (!outcome.ok) sayProblem(outcome.error)
      },
      takeBackUnsent(conversationId: ConversationId, key: string) {
        giveBack(conversationId, messages.getState().discard(conversationId, key))
      },
      async copyText(text: string) {
        await navigator.clipboard.writeText(text)
        toasts.show({ text: t`Copied` })
      },
      async copyDetails({ key, code, details }: DeliveryProblem) {
        await navigator.clipboard.writeText(
          [key, code === null ? '' : String(code), details ?? ''].filter((part) => part !== '').join(' · '),
        )
        toasts.show({ text: t`Copied` })
      },
    }
  }, [messages, messageForms, drafts, inboxView, toasts, t, i18n])
}
