import type Sqlite from 'better-sqlite3'
import type { World } from './world.ts'
import type { Written } from './staff.ts'

type OutRow = {
  id: number
  conversation_id: number
  client_key: string
  state: string
  status: string
  wamid: string | null
  /** Meta's code of the answer. */
  refused_as: number | null
  own_problem: string | null
  resends: number
  open_attempts: number
}

/** I2 to I5 and I10: what the shop believes about what it sends, held against what the customers really got. */
export function checkOutbox(world: World, db: Sqlite.Database): void {
  const rows = db
    .prepare(
      `SELECT m.id, m.conversation_id, o.client_key, o.state, m.status, m.wamid, m.own_problem, m.own_problem ->> '$.code' AS refused_as, o.resends,
         (SELECT count(*) FROM attempts a WHERE a.message_id = m.id AND a.result IS NULL) AS open_attempts
       FROM messages m JOIN outbox o ON o.message_id = m.id ORDER BY m.id`,
    )
    .all() as OutRow[]
  const byKey = new Map(rows.map((row) => [row.client_key, row]))
  for (const row of rows) {
    if (row.state === 'attempting' && row.open_attempts === 0) world.break(`I3: message ${row.id} is attempting without an attempt`)
    if (row.wamid !== null && !TAKEN.has(row.state)) world.break(`I10: message ${row.id} was taken by WhatsApp, and is ${row.state}`)
    if (row.state === 'failed' && row.own_problem === null) world.break(`message ${row.id} failed, and nobody is told why`)
    if (row.state === 'failed' && row.refused_as !== null && STOPPING.has(row.refused_as))
      world.break(`message ${row.id} failed for what only stops the queue: ${row.refused_as}`)
    if (!isShownAsIs(row)) world.break(`I10: message ${row.id} is ${row.state} and shown as ${row.status}`)
  }
  for (const message of world.staff.written) {
    const row = byKey.get(message.clientKey ?? '')
    if (row === undefined) {
      if (message.messageId !== null) world.break(`I1: "${message.text}" was queued and is gone`)
      continue
    }
    if (message.messageId !== null && message.messageId !== row.id) world.break(`"${message.text}" became another message`)
    checkCount(world, message, row)
    checkRank(world, message, row)
  }
  checkOrder(world, rows)
}

/** Of what was accepted and reported as failed, a person may have let it be. */
const TAKEN = new Set(['accepted', 'arrived', 'dropped'])
/** Token, payment, account: nothing is wrong with the message. */
const STOPPING = new Set([190, 131042, 368, 131031])
const SHOWN: Readonly<Record<string, string>> = { arrived: 'accepted', dropped: 'cancelled' }
const REPORTED = new Set(['sent', 'delivered', 'read', 'played', 'failed'])

/** What is shown is the state itself, or what WhatsApp has reported since. */
function isShownAsIs({ state, status, wamid }: OutRow): boolean {
  return status === (SHOWN[state] ?? state) || (wamid !== null && REPORTED.has(status))
}

function checkCount(world: World, message: Written, row: OutRow): void {
  const sent = world.meta.sent.filter(({ text }) => text === message.text)
  const came = sent.filter(({ isReceived }) => isReceived).length
  const allowed = 1 + message.resends + message.doubtfulResends + sent.filter(({ isExcused }) => isExcused).length
  if (came > allowed) world.break(`I2: "${message.text}" came ${came} times, allowed were ${allowed}`)
  if (row.resends < message.resends || row.resends > message.resends + message.doubtfulResends)
    world.break(`I7: "${message.text}" was sent again ${row.resends} times, decided ${message.resends}`)
}

const FAILED_RANK = 3

/** What has been proved about a message can never be unproved. `failed` counts when WhatsApp has said it. */
function rankOf({ status, wamid }: OutRow): number {
  if (status === 'failed') return wamid === null ? 0 : FAILED_RANK
  return { accepted: 1, sent: 2, delivered: 4, read: 5, played: 6 }[status] ?? 0
}

function checkRank(world: World, message: Written, row: OutRow): void {
  if (row.resends > message.resends && message.doubtfulResends > 0) {
    message.resends += 1
    message.doubtfulResends -= 1
    message.rank = 0
  }
  const rank = rankOf(row)
  // One sending failed, and another one has gone: that is more, however far it has come.
  const isOtherSending = message.rank === FAILED_RANK && row.wamid !== null && row.wamid !== message.wamid
  if (rank < message.rank && !isOtherSending) world.break(`I4: "${message.text}" went down to ${row.status}`)
  message.rank = rank
  message.wamid = row.wamid
  if (['unconfirmed', 'failed', 'cancelled'].includes(row.status)) message.wasDoubtful = true
}

/** Texts of which this program has heard the answer, and has not written it down. Once the disk is well again, there is none. */
export function forgottenAnswers(world: World, db: Sqlite.Database): string[] {
  return world.meta.sent.flatMap(({ text, tracker, isAnswered, life }) => {
    if (!isAnswered || life !== db) return []
    const open = db.prepare(`SELECT count(*) FROM attempts WHERE tracker = ? AND result IS NULL`).pluck().get(tracker)
    // What surely did not leave is tried again as the same attempt.
    const isOutAgain = world.meta.sent.some((other) => other.tracker === tracker && !other.isAnswered)
    return open !== 0 && !isOutAgain ? [text] : []
  })
}

/** I5: those nobody had to decide about came in the order in which they were written. */
function checkOrder(world: World, rows: readonly OutRow[]): void {
  const firstAt = new Map<string, number>()
  for (const [index, { text, isReceived }] of world.meta.sent.entries()) if (isReceived && !firstAt.has(text)) firstAt.set(text, index)
  const textOf = new Map(world.staff.written.filter((message) => !isDecided(message)).map(({ clientKey, text }) => [clientKey, text]))
  const last = new Map<number, number>()
  for (const row of rows) {
    const text = textOf.get(row.client_key)
    const at = text === undefined ? undefined : firstAt.get(text)
    if (at === undefined) continue
    if (at < (last.get(row.conversation_id) ?? -1)) world.break(`I5: "${text}" came before what was written earlier`)
    last.set(row.conversation_id, at)
  }
}

/** Somebody had to decide about it: it came when they said so. */
function isDecided({ wasDoubtful, resends, doubtfulResends }: Written): boolean {
  return wasDoubtful || resends + doubtfulResends > 0
}
