import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import { AppError } from '#core/lib/app-error.ts'
import { createSignInLimit, waitAfterMs, type SignInLimit } from '#core/staff/sign-in-limit.ts'
import { createSeededRandom } from '#test/support/seeded-random.ts'
import { setUpShopBase } from '#test/support/shop.ts'

const DAY_MS = 86_400_000

function setUp() {
  const base = setUpShopBase()
  const { db, clock } = base
  for (const id of ['ana', 'bia', 'helena']) {
    db.run(
      sql`INSERT INTO staff (id, name, login, role_id, role_since, is_active, created_at) VALUES (${id}, ${id}, ${id}, 'attendant', 0, 1, 0)`,
    )
  }
  return { ...base, start: () => createSignInLimit({ db, clock }) }
}

const somebody = (account: string, device = 'desk') => ({ account, isStranger: false, device })
const stranger = (account: string, device = 'desk') => ({ account, isStranger: true, device })

/** Null for a try that may be made; else how long it waits. */
function waitOf(limit: SignInLimit, attempt: Parameters<SignInLimit['begin']>[0]): number | null {
  try {
    limit.begin(attempt)
    return null
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== 'try-later') throw cause
    return Number(cause.facts?.['seconds'])
  }
}

test('the wait grows from one second to a quarter of an hour and no further', () => {
  expect([1, 3, 4, 5, 6, 13, 14, 15, 1000].map(waitAfterMs)).toEqual([0, 0, 1000, 2000, 4000, 512_000, 900_000, 900_000, 900_000])
})

test('a try is counted before it is checked, so that stopping the program is not a free guess', () => {
  const { db, start } = setUp()
  for (let count = 0; count < 4; count += 1) start().begin(somebody('ana'))
  expect(db.list(sql`SELECT account, device, failures FROM sign_in_failures`)).toEqual([{ account: 'ana', device: 'desk', failures: 4 }])
  expect(waitOf(start(), somebody('ana'))).toBe(1)
})

test('T18: each device counts for the account', () => {
  const { start } = setUp()
  const limit = start()
  expect(['till', 'office', 'phone', 'till', 'stall'].map((device) => waitOf(limit, somebody('ana', device)))).toEqual([
    null,
    null,
    null,
    null,
    1,
  ])
})

test('T18: going through the names at one device is slowed down as one, but keeps nobody out who types right', async () => {
  const { clock, start } = setUp()
  const limit = start()
  for (let count = 0; count < 4; count += 1) limit.begin(somebody('ana'))
  await clock.advance(1000)
  for (let count = 0; count < 9; count += 1) limit.begin(stranger(`stranger-${count}`))
  // 13 wrong ones on this device: 512 s.
  expect([waitOf(limit, somebody('ana')), waitOf(limit, somebody('ana', 'another')), waitOf(limit, somebody('bia'))]).toEqual([
    512,
    null,
    null,
  ])
})

test('what was right takes its own count back, and no other', async () => {
  const { db, clock, start } = setUp()
  const limit = start()
  for (let count = 0; count < 4; count += 1) limit.begin(somebody('ana'))
  await clock.advance(1000)
  const takeBack = limit.begin(somebody('ana'))
  takeBack()
  // The wait after the fourth has passed already: the next step is not held up.
  expect(waitOf(limit, somebody('ana'))).toBe(null)
  expect(db.get(sql`SELECT failures FROM sign_in_failures`)).toEqual({ failures: 5 })
})

test('everything shown forgives the account on every device, and only it', () => {
  const { db, start } = setUp()
  const limit = start()
  for (const device of ['till', 'office']) limit.begin(somebody('ana', device))
  limit.begin(somebody('bia'))
  limit.forgive('ana')
  expect(db.list(sql`SELECT account FROM sign_in_failures WHERE failures > 0`)).toEqual([{ account: 'bia' }])
})

