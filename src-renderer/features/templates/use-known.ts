import { useEffect, useState } from 'react'
import type { ConversationId, Template } from '#contract'
import { useConversations, useMessages } from '#renderer/stores/inbox-context.ts'
import { useDesk, useSession, useStores } from '#renderer/stores/stores-context.tsx'
import { firstName } from '#renderer/text/reply-variables.ts'
import type { Known } from './prefill.ts'

/** What can be put into a template without asking. */
export function useKnown(conversationId: ConversationId): Known {
  const customer = useConversations((state) => state.byId.get(conversationId)?.contactName ?? null)
  const attendant = useSession((state) => state.me?.name ?? null)
  const shop = useDesk((state) => (state.status?.phase === 'open' ? state.status.shopName : null))
  return { customer: firstName(customer), attendant: firstName(attendant), shop }
}

/** The customer wants no advertisements: they told WhatsApp, or WhatsApp refused one in the thread because of it. */
export function useHasOptedOut(conversationId: ConversationId, templates: readonly Template[]): boolean {
  const { templates: store } = useStores()
  const [isStopped, setStopped] = useState(false)
  // Of every advertisement it is the same.
  const advertisement = templates.find(({ category }) => category === 'marketing')
  const wasRefused = useMessages((state) =>
    (state.windows.get(conversationId)?.items ?? []).some(({ message }) => message.delivery?.problem?.key === 'marketing-opted-out'),
  )

  useEffect(() => {
    if (advertisement === undefined) return undefined
    let isStale = false
    store
      .getState()
      .isStopped(conversationId, advertisement)
      .then((answer) => (isStale ? undefined : setStopped(answer)))
      // Without the link nothing goes anyway.
      .catch(() => {})
    return () => {
      isStale = true
    }
  }, [store, conversationId, advertisement])
  return isStopped || wasRefused
}
