import { createHash } from 'node:crypto'
import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'

export type RawEvent = { readonly id: number; readonly received_at: number; readonly body: Buffer }

/** Bodies as they came, and what of them is no message: kept items and facts about the account. */
export type IntakeRepository = ReturnType<typeof createIntakeRepository>

export function createIntakeRepository(deps: { db: Database }) {
  const { db } = deps
  return {
    /** In the caller's transaction. Answers false for a body that is here already, byte for byte: it was applied, or will be. */
    insertRawEvent(row: { body: Buffer; receivedAt: number }): boolean {
      const sha256 = createHash('sha256').update(row.body).digest()
      const { changes, lastInsertRowid } = db.run(sql`
        INSERT INTO raw_events (received_at, sha256, state) VALUES (${row.receivedAt}, ${sha256}, 'stored') ON CONFLICT (sha256) DO NOTHING`)
      if (changes === 0) return false
      db.run(sql`INSERT INTO raw_bodies (raw_event_id, body) VALUES (${lastInsertRowid}, ${row.body})`)
      return true
    },
    findNextStored(except: readonly number[]): RawEvent | undefined {
      return db.find<RawEvent>(findNextStoredQuery(except))
    },
    updateRawEvent(id: number, row: { state: 'applied' | 'unreadable'; decoderVersion: number }): void {
      db.run(sql`UPDATE raw_events SET state = ${row.state}, decoder_version = ${row.decoderVersion} WHERE id = ${id}`)
    },
    /** Has bodies read again that an older decoder could not read at all. */
    updateUnreadableToReadAgain(decoderVersion: number): void {
      db.run(sql`UPDATE raw_events SET state = 'stored' WHERE state = 'unreadable' AND decoder_version < ${decoderVersion}`)
    },
    /** The same for those of which an older decoder could not use an item. */
    updateKeptToReadAgain(decoderVersion: number): void {
      db.run(sql`
        UPDATE raw_events SET state = 'stored' WHERE id IN (SELECT raw_event_id FROM kept_items) AND decoder_version < ${decoderVersion}`)
    },
    /** The same for items that were kept for one reason, whatever the decoder. */
    updateToReadAgainFor(reason: string): void {
      db.run(sql`
        UPDATE raw_events SET state = 'stored' WHERE id IN (SELECT raw_event_id FROM kept_items WHERE reason = ${reason})`)
    },
    upsertKeptItem(row: { rawEventId: number; path: string; reason: string; value: unknown }): void {
      db.run(sql`
        INSERT INTO kept_items (raw_event_id, path, reason, value)
        VALUES (${row.rawEventId}, ${row.path}, ${row.reason}, ${JSON.stringify(row.value ?? null)})
        ON CONFLICT (raw_event_id, path) DO UPDATE SET reason = excluded.reason, value = excluded.value`)
    },
    deleteKeptItems(rawEventId: number): void {
      db.run(sql`DELETE FROM kept_items WHERE raw_event_id = ${rawEventId}`)
    },
    /** Answers false for a fact that is known. Told apart by all that it says, the time of its entry included. */
    insertAccountEvent(row: {
      rawEventId: number
      entryId: string
      field: string
      numberId: string | null
      at: number | null
      value: unknown
    }): boolean {
      const value = JSON.stringify(row.value ?? null)
      const key = createHash('sha256')
        .update(JSON.stringify([row.entryId, row.field, row.numberId, row.at, row.value ?? null], withSortedKeys))
        .digest('hex')
      return (
        db.run(sql`
          INSERT INTO account_events (dedupe_key, raw_event_id, entry_id, field, at, value)
          VALUES (${key}, ${row.rawEventId}, ${row.entryId}, ${row.field}, ${row.at}, ${value})
          ON CONFLICT (dedupe_key) DO NOTHING`).changes > 0
      )
    },
  }
}

/** For `JSON.stringify`: the same fact with its keys in another order is the same text. */
function withSortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

export function findNextStoredQuery(except: readonly number[] = []) {
  const others = except.length === 0 ? sql`` : sql`AND e.id NOT IN (SELECT value FROM json_each(${JSON.stringify(except)}))`
  return sql`
    SELECT e.id, e.received_at, b.body FROM raw_events e CROSS JOIN raw_bodies b ON b.raw_event_id = e.id
    WHERE e.state = 'stored' ${others} ORDER BY e.id LIMIT 1`
}