test('a hundred wrong ones in a row stop an account until a way of recovery was used', async () => {
  const { clock, start } = setUp()
  let limit = start()
  let tried = 0
  for (let count = 0; count < 200; count += 1) {
    if (waitOf(limit, somebody('ana')) === null) tried += 1
    await clock.advance(900_000)
    if (count % 50 === 0) limit = start()
  }
  expect([tried, waitOf(limit, somebody('ana')), waitOf(limit, somebody('bia', 'another'))]).toEqual([100, 900, null])
  limit.forgive('ana')
  expect(waitOf(limit, somebody('ana'))).toBe(null)
})

test.each([
  ['back', -365],
  ['on', 365],
])('F28: a clock set %s by a year neither shortens a wait nor makes it longer', async (_how, days) => {
  const { clock, start } = setUp()
  const limit = start()
  for (let count = 0; count < 5; count += 1) {
    limit.begin(somebody('ana'))
    if (count === 3) await clock.advance(1000)
  }
  clock.setWall(clock.now() + days * DAY_MS)
  expect(waitOf(limit, somebody('ana'))).toBe(2)
  await clock.advance(2000)
  expect(waitOf(limit, somebody('ana'))).toBe(null)
})

test('F28: after a restart the last wait begins anew, whatever the clock shows by then', async () => {
  const { clock, start } = setUp()
  const limit = start()
  for (let count = 0; count < 4; count += 1) limit.begin(somebody('ana'))
  clock.setWall(clock.now() + 365 * DAY_MS)
  const restarted = start()
  expect(waitOf(restarted, somebody('ana'))).toBe(1)
  await clock.advance(1000)
  expect(waitOf(restarted, somebody('ana'))).toBe(null)
})

test('names nobody has do not pile up', () => {
  const { db, start } = setUp()
  const limit = start()
  limit.begin(somebody('ana'))
  for (let count = 0; count < 1000; count += 1) limit.begin(stranger(`stranger-${count}`))
  expect(db.get(sql`SELECT COUNT(*) AS kept, SUM(account = 'ana') AS ana FROM sign_in_failures`)).toEqual({ kept: 201, ana: 1 })
})

test.each([1, 2, 3, 4])(
  'T18: of 10,000 guesses, with restarts and a clock that is set at will, no more are looked at than the real time allows (seed %i)',
  async (seed) => {
    const random = createSeededRandom(seed)
    const { clock, start } = setUp()
    let limit = start()
    const accounts = ['ana', 'bia', 'helena', 'stranger'] as const
    /** When each account was last looked at, by the clock that nobody sets, and how often in a row. */
    const truth = new Map<string, { lastAt: number; inARow: number; lookedAt: number }>(
      accounts.map((account) => [account, { lastAt: -Infinity, inARow: 0, lookedAt: 0 }]),
    )
    const early: unknown[] = []

    for (let guess = 0; guess < 10_000; guess += 1) {
      const dice = random.next()
      if (dice < 0.05) limit = start()
      else if (dice < 0.15) clock.setWall(clock.now() + Math.round((random.next() - 0.5) * 4 * 365 * DAY_MS))
      else if (dice < 0.5) await clock.advance(Math.round(random.next() ** 4 * 1_000_000))
      const account = random.pick(accounts)
      const facts = truth.get(account)
      if (facts === undefined) continue
      const device = random.next() < 0.5 ? 'desk' : 'phone'
      if (waitOf(limit, { account, isStranger: account === 'stranger', device }) !== null) continue
      const now = clock.monotonic()
      if (now < facts.lastAt + waitAfterMs(facts.inARow) || facts.inARow >= 100) early.push({ guess, account, ...facts })
      facts.inARow += 1
      facts.lookedAt += 1
      facts.lastAt = now
    }

    expect(early).toEqual([])
    // It is no proof if hardly any was looked at.
    expect([...truth.values()].every(({ lookedAt }) => lookedAt > 30 && lookedAt <= 100)).toBe(true)
  },
)
