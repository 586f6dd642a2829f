import type Sqlite from 'better-sqlite3'
import type { Later } from './staff-later.ts'
import type { World } from './world.ts'

const MINUTE_MS = 60_000

type LaterRow = { id: string; client_key: string; due_at: number; state: string; problem: string | null; queued: number }

/** What is for later goes once or not at all: waiting, gone, cancelled or stopped with a reason, and never two of these. */
export function checkLater(world: World, db: Sqlite.Database): void {
  const rows = db
    .prepare(
      `SELECT s.*, (SELECT count(*) FROM outbox o WHERE o.client_key = 'scheduled-' || s.id) AS queued FROM scheduled s
       ORDER BY s.id`,
    )
    .all() as LaterRow[]
  const byKey = new Map(rows.map((row) => [row.client_key, row]))
  for (const one of world.later) {
    const row = byKey.get(one.addKey)
    if (row === undefined) {
      if (one.id !== null) world.break(`"${one.message.text}" was for later and is gone`)
      continue
    }
    checkOne(world, one, row)
  }
  if (rows.length > world.later.length) world.break('something is for later that nobody wrote')
}

function checkOne(world: World, one: Later, row: LaterRow): void {
  const { text } = one.message
  if (one.id !== null && one.id !== row.id) world.break(`"${text}" is for later under another id`)
  // Whoever was not answered sees it in the list.
  one.message.clientKey = `scheduled-${row.id}`
  if (row.queued !== (row.state === 'sent' ? 1 : 0)) world.break(`"${text}" is ${row.state} and ${row.queued} times in the outbox`)
  if (one.cancelled === 'yes' && row.state !== 'cancelled') world.break(`"${text}" was cancelled, and is ${row.state}`)
  if (row.state === 'cancelled' && one.cancelled === 'no') world.break(`"${text}" is cancelled, and nobody did it`)
  if (row.state === 'stopped' && row.problem === null) world.break(`"${text}" was stopped, and nobody is told why`)
  if (row.state === 'stopped' && !one.isStopped) world.faults.meet('L stopped')
  one.isStopped = row.state === 'stopped'
}

/** At the moment in which it leaves. */
export function checkLaterAtTheWire(world: World, text: string): void {
  const one = world.later.find(({ message }) => message.text === text)
  if (one === undefined) return
  if (one.cancelled === 'yes') world.break(`"${text}" leaves, and was cancelled`)
  const hasJumped = (['F28 year', 'F28 day', 'F28 1970', 'F28 hours', 'F30'] as const).some(
    (fault) => world.faults.counts[fault] !== undefined,
  )
  if (!hasJumped && !one.isHurried && world.clock.now() < one.earliestAt) world.break(`"${text}" leaves before its time`)
}

/** Nothing is left behind whose time has come. */
export function checkLaterEnds(world: World, db: Sqlite.Database): void {
  const late = db
    .prepare(`SELECT count(*) FROM scheduled WHERE state = 'waiting' AND due_at < ?`)
    .pluck()
    .get(world.clock.wall() - 2 * MINUTE_MS)
  if (late !== 0) world.break(`${String(late)} messages for later wait, and their time has come`)
}
