import type { ConversationRow } from '#contract'
import { useDesk, useSession } from '#renderer/stores/stores-context.tsx'
import { firstName, type VariableValues } from '#renderer/text/reply-variables.ts'

/** What is put into a quick reply without asking. */
export function useVariableValues(row: ConversationRow): VariableValues {
  const attendant = useSession((state) => state.me?.name ?? null)
  const shop = useDesk((state) => (state.status?.phase === 'open' ? state.status.shopName : null))
  return { customer: firstName(row.contactName), attendant, shop }
}
