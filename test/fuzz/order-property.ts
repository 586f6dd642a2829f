import { isDeepStrictEqual } from 'node:util'
import type { NumberId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { decodeWebhook } from '#core/whatsapp/decode/envelope.ts'
import { dumpDerivedState } from '#test/support/derived-state.ts'
import { ana, createReceiving } from '#test/support/receiving.ts'
import { CUSTOMER, NUMBER_ID, SENT_AT_MS } from '#test/support/webhook-builder.ts'
import { expectThat } from './decoder-property.ts'
import { bodiesOf, OURS, type Hour } from './hour-arbitrary.ts'

/** However an hour's webhooks are split, ordered, repeated and written, the shop ends in the state of the hour told once, in order. */
export async function checkOrder(hour: Hour): Promise<void> {
  const inOrder: Hour['arrival'] = {
    keys: hour.changes.map((_change, index) => index),
    repeats: hour.changes.map(() => 1),
    cuts: hour.changes.map(() => false),
    styles: hour.changes.map(() => 'plain'),
    learnAfter: 0,
  }
  const expected = await stateAfter({ ...hour, arrival: inOrder })
  const actual = await stateAfter(hour)
  expectThat(isDeepStrictEqual(actual, expected), `ends elsewhere: ${differenceOf(expected, actual)}`)
}

async function stateAfter(hour: Hour) {
  const { clock, db, inbox, messages, contacts, intake, log } = createReceiving({ decode: decodeWebhook, ownNumberId: () => NUMBER_ID })
  clock.setWall(SENT_AT_MS + 60 * 60_000)
  const customer = contacts.resolve(
    { userId: null, parentUserId: null, waId: CUSTOMER.waId, profileName: null, username: null },
    SENT_AT_MS - 1000,
  )
  expectThat(customer !== null, 'knows nobody by a phone')
  const content = { kind: 'text', body: 'Já vai' } as const
  const ours = messages.insertOutgoing({
    conversationId: inbox.ensure(NUMBER_ID, customer.contactId),
    // The id of the tests' number.
    numberId: NUMBER_ID as NumberId,
    staffId: ana,
    content,
    body: 'Já vai',
    quotedMessageId: null,
    undoUntil: null,
  })
  messages.setOutgoing(ours, { status: 'accepted', problem: null })
  for (const [index, body] of bodiesOf(hour).entries()) {
    if (index === hour.arrival.learnAfter) messages.learnWamid(ours, OURS)
    await intake.receiveUnsigned(body)
    // Some bodies share a batch, others have one of their own.
    if (body.length % 2 === 0) await intake.settled()
  }
  await intake.settled()
  messages.learnWamid(ours, OURS)
  const failures = log.lines.filter(({ level }) => level === 'error')
  expectThat(failures.length === 0, `logs ${failures[0]?.event}: ${String(failures[0]?.cause)}`)
  const account = db
    .list<{ value: string }>(sql`SELECT entry_id, field, at, value FROM account_events ORDER BY field, at, value`)
    .map(inAnyKeyOrder)
  const kept = db.list<{ value: string }>(sql`SELECT DISTINCT reason, value FROM kept_items ORDER BY reason, value`).map(inAnyKeyOrder)
  const state = { ...dumpDerivedState(db), account: distinct(account), kept: distinct(kept) }
  await intake.close()
  db.close()
  return state
}

/** JSON that says the same with its keys in another order is the same. */
function inAnyKeyOrder({ value, ...rest }: { value: string }): string {
  return JSON.stringify([rest, JSON.parse(value)], (_key, each: unknown) => {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return each
    return Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  })
}

function distinct(rows: readonly string[]): string[] {
  return [...new Set(rows)].toSorted()
}

function differenceOf(expected: Record<string, readonly unknown[]>, actual: Record<string, readonly unknown[]>): string {
  for (const [table, rows] of Object.entries(expected)) {
    const texts = new Set(rows.map((row) => JSON.stringify(row)))
    const others = (actual[table] ?? []).map((row) => JSON.stringify(row))
    const added = others.filter((text) => !texts.has(text))
    const missing = [...texts].filter((text) => !others.includes(text))
    if (added.length + missing.length > 0 || rows.length !== others.length)
      return `${table}: instead of ${missing.join()} there is ${added.join()}`
  }
  return 'somewhere'
}
