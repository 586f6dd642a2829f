import type { NumberHealth, NumberId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'
import type { HealthFacts } from '../whatsapp/graph-health.ts'

type Event = NumberHealth['events'][number]

export function findFacts(db: Database, numberId: NumberId): { facts: HealthFacts; checkedAt: number } | undefined {
  const row = db.find<{ facts: string; checked_at: number }>(sql`SELECT facts, checked_at FROM number_health WHERE number_id = ${numberId}`)
  // Written by this program.
  return row === undefined ? undefined : { facts: JSON.parse(row.facts) as HealthFacts, checkedAt: row.checked_at }
}

export function upsertFacts(db: Database, numberId: NumberId, { facts, at }: { facts: HealthFacts; at: number }): void {
  db.run(sql`
    INSERT INTO number_health (number_id, facts, checked_at) VALUES (${numberId}, ${JSON.stringify(facts)}, ${at})
    ON CONFLICT (number_id) DO UPDATE SET facts = excluded.facts, checked_at = excluded.checked_at`)
}

export function insertEvent(db: Database, event: Event): void {
  db.run(sql`INSERT INTO number_events (at, what, detail) VALUES (${event.at}, ${event.what}, ${event.detail})`)
}

/** Newest first. */
export function listEvents(db: Database, { limit }: { limit: number }): Event[] {
  return db.list<Event>(eventsQuery({ limit }))
}

export function eventsQuery({ limit }: { limit: number }): Sql {
  return sql`SELECT at, what, detail FROM number_events ORDER BY at DESC, id DESC LIMIT ${limit}`
}

type Restriction = NumberHealth['restrictions'][number]

/** What was told last holds, in whatever order it comes; of one second all of it. */
export function replaceRestrictions(db: Database, restrictions: readonly Restriction[], at: number): void {
  if (db.find(sql`SELECT 1 FROM number_events WHERE at > ${at} AND what IN ('restriction', 'reinstated') LIMIT 1`) !== undefined) return
  db.run(sql`DELETE FROM number_restrictions WHERE told_at < ${at}`)
  for (const { type, until } of restrictions) {
    db.run(sql`
      INSERT INTO number_restrictions (type, until, told_at) VALUES (${type}, ${until}, ${at})
      ON CONFLICT (type) DO UPDATE SET until = excluded.until, told_at = excluded.told_at WHERE excluded.told_at >= told_at`)
  }
}

/** Those that still hold. */
export function listRestrictions(db: Database, now: number): Restriction[] {
  return db.list(sql`SELECT type, until FROM number_restrictions WHERE until IS NULL OR until > ${now} ORDER BY type`)
}

/** Answers whether it was not told since `after`. */
export function noteTold(db: Database, { what, at, after }: { what: string; at: number; after: number }): boolean {
  return (
    db.run(sql`
      INSERT INTO number_told (what, at) VALUES (${what}, ${at})
      ON CONFLICT (what) DO UPDATE SET at = excluded.at WHERE at < ${after}`).changes > 0
  )
}

/**
 * To how many customers templates went since `from` who had not written in the day before: what Meta's daily limit counts, as far as this
 * number's part of it goes.
 */
export function countFirstWritten(db: Database, numberId: NumberId, from: number): number {
  return db.get<{ count: number }>(firstWrittenQuery(numberId, from)).count
}

const WINDOW_MS = 24 * 60 * 60_000

/** Along the index of templates by name: the planner would go through all threads, which lie in the order that it counts them in. */
export function firstWrittenQuery(numberId: NumberId, from: number): Sql {
  return sql`
    SELECT count(DISTINCT m.conversation_id) AS count FROM messages m INDEXED BY messages_templates
    WHERE m.kind = 'template' AND m.direction = 'out' AND m.sent_at >= ${from} AND m.number_id = ${numberId}
      AND m.status NOT IN ('queued', 'failed', 'cancelled')
      AND NOT EXISTS (SELECT 1 FROM messages i
        WHERE i.conversation_id = m.conversation_id AND i.sent_at > m.sent_at - ${WINDOW_MS} AND i.sent_at <= m.sent_at
          AND i.direction = 'in' AND i.source = 'live' AND i.author = 'customer')`
}
