import type { NumberId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'

/** The shop's newest reaction to one message, on its way. */
export type OutgoingReaction = {
  readonly numberId: NumberId
  readonly targetWamid: string
  readonly emoji: string
  readonly at: number
}

type Row = { number_id: NumberId; target_wamid: string; emoji: string; at: number }

/** Takes the place of an earlier one to the same message. */
export function upsertOutgoingReaction(db: Database, reaction: OutgoingReaction): void {
  const { numberId, targetWamid, emoji, at } = reaction
  db.run(sql`
    INSERT INTO outgoing_reactions (number_id, target_wamid, emoji, at) VALUES (${numberId}, ${targetWamid}, ${emoji}, ${at})
    ON CONFLICT (number_id, target_wamid) DO UPDATE SET emoji = excluded.emoji, at = excluded.at`)
}

/** Only this very one: a newer one stays. */
export function deleteOutgoingReaction(
  db: Database,
  { numberId, targetWamid, at }: { numberId: string; targetWamid: string; at: number },
): void {
  db.run(sql`DELETE FROM outgoing_reactions WHERE number_id = ${numberId} AND target_wamid = ${targetWamid} AND at = ${at}`)
}

export function listOutgoingReactions(db: Database, numberId: NumberId): OutgoingReaction[] {
  return db.list<Row>(outgoingReactionsQuery(numberId)).map(rowToReaction)
}

/** Few: each is gone once WhatsApp has answered. Exported for the test of its plan. */
export function outgoingReactionsQuery(numberId: NumberId): Sql {
  return sql`SELECT * FROM outgoing_reactions WHERE number_id = ${numberId} LIMIT 1000`
}

function rowToReaction(row: Row): OutgoingReaction {
  return {
    numberId: row.number_id,
    targetWamid: row.target_wamid,
    emoji: row.emoji,
    at: row.at,
  }
}
