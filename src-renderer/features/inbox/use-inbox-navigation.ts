import { useMemo } from 'react'
import { useLocation } from 'wouter'
import type { ConversationId, InboxView } from '#contract'
import { paths } from '#renderer/app/routes.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'

export type InboxNavigation = {
  open(conversationId: ConversationId): void
  close(): void
  setView(view: InboxView): void
  /** Opens the conversation that many rows further down. Each step does not become a page of the history. */
  step(by: 1 | -1): void
}

/** The ways between conversations. The address says what is open; the stores follow it. */
export function useInboxNavigation(): InboxNavigation {
  const [, navigate] = useLocation()
  const { conversations, inboxView, messages } = useStores()
  return useMemo(() => {
    function show(conversationId: ConversationId, options: { replace: boolean }): void {
      // Asked for before the page is drawn anew, so that they come meanwhile.
      messages.getState().open(conversationId)
      navigate(paths.inbox(inboxView.getState().view, conversationId), options)
    }
    return {
      open: (conversationId) => show(conversationId, { replace: false }),
      close: () => navigate(paths.inbox(inboxView.getState().view)),
      setView(view) {
        const { conversationId } = inboxView.getState()
        navigate(conversationId === null ? paths.inbox(view) : paths.inbox(view, conversationId))
      },
      step(by) {
        const { order } = conversations.getState()
        const { conversationId } = inboxView.getState()
        const at = conversationId === null ? -1 : order.indexOf(conversationId)
        const next = at === -1 ? order[0] : order[at + by]
        if (next !== undefined) show(next, { replace: conversationId !== null })
      },
    }
  }, [navigate, conversations, inboxView, messages])
}
