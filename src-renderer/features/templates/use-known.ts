import type { ConversationId } from '#contract'
import { useConversations, useMessages } from '#renderer/stores/inbox-context.ts'
import { useDesk, useSession } from '#renderer/stores/stores-context.tsx'
import { firstName } from '#renderer/text/reply-variables.ts'
import type { Known } from './prefill.ts'

/** What can be put into a template without asking. */
export function useKnown(conversationId: ConversationId): Known {
  const customer = useConversations((state) => state.byId.get(conversationId)?.contactName ?? null)
  const attendant = useSession((state) => state.me?.name ?? null)
  const shop = useDesk((state) => (state.status?.phase === 'open' ? state.status.shopName : null))
  return { customer: firstName(customer), attendant: firstName(attendant), shop }
}

/** WhatsApp refused the last advertisement in the thread, because the customer wants none. */
export function useHasOptedOut(conversationId: ConversationId): boolean {
  return useMessages((state) =>
    (state.windows.get(conversationId)?.items ?? []).some(({ message }) => message.delivery?.problem?.key === 'marketing-opted-out'),
  )
}
