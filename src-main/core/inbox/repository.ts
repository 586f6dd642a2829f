import type { ContactId, ConversationId, MessageId, NumberId, StaffId, TeamId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'
import { answeredAt, type Derived } from './derived.ts'
import { seenCondition, type Holding, type Viewer } from './reach.ts'

export type ConversationRow = Derived & {
  readonly id: ConversationId
  readonly number_id: NumberId
  readonly contact_id: ContactId
  readonly assigned_to: StaffId | null
  readonly team_id: TeamId | null
  readonly window_expires_at: number | null
  readonly merged_into: ConversationId | null
}

/** With what the contact is called, and what the asking person has read and is writing. */
export type ShownConversationRow = ConversationRow & { readonly shown_name: string; readonly shown_phone: string | null }
export type PersonalConversationRow = ShownConversationRow & {
  readonly read_count: number
  readonly draft_text: string | null
  readonly draft_files: number | null
}

export type DraftRow = { readonly text: string; readonly reply_to: MessageId | null; readonly files: string; readonly saved_at: number }

export function createInboxRepository(deps: { db: Database }) {
  const { db } = deps
  return {
    find(conversationId: ConversationId): ShownConversationRow | undefined {
      return db.find<ShownConversationRow>(sql`
        SELECT c.*, k.shown_name, k.shown_phone FROM conversations c JOIN contacts k ON k.id = c.contact_id WHERE c.id = ${conversationId}`)
    },
    /**
     * As `viewer` sees it; a merged one is the one it went into. What is not there and what they do not see cost the same one statement.
     */
    findSeen(conversationId: ConversationId, viewer: Viewer): ShownConversationRow | undefined {
      return db.find<ShownConversationRow>(findSeenQuery(conversationId, viewer))
    },
    findByContact(numberId: string, contactId: ContactId): { id: ConversationId } | undefined {
      return db.find(sql`SELECT id FROM conversations WHERE number_id = ${numberId} AND contact_id = ${contactId}`)
    },
    findSeenWith(contactId: ContactId, viewer: Viewer): { id: ConversationId } | undefined {
      return db.find(sql`
        SELECT c.id FROM conversations c WHERE c.contact_id = ${contactId} AND c.merged_into IS NULL AND ${seenCondition(viewer)}
        ORDER BY c.last_at DESC LIMIT 1`)
    },
    listByContact(contactId: ContactId): ConversationRow[] {
      return db.list<ConversationRow>(sql`SELECT * FROM conversations WHERE contact_id = ${contactId} AND merged_into IS NULL LIMIT 1000`)
    },
    /** All of what a person sees and has not read to the end; reads through every conversation there is. */
    listUnread(viewer: Viewer): { id: ConversationId }[] {
      return db.list(sql`
        SELECT c.id FROM conversations c LEFT JOIN read_marks r ON r.staff_id = ${viewer.staffId} AND r.conversation_id = c.id
        WHERE c.inbound_count > coalesce(r.read_count, 0) AND ${seenCondition(viewer)}`)
    },
    countWaiting(viewer: Viewer): number {
      return db.get<{ count: number }>(countWaitingQuery(viewer)).count
    },
    insert(row: { numberId: string; contactId: ContactId }): ConversationId {
      // The row id that the insert gave.
      return db.run(sql`INSERT INTO conversations (number_id, contact_id) VALUES (${row.numberId}, ${row.contactId})`)
        .lastInsertRowid as ConversationId
    },
    /** Of a merged one: whose the one is that it went into. */
    getHolding(conversationId: ConversationId): Holding {
      const row = db.get<{ assigned_to: StaffId | null; team_id: TeamId | null; people: string }>(sql`
        SELECT c.assigned_to, c.team_id,
          (SELECT json_group_array(staff_id) FROM conversation_people WHERE conversation_id = c.id) AS people
        FROM conversations f CROSS JOIN conversations c ON c.id = coalesce(f.merged_into, f.id) WHERE f.id = ${conversationId}`)
      // Of a column of staff ids.
      return { assignedTo: row.assigned_to, teamId: row.team_id, people: new Set(JSON.parse(row.people) as StaffId[]) }
    },
    /** All that one person looks after. */
    listAssigned(staffId: StaffId): ConversationId[] {
      return db.list<{ id: ConversationId }>(listAssignedQuery(staffId)).map(({ id }) => id)
    },
    listOfTeam(teamId: TeamId): ConversationId[] {
      return db.list<{ id: ConversationId }>(listOfTeamQuery(teamId)).map(({ id }) => id)
    },
    updateAssignedTo(conversationIds: readonly ConversationId[], staffId: StaffId | null): void {
      const ids = sql`(SELECT value FROM json_each(${JSON.stringify(conversationIds)}))`
      db.run(sql`UPDATE conversations SET assigned_to = ${staffId} WHERE id IN ${ids}`)
      if (staffId !== null) {
        db.run(sql`
          INSERT INTO conversation_people (staff_id, conversation_id, held_by)
          SELECT ${staffId}, id, 'self' FROM conversations WHERE id IN ${ids} ON CONFLICT DO NOTHING`)
      }
      db.run(sql`${updatePeople} AND c.id IN ${ids}`)
    },
    updateTeam(conversationIds: readonly ConversationId[], teamId: TeamId | null): void {
      db.run(sql`
        UPDATE conversations SET team_id = ${teamId} WHERE id IN (SELECT value FROM json_each(${JSON.stringify(conversationIds)}))`)
    },
    /** Whose either thread was, the one is now: who looks after both stays who does, and everybody keeps what they had. */
    mergeHolding(from: ConversationId, into: ConversationId): void {
      db.run(sql`
        UPDATE conversations SET assigned_to = coalesce(conversations.assigned_to, f.assigned_to), team_id = coalesce(conversations.team_id, f.team_id)
        FROM conversations f WHERE conversations.id = ${into} AND f.id = ${from}`)
      db.run(sql`
        INSERT INTO conversation_people (staff_id, conversation_id, held_by)
        SELECT staff_id, ${into}, 'other' FROM conversation_people WHERE conversation_id = ${from} ON CONFLICT DO NOTHING`)
      db.run(sql`DELETE FROM conversation_people WHERE conversation_id = ${from}`)
      db.run(sql`${updatePeople} AND c.id = ${into}`)
    },
    updateContact(conversationId: ConversationId, contactId: ContactId): void {
      db.run(sql`UPDATE conversations SET contact_id = ${contactId} WHERE id = ${conversationId}`)
    },
    getDerived(conversationId: ConversationId): Derived {
      return db.get<Derived>(sql`
        SELECT last_at, last_message_id, preview_direction, preview_kind, preview_text, preview_status, last_outbound_at, waiting_since,
          referred_at, free_entry_until, inbound_count FROM conversations WHERE id = ${conversationId}`)
    },
    updateDerived(conversationId: ConversationId, derived: Derived): void {
      db.run(sql`
        UPDATE conversations SET last_at = ${derived.last_at}, last_message_id = ${derived.last_message_id},
          preview_direction = ${derived.preview_direction}, preview_kind = ${derived.preview_kind}, preview_text = ${derived.preview_text},
          preview_status = ${derived.preview_status}, last_outbound_at = ${derived.last_outbound_at},
          referred_at = ${derived.referred_at}, free_entry_until = ${derived.free_entry_until}, inbound_count = ${derived.inbound_count}
        WHERE id = ${conversationId}`)
    },
    /** Apart, as writing it anew where it stays would write its index, too. */
    updateWaiting(conversationId: ConversationId, waitingSince: number | null): void {
      db.run(sql`UPDATE conversations SET waiting_since = ${waitingSince} WHERE id = ${conversationId}`)
    },
    /** What sorts the conversation in the lists of those who look after it or once did. */
    updatePeopleOrder(conversationId: ConversationId, derived: Derived): void {
      db.run(sql`
        UPDATE conversation_people SET waiting_since = ${derived.waiting_since}, answered_at = ${answeredAt(derived)}
        WHERE conversation_id = ${conversationId}`)
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
          preview_text = NULL, preview_status = NULL, last_outbound_at = NULL, waiting_since = NULL, window_expires_at = NULL, referred_at = NULL, free_entry_until = NULL, inbound_count = 0,
          assigned_to = NULL, team_id = NULL
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
        SELECT text, reply_to, files, saved_at FROM drafts WHERE staff_id = ${staffId} AND conversation_id = ${conversationId}`)
    },
    listDraftsOf(conversationId: ConversationId): (DraftRow & { staff_id: StaffId })[] {
      return db.list(sql`
        SELECT staff_id, text, reply_to, files, saved_at FROM drafts WHERE conversation_id = ${conversationId} LIMIT 1000`)
    },
    upsertDraft(staffId: StaffId, conversationId: ConversationId, draft: DraftRow): void {
      db.run(sql`
        INSERT INTO drafts (staff_id, conversation_id, text, reply_to, files, saved_at)
        VALUES (${staffId}, ${conversationId}, ${draft.text}, ${draft.reply_to}, ${draft.files}, ${draft.saved_at})
        ON CONFLICT (staff_id, conversation_id) DO UPDATE SET text = excluded.text, reply_to = excluded.reply_to, files = excluded.files,
          saved_at = excluded.saved_at`)
    },
    deleteDraft(staffId: StaffId, conversationId: ConversationId): void {
      db.run(sql`DELETE FROM drafts WHERE staff_id = ${staffId} AND conversation_id = ${conversationId}`)
    },
  }
}

export type InboxRepository = ReturnType<typeof createInboxRepository>

/** Makes what is kept beside each person again of the conversation \`c\`. */
const updatePeople = sql`
  UPDATE conversation_people SET waiting_since = c.waiting_since,
    answered_at = CASE WHEN c.waiting_since IS NULL THEN c.last_at END,
    held_by = CASE WHEN c.assigned_to IS NULL THEN 'nobody' WHEN c.assigned_to = conversation_people.staff_id THEN 'self' ELSE 'other' END
  FROM conversations c WHERE conversation_people.conversation_id = c.id`

/** Exported for the tests of their plans. */
export function findSeenQuery(conversationId: ConversationId, viewer: Viewer): Sql {
  return sql`
    SELECT c.*, k.shown_name, k.shown_phone
    FROM conversations f CROSS JOIN conversations c ON c.id = coalesce(f.merged_into, f.id) JOIN contacts k ON k.id = c.contact_id
    WHERE f.id = ${conversationId} AND ${seenCondition(viewer)}`
}

export function countWaitingQuery(viewer: Viewer): Sql {
  return sql`SELECT count(*) AS count FROM conversations c WHERE c.waiting_since IS NOT NULL AND ${seenCondition(viewer)}`
}

export function listAssignedQuery(staffId: StaffId): Sql {
  return sql`SELECT conversation_id AS id FROM conversation_people WHERE staff_id = ${staffId} AND held_by = 'self'`
}

export function listOfTeamQuery(teamId: TeamId): Sql {
  return sql`
    SELECT id FROM conversations WHERE team_id = ${teamId} AND waiting_since IS NOT NULL
    UNION ALL SELECT id FROM conversations WHERE team_id = ${teamId} AND waiting_since IS NULL`
}
