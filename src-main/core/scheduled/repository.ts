import type { ConversationId, CostQuote, ErrorCode, MessageContent, MessageId, OutgoingContent, ScheduledId, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'

export type Scheduled = {
  readonly id: ScheduledId
  readonly conversationId: ConversationId
  readonly staffId: StaffId
  readonly clientKey: string
  readonly content: OutgoingContent
  readonly shown: MessageContent
  readonly replyTo: MessageId | null
  readonly dueAt: number
  readonly state: 'waiting' | 'stopped' | 'sent' | 'cancelled'
  readonly problem: ErrorCode | null
  readonly agreed: Agreed | null
}

/** What somebody agreed to pay. */
export type Agreed = Pick<CostQuote, 'amount' | 'currency'>

type Row = {
  id: ScheduledId
  conversation_id: ConversationId
  staff_id: StaffId
  client_key: string
  content: string
  shown: string
  reply_to: MessageId | null
  due_at: number
  state: Scheduled['state']
  problem: ErrorCode | null
  agreed: string | null
}

export function insertScheduled(db: Database, row: Omit<Scheduled, 'state' | 'problem'>): void {
  const { content, shown, agreed } = row
  db.run(sql`
    INSERT INTO scheduled (id, conversation_id, staff_id, client_key, content, shown, reply_to, due_at, state, agreed)
    VALUES (${row.id}, ${row.conversationId}, ${row.staffId}, ${row.clientKey}, ${JSON.stringify(content)}, ${JSON.stringify(shown)},
      ${row.replyTo}, ${row.dueAt}, 'waiting', ${agreed === null ? null : JSON.stringify(agreed)})`)
}

export function findScheduled(db: Database, id: ScheduledId): Scheduled | undefined {
  return first(db.find<Row>(sql`SELECT * FROM scheduled WHERE id = ${id}`))
}

export function findScheduledByClientKey(db: Database, clientKey: string): Scheduled | undefined {
  return first(db.find<Row>(sql`SELECT * FROM scheduled WHERE client_key = ${clientKey}`))
}

/** Of those that wait or were stopped, in order, those behind `after`. */
export type ScheduledPart = { readonly conversationId: ConversationId; readonly after: ScheduledPosition | null; readonly limit: number }
export type ScheduledPosition = Pick<Scheduled, 'dueAt' | 'id'>

export function listScheduledIn(db: Database, part: ScheduledPart): Scheduled[] {
  return db.list<Row>(scheduledInQuery(part)).map(rowToScheduled)
}

/** Exported, as those below, for the tests of their plans. */
export function scheduledInQuery({ conversationId, after, limit }: ScheduledPart): Sql {
  return sql`
    SELECT * FROM scheduled WHERE conversation_id = ${conversationId} AND state IN ('waiting', 'stopped')
      AND (due_at, id) > (${after?.dueAt ?? 0}, ${after?.id ?? ''}) ORDER BY due_at, id LIMIT ${limit}`
}

export function countScheduledIn(db: Database, conversationId: ConversationId): number {
  return db.get<{ count: number }>(scheduledCountQuery(conversationId)).count
}

export function scheduledCountQuery(conversationId: ConversationId): Sql {
  return sql`SELECT count(*) AS count FROM scheduled WHERE conversation_id = ${conversationId} AND state IN ('waiting', 'stopped')`
}

export function findNextScheduledAt(db: Database): number | undefined {
  return db.find<{ due_at: number }>(nextScheduledQuery())?.due_at
}

export function nextScheduledQuery(): Sql {
  return sql`SELECT due_at FROM scheduled WHERE state = 'waiting' ORDER BY due_at LIMIT 1`
}

export function listDueScheduled(db: Database, now: number): Scheduled[] {
  return db.list<Row>(dueScheduledQuery(now)).map(rowToScheduled)
}

export function dueScheduledQuery(now: number): Sql {
  return sql`SELECT * FROM scheduled WHERE state = 'waiting' AND due_at <= ${now} ORDER BY due_at LIMIT 100`
}

export function updateScheduledTime(db: Database, id: ScheduledId, { dueAt, agreed }: { dueAt: number; agreed: Agreed | null }): void {
  db.run(sql`
    UPDATE scheduled SET due_at = ${dueAt}, state = 'waiting', problem = NULL, agreed = ${agreed === null ? null : JSON.stringify(agreed)}
    WHERE id = ${id}`)
}

export function updateScheduledState(db: Database, id: ScheduledId, state: 'sent' | 'cancelled'): void {
  db.run(sql`UPDATE scheduled SET state = ${state}, problem = NULL WHERE id = ${id}`)
}

export function updateScheduledStopped(db: Database, id: ScheduledId, problem: ErrorCode): void {
  db.run(sql`UPDATE scheduled SET state = 'stopped', problem = ${problem} WHERE id = ${id}`)
}

export function updateScheduledConversation(db: Database, { from, into }: { from: ConversationId; into: ConversationId }): boolean {
  return db.run(sql`UPDATE scheduled SET conversation_id = ${into} WHERE conversation_id = ${from}`).changes > 0
}

function first(row: Row | undefined): Scheduled | undefined {
  return row === undefined ? undefined : rowToScheduled(row)
}

function rowToScheduled(row: Row): Scheduled {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    staffId: row.staff_id,
    clientKey: row.client_key,
    // These three were written by this program from parsed inputs.
    content: JSON.parse(row.content) as OutgoingContent,
    shown: JSON.parse(row.shown) as MessageContent,
    replyTo: row.reply_to,
    dueAt: row.due_at,
    state: row.state,
    problem: row.problem,
    agreed: row.agreed === null ? null : (JSON.parse(row.agreed) as Agreed),
  }
}
