import type { ContactId, ConversationId, MessageId, NumberId, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Derived } from './derived.ts'

export type ConversationRow = Derived & {
  readonly id: ConversationId
  readonly number_id: NumberId
  readonly contact_id: ContactId
  readonly window_expires_at: number | null
  readonly merged_into: ConversationId | null
}

/** With what the contact is called, and what the asking person has read and is writing. */
export type ShownConversationRow = ConversationRow & { readonly shown_name: string; readonly shown_phone: string | null }
export type PersonalConversationRow = ShownConversationRow & { readonly read_count: number; readonly draft_text: string | null }

export type DraftRow = { readonly text: string; readonly reply_to: MessageId | null; readonly saved_at: number }

export function createInboxRepository(deps: { db: Database }) {
  const { db } = deps
  return {
    find(conversationId: ConversationId): ShownConversationRow | undefined {
      return db.find<ShownConversationRow>(sql`
        SELECT c.*, k.shown_name, k.shown_phone FROM conversations c JOIN contacts k ON k.id = c.contact_id WHERE c.id = ${conversationId}`)
    },
    findByContact(numberId: string, contactId: ContactId): { id: ConversationId } | undefined {
      return db.find(sql`SELECT id FROM conversations WHERE number_id = ${numberId} AND contact_id = ${contactId}`)
    },
    listByContact(contactId: ContactId): ConversationRow[] {
      return db.list<ConversationRow>(sql`SELECT * FROM conversations WHERE contact_id = ${contactId} AND merged_into IS NULL LIMIT 1000`)
    },
    /** All that a person has not read to the end; reads through every conversation there is. */
    listUnread(staffId: StaffId): { id: ConversationId }[] {
      return db.list(sql`
        SELECT c.id FROM conversations c LEFT JOIN read_marks r ON r.staff_id = ${staffId} AND r.conversation_id = c.id
        WHERE c.inbound_count > coalesce(r.read_count, 0)`)
    },
    countWaiting(): number {
      return db.get<{ count: number }>(countWaitingQuery()).count
    },
    insert(row: { numberId: string; contactId: ContactId }): ConversationId {
      // The row id that the insert gave.
      return db.run(sql`INSERT INTO conversations (number_id, contact_id) VALUES (${row.numberId}, ${row.contactId})`)
        .lastInsertRowid as ConversationId
    },
    updateContact(conversationId: ConversationId, contactId: ContactId): void {
      db.run(sql`UPDATE conversations SET contact_id = ${contactId} WHERE id = ${conversationId}`)
    },
    getDerived(conversationId: ConversationId): Derived {
      return db.get<Derived>(sql`
        SELECT last_at, last_message_id, preview_direction, preview_kind, preview_text, preview_status, last_outbound_at, waiting_since,
          inbound_count FROM conversations WHERE id = ${conversationId}`)
    },
    updateDerived(conversationId: ConversationId, derived: Derived): void {
      db.run(sql`
        UPDATE conversations SET last_at = ${derived.last_at}, last_message_id = ${derived.last_message_id},
          preview_direction = ${derived.preview_direction}, preview_kind = ${derived.preview_kind}, preview_text = ${derived.preview_text},
          preview_status = ${derived.preview_status}, last_outbound_at = ${derived.last_outbound_at}, inbound_count = ${derived.inbound_count}
        WHERE id = ${conversationId}`)
    },
    /** Apart, as writing it anew where it stays would write its index, too. */
    updateWaiting(conversationId: ConversationId, waitingSince: number | null): void {
      db.run(sql`UPDATE conversations SET waiting_since = ${waitingSince} WHERE id = ${conversationId}`)
    },
    /** Only ever later: which message opened it first does not matter. */
    updateWindow(conversationId: ConversationId, expiresAt: number): boolean {
      return (
        db.run(sql`
          UPDATE conversations SET window_expires_at = ${expiresAt}
          WHERE id = ${conversationId} AND (window_expires_at IS NULL OR window_expires_at < ${expiresAt})`).changes > 0
      )
    },
    updateMergedInto(from: ConversationId, into: ConversationId): void {
      db.run(sql`
        UPDATE conversations SET merged_into = ${into}, last_at = NULL, last_message_id = NULL, preview_direction = NULL, preview_kind = NULL,
          preview_text = NULL, preview_status = NULL, last_outbound_at = NULL, waiting_since = NULL, inbound_count = 0
        WHERE id = ${from}`)
      db.run(sql`UPDATE conversations SET merged_into = ${into} WHERE merged_into = ${from}`)
    },

    findReadCount(staffId: StaffId, conversationId: ConversationId): number | undefined {
      return db.find<{ read_count: number }>(sql`
        SELECT read_count FROM read_marks WHERE staff_id = ${staffId} AND conversation_id = ${conversationId}`)?.read_count
    },
    upsertReadCount(staffId: StaffId, conversationId: ConversationId, readCount: number): void {
      db.run(sql`
        INSERT INTO read_marks (staff_id, conversation_id, read_count) VALUES (${staffId}, ${conversationId}, ${readCount})
        ON CONFLICT (staff_id, conversation_id) DO UPDATE SET read_count = max(read_count, excluded.read_count)`)
    },
    /** What a person saw of either thread they have seen of the one. */
    mergeReadMarks(from: ConversationId, into: ConversationId): void {
      db.run(sql`
        INSERT INTO read_marks (staff_id, conversation_id, read_count)
        SELECT staff_id, ${into}, read_count FROM read_marks WHERE conversation_id = ${from}
        ON CONFLICT (staff_id, conversation_id) DO UPDATE SET read_count = read_count + excluded.read_count`)
      db.run(sql`DELETE FROM read_marks WHERE conversation_id = ${from}`)
    },
    findDraft(staffId: StaffId, conversationId: ConversationId): DraftRow | undefined {
      return db.find<DraftRow>(sql`
        SELECT text, reply_to, saved_at FROM drafts WHERE staff_id = ${staffId} AND conversation_id = ${conversationId}`)
    },
    listDraftsOf(conversationId: ConversationId): (DraftRow & { staff_id: StaffId })[] {
      return db.list(sql`
        SELECT staff_id, text, reply_to, saved_at FROM drafts WHERE conversation_id = ${conversationId} LIMIT 1000`)
    },
    upsertDraft(staffId: StaffId, conversationId: ConversationId, draft: DraftRow): void {
      db.run(sql`
        INSERT INTO drafts (staff_id, conversation_id, text, reply_to, saved_at)
        VALUES (${staffId}, ${conversationId}, ${draft.text}, ${draft.reply_to}, ${draft.saved_at})
        ON CONFLICT (staff_id, conversation_id) DO UPDATE SET text = excluded.text, reply_to = excluded.reply_to, saved_at = excluded.saved_at`)
    },
    deleteDraft(staffId: StaffId, conversationId: ConversationId): void {
      db.run(sql`DELETE FROM drafts WHERE staff_id = ${staffId} AND conversation_id = ${conversationId}`)
    },
  }
}

export type InboxRepository = ReturnType<typeof createInboxRepository>

export function countWaitingQuery() {
  return sql`SELECT count(*) AS count FROM conversations WHERE waiting_since IS NOT NULL`
}
