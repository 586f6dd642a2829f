import type { ContactId, ConversationId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'

/**
 * Whether a customer wants no marketing: they said so to WhatsApp, or WhatsApp said so when something was sent (131050). What was said last
 * counts.
 */
export function hasStoppedMarketing(
  db: Database,
  { contactId, conversationId }: { contactId: ContactId; conversationId: ConversationId },
): boolean {
  const choice = db.find<{ choice: string | null; at: number | null }>(marketingChoiceQuery(contactId))
  const { at: refusedAt } = db.get<{ at: number | null }>(marketingRefusedQuery(conversationId))
  if (refusedAt !== null && refusedAt > (choice?.at ?? -Infinity)) return true
  return choice?.choice === 'stop'
}

/** Exported, as the one below, for the test of its plan. */
export function marketingChoiceQuery(contactId: ContactId): Sql {
  return sql`
    SELECT lower(e.value ->> '$.value') AS choice, e.at FROM account_events e
    WHERE e.field = 'user_preferences' AND e.value ->> '$.category' = 'marketing_messages' AND EXISTS (
      SELECT 1 FROM identities i WHERE i.contact_id = ${contactId}
        AND (i.kind = 'user_id' AND i.value = e.value ->> '$.user_id' OR i.kind = 'wa_id' AND i.value = e.value ->> '$.wa_id'))
    ORDER BY e.at DESC, e.id DESC LIMIT 1`
}

export function marketingRefusedQuery(conversationId: ConversationId): Sql {
  return sql`
    SELECT max(sent_at) AS at FROM messages
    WHERE conversation_id = ${conversationId} AND direction = 'out' AND status = 'failed' AND problem ->> '$.key' = 'marketing-opted-out'`
}
