import type { ConversationId, DeliveryProblem, MessageId, NumberId, OutgoingContent } from '#contract'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'
import type { Attempt, AttemptResult, OutboxEntry, OutboxState } from './entry.ts'

type EntryRow = {
  message_id: MessageId
  conversation_id: ConversationId
  number_id: NumberId
  client_key: string
  content_kind: OutgoingContent['kind']
  state: OutboxState['kind']
  due_at: number
  queued_at: number
  reconcile_next: 'retry' | 'ask' | null
  resends: number
}

type AttemptRow = {
  message_id: MessageId
  attempt: number
  resends: number
  tracker: string
  result: AttemptResult | null
  problem: string | null
}

const entryColumns = sql`message_id, conversation_id, number_id, client_key, payload ->> '$.kind' AS content_kind, state, due_at, queued_at, reconcile_next, resends`
const attemptColumns = sql`message_id, attempt, resends, tracker, result, problem`
/** Written out as in the partial indexes, so that the planner sees that they apply. */
const isOpen = sql`state IN ('queued', 'attempting', 'waiting', 'reconciling')`

export function insertEntry(
  db: Database,
  entry: Pick<OutboxEntry, 'messageId' | 'conversationId' | 'numberId' | 'clientKey' | 'queuedAt'> & {
    dueAt: number
    payload: OutgoingContent
  },
): void {
  db.run(sql`
    INSERT INTO outbox (message_id, conversation_id, number_id, client_key, payload, state, due_at, queued_at)
    VALUES (${entry.messageId}, ${entry.conversationId}, ${entry.numberId}, ${entry.clientKey}, ${JSON.stringify(entry.payload)}, 'queued', ${entry.dueAt}, ${entry.queuedAt})`)
}

export function findEntry(db: Database, messageId: MessageId): OutboxEntry | undefined {
  const row = db.find<EntryRow>(sql`SELECT ${entryColumns} FROM outbox WHERE message_id = ${messageId}`)
  return row === undefined ? undefined : rowToEntry(row)
}

export function findEntryByClientKey(db: Database, clientKey: string): OutboxEntry | undefined {
  const row = db.find<EntryRow>(sql`SELECT ${entryColumns} FROM outbox WHERE client_key = ${clientKey}`)
  return row === undefined ? undefined : rowToEntry(row)
}

/** What is to go, as the caller gave it. */
export function getPayload(db: Database, messageId: MessageId): OutgoingContent {
  const { payload } = db.get<{ payload: string }>(sql`SELECT payload FROM outbox WHERE message_id = ${messageId}`)
  // Written by this program from a parsed content.
  return JSON.parse(payload) as OutgoingContent
}

export function updateEntryState(db: Database, messageId: MessageId, state: OutboxState): void {
  const dueAt = 'dueAt' in state ? state.dueAt : null
  const reconcileNext = state.kind === 'reconciling' ? state.next : null
  db.run(sql`
    UPDATE outbox SET state = ${state.kind}, due_at = COALESCE(${dueAt}, due_at), reconcile_next = ${reconcileNext}
    WHERE message_id = ${messageId}`)
}

/** A person decided to send it again: it begins anew, and earlier attempts no longer count. */
export function updateEntryForResend(
  db: Database,
  messageId: MessageId,
  { conversationId, at }: { conversationId: ConversationId; at: number },
): void {
  db.run(sql`
    UPDATE outbox SET conversation_id = ${conversationId}, state = 'queued', due_at = ${at}, queued_at = ${at}, reconcile_next = NULL, resends = resends + 1
    WHERE message_id = ${messageId}`)
}

/** Two threads became one, and so did their queues. What is closed is never asked for by its thread. */
export function updateConversationOfOpen(db: Database, { from, into }: { from: ConversationId; into: ConversationId }): void {
  db.run(sql`UPDATE outbox SET conversation_id = ${into} WHERE conversation_id = ${from} AND ${isOpen}`)
}

