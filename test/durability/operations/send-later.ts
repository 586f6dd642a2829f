import { sql } from '#core/db/sql.ts'
import type { Operation } from '../operation.ts'
import { announce, isRead, openAtCustomer, prepareCustomer } from './send.ts'

const CLIENT_KEY = 'fail-at-n-later'
const TEXT = 'Sai do forno às cinco'
const IN_MS = 60_000

/** A message for later, from the window's call to the customer's having read it, once. */
export const sendLater: Operation = {
  name: 'send-later',
  goesOnByItself: true,
  prepare: prepareCustomer,

  async complete(world) {
    const { desk, conversationId } = await openAtCustomer(world)
    const content = { kind: 'text', body: TEXT } as const
    await world.insist(() =>
      desk.call('scheduled.add', { conversationId, clientKey: CLIENT_KEY, content, replyTo: null, dueAt: world.clock.now() + IN_MS }),
    )
    world.tell(CLIENT_KEY)
    const announced = new Set<string>()
    await world.until('it is read', async () => {
      await announce(world, desk, announced)
      return await isRead(world, desk, { conversationId, count: 1 })
    })
    await world.close()
  },

  describe({ db, received }) {
    if (db === null) return 'closed'
    const states = db.list<{ state: string }>(sql`SELECT state FROM scheduled`).map(({ state }) => state)
    const queued = db.list<{ state: string }>(sql`SELECT state FROM outbox`).map(({ state }) => state)
    return `${states.join(', ') || 'none'}; ${queued.join(', ') || 'nothing queued'}; customer has ${received.length}`
  },

  wrongAfterDeath({ db, told, received }) {
    if (db === null) return ['the shop does not open']
    const row = db.find<{ state: string; queued: number }>(sql`
      SELECT s.state, (SELECT count(*) FROM outbox o WHERE o.client_key = 'scheduled-' || s.id) AS queued FROM scheduled s`)
    const trackers = db.list<{ tracker: string }>(sql`SELECT tracker FROM attempts`).map(({ tracker }) => tracker)
    return [
      ...(told.includes(CLIENT_KEY) && row === undefined ? ['it was told as waiting, and is lost'] : []),
      ...(row !== undefined && row.queued !== (row.state === 'sent' ? 1 : 0) ? [`it is ${row.state}, and queued ${row.queued} times`] : []),
      ...received.filter(({ tracker }) => !trackers.includes(tracker)).map(() => 'it left without its attempt on disk'),
    ]
  },

  wrongWhenComplete({ db, received }) {
    if (db === null) return ['the shop does not open']
    const rows = db.list<{ state: string; status: string }>(
      sql`SELECT o.state, m.status FROM outbox o JOIN messages m ON m.id = o.message_id`,
    )
    const found = rows.map(({ state, status }) => `${state}/${status}`).join(', ')
    const got = received.map(({ text }) => text).join(' | ')
    return [
      ...(got === TEXT ? [] : [`the customer got ${got || 'nothing'}`]),
      ...(found === 'accepted/read' ? [] : [`the messages are ${found}`]),
    ]
  },
}
