import { expect, test } from 'vitest'
import type { NumberId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { createUnclaimedWatch } from '#core/messages/unclaimed.ts'
import { CREDENTIALS, setUpRealShop, signInOwner } from '#test/support/core.ts'
import { echo, NUMBER, person, status } from '#test/support/decoded-events.ts'
import { createReceiving } from '#test/support/receiving.ts'
import { status as statusJson, statusWebhook } from '#test/support/webhook-builder.ts'

const DAY = 24 * 60 * 60_000

function setUp() {
  const receiving = createReceiving()
  const counts: number[] = []
  // The id of the tests' number.
  const watch = createUnclaimedWatch({ ...receiving, numberId: () => NUMBER as NumberId, found: (count) => counts.push(count) })
  watch.start()
  return { ...receiving, watch, counts }
}

test('F35: the statuses of a message that never comes are held for seven days, then somebody is told, and they stay', async () => {
  const { clock, counts, db, log, receive } = setUp()
  await receive(status('sent', { wamid: 'wamid.stranger', person: person() }), status('read', { wamid: 'wamid.stranger' }))
  await clock.advance(7 * DAY)
  expect(new Set(counts)).toEqual(new Set([0]))
  await clock.advance(DAY)
  expect(counts.at(-1)).toBe(1)
  expect(log.lines.filter(({ event }) => event === 'statuses.unclaimed')).toEqual([
    { level: 'warn', event: 'statuses.unclaimed', fields: { count: 1 } },
  ])
  await clock.advance(30 * DAY)
  expect({ told: counts.at(-1), statuses: db.list(sql`SELECT status FROM statuses ORDER BY status`) }).toEqual({
    told: 0,
    statuses: [{ status: 'read' }, { status: 'sent' }],
  })
})

test('F35: a message that comes at last has its ticks, and is no longer told of', async () => {
  const { clock, counts, db, receive } = setUp()
  await receive(status('delivered', { wamid: 'wamid.late' }))
  await clock.advance(9 * DAY)
  expect(counts.at(-1)).toBe(1)
  await receive(echo('do celular', { wamid: 'wamid.late' }))
  await clock.advance(DAY)
  expect([counts.at(-1), db.list(sql`SELECT status FROM messages`)]).toEqual([0, [{ status: 'delivered' }]])
})

test('F35: the statuses of what is here are never told of, whichever came first', async () => {
  const { clock, counts, receive } = setUp()
  await receive(status('sent', { wamid: 'wamid.echo' }), echo('oi', { wamid: 'wamid.echo' }), status('read', { wamid: 'wamid.echo' }))
  await clock.advance(9 * DAY)
  expect(new Set(counts)).toEqual(new Set([0]))
})

test('F35: the number says how many there are, also to windows that are open', async () => {
  const shop = await setUpRealShop()
  const { webhook, clock } = shop
  await shop.owner.call('number.connect', CREDENTIALS)
  await webhook(statusWebhook(statusJson('sent', { id: 'wamid.stranger' })))
  clock.setWall(clock.now() + 8 * DAY)
  // The shift of a week ago is over.
  await clock.advance(30_000)
  const owner = await signInOwner(shop)
  await clock.advance(2 * 60_000)
  expect((await owner.call('number.get', {})).number?.unclaimed).toBe(1)
  expect(owner.pushed.findLast(({ event }) => event === 'number.changed')?.payload).toMatchObject({ number: { unclaimed: 1 } })
})
