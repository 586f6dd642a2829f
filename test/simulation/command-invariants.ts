import type Sqlite from 'better-sqlite3'
import { hashOf, NO_ENTRY } from '#core/journal/chain.ts'
import type { JournalRow } from '#core/journal/repository.ts'
import type { World } from './world.ts'

/**
 * I7: the log of commands has no gaps and no key twice, and whatever staff decided about a message is in it with a name. The journal has no
 * gaps either, each entry's hash covers the one before it, and every message that staff sent is in it.
 */
export function checkCommands(world: World, db: Sqlite.Database): void {
  const { count, first, last } = db.prepare(`SELECT count(*) AS count, min(seq) AS first, max(seq) AS last FROM commands`).get() as {
    count: number
    first: number | null
    last: number | null
  }
  if (count > 0 && (first !== 1 || last !== count)) world.break(`I7: ${count} commands, numbered ${first} to ${last}`)
  const bad = db
    .prepare(
      `SELECT m.id FROM messages m JOIN outbox o ON o.message_id = m.id
       WHERE (SELECT count(*) FROM commands WHERE kind = 'message.send' AND payload ->> '$.clientKey' = o.client_key AND by_staff = m.staff_id) <> 1
          OR (SELECT count(*) FROM commands WHERE kind = 'message.send-again' AND payload ->> '$.messageId' = m.id AND by_staff IS NOT NULL) <> o.resends
          OR o.state = 'cancelled' AND NOT EXISTS (SELECT 1 FROM commands WHERE kind = 'message.undo' AND payload ->> '$.messageId' = m.id)
          OR o.state IN ('arrived', 'dropped') AND NOT EXISTS (
            SELECT 1 FROM commands WHERE kind = 'message.close' AND payload ->> '$.messageId' = m.id AND payload ->> '$.as' = o.state)`,
    )
    .pluck()
    .all()
  for (const id of bad) world.break(`I7: what was decided about message ${String(id)} is not in the log of commands`)
  const orphans = db
    .prepare(`SELECT count(*) FROM messages WHERE author = 'staff' AND id NOT IN (SELECT message_id FROM outbox)`)
    .pluck()
    .get()
  if (orphans !== 0) world.break('a message of ours is in no outbox')
  checkJournal(world, db)
}

function checkJournal(world: World, db: Sqlite.Database): void {
  let before: { seq: number; hash: Buffer } = NO_ENTRY
  for (const row of db.prepare('SELECT * FROM journal ORDER BY seq').all() as JournalRow[]) {
    if (row.seq !== before.seq + 1 || !row.hash.equals(hashOf(before.hash, row))) {
      return world.break(`I7: entry ${row.seq} of the journal does not follow the one before it`)
    }
    before = row
  }
  const count = (text: string) => db.prepare(text).pluck().get()
  const sent = count(`SELECT count(*) FROM commands WHERE kind = 'message.send'`)
  const noted = count(`SELECT count(*) FROM journal WHERE action = 'message.sent' AND subject IS NOT NULL`)
  if (sent !== noted) world.break(`I7: staff sent ${String(sent)} messages, and the journal has ${String(noted)}`)
}
