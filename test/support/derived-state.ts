import type { Database } from '#core/db/database.ts'
import { sql } from '#core/db/sql.ts'

/**
 * Everything that people see or that decides what they see, named by WhatsApp's ids instead of our row ids, so that two shops
 * that took in the same events can be compared.
 */
export function dumpDerivedState(db: Database) {
  const nameOf = (contactId: number) =>
    db
      .list<{ id: string }>(sql`
        SELECT kind || ':' || value || CASE WHEN left_at IS NULL THEN '' ELSE ' (left)' END AS id FROM identities WHERE contact_id = ${contactId} ORDER BY 1`)
      .map(({ id }) => id)
      .join(' ')
  const threadOf = (conversationId: number) => {
    const row = db.get<{ number_id: string; contact_id: number }>(
      sql`SELECT number_id, contact_id FROM conversations WHERE id = ${conversationId}`,
    )
    return `${row.number_id} / ${nameOf(row.contact_id)}`
  }
  const wamidOf = (messageId: number | null) =>
    messageId === null ? null : db.get<{ wamid: string | null }>(sql`SELECT wamid FROM messages WHERE id = ${messageId}`).wamid

  const contacts = db
    .list<Record<string, unknown> & { id: number }>(sql`
      SELECT id, given_name, profile_name, profile_name_at, username, book_name, shown_name, shown_phone, search_text, first_seen_at
      FROM contacts WHERE merged_into IS NULL`)
    .map(({ id, ...row }) => ({ ids: nameOf(id), ...row }))
  const conversations = db
    .list<Record<string, unknown> & { id: number; contact_id: number; last_message_id: number | null; merged_into: number | null }>(sql`
      SELECT * FROM conversations WHERE merged_into IS NULL`)
    .map(({ id, contact_id: _contact, last_message_id: last, ...row }) => ({ thread: threadOf(id), ...row, last: wamidOf(last) }))
  const messages = db
    .list<Record<string, unknown> & { conversation_id: number }>(sql`
      SELECT wamid, conversation_id, source, direction, author, staff_id, kind, body, content, content_key, sent_at, quoted_wamid, forwarded, edited_at,
        beside, first_content, revoked_at, status, problem FROM messages`)
    .map(({ conversation_id: id, ...row }) => ({ ...row, thread: threadOf(id) }))
  return {
    contacts: sorted(contacts),
    conversations: sorted(conversations),
    messages: sorted(messages),
    statuses: sorted(db.list(sql`SELECT * FROM statuses`)),
    reactions: sorted(
      db
        .list<{ conversation_id: number }>(sql`SELECT * FROM reactions`)
        .map(({ conversation_id: id, ...row }) => ({ ...row, thread: threadOf(id) })),
    ),
    changes: sorted(db.list(sql`SELECT * FROM message_changes`)),
  }
}

function sorted<Row>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
