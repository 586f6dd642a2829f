import { useMemo } from 'react'
import { navigate } from 'wouter/use-hash-location'
import type { ConversationId, InboxView } from '#contract'
import { paths } from '#renderer/app/routes.ts'
import type { FocusPlace } from '#renderer/stores/inbox-view.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { startLoading } from './start-loading.ts'

export type InboxNavigation = {
  /** The focus is asked for together with it: asked for earlier, the conversation before would still take it. */
  open(conversationId: ConversationId, focus?: FocusPlace): void
  close(): void
  setView(view: InboxView): void
  /** Opens the conversation that many rows further down. Each step does not become a page of the history. */
  step(by: 1 | -1, focus?: FocusPlace): void
}

/** The ways between conversations. The address says what is open; the stores follow it. */
export function useInboxNavigation(): InboxNavigation {
  const { conversations, inboxView, messages } = useStores()
  return useMemo(() => {
    function show(conversationId: ConversationId, { replace, focus }: { replace: boolean; focus: FocusPlace | undefined }): void {
      const { view } = inboxView.getState()
      const address = `#${paths.inbox(view, conversationId)}`
      const loaded = startLoading({ messages, conversationId })
      // The browser takes some milliseconds to write an address, which is as long as the messages are on their way.
      if (replace) history.replaceState(null, '', address)
      else history.pushState(null, '', address)
      loaded(() => {
        // Somebody has gone elsewhere meanwhile.
        if (window.location.hash !== address) return
        window.dispatchEvent(new HashChangeEvent('hashchange'))
        // What the address says, in time to be drawn together with it.
        inboxView.getState().show({ view, conversationId })
        conversations.getState().select(conversationId)
        if (focus !== undefined) inboxView.getState().askFocus(focus)
      })
    }
    return {
      open: (conversationId, focus) => show(conversationId, { replace: false, focus }),
      close: () => navigate(paths.inbox(inboxView.getState().view)),
      setView(view) {
        const { conversationId } = inboxView.getState()
        navigate(conversationId === null ? paths.inbox(view) : paths.inbox(view, conversationId))
      },
      step(by, focus) {
        const { order } = conversations.getState()
        const { conversationId } = inboxView.getState()
        const at = conversationId === null ? -1 : order.indexOf(conversationId)
        const next = at === -1 ? order[0] : order[at + by]
        if (next !== undefined) show(next, { replace: conversationId !== null, focus })
      },
    }
  }, [conversations, inboxView, messages])
}
