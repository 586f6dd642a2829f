import type Sqlite from 'better-sqlite3'
import type { World } from './world.ts'

/** I1: what was answered 200 is in the database; once it is applied, so is what it says, each thing once and nothing else. */
export function checkKnown(world: World, db: Sqlite.Database): void {
  const { known } = world
  const rows = db.prepare(`SELECT hex(sha256) AS hash, state FROM raw_events`).all() as { hash: string; state: string }[]
  const stored = new Set(rows.map(({ hash }) => hash.toLowerCase()))
  for (const body of known.bodies) if (!stored.has(body)) world.break('I1: a webhook that was answered 200 is not in the database')
  // Whatever is stored was signed by WhatsApp; it may have been stored without the 200 coming back.
  if (rows.some(({ state }) => state === 'stored') || rows.length !== known.bodies.size) return
  compare(
    world,
    'messages',
    known.messages.keys(),
    db.prepare(`SELECT wamid FROM messages WHERE author <> 'staff'`).pluck().all() as string[],
  )
  compare(world, 'statuses', known.statuses.keys(), db.prepare(`SELECT wamid || ' ' || status FROM statuses`).pluck().all() as string[])
  compare(
    world,
    'reactions',
    // What came in while the clock was a day behind is dated by that clock, and so is the order of two reactions.
    [...known.reactions].map(([key, { emoji }]) => (world.wasFarBehind ? key : `${key} ${emoji}`)),
    db
      .prepare(
        `SELECT target_wamid || ' ' || author ${world.wasFarBehind ? '' : `|| ' ' || emoji`} FROM reactions WHERE author = 'customer'`,
      )
      .pluck()
      .all() as string[],
  )
  compare(world, 'changes', known.changes.keys(), db.prepare(`SELECT wamid FROM message_changes`).pluck().all() as string[])
  const account = db.prepare(`SELECT field || ' ' || (value ->> '$.marker') FROM account_events WHERE value ->> '$.marker' IS NOT NULL`)
  compare(world, 'account events', known.account, account.pluck().all() as string[])
  const kept = db.prepare(`SELECT reason, value FROM kept_items`).all() as { reason: string; value: string }[]
  for (const fact of known.kept) {
    const [reason = '', marker = ''] = fact.split(' ')
    const count = kept.filter((item) => item.reason === reason && item.value.includes(marker)).length
    // Once for each body it came in.
    if (count === 0) world.break(`I1: nothing is kept as ${fact}`)
  }
  for (const { reason } of kept) if (reason === 'apply-failed') world.break('an item could not be applied')
}

function compare(world: World, what: string, expected: Iterable<string>, found: readonly string[]): void {
  const missing = new Set(expected)
  for (const each of found) {
    if (!missing.delete(each)) world.break(`I1: ${what} has ${each}, which nobody said, or twice`)
  }
  for (const each of missing) world.break(`I1: ${what} lacks ${each}`)
}