type Heads = {
  readonly now: number
  readonly numberId: NumberId | null
  /** Those behind this one; null from the first on. */
  readonly after: MessageId | null
  readonly limit: number
}

/**
 * The oldest open message of each conversation of the number, oldest first: those whose time has come. A conversation with an attempt
 * out has none.
 */
export function listDueHeads(db: Database, heads: Heads): OutboxEntry[] {
  return db.list<EntryRow>(dueHeadsQuery(heads)).map(rowToEntry)
}

export function dueHeadsQuery(heads: Heads): Sql {
  return dueHeads(sql`number_id IS ${heads.numberId}`, heads)
}

/** The same of all other numbers: what was left when the shop changed its number. */
export function listDueHeadsOfOthers(db: Database, heads: Heads): OutboxEntry[] {
  return db.list<EntryRow>(dueHeadsOfOthersQuery(heads)).map(rowToEntry)
}

export function dueHeadsOfOthersQuery(heads: Heads): Sql {
  return dueHeads(sql`number_id IS NOT ${heads.numberId}`, heads)
}

function dueHeads(ofNumber: Sql, { now, after, limit }: Heads): Sql {
  return sql`
    SELECT ${entryColumns} FROM outbox
    WHERE ${isOpen} AND state <> 'attempting' AND due_at <= ${now} AND message_id > ${after ?? 0} AND ${ofNumber} AND NOT EXISTS (
      SELECT 1 FROM outbox AS other
      WHERE other.conversation_id = outbox.conversation_id AND other.state IN ('queued', 'attempting', 'waiting', 'reconciling')
        AND (other.message_id < outbox.message_id OR other.state = 'attempting'))
    ORDER BY message_id LIMIT ${limit}`
}

/** When the next open message has its time, after `now`; undefined when none has. */
export function findNextDueAt(db: Database, now: number): number | undefined {
  return db.find<{ due_at: number }>(nextDueQuery(now))?.due_at
}

export function nextDueQuery(now: number): Sql {
  return sql`SELECT due_at FROM outbox WHERE ${isOpen} AND due_at > ${now} ORDER BY due_at LIMIT 1`
}

/** Nothing waits longer than `longest` from now: what would was written before the wall clock was set back. */
export function updateDueAtBeyond(
  db: Database,
  { now, longest }: { now: number; longest: { held: number; reconciling: number; other: number } },
): void {
  db.run(sql`UPDATE outbox SET due_at = ${now} WHERE ${isOpen} AND state = 'queued' AND due_at > ${now + longest.held}`)
  db.run(sql`
    UPDATE outbox SET due_at = ${now + longest.reconciling}
    WHERE ${isOpen} AND state = 'reconciling' AND due_at > ${now + longest.reconciling}`)
  db.run(sql`UPDATE outbox SET due_at = ${now + longest.other} WHERE ${isOpen} AND due_at > ${now + longest.other}`)
}

export function updateDueAtOfReconciling(db: Database, { next, notBefore }: { next: 'retry' | 'ask'; notBefore: number }): void {
  db.run(sql`
    UPDATE outbox SET due_at = MAX(due_at, ${notBefore})
    WHERE state = 'reconciling' AND ${isOpen} AND reconcile_next = ${next}`)
}

export function listAttempting(db: Database, limit: number): OutboxEntry[] {
  return db.list<EntryRow>(attemptingQuery(limit)).map(rowToEntry)
}

export function attemptingQuery(limit: number): Sql {
  return sql`SELECT ${entryColumns} FROM outbox WHERE state = 'attempting' AND ${isOpen} ORDER BY message_id LIMIT ${limit}`
}

export function countOpen(db: Database, numberId: NumberId): number {
  return db.get<{ count: number }>(openCountQuery(numberId)).count
}

export function openCountQuery(numberId: NumberId): Sql {
  return sql`SELECT COUNT(*) AS count FROM outbox WHERE ${isOpen} AND number_id = ${numberId}`
}

