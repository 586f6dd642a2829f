import type Sqlite from 'better-sqlite3'
import type { World } from './world.ts'

type OwnRow = { client_key: string; body: string | null; edited_at: number | null; revoked_at: number | null }

/** What staff wrote stays as they wrote it: nobody outside can change or delete it. */
export function checkOwnWords(world: World, db: Sqlite.Database): void {
  const rows = db
    .prepare(`SELECT o.client_key, m.body, m.edited_at, m.revoked_at FROM outbox o JOIN messages m ON m.id = o.message_id`)
    .all() as OwnRow[]
  const textOf = new Map(world.staff.written.map(({ clientKey, text }) => [clientKey, text]))
  for (const row of rows) {
    const text = textOf.get(row.client_key)
    if (text !== row.body || row.edited_at !== null || row.revoked_at !== null)
      world.break(`"${text ?? row.client_key}" was changed by somebody else`)
  }
}
