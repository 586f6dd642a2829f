import { expect, test } from 'vitest'
import type { MessageId } from '#contract'
import type { Database } from '#core/db/database.ts'
import { sql } from '#core/db/sql.ts'
import type { SendFate } from '#test/support/fake-graph.ts'
import { setUpSending, type Sending } from '#test/support/sending.ts'

const MINUTE_MS = 60_000

/** The program is started again over what the dead one left. */
async function startAgain(shop: Sending): Promise<Sending> {
  await shop.die()
  return setUpSending({ db: shop.db, clock: shop.clock, graph: shop.graph, ids: shop.ids })
}

async function crashWhileOut(fate: SendFate) {
  const before = await setUpSending()
  before.graph.script.push(fate)
  const conversation = before.hearFrom('5511987654321')
  const id = before.send(conversation, 'um')
  await before.run()
  return { shop: await startAgain(before), conversation, id }
}

const never: SendFate = { kind: 'late', until: new Promise(() => {}) }

test('F03: a message that was queued when the program died is sent after the next start', async () => {
  const before = await setUpSending({ start: false })
  const id = before.send(before.hearFrom('5511987654321'), 'Oi')
  const shop = await startAgain(before)
  await shop.run(1000)
  expect({ status: shop.statusOf(id), sends: shop.graph.sends.length }).toEqual({ status: 'accepted', sends: 1 })
})

test('F04: what was out when the program died may have arrived: it is never sent again unasked', async () => {
  const { shop, conversation, id } = await crashWhileOut(never)
  await shop.run(1000)
  const next = shop.send(conversation, 'dois')
  const during = [shop.statusOf(id), shop.statusOf(next)]
  await shop.run(10 * MINUTE_MS)
  expect({
    during,
    after: [shop.statusOf(id), shop.statusOf(next)],
    attempts: shop.attemptsOf(id),
    sends: shop.graph.sends.map((send) => send.body),
  }).toEqual({
    during: ['reconciling', 'queued'],
    after: ['unconfirmed', 'accepted'],
    attempts: [{ attempt: 1, result: 'unknown' }],
    sends: ['um', 'dois'],
  })
})

test('F05: a status that comes after the next start says that it had gone', async () => {
  const { shop, id } = await crashWhileOut(never)
  shop.hearStatus('delivered', { wamid: 'wamid.1', tracker: shop.graph.sends[0]?.tracker ?? null })
  await shop.run(10 * MINUTE_MS)
  expect({ status: shop.statusOf(id), sends: shop.graph.sends.length }).toEqual({ status: 'delivered', sends: 1 })
})

test('time without the program does not count as time in which a status could have come', async () => {
  for (const fate of [{ kind: 'maybe-sent' }, { kind: 'refused', code: 131000, httpStatus: 500 }] satisfies SendFate[]) {
    const before = await setUpSending()
    before.graph.script.push(fate)
    const id = before.send(before.hearFrom('5511987654321'), 'um')
    await before.run()
    await before.die()
    await before.clock.advance(60 * MINUTE_MS)
    const shop = await setUpSending({ db: before.db, clock: before.clock, graph: before.graph, ids: before.ids })
    await shop.run(50_000)
    expect({ status: shop.statusOf(id), sends: shop.graph.sends.length }).toEqual({ status: 'reconciling', sends: 1 })
  }
})

test('stopping waits a moment for what is out, and writes its answer down', async () => {
  const before = await setUpSending()
  let answer: (fate: SendFate) => void = () => {}
  before.graph.script.push({ kind: 'late', until: new Promise((resolve) => (answer = resolve)) })
  const id = before.send(before.hearFrom('5511987654321'), 'um')
  await before.run()
  const stopped = before.outbox.stop()
  answer({ kind: 'accepted' })
  await stopped
  expect(before.statusOf(id)).toBe('accepted')
})

for (const when of ['before', 'after'] as const) {
  test(`killed ${when} each commit of a send, nothing is lost and nothing goes twice`, async () => {
    const outcomes = []
    for (let step = 1; outcomes.at(-1)?.survived !== true && step < 50; step += 1) outcomes.push(await killedAt({ step, when }))
    // Queueing, the attempt row and the result are commits of their own, besides those of starting up.
    expect({ isLongEnough: outcomes.length > 5, broken: outcomes.flatMap(({ broken }) => broken) }).toEqual({
      isLongEnough: true,
      broken: [],
    })
  })
}

class Killed extends Error {}

/** `survived`: the whole scenario ran without meeting the step. */
async function killedAt(kill: { step: number; when: 'before' | 'after' }): Promise<{ survived: boolean; broken: string[] }> {
  const first = await setUpSending({ start: false })
  const conversation = first.hearFrom('5511987654321')
  const mortal = createMortalDatabase(first.db, kill)
  let wasTold = false
  let before: Sending | null = null
  try {
    before = await setUpSending({ db: mortal.db, clock: first.clock, graph: first.graph, ids: first.ids })
    before.send(conversation, 'um')
    wasTold = true
    await before.run(1000)
  } catch (cause) {
    if (!(cause instanceof Killed)) throw cause
  }
  if (before !== null) await before.die()
  const shop = await setUpSending({ db: first.db, clock: first.clock, graph: first.graph, ids: first.ids })
  const attempting = shop.db.list(sql`SELECT message_id FROM outbox WHERE state = 'attempting'`).length
  await shop.run(10 * MINUTE_MS)
  const rows = shop.db.list<{ message_id: MessageId; state: string }>(sql`SELECT message_id, state FROM outbox`)
  const sends = shop.graph.sends.length
  const [row] = rows
  const rules: Record<string, boolean> = {
    'none is left attempting after a start': attempting === 0,
    'sent once at most': sends <= 1,
    'what was said to be queued is there': !wasTold || rows.length === 1,
    'it came to an end': row === undefined || ['accepted', 'unconfirmed'].includes(row.state),
    'what is shown is what is so': row === undefined || shop.statusOf(row.message_id) === row.state,
    'accepted means sent': row?.state !== 'accepted' || sends === 1,
  }
  const broken = Object.entries(rules).flatMap(([rule, holds]) => (holds ? [] : `step ${kill.step}: ${rule}`))
  return { survived: !mortal.isDead(), broken }
}

/** Dies at the n-th write that is a commit of its own, before or after it; from then on nothing reaches the disk. */
function createMortalDatabase(db: Database, { step, when }: { step: number; when: 'before' | 'after' }) {
  let writes = 0
  let depth = 0
  let isDead = false

  function guard<Result>(act: () => Result): Result {
    if (isDead) throw new Killed()
    if (depth > 0) return act()
    writes += 1
    isDead = writes === step
    if (isDead && when === 'before') throw new Killed()
    depth += 1
    try {
      return act()
    } finally {
      depth -= 1
      // oxlint-disable-next-line no-unsafe-finally -- the commit is done, and then the program is gone
      if (isDead) throw new Killed()
    }
  }

  const mortal: Database = {
    ...db,
    run: (query) => guard(() => db.run(query)),
    transaction: (act) => guard(() => db.transaction(act)),
    afterCommit: (act) => db.afterCommit(() => (isDead ? undefined : act())),
  }
  return { db: mortal, isDead: () => isDead }
}
