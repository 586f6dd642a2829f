import type { ConversationId, DeliveryProblem, MessageContent, MessageId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'
import type { EditEvent, ReactionEvent, RevokeEvent, StatusEvent } from '../whatsapp/decoded.ts'
import { limits } from '../whatsapp/limits.ts'
import type { ReportedStatus } from './shown-status.ts'

export type ChangeRow = {
  readonly wamid: string
  readonly kind: 'edit' | 'revoke'
  readonly direction: 'in' | 'out'
  readonly at: number
  readonly content: string | null
  readonly body: string | null
}

export type ReactionRow = {
  readonly target_wamid: string
  readonly author: 'customer' | 'shop'
  readonly emoji: string
  readonly state: 'sending' | 'sent' | 'failed'
}

export type OwnReaction = {
  readonly numberId: string
  readonly targetWamid: string
  readonly conversationId: ConversationId
  /** Empty: taken back. */
  readonly emoji: string
  readonly at: number
}

export type FoundReaction = {
  readonly conversation_id: ConversationId
  readonly emoji: string
  readonly at: number
  readonly state: ReactionRow['state']
  /** What the customer sees instead while it is on its way, and when it fails. */
  readonly before_emoji: string
  readonly before_at: number
  /** The newest time that was given to one of this desk's, so that none is given twice. */
  readonly last_at: number
}

export type ThreadFacts = {
  readonly newest: { readonly id: MessageId; readonly sent_at: number } | undefined
  readonly lastOutboundAt: number | null
  readonly waitingSince: number | null
  readonly referredAt: number | null
  readonly freeEntryUntil: number | null
  readonly inboundCount: number
}

/** Statuses, reactions, edits and deletions: facts about a message that may come before the message does. */
export function createFactsRepository(deps: { db: Database }) {
  const { db } = deps

  /** Of each time the customer came by an ad, the first answer counts. In the second of the ad's message none does, as above. */
  function getFreeEntry(conversationId: ConversationId): Pick<ThreadFacts, 'referredAt' | 'freeEntryUntil'> {
    const referrals = db.list<{ at: number; answered_at: number | null }>(referralsQuery(conversationId))
    const opened = referrals.flatMap(({ at, answered_at: answeredAt }) =>
      answeredAt !== null && answeredAt - at <= limits.serviceWindowMs ? [answeredAt + limits.freeEntryPointMs] : [],
    )
    return {
      referredAt: referrals[0]?.at ?? null,
      freeEntryUntil: opened.length === 0 ? null : Math.max(...opened),
    }
  }

  return {
    /** Answers whether it said anything new. The same status may come again with more, such as the price. */
    insertStatus(event: StatusEvent, problem: DeliveryProblem | null): boolean {
      const problemJson = problem === null ? null : JSON.stringify(problem)
      const pricing = event.pricing === null ? null : JSON.stringify(event.pricing)
      return (
        db.run(sql`
          INSERT INTO statuses (number_id, wamid, status, recipient, at, tracker, problem, pricing)
          VALUES (${event.numberId}, ${event.wamid}, ${event.status}, ${event.recipient}, ${event.at}, ${event.tracker}, ${problemJson}, ${pricing})
          ON CONFLICT (number_id, wamid, status, recipient) DO UPDATE SET
            at = min(at, excluded.at),
            tracker = coalesce(min(tracker, excluded.tracker), tracker, excluded.tracker),
            problem = coalesce(max(problem, excluded.problem), problem, excluded.problem),
            pricing = coalesce(max(pricing, excluded.pricing), pricing, excluded.pricing)
          WHERE excluded.at < at
            OR excluded.tracker IS NOT NULL AND (tracker IS NULL OR excluded.tracker < tracker)
            OR excluded.problem IS NOT NULL AND (problem IS NULL OR excluded.problem > problem)
            OR excluded.pricing IS NOT NULL AND (pricing IS NULL OR excluded.pricing > pricing)`).changes > 0
      )
    },
    listStatuses(numberId: string, wamid: string): { status: ReportedStatus; problem: string | null; at: number }[] {
      return db.list(sql`
        SELECT status, problem, at FROM statuses WHERE number_id = ${numberId} AND wamid = ${wamid} ORDER BY status, recipient`)
    },
    /** Notes that a status came of a message that is not here, and when the first one did. */
    insertUnclaimed(numberId: string, wamid: string, toldAt: number): void {
      db.run(sql`
        INSERT INTO unclaimed_messages (number_id, wamid, told_at) VALUES (${numberId}, ${wamid}, ${toldAt}) ON CONFLICT DO NOTHING`)
    },
    /** Takes those off the list that have come meanwhile, or of which was told for the first time before then. */
    deleteClaimed({ toldBefore }: { toldBefore: number }): void {
      db.run(sql`
        DELETE FROM unclaimed_messages WHERE told_at < ${toldBefore}
          OR EXISTS (SELECT 1 FROM messages m WHERE m.number_id = unclaimed_messages.number_id AND m.wamid = unclaimed_messages.wamid)`)
    },
    countUnclaimed(numberId: string, { toldBefore }: { toldBefore: number }): number {
      return db.get<{ count: number }>(sql`
        SELECT count(*) AS count FROM unclaimed_messages WHERE number_id = ${numberId} AND told_at < ${toldBefore}`).count
    },
    /** Of one author the latest counts; answers whether this is it. */
    upsertReaction(event: ReactionEvent, conversationId: ConversationId): boolean {
      const author = event.direction === 'in' ? 'customer' : 'shop'
      return (
        db.run(sql`
          INSERT INTO reactions (number_id, target_wamid, author, conversation_id, emoji, at)
          VALUES (${event.numberId}, ${event.targetWamid}, ${author}, ${conversationId}, ${event.emoji}, ${event.sentAt})
          ON CONFLICT (number_id, target_wamid, author) DO UPDATE
            SET emoji = excluded.emoji, at = excluded.at, conversation_id = excluded.conversation_id, state = 'sent',
              before_emoji = '', before_at = 0
          WHERE excluded.at > at OR excluded.at = at AND excluded.emoji > emoji`).changes > 0
      )
    },
    findReaction(numberId: string, targetWamid: string, author: ReactionRow['author']): FoundReaction | undefined {
      return db.find<FoundReaction>(sql`
        SELECT conversation_id, emoji, at, state, before_emoji, before_at, last_at FROM reactions
        WHERE number_id = ${numberId} AND target_wamid = ${targetWamid} AND author = ${author}`)
    },
    /** One of the shop's by this desk. */
    upsertOwnReaction({ numberId, targetWamid }: { numberId: string; targetWamid: string }, reaction: FoundReaction): void {
      const { conversation_id: conversationId, emoji, at, state } = reaction
      db.run(sql`
        INSERT INTO reactions (number_id, target_wamid, author, conversation_id, emoji, at, state, before_emoji, before_at, last_at)
        VALUES (${numberId}, ${targetWamid}, 'shop', ${conversationId}, ${emoji}, ${at}, ${state},
          ${reaction.before_emoji}, ${reaction.before_at}, ${reaction.last_at})
        ON CONFLICT (number_id, target_wamid, author) DO UPDATE
          SET emoji = excluded.emoji, at = excluded.at, conversation_id = excluded.conversation_id, state = excluded.state,
            before_emoji = excluded.before_emoji, before_at = excluded.before_at, last_at = excluded.last_at`)
    },
    updateReactionsOf(from: ConversationId, into: ConversationId): void {
      db.run(sql`UPDATE reactions SET conversation_id = ${into} WHERE conversation_id = ${from}`)
    },
    /** Those not taken back, of the messages named. */
    listReactions(numberId: string, wamids: readonly string[]): ReactionRow[] {
      return db.list<ReactionRow>(listReactionsQuery(numberId, wamids))
    },
    insertChange(event: EditEvent | RevokeEvent): boolean {
      const content = event.kind === 'edit' ? JSON.stringify(event.content satisfies MessageContent) : null
      const body = event.kind === 'edit' ? event.body : null
      return (
        db.run(sql`
          INSERT INTO message_changes (number_id, wamid, target_wamid, kind, direction, at, content, body)
          VALUES (${event.numberId}, ${event.wamid}, ${event.targetWamid}, ${event.kind}, ${event.direction}, ${event.sentAt}, ${content}, ${body})
          ON CONFLICT (number_id, wamid) DO NOTHING`).changes > 0
      )
    },
    listChanges(numberId: string, targetWamid: string): ChangeRow[] {
      return db.list<ChangeRow>(sql`
        SELECT wamid, kind, direction, at, content, body FROM message_changes
        WHERE number_id = ${numberId} AND target_wamid = ${targetWamid} ORDER BY at, wamid`)
    },
    findNewestInboundWamid(conversationId: ConversationId): string | null {
      return (
        db.find<{ wamid: string | null }>(sql`
          SELECT wamid FROM messages
          WHERE conversation_id = ${conversationId} AND direction = 'in' AND source = 'live' AND author = 'customer'
          ORDER BY sent_at DESC, id DESC LIMIT 1`)?.wamid ?? null
      )
    },
    /** What a conversation's derived columns are made of: reads as much of the thread as it takes. */
    getThreadFacts(conversationId: ConversationId): ThreadFacts {
      // What was taken back never happened, so it is no news of the thread either.
      const newest = db.find<{ id: MessageId; sent_at: number }>(sql`
        SELECT id, sent_at FROM messages WHERE conversation_id = ${conversationId} AND status IS NOT 'cancelled'
        ORDER BY sent_at DESC, id DESC LIMIT 1`)
      const { at: lastOutboundAt } = db.get<{ at: number | null }>(sql`
        SELECT max(at) AS at FROM (
          SELECT max(sent_at) AS at FROM messages m WHERE m.conversation_id = ${conversationId} AND ${isAnswer}
          UNION ALL SELECT max(at) FROM reactions r WHERE r.conversation_id = ${conversationId} AND ${isAnsweringReaction})`)
      // In one and the same second nobody knows who was first: better a customer too many in the queue than one forgotten.
      const { at: waitingSince } = db.get<{ at: number | null }>(sql`
        SELECT min(sent_at) AS at FROM messages
        WHERE conversation_id = ${conversationId} AND direction = 'in' AND source = 'live' AND author = 'customer'
          AND sent_at >= ${lastOutboundAt ?? Number.MIN_SAFE_INTEGER}`)
      const { count: inboundCount } = db.get<{ count: number }>(sql`
        SELECT count(*) AS count FROM messages
        WHERE conversation_id = ${conversationId} AND direction = 'in' AND source = 'live' AND author = 'customer'`)
      return { newest, lastOutboundAt, waitingSince, inboundCount, ...getFreeEntry(conversationId) }
    },
  }
}

/** What did not go out is none. */
const isAnswer = sql`m.direction = 'out' AND m.status NOT IN ('failed', 'cancelled')`
const isAnsweringReaction = sql`r.author = 'shop' AND r.emoji <> '' AND r.state <> 'failed'`

/** Newest first. Exported for the test of its plan. */
export function referralsQuery(conversationId: ConversationId): Sql {
  return sql`
    SELECT a.sent_at AS at, (
      SELECT min(at) FROM (
        SELECT min(m.sent_at) AS at FROM messages m WHERE m.conversation_id = a.conversation_id AND m.sent_at > a.sent_at AND ${isAnswer}
        UNION ALL SELECT min(r.at) FROM reactions r WHERE r.conversation_id = a.conversation_id AND r.at > a.sent_at AND ${isAnsweringReaction})
      ) AS answered_at
    FROM messages a INDEXED BY messages_referred
    WHERE a.conversation_id = ${conversationId} AND a.beside IS NOT NULL AND a.beside ->> '$.referral' IS NOT NULL
      AND a.direction = 'in' AND a.source = 'live' AND a.author = 'customer'
    ORDER BY a.sent_at DESC LIMIT 1000`
}

export type FactsRepository = ReturnType<typeof createFactsRepository>

export function listReactionsQuery(numberId: string, wamids: readonly string[]) {
  return sql`
    SELECT target_wamid, author, emoji, state FROM reactions
    WHERE number_id = ${numberId} AND target_wamid IN (SELECT value FROM json_each(${JSON.stringify(wamids)})) AND emoji <> ''
    ORDER BY target_wamid, author`
}
