import type { ErrorKey, NumberId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'

export type StoredNumber = {
  readonly numberId: NumberId
  readonly wabaId: string
  readonly graphUrl: string
  readonly displayPhoneNumber: string
  readonly verifiedName: string
  readonly quality: string
  /** On the WhatsApp Business app of a phone as well: WhatsApp takes a quarter as much a second from it. */
  readonly isOnPhoneApp: boolean
  readonly pausedBy: ErrorKey | null
}

type NumberRow = {
  id: NumberId
  waba_id: string
  graph_url: string
  display_phone_number: string
  verified_name: string
  quality: string
  is_on_phone_app: 0 | 1
  paused_by: ErrorKey | null
}

/** The shop's number: the one connected last. */
export function findNumber(db: Database): StoredNumber | undefined {
  const row = db.find<NumberRow>(sql`
    SELECT id, waba_id, graph_url, display_phone_number, verified_name, quality, is_on_phone_app, paused_by FROM numbers
    ORDER BY connected_at DESC, id LIMIT 1`)
  if (row === undefined) return undefined
  return {
    numberId: row.id,
    wabaId: row.waba_id,
    graphUrl: row.graph_url,
    displayPhoneNumber: row.display_phone_number,
    verifiedName: row.verified_name,
    quality: row.quality,
    isOnPhoneApp: row.is_on_phone_app === 1,
    pausedBy: row.paused_by,
  }
}

/** Puts the number in, or brings what is known of it up to date; a pause stays. */
export function upsertNumber(db: Database, number: Omit<StoredNumber, 'pausedBy'> & { connectedAt: number }): void {
  db.run(sql`
    INSERT INTO numbers (id, waba_id, graph_url, display_phone_number, verified_name, quality, is_on_phone_app, connected_at)
    VALUES (${number.numberId}, ${number.wabaId}, ${number.graphUrl}, ${number.displayPhoneNumber}, ${number.verifiedName},
      ${number.quality}, ${number.isOnPhoneApp ? 1 : 0}, ${number.connectedAt})
    ON CONFLICT (id) DO UPDATE SET waba_id = excluded.waba_id, graph_url = excluded.graph_url,
      display_phone_number = excluded.display_phone_number, verified_name = excluded.verified_name,
      quality = excluded.quality, is_on_phone_app = excluded.is_on_phone_app, connected_at = excluded.connected_at`)
}

export function updatePausedBy(db: Database, numberId: NumberId, key: ErrorKey | null): void {
  db.run(sql`UPDATE numbers SET paused_by = ${key} WHERE id = ${numberId}`)
}
