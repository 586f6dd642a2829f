import { useLingui } from '@lingui/react/macro'
import { CallError, type ConversationId, type MediaId } from '#contract'
import { useDrafts } from '#renderer/stores/inbox-context.ts'
import { useRunAction } from '#renderer/app/use-run-action.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { partsOf, type Part } from './to-send.ts'
import { useQuote } from './use-quote.ts'

/** Sends what is in the composer, now or later. Each answers true when it went. */
export function useSendDraft(conversationId: ConversationId) {
  const { t } = useLingui()
  const { drafts, messages, scheduled, toasts } = useStores()
  const run = useRunAction()
  const quote = useQuote(conversationId)
  const isEmpty = useDrafts((state) => {
    const draft = state.byId.get(conversationId)
    return draft === undefined || (draft.text.trim() === '' && draft.files.length === 0)
  })

  function parts(): Part[] {
    const draft = drafts.getState().byId.get(conversationId)
    return draft === undefined ? [] : partsOf(draft)
  }

  function takeOut({ content }: Part): void {
    const { text } = drafts.getState().byId.get(conversationId) ?? { text: '' }
    // Of a file in this draft, so of the form of a MediaId.
    if (content.kind === 'media') drafts.getState().removeFile(conversationId, content.mediaId as MediaId)
    if (content.kind === 'text' || (content.kind === 'media' && content.caption === text.trim()))
      drafts.getState().setText(conversationId, '')
  }

  return {
    isEmpty,
    quote,
    send(): void {
      const taken = parts().map(
        (part, index) => messages.getState().send({ ...part, conversationId, replyTo: index === 0 ? quote : null }).taken,
      )
      drafts.getState().handOver(
        conversationId,
        Promise.all(taken).then((outcomes) => ({ ok: outcomes.every(({ ok }) => ok) })),
      )
    },
    /** Each part leaves the composer when the core has it; what is refused stays there. */
    async schedule(dueAt: number): Promise<boolean> {
      let hasGone = false
      await run(async () => {
        const replyTo = quote?.messageId ?? null
        for (const [index, part] of parts().entries()) {
          // In their order, and none after one that was refused.
          // oxlint-disable-next-line no-await-in-loop
          const outcome = await scheduled
            .getState()
            .add({ conversationId, content: part.content, replyTo: index === 0 ? replyTo : null, dueAt })
          if (!outcome.ok && outcome.error === 'window-closed') {
            toasts.show({
              tone: 'problem',
              text: t`The 24-hour window will be closed by then. Choose an earlier time, or send a template.`,
            })
            return
          }
          if (!outcome.ok) throw new CallError('scheduled.add', { code: outcome.error })
          takeOut(part)
        }
        drafts.getState().setReplyTo(conversationId, null)
        toasts.show({ text: t`Scheduled. It stands above the composer until it goes.` })
        hasGone = true
      })
      return hasGone
    },
  }
}
