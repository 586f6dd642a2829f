import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import { createSignInLimit, waitAfterMs } from '#core/staff/sign-in-limit.ts'
import { setUpShopBase } from '#test/support/shop.ts'

test('the wait grows from one second to a quarter of an hour and no further', () => {
  expect([1, 3, 4, 5, 6, 13, 14, 15, 1000].map(waitAfterMs)).toEqual([0, 0, 1000, 2000, 4000, 512_000, 900_000, 900_000, 900_000])
})

test('F28: a clock set back by a year does not lock anybody out for a year', async () => {
  const { db, clock } = setUpShopBase()
  const limit = createSignInLimit({ db, clock })
  for (let count = 0; count < 4; count += 1) limit.begin('ana')
  clock.setWall(clock.now() - 365 * 86_400_000)
  expect(() => limit.begin('ana')).toThrow('Too many failed tries')
  expect(db.get(sql`SELECT failures FROM sign_in_failures`)).toEqual({ failures: 4 })
  await clock.advance(1000)
  expect(() => limit.begin('ana')).not.toThrow()
})

test('F28: one try by a clock that was a year ahead keeps nobody out once the clock is right', () => {
  const { db, clock } = setUpShopBase()
  const limit = createSignInLimit({ db, clock })
  limit.begin('ana')
  clock.setWall(clock.now() - 365 * 86_400_000)
  expect(() => limit.begin('ana')).not.toThrow()
})

test('names nobody has do not pile up', async () => {
  const { db, clock } = setUpShopBase()
  const limit = createSignInLimit({ db, clock })
  for (let count = 0; count < 50; count += 1) limit.begin(`stranger-${count}`)
  await clock.advance(25 * 3_600_000)
  limit.succeeded('ana')
  expect(db.get(sql`SELECT COUNT(*) AS rows FROM sign_in_failures`)).toEqual({ rows: 0 })
})