export function insertAttempt(
  db: Database,
  attempt: Pick<Attempt, 'messageId' | 'attempt' | 'resends' | 'tracker'> & { startedAt: number },
): void {
  db.run(sql`
    INSERT INTO attempts (message_id, attempt, resends, tracker, started_at)
    VALUES (${attempt.messageId}, ${attempt.attempt}, ${attempt.resends}, ${attempt.tracker}, ${attempt.startedAt})`)
}

/** What a status has proved stays: an answer that comes after it says less. */
export function updateAttemptResult(
  db: Database,
  tracker: string,
  end: { result: AttemptResult; finishedAt: number; wamid: string | null; problem: DeliveryProblem | null },
): void {
  db.run(sql`
    UPDATE attempts SET result = ${end.result}, finished_at = ${end.finishedAt}, wamid = ${end.wamid},
      problem = ${end.problem === null ? null : JSON.stringify(end.problem)}
    WHERE tracker = ${tracker} AND result IS NOT 'accepted'`)
}

export function deleteAttempt(db: Database, tracker: string): void {
  db.run(sql`DELETE FROM attempts WHERE tracker = ${tracker} AND result IS NULL`)
}

/** In order. Few: each is a message that was really sent, or refused. */
export function listAttempts(db: Database, messageId: MessageId): Attempt[] {
  return db.list<AttemptRow>(attemptsQuery(messageId)).map(rowToAttempt)
}

export function attemptsQuery(messageId: MessageId): Sql {
  return sql`SELECT ${attemptColumns} FROM attempts WHERE message_id = ${messageId} ORDER BY attempt LIMIT 1000`
}

/** Of those that WhatsApp took, in order. */
export function listAttemptWamids(db: Database, messageId: MessageId): string[] {
  return db.list<{ wamid: string }>(attemptWamidsQuery(messageId)).map(({ wamid }) => wamid)
}

export function attemptWamidsQuery(messageId: MessageId): Sql {
  return sql`SELECT wamid FROM attempts WHERE message_id = ${messageId} AND wamid IS NOT NULL ORDER BY attempt LIMIT 1000`
}

export function findAttemptByTracker(db: Database, tracker: string): Attempt | undefined {
  const row = db.find<AttemptRow>(sql`SELECT ${attemptColumns} FROM attempts WHERE tracker = ${tracker}`)
  return row === undefined ? undefined : rowToAttempt(row)
}

/** In the shop's settings: it goes with the database, and must be the same for a status that comes weeks later. */
export function findTrackerKey(db: Database): Buffer | undefined {
  const row = db.find<{ key: string }>(sql`SELECT value ->> '$' AS key FROM settings WHERE key = 'outbox.tracker-key'`)
  return row === undefined ? undefined : Buffer.from(row.key, 'base64url')
}

export function insertTrackerKey(db: Database, key: Buffer): void {
  db.run(sql`INSERT INTO settings (key, value) VALUES ('outbox.tracker-key', ${JSON.stringify(key.toString('base64url'))})`)
}

function rowToEntry(row: EntryRow): OutboxEntry {
  return {
    messageId: row.message_id,
    conversationId: row.conversation_id,
    numberId: row.number_id,
    clientKey: row.client_key,
    contentKind: row.content_kind,
    state: rowToState(row),
    queuedAt: row.queued_at,
    resends: row.resends,
  }
}

function rowToState({ state, due_at: dueAt, reconcile_next: next }: EntryRow): OutboxState {
  if (state === 'queued' || state === 'waiting') return { kind: state, dueAt }
  // The table's CHECK ties the column to the state.
  if (state === 'reconciling') return { kind: state, dueAt, next: next ?? 'ask' }
  return { kind: state }
}

function rowToAttempt(row: AttemptRow): Attempt {
  return {
    messageId: row.message_id,
    attempt: row.attempt,
    resends: row.resends,
    tracker: row.tracker,
    result: row.result,
    // Written by updateAttemptResult alone.
    problem: row.problem === null ? null : (JSON.parse(row.problem) as DeliveryProblem),
  }
}
