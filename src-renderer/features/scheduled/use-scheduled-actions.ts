import { useLingui } from '@lingui/react/macro'
import { CallError, type ScheduledMessage } from '#contract'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import type { Outcome } from '#renderer/stores/outcome.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'

/** What people do to scheduled messages, with a notice when it did not work. */
export function useScheduledActions() {
  const { t, i18n } = useLingui()
  const { scheduled, drafts, inboxView, toasts } = useStores()

  function say(outcome: Outcome<unknown>): boolean {
    if (!outcome.ok)
      toasts.show({ tone: 'problem', text: wordsForError(new CallError('scheduled', { code: outcome.error }), i18n).sentence })
    return outcome.ok
  }

  return {
    async move({ scheduledId }: ScheduledMessage, dueAt: number) {
      const outcome = await scheduled.getState().move(scheduledId, dueAt)
      if (!outcome.ok && outcome.error === 'window-closed')
        toasts.show({ tone: 'problem', text: t`The 24-hour window will be closed by then. Choose an earlier time, or send a template.` })
      else if (say(outcome)) toasts.show({ text: t`Moved.` })
    },
    async sendNow({ scheduledId }: ScheduledMessage) {
      say(await scheduled.getState().sendNow(scheduledId))
    },
    /** Its text goes back to the composer: whoever cancels usually wants to say it differently. */
    async cancel({ scheduledId, conversationId }: ScheduledMessage) {
      const outcome = await scheduled.getState().cancel(scheduledId)
      if (!outcome.ok) return void say(outcome)
      if (outcome.value.trim() !== '') drafts.getState().giveBack(conversationId, outcome.value)
      toasts.show({
        text: outcome.value.trim() === '' ? t`Cancelled. It will not be sent.` : t`Cancelled. The text is in the composer again.`,
      })
      if (inboxView.getState().conversationId === conversationId) inboxView.getState().askFocus('composer')
    },
  }
}
