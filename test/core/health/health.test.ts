import { describe, expect, test } from 'vitest'
import type { NoticeKind, NumberId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { readAccountEvent } from '#core/health/account-events.ts'
import { eventsQuery, firstWrittenQuery, listRestrictions } from '#core/health/repository.ts'
import { createHealth } from '#core/health/service.ts'
import type { GraphHealth, HealthFacts } from '#core/whatsapp/graph-health.ts'
import { ownGraphProblem } from '#core/whatsapp/graph-exchange.ts'
import { NUMBER } from '#test/support/decoded-events.ts'
import { createFakeLog } from '#test/support/fake-ports.ts'
import { setUpShopBase } from '#test/support/shop.ts'

const numberId = NUMBER as NumberId
const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

function facts(overrides: Partial<HealthFacts> = {}): HealthFacts {
  return {
    displayPhoneNumber: '+55 11 4002-8922',
    verifiedName: 'Casa Jabuticaba',
    nameStatus: 'APPROVED',
    newNameStatus: 'NONE',
    newName: null,
    quality: 'GREEN',
    status: 'CONNECTED',
    throughput: 'STANDARD',
    isOnPhoneApp: false,
    isOfficial: false,
    messagingLimit: 'TIER_2K',
    canSend: 'AVAILABLE',
    entities: [{ type: 'PHONE_NUMBER', canSend: 'AVAILABLE', problems: [] }],
    ...overrides,
  }
}

const unpaid = facts({
  canSend: 'BLOCKED',
  entities: [{ type: 'WABA', canSend: 'BLOCKED', problems: [{ code: 141006, description: 'There is an error', solution: 'Add one' }] }],
})

function setUpHealth() {
  const base = setUpShopBase()
  const posted: NoticeKind[] = []
  let answer: HealthFacts | null = facts()
  let asked = 0
  const graph: GraphHealth = {
    async getHealth() {
      asked += 1
      return answer === null ? { ok: false, problem: ownGraphProblem('offline') } : { ok: true, value: answer }
    },
  }
  const health = createHealth({
    ...base,
    log: createFakeLog(),
    notices: { post: ({ kind }) => posted.push(kind) },
    numberId: () => numberId,
    account: () => ({ client: { health: graph } }),
    onReady: () => undefined,
  })
  health.start()
  function note(field: string, value: unknown, at: number | null = null) {
    base.db.transaction(() => health.noteAccount({ kind: 'account', entryId: '1', field, numberId: null, at, value }))
  }
  return {
    ...base,
    health,
    posted,
    note,
    answerWith: (next: HealthFacts | null) => (answer = next),
    asked: () => asked,
  }
}

describe('the number', () => {
  test('is asked about at the start and every hour, and shown as Meta sees it', async () => {
    const { health, clock, asked } = setUpHealth()
    expect(health.get()).toBeNull()
    await clock.advance(0)
    expect(health.get()).toMatchObject({
      checkedAt: clock.now(),
      quality: 'GREEN',
      canSend: 'available',
      throughput: 'standard',
      messagesPerSecond: 80,
      newName: null,
      limit: { tier: 'TIER_2K', perDay: 2000, isUnlimited: false, usedLast24h: 0 },
      restrictions: [],
      events: [],
    })
    await clock.advance(HOUR_MS)
    expect(asked()).toBe(2)
  })

  test('stays as it was known while Meta does not answer', async () => {
    const { health, clock, answerWith } = setUpHealth()
    await clock.advance(0)
    const before = health.get()
    answerWith(null)
    await health.check()
    expect(health.get()).toEqual(before)
  })

  test.for([
    ['TIER_50', 50, false],
    ['TIER_250', 250, false],
    ['TIER_100K', 100_000, false],
    ['TIER_UNLIMITED', null, true],
    ['TIER_NOT_SET', null, false],
    [null, null, false],
  ] as const)('may write to as many customers first as %s says', async ([messagingLimit, perDay, isUnlimited]) => {
    const { health, answerWith } = setUpHealth()
    answerWith(facts({ messagingLimit }))
    expect((await health.check())?.limit).toMatchObject({ perDay, isUnlimited })
  })

  test('that is on a phone as well takes less a second, and one that was raised more', async () => {
    const { health, answerWith } = setUpHealth()
    answerWith(facts({ isOnPhoneApp: true }))
    expect(await health.check()).toMatchObject({ throughput: 'coexistence', messagesPerSecond: 20 })
    answerWith(facts({ throughput: 'HIGH' }))
    expect(await health.check()).toMatchObject({ throughput: 'high', messagesPerSecond: 1000 })
  })

  test('has words for the reasons that the error table knows, and Meta’s own for the others', async () => {
    const { health, answerWith } = setUpHealth()
    answerWith(
      facts({
        entities: [
          { type: 'WABA', canSend: 'BLOCKED', problems: [{ code: 141006, description: 'No payment', solution: null }] },
          { type: 'BUSINESS', canSend: 'LIMITED', problems: [{ code: 141010, description: 'Not verified', solution: 'Verify' }] },
        ],
      }),
    )
    expect((await health.check())?.entities.map(({ problems }) => problems[0]?.key)).toEqual(['payment-problem', null])
  })
})

describe('owners are told', () => {
  test('when the rating falls, and not when it was so already or rises', async () => {
    const { health, answerWith, posted, clock } = setUpHealth()
    for (const quality of ['GREEN', 'YELLOW', 'YELLOW', 'GREEN']) {
      answerWith(facts({ quality }))
      await health.check()
      await clock.advance(2 * DAY_MS)
    }
    expect(posted).toEqual(['number-quality'])
  })

  test('of a payment that fails once, and not of a block besides', async () => {
    const { health, answerWith, posted } = setUpHealth()
    answerWith(unpaid)
    await health.check()
    await health.check()
    expect(posted).toEqual(['number-payment'])
  })

  test('once a day at most, however often it changes', async () => {
    const { health, answerWith, posted } = setUpHealth()
    for (const next of [unpaid, facts(), unpaid, facts(), unpaid]) {
      answerWith(next)
      await health.check()
    }
    expect(posted).toEqual(['number-payment'])
  })

  test('when most of the customers who may be written to first in a day have been', async () => {
    const { health, answerWith, posted, db, clock } = setUpHealth()
    answerWith(facts({ messagingLimit: 'TIER_50' }))
    const now = clock.now()
    for (let id = 1; id <= 41; id += 1) {
      db.run(sql`INSERT INTO contacts (id, first_seen_at) VALUES (${id}, 0)`)
      db.run(sql`INSERT INTO conversations (id, number_id, contact_id) VALUES (${id}, ${NUMBER}, ${id})`)
      insertMessage(db, { id, kind: 'template', direction: 'out', at: now - HOUR_MS })
    }
    // This one had written first: it counts for nothing.
    insertMessage(db, { id: 1001, conversation: 41, kind: 'text', direction: 'in', at: now - 2 * HOUR_MS })
    expect((await health.check())?.limit.usedLast24h).toBe(40)
    expect(posted).toEqual(['number-limit'])
    clock.setWall(now + DAY_MS)
    expect(health.get()?.limit.usedLast24h).toBe(0)
  })

  function insertMessage(
    db: ReturnType<typeof setUpHealth>['db'],
    {
      id,
      conversation = id,
      kind,
      direction,
      at,
    }: { id: number; conversation?: number; kind: string; direction: 'in' | 'out'; at: number },
  ) {
    db.run(sql`
      INSERT INTO messages (id, conversation_id, number_id, source, direction, author, kind, content, content_key, sent_at, status)
      VALUES (${id}, ${conversation}, ${NUMBER}, 'live', ${direction}, ${direction === 'in' ? 'customer' : 'staff'}, ${kind}, '{}', '9', ${at},
        ${direction === 'in' ? null : 'sent'})`)
  }
})

describe('what Meta tells by itself', () => {
  test('is kept in its order, tells owners, and is asked about again soon', async () => {
    const { health, note, posted, clock, asked, published } = setUpHealth()
    await clock.advance(0)
    const at = clock.now()
    note('account_update', {
      event: 'ACCOUNT_RESTRICTION',
      restriction_info: [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: (at + DAY_MS) / 1000 }],
    })
    note('phone_number_quality_update', { event: 'FLAGGED' }, at + 1)
    expect(health.get()).toMatchObject({
      restrictions: [{ type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', until: at + DAY_MS }],
      events: [
        { at: at + 1, what: 'quality', detail: 'FLAGGED' },
        { at, what: 'restriction', detail: 'RESTRICTED_BIZ_INITIATED_MESSAGING' },
      ],
    })
    expect(posted).toEqual(['number-restricted', 'number-quality'])
    const before = asked()
    await clock.advance(3000)
    expect(asked()).toBe(before + 1)
    expect(published.some(({ name }) => name === 'number.healthChanged')).toBe(true)
    clock.setWall(at + DAY_MS)
    expect(health.get()?.restrictions).toEqual([])
  })

  test('of another number of the account is not taken for news of this one', async () => {
    const { health, note, clock, posted } = setUpHealth()
    await clock.advance(0)
    note('phone_number_quality_update', { event: 'FLAGGED', display_phone_number: '5511400200000' })
    expect([health.get()?.events, posted]).toEqual([[], []])
    note('phone_number_quality_update', { event: 'FLAGGED', display_phone_number: '551140028922' })
    expect([health.get()?.events.length, posted]).toEqual([1, ['number-quality']])
  })

  test('a reinstatement ends what was forbidden', async () => {
    const { health, note, clock } = setUpHealth()
    await clock.advance(0)
    note('account_update', { event: 'ACCOUNT_RESTRICTION', restriction_info: [{ restriction_type: 'RESTRICTED_ADD_PHONE_NUMBER_ACTION' }] })
    await clock.advance(1000)
    note('account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } })
    expect(health.get()?.restrictions).toEqual([])
  })

  test('leaves the same forbidden in whatever order it comes', () => {
    const restricted = (type: string) => ({ event: 'ACCOUNT_RESTRICTION', restriction_info: [{ restriction_type: type }] })
    const reinstated = { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } }
    const left = (...told: [value: unknown, second: number][]) => {
      const { db, note, clock } = setUpHealth()
      for (const [value, second] of told) note('account_update', value, clock.now() + second * 1000)
      return listRestrictions(db, clock.now()).map(({ type }) => type)
    }
    const one: [unknown, number] = [restricted('ONE'), 1]
    const other: [unknown, number] = [restricted('OTHER'), 2]
    expect([left(one, other), left(other, one)]).toEqual([['OTHER'], ['OTHER']])
    expect([left(one, [reinstated, 2]), left([reinstated, 2], one)]).toEqual([[], []])
    expect([left(other, [restricted('ONE'), 2]), left([restricted('ONE'), 2], other)]).toEqual([
      ['ONE', 'OTHER'],
      ['ONE', 'OTHER'],
    ])
  })

  test('is read by its field, and what says nothing of the number is left alone', () => {
    const read = (field: string, value: unknown) => readAccountEvent(field, value)?.what ?? null
    expect([
      read('phone_number_quality_update', { event: 'ONBOARDING', max_daily_conversations_per_business: 'TIER_2K' }),
      read('phone_number_quality_update', { event: 'THROUGHPUT_UPGRADE' }),
      read('phone_number_name_update', { decision: 'APPROVED' }),
      read('account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } }),
      read('account_update', { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'ADULT' } }),
      read('account_update', { event: 'ACCOUNT_OFFBOARDED' }),
      read('account_update', { event: 'VOLUME_BASED_PRICING_TIER_UPDATE' }),
      read('account_update', null),
      read('message_template_status_update', { event: 'APPROVED' }),
      read('account_alerts', { alert_type: 'OBA_REJECTED' }),
    ]).toEqual(['limit', 'throughput', 'name', 'ban', 'violation', 'connection', null, null, null, 'alert'])
  })
})

test('the lists are read along their indexes', () => {
  const { db } = setUpHealth()
  for (const query of [eventsQuery({ limit: 50 }), firstWrittenQuery(numberId, 0)]) {
    expect(db.explain(query).filter((step) => /SCAN (?!.*USING INDEX)|TEMP B-TREE FOR ORDER/.test(step))).toEqual([])
  }
})

test('a disk that takes nothing is met again at the next look, and ends nothing', async () => {
  const { health, clock, db, asked } = setUpHealth()
  db.exec(`CREATE TRIGGER full BEFORE INSERT ON number_health BEGIN SELECT RAISE(ABORT, 'disk full'); END`)
  await clock.advance(0)
  expect([asked(), health.get()]).toEqual([1, null])
  db.exec('DROP TRIGGER full')
  await clock.advance(HOUR_MS)
  expect(health.get()).not.toBeNull()
})
