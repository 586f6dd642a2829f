import { checkFileAtTheWire } from './file-invariants.ts'
import { checkLaterAtTheWire } from './later-invariants.ts'
import type { Sent } from './meta.ts'
import type { World } from './world.ts'

const HOUR_MS = 60 * 60_000
const STALE_AFTER_MS = 6 * HOUR_MS
const DAY_MS = 24 * HOUR_MS

/** What must hold at the moment in which the program hands a text to the network. */
export function checkAtTheWire(world: World, sent: Sent): void {
  const db = world.program.connection()
  if (db === null) return world.break(`"${sent.text}" leaves a program without a database`)
  const row = db
    .prepare(
      `SELECT o.state, o.queued_at, n.paused_by, a.result FROM attempts a JOIN outbox o ON o.message_id = a.message_id
       JOIN numbers n ON n.id = o.number_id WHERE a.tracker = ?`,
    )
    .get(sent.tracker) as { state: string; queued_at: number; paused_by: string | null; result: string | null } | undefined
  if (row === undefined || row.result !== null || row.state !== 'attempting' || db.inTransaction)
    return world.break(`I3: "${sent.text}" leaves before its attempt is on disk`)
  if (row.paused_by !== null) world.break(`"${sent.text}" leaves while the queue is stopped`)
  if (world.staff.written.some(({ text, undone }) => text === sent.text && undone === 'yes'))
    world.break(`"${sent.text}" leaves after it was taken back`)
  checkFileAtTheWire(world, sent, db)
  checkLaterAtTheWire(world, sent.text)
  checkTimes(world, sent, row.queued_at)
  checkAlone(world, sent)
}

/** Of a computer whose clock is right: another cannot know better. */
function checkTimes(world: World, sent: Sent, queuedAt: number): void {
  const { clock, faults } = world
  if (clock.wall() !== clock.now()) return
  // A message that bears no time opens the window when it comes.
  if ((faults.counts.F80 ?? 0) === 0 && !holdersOf(world, sent.to).some(({ lastHeardAt }) => clock.now() - lastHeardAt < DAY_MS))
    world.break(`"${sent.text}" leaves after the window has closed`)
  const hasJumped = (['F28 year', 'F28 day', 'F28 1970', 'F28 hours', 'F30'] as const).some((fault) => faults.counts[fault] !== undefined)
  if (!hasJumped && clock.now() - queuedAt > STALE_AFTER_MS) world.break(`"${sent.text}" leaves unasked after ${clock.now() - queuedAt} ms`)
}

/** One at a time to one customer: the one before was answered, or a status has told of it, or its program is dead. */
function checkAlone(world: World, sent: Sent): void {
  const db = world.program.connection()
  const customer = world.customers.byAddress(sent.to)
  // Of a number that went from one to the other, the shop may know the one or the other.
  if (holdersOf(world, sent.to).length > 1) return
  for (const before of world.meta.sent) {
    if (before.isExcused) continue
    if (
      before.isAnswered ||
      before.life !== sent.life ||
      holdersOf(world, before.to).length > 1 ||
      world.customers.byAddress(before.to) !== customer
    )
      continue
    if (db?.prepare(TOLD).pluck().get(before.tracker) === 0)
      world.break(`"${sent.text}" leaves while "${before.text}" is out to the same customer`)
  }
}

/** Sent again though an earlier attempt had arrived: the word of that one lets the next message go, too. */
const TOLD = `SELECT count(*) FROM statuses WHERE tracker IN (
  SELECT other.tracker FROM attempts a JOIN attempts other ON other.message_id = a.message_id WHERE a.tracker = ?)`

function holdersOf({ customers }: World, address: string) {
  return customers.all.filter(({ addresses }) => addresses.has(address))
}
