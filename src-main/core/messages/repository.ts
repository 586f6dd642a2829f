import type { ConversationId, DeliveryStatus, MessageId, NumberId, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'
import { seenCondition, type Viewer } from '../inbox/reach.ts'
import type { MessageSource } from '../whatsapp/decoded.ts'

export type MessageRow = {
  readonly id: MessageId
  readonly conversation_id: ConversationId
  readonly number_id: NumberId
  readonly wamid: string | null
  readonly source: MessageSource
  readonly direction: 'in' | 'out'
  readonly author: 'customer' | 'staff' | 'phone' | 'system'
  readonly staff_id: StaffId | null
  readonly kind: string
  readonly body: string | null
  /** A `MessageContent` as JSON. */
  readonly content: string
  readonly content_key: string
  readonly media_id: string | null
  readonly sent_at: number
  readonly quoted_wamid: string | null
  readonly forwarded: 'no' | 'once' | 'often'
  readonly beside: string | null
  readonly heard_at: number | null
  readonly first_content: string | null
  readonly edited_at: number | null
  readonly revoked_at: number | null
  readonly own_status: DeliveryStatus | null
  readonly own_problem: string | null
  readonly status: DeliveryStatus | null
  readonly problem: string | null
  readonly undo_until: number | null
}

/** With what it quotes, when that is in the same thread. */
export type ShownMessageRow = MessageRow & {
  readonly quoted_id: MessageId | null
  readonly quoted_direction: 'in' | 'out' | null
  /** As the list calls it: `revoked` of what was taken back. */
  readonly quoted_kind: string | null
  /** Null of what was taken back, and of a line by WhatsApp itself: it has a customer's phone in it. */
  readonly quoted_body: string | null
}

export type NewMessageRow = Omit<MessageRow, 'id' | 'heard_at' | 'first_content' | 'edited_at' | 'revoked_at'> & {
  readonly raw_event_id: number | null
}

export type Position = { readonly sentAt: number; readonly id: MessageId }

const shownMessages = sql`
  SELECT m.*, q.id AS quoted_id, q.direction AS quoted_direction,
    CASE WHEN q.revoked_at IS NULL THEN q.kind ELSE 'revoked' END AS quoted_kind,
    CASE WHEN q.revoked_at IS NULL AND q.kind <> 'system' THEN q.body END AS quoted_body
  FROM messages m
  LEFT JOIN messages q ON q.number_id = m.number_id AND q.wamid = m.quoted_wamid AND q.conversation_id = m.conversation_id`

export function createMessagesRepository(deps: { db: Database }) {
  const { db } = deps
  return {
    find(messageId: MessageId): MessageRow | undefined {
      return db.find<MessageRow>(sql`SELECT * FROM messages WHERE id = ${messageId}`)
    },
    isSeen(messageId: MessageId, viewer: Viewer): boolean {
      return db.find(isSeenQuery(messageId, viewer)) !== undefined
    },
    findShown(messageId: MessageId): ShownMessageRow | undefined {
      return db.find<ShownMessageRow>(sql`${shownMessages} WHERE m.id = ${messageId}`)
    },
    findByWamid(numberId: string, wamid: string): MessageRow | undefined {
      return db.find<MessageRow>(sql`SELECT * FROM messages WHERE number_id = ${numberId} AND wamid = ${wamid}`)
    },
    listNewest(conversationId: ConversationId, options: { limit: number }): ShownMessageRow[] {
      return db.list<ShownMessageRow>(listNewestQuery(conversationId, options))
    },
    listBefore(conversationId: ConversationId, position: Position, options: { limit: number }): ShownMessageRow[] {
      return db.list<ShownMessageRow>(listBeforeQuery(conversationId, position, options))
    },
    listAfter(conversationId: ConversationId, position: Position, options: { limit: number }): ShownMessageRow[] {
      return db.list<ShownMessageRow>(listAfterQuery(conversationId, position, options))
    },
    findAnswerAfter(conversationId: ConversationId, position: Position, except: StaffId): { id: MessageId } | undefined {
      return db.find(answerAfterQuery(conversationId, position, except))
    },
    /** Null when there is a message with this wamid already. */
    insert(row: NewMessageRow): MessageId | null {
      const inserted = db.find<{ id: MessageId }>(sql`
        INSERT INTO messages (id, conversation_id, number_id, wamid, raw_event_id, source, direction, author, staff_id, kind, body, content,
          content_key, media_id, sent_at, quoted_wamid, forwarded, beside, own_status, own_problem, status, problem, undo_until)
        VALUES ((SELECT coalesce(max(id), 0) + 1 FROM messages), ${row.conversation_id}, ${row.number_id}, ${row.wamid}, ${row.raw_event_id},
          ${row.source}, ${row.direction}, ${row.author}, ${row.staff_id}, ${row.kind}, ${row.body}, ${row.content}, ${row.content_key},
          ${row.media_id}, ${row.sent_at}, ${row.quoted_wamid}, ${row.forwarded}, ${row.beside}, ${row.own_status}, ${row.own_problem},
          ${row.status}, ${row.problem}, ${row.undo_until})
        ON CONFLICT (number_id, wamid) WHERE wamid IS NOT NULL DO NOTHING RETURNING id`)
      return inserted?.id ?? null
    },
    updateBase(
      messageId: MessageId,
      row: Omit<
        NewMessageRow,
        'conversation_id' | 'number_id' | 'wamid' | 'staff_id' | 'own_problem' | 'status' | 'problem' | 'undo_until'
      >,
    ): void {
      db.run(sql`
        UPDATE messages SET raw_event_id = ${row.raw_event_id}, source = ${row.source}, direction = ${row.direction}, author = ${row.author},
          kind = ${row.kind}, body = ${row.body}, content = ${row.content}, content_key = ${row.content_key}, media_id = ${row.media_id},
          sent_at = ${row.sent_at}, quoted_wamid = ${row.quoted_wamid}, forwarded = ${row.forwarded}, beside = ${row.beside},
          first_content = NULL, own_status = ${row.own_status}
        WHERE id = ${messageId}`)
    },
    updateSource(messageId: MessageId, source: MessageSource): void {
      db.run(sql`UPDATE messages SET source = ${source} WHERE id = ${messageId}`)
    },
    updateEdited(messageId: MessageId, edit: { at: number; kind: string; content: string; body: string | null }): void {
      db.run(sql`
        UPDATE messages SET first_content = coalesce(first_content, content), edited_at = ${edit.at}, kind = ${edit.kind}, content = ${edit.content}, body = ${edit.body}
        WHERE id = ${messageId}`)
    },
    updateRevoked(messageId: MessageId, at: number): void {
      db.run(sql`UPDATE messages SET revoked_at = ${at} WHERE id = ${messageId}`)
    },
    updateHeard(messageId: MessageId, at: number): void {
      db.run(sql`UPDATE messages SET heard_at = coalesce(heard_at, ${at}) WHERE id = ${messageId}`)
    },
    updateOwnStatus(messageId: MessageId, own: { status: DeliveryStatus; problem: string | null; undoUntil: number | null }): void {
      db.run(sql`
        UPDATE messages SET own_status = ${own.status}, own_problem = ${own.problem}, undo_until = ${own.undoUntil} WHERE id = ${messageId}`)
    },
    updateShownStatus(messageId: MessageId, shown: { status: DeliveryStatus | null; problem: string | null }): void {
      db.run(sql`UPDATE messages SET status = ${shown.status}, problem = ${shown.problem} WHERE id = ${messageId}`)
    },
    updateSentAt(messageId: MessageId, sentAt: number): void {
      db.run(sql`UPDATE messages SET sent_at = ${sentAt} WHERE id = ${messageId}`)
    },
    updateWamid(messageId: MessageId, wamid: string | null): void {
      db.run(sql`UPDATE messages SET wamid = ${wamid} WHERE id = ${messageId}`)
    },
    updateConversation(from: ConversationId, into: ConversationId): void {
      db.run(sql`UPDATE messages SET conversation_id = ${into} WHERE conversation_id = ${from}`)
    },
    delete(messageId: MessageId): void {
      db.run(sql`DELETE FROM messages WHERE id = ${messageId}`)
    },
  }
}

/** Exported for the test of its plan. */
export function isSeenQuery(messageId: MessageId, viewer: Viewer): Sql {
  return sql`
    SELECT 1 FROM messages m CROSS JOIN conversations c ON c.id = m.conversation_id WHERE m.id = ${messageId} AND ${seenCondition(viewer)}`
}

export type MessagesRepository = ReturnType<typeof createMessagesRepository>

/** Newest first, as the two after it give theirs in the direction they go. Exported for the tests of their plans. */
export function listNewestQuery(conversationId: ConversationId, { limit }: { limit: number }) {
  return sql`${shownMessages} WHERE m.conversation_id = ${conversationId} ORDER BY m.sent_at DESC, m.id DESC LIMIT ${limit}`
}

/** Of whom but one person, newest first; history that is imported is no answer of today. Exported for the test of its plan. */
export function answerAfterQuery(conversationId: ConversationId, position: Position, except: StaffId): Sql {
  return sql`
    SELECT id FROM messages
    WHERE conversation_id = ${conversationId} AND (sent_at, id) > (${position.sentAt}, ${position.id}) AND direction = 'out'
      AND author IN ('staff', 'phone') AND source <> 'history' AND staff_id IS NOT ${except} AND status NOT IN ('failed', 'cancelled')
    ORDER BY sent_at DESC, id DESC LIMIT 1`
}

export function listBeforeQuery(conversationId: ConversationId, position: Position, { limit }: { limit: number }) {
  return sql`${shownMessages}
    WHERE m.conversation_id = ${conversationId} AND (m.sent_at, m.id) < (${position.sentAt}, ${position.id})
    ORDER BY m.sent_at DESC, m.id DESC LIMIT ${limit}`
}

export function listAfterQuery(conversationId: ConversationId, position: Position, { limit }: { limit: number }) {
  return sql`${shownMessages}
    WHERE m.conversation_id = ${conversationId} AND (m.sent_at, m.id) > (${position.sentAt}, ${position.id})
    ORDER BY m.sent_at, m.id LIMIT ${limit}`
}
