import type Sqlite from 'better-sqlite3'
import { createDatabase } from '#core/db/database.ts'
import { dumpDerivedState } from '#test/support/derived-state.ts'
import { signatureOf } from '#test/support/webhook-builder.ts'
import { createFakeLog } from '#test/support/fake-ports.ts'
import type { Program } from './program.ts'
import { APP_SECRET, createWorld, type ShopImage, type World } from './world.ts'

type StoredBody = { readonly body: Buffer; readonly received_at: number }

/**
 * I6: a fresh shop that is given the same bodies in another order, some of them again, comes to the same state: all of it but what this
 * shop's own staff have added, which no webhook says.
 */
export async function checkReplay(
  world: World,
  deps: { db: Sqlite.Database; fresh: ShopImage; attach(program: Program): void },
): Promise<void> {
  // What was dated by a clock a day behind is dated by the body that came first.
  if (world.wasFarBehind) return
  const bodies = deps.db
    .prepare(`SELECT b.body, r.received_at FROM raw_events r JOIN raw_bodies b ON b.raw_event_id = r.id ORDER BY r.id`)
    .all() as StoredBody[]
  const before = stateOf(deps.db)
  const other = createWorld({ seed: world.seed, start: deps.fresh, folders: world.folders, trace: null, isQuick: true })
  deps.attach(other.program)
  await other.program.start()
  for (const { body, received_at: receivedAt } of world.chance.shuffled([...bodies, ...bodies.filter(() => world.chance.is(0.2))])) {
    other.clock.jumpBy(receivedAt - other.clock.wall())
    const answered = other.program.receive({ body, signature: signatureOf(body, APP_SECRET) })
    if (world.chance.is(0.4)) await other.turns.settle()
    void answered
  }
  await other.turns.settle()
  const db = other.program.connection()
  if (db === null) return world.break('I6: a fresh shop does not open')
  const after = stateOf(db)
  for (const name of Object.keys(before)) {
    const [one, two] = [before[name] ?? [], after[name] ?? []]
    const missing = one.filter((row) => !two.includes(row))
    const extra = two.filter((row) => !one.includes(row))
    if (missing.length + extra.length === 0 && one.length === two.length) continue
    world.trace(`  only here:\n    ${missing.join('\n    ')}\n  only there:\n    ${extra.join('\n    ')}`)
    world.break(`I6: ${name} of the same webhooks in another order: ${missing[0] ?? ''} and ${extra[0] ?? ''}`)
  }
  for (const what of other.broken) world.break(`I6: ${what}`)
  await other.program.close()
  world.folders.remove(other.program.folder())
  deps.attach(world.program)
}

/** Each part as sorted texts. */
function stateOf(connection: Sqlite.Database): Record<string, readonly string[]> {
  const clock = { now: () => 0, monotonic: () => 0, after: () => () => {} }
  const state = dumpDerivedState(createDatabase({ connection, clock, log: createFakeLog() }))
  const kept = connection.prepare(`SELECT reason, path, value FROM kept_items`).all()
  const account = connection.prepare(`SELECT dedupe_key FROM account_events`).pluck().all()
  const texts = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).toSorted()
  return {
    contacts: texts(state.contacts.map((row) => without(row, ['given_name', 'shown_name', 'search_text']))),
    conversations: texts(
      state.conversations.map(({ thread, ...row }) => ({
        thread,
        window: (row as Record<string, unknown>)['window_expires_at'],
        inbound: (row as Record<string, unknown>)['inbound_count'],
      })),
    ),
    messages: texts(state.messages.filter((row) => (row as Record<string, unknown>)['author'] !== 'staff')),
    statuses: texts(state.statuses),
    // The shop's own are what its staff have added.
    reactions: texts(state.reactions.filter((row) => (row as Record<string, unknown>)['author'] !== 'shop')),
    charges: texts(connection.prepare(`SELECT * FROM charges`).all()),
    changes: texts(state.changes),
    kept: texts(kept),
    account: texts(account),
  }
}

function without(row: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)))
}
