import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFakeClock } from '#test/support/fake-clock.ts'
import type { FakeClock } from '#test/support/fake-clock.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'
import type { AccountNews } from '#practice/delivery/account-news.ts'

const HOUR_MS = 60 * 60 * 1000
const PHONE = { display_phone_number: '5511900000100' }

let shop: PracticeShop
let time: FakeClock

beforeEach(async () => {
  time = createFakeClock()
  shop = await openPracticeShop({ time, speed: 1 })
})
afterEach(() => shop.stop())

const change = async (news: AccountNews) => {
  shop.control.changeAccount(news)
  await time.advance(100)
}
const told = (): Record<string, unknown>[] =>
  shop.webhooks.flatMap(({ body }) => body.entry.flatMap((entry) => entry.changes)).map(({ field, value }) => ({ field, ...value }))
const ask = async (id: string, fields: string) => (await shop.api('GET', `/v26.0/${id}?fields=${fields}`)).body as Record<string, unknown>
type Health = { can_send_message: string; entities: { entity_type: string; can_send_message: string; errors?: { error_code: number }[] }[] }
/** The worst, and what is wrong with whom. */
const health = async (id = shop.phoneNumberId) => {
  const { can_send_message: worst, entities } = (await ask(id, 'health_status'))['health_status'] as Health
  return [
    worst,
    ...entities.flatMap((each) =>
      (each.errors ?? []).map(({ error_code: code }) => `${each.entity_type} ${each.can_send_message} ${code}`),
    ),
  ]
}
const template = (to: string) => ({
  to,
  type: 'template',
  template: {
    name: 'retomar_conversa',
    language: { code: 'pt_BR' },
    components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ana' }] }],
  },
})
const text = (to: string) => ({ to, type: 'text', text: { body: 'oi' } })
/** The code a message is refused with at once or by a failed status, or `arrived`. */
const fate = async (message: Record<string, unknown>): Promise<number | string | undefined> => {
  const from = shop.statuses().length
  const { body } = await shop.send(message)
  const refused = (body as { error?: { code: number } }).error?.code
  if (refused !== undefined) return refused
  await time.advance(10_000)
  const failed = shop
    .statuses()
    .slice(from)
    .flatMap(({ errors }) => (errors === undefined ? [] : (errors as { code: number }[])))
  return failed[0]?.code ?? 'arrived'
}
const OPEN = '+5511900000102'
const CLOSED = '+5511900000109'
const both = async () => [await fate(text(OPEN)), await fate(template(OPEN)), await fate(template(CLOSED))]

beforeEach(() => {
  shop.control.ageWindow('leticia', 30 * HOUR_MS)
})

describe('the number', () => {
  test('with nothing wrong everything is available, for each entity that can be asked', async () => {
    const { data } = (await shop.api('GET', `/v26.0/${shop.wabaId}/message_templates?limit=1&fields=id`)).body as { data: { id: string }[] }
    expect([
      await health(),
      await health(shop.wabaId),
      await health('2000000000000001'),
      await health('1000000000000001'),
      await health(data[0]?.id ?? 'none'),
    ]).toEqual(Array.from({ length: 5 }, () => ['AVAILABLE']))
  })

  test('a template that is paused says so in its own health', async () => {
    const { data } = (await shop.api('GET', `/v26.0/${shop.wabaId}/message_templates?name=novidades_do_mes&fields=id`)).body as {
      data: { id: string }[]
    }
    expect(await health(data[0]?.id ?? 'none')).toEqual(['BLOCKED', 'MESSAGE_TEMPLATE BLOCKED 132015'])
  })

  test('red quality flags the number, and green takes the flag away', async () => {
    await change({ kind: 'quality', rating: 'YELLOW' })
    await change({ kind: 'quality', rating: 'RED' })
    const red = await ask(shop.phoneNumberId, 'quality_rating,status')
    await change({ kind: 'quality', rating: 'GREEN' })
    expect({ red, green: await ask(shop.phoneNumberId, 'quality_rating,status'), told: told() }).toEqual({
      red: { id: shop.phoneNumberId, quality_rating: 'RED', status: 'FLAGGED' },
      green: { id: shop.phoneNumberId, quality_rating: 'GREEN', status: 'CONNECTED' },
      told: [
        { field: 'phone_number_quality_update', ...PHONE, event: 'FLAGGED', max_daily_conversations_per_business: 'TIER_2K' },
        { field: 'phone_number_quality_update', ...PHONE, event: 'UNFLAGGED', max_daily_conversations_per_business: 'TIER_2K' },
      ],
    })
  })

  test('a new limit and a higher throughput are told and can be asked for', async () => {
    await change({ kind: 'limit', tier: 'TIER_10K' })
    await change({ kind: 'limit', tier: 'TIER_250' })
    await change({ kind: 'throughput', level: 'HIGH' })
    expect([
      await ask(shop.phoneNumberId, 'whatsapp_business_manager_messaging_limit,throughput{level}'),
      told().map((each) => [each['field'], 'event' in each ? each['event'] : each['max_daily_conversations_per_business']]),
    ]).toEqual([
      { id: shop.phoneNumberId, whatsapp_business_manager_messaging_limit: 'TIER_250', throughput: { level: 'HIGH' } },
      [
        ['phone_number_quality_update', 'UPGRADE'],
        ['business_capability_update', 'TIER_10K'],
        ['phone_number_quality_update', 'DOWNGRADE'],
        ['business_capability_update', 'TIER_250'],
        ['phone_number_quality_update', 'THROUGHPUT_UPGRADE'],
      ],
    ])
  })

  test('a number of high throughput sends more than 80 messages in a second', async () => {
    await change({ kind: 'throughput', level: 'HIGH' })
    const answers = new Set<number>()
    for (let count = 0; count < 81; count += 1) answers.add((await shop.send(text(`+55119000009${String(count).padStart(2, '0')}`))).status)
    expect([...answers]).toEqual([200])
  })

  test('fifty customers are reached outside their windows, the next one fails, the same one and one inside do not', async () => {
    await change({ kind: 'limit', tier: 'TIER_50' })
    for (let count = 0; count < 50; count += 1) {
      const waId = '55119000008' + String(count).padStart(2, '0')
      shop.control.ageWindow({ waId }, 30 * HOUR_MS)
      await shop.send(template('+' + waId))
    }
    await time.advance(10_000)
    const during = [await fate(template(CLOSED)), await fate(template('+5511900000800')), await fate(template(OPEN))]
    await time.advance(24 * HOUR_MS)
    expect([during, await fate(template(CLOSED))]).toEqual([[131048, 'arrived', 'arrived'], 'arrived'])
  })

  test('a name is decided on: one that is refused while in use stops sending', async () => {
    await change({ kind: 'name', name: 'Jabuticaba & Filhas', decision: 'PENDING' })
    const pending = await ask(shop.phoneNumberId, 'verified_name,name_status,new_name_status')
    await change({ kind: 'name', name: 'Jabuticaba & Filhas', decision: 'APPROVED' })
    const approved = await ask(shop.phoneNumberId, 'verified_name,name_status,new_name_status')
    await change({ kind: 'name', name: 'Jabuticaba & Filhas', decision: 'REJECTED', reason: 'NAME_GUIDELINES' })
    expect({ pending, approved, fate: await fate(text(OPEN)), health: await health(), told: told() }).toEqual({
      pending: { id: shop.phoneNumberId, verified_name: 'Casa Jabuticaba', name_status: 'APPROVED', new_name_status: 'PENDING_REVIEW' },
      approved: { id: shop.phoneNumberId, verified_name: 'Jabuticaba & Filhas', name_status: 'APPROVED', new_name_status: 'NONE' },
      fate: 131037,
      health: ['BLOCKED', 'PHONE_NUMBER BLOCKED 131037'],
      told: (['PENDING', 'APPROVED', 'REJECTED'] as const).map((decision) => ({
        field: 'phone_number_name_update',
        ...PHONE,
        decision,
        requested_verified_name: 'Jabuticaba & Filhas',
        rejection_reason: decision === 'REJECTED' ? 'NAME_GUIDELINES' : null,
      })),
    })
  })

  test.each([
    ['RATE_LIMITED', [131048, 131048, 131048], ['LIMITED', 'PHONE_NUMBER LIMITED 131048']],
    ['RESTRICTED', ['arrived', 'arrived', 131048], ['LIMITED', 'PHONE_NUMBER LIMITED 131048']],
    ['BANNED', [131031, 131031, 131031], ['BLOCKED', 'PHONE_NUMBER BLOCKED 131031']],
    ['OFFLINE', [131057, 131057, 131057], ['BLOCKED', 'PHONE_NUMBER BLOCKED 131031']],
    ['FLAGGED', ['arrived', 'arrived', 'arrived'], ['AVAILABLE']],
  ] as const)('%s: text and template inside, template outside of the window', async (status, fates, expected) => {
    await change({ kind: 'phone-status', status })
    expect([await both(), await health(), (await ask(shop.phoneNumberId, 'status'))['status']]).toEqual([fates, expected, status])
  })
})

describe('the account', () => {
  test('a broken payment fails every message later, and is seen in the health alone', async () => {
    await change({ kind: 'payment', isBroken: true })
    const broken = [await both(), await health()]
    await change({ kind: 'payment', isBroken: false })
    expect([broken, await fate(text(OPEN)), told().filter(({ field }) => field !== 'messages')]).toEqual([
      [
        [131042, 131042, 131042],
        ['BLOCKED', 'WABA BLOCKED 141006'],
      ],
      'arrived',
      [],
    ])
  })

  test('a restriction refuses just what it restricts, until it is over', async () => {
    const type = 'RESTRICTED_BIZ_INITIATED_MESSAGING'
    const startedAt = time.now()
    await change({ kind: 'restricted', restrictions: [{ type, forMs: HOUR_MS }] })
    const news = told()
    const during = [await both(), await health()]
    await time.advance(HOUR_MS)
    expect([during, await both(), await health(), news]).toEqual([
      [
        ['arrived', 'arrived', 368],
        ['LIMITED', 'WABA LIMITED 368'],
      ],
      ['arrived', 'arrived', 'arrived'],
      ['AVAILABLE'],
      [
        {
          field: 'account_update',
          event: 'ACCOUNT_RESTRICTION',
          restriction_info: [{ restriction_type: type, expiration: Math.floor(startedAt / 1000) + 3600 }],
        },
      ],
    ])
  })

  test('a ban is announced, refuses everything, and is lifted', async () => {
    await change({ kind: 'ban', state: 'SCHEDULE_FOR_DISABLE' })
    const announced = await fate(text(OPEN))
    await change({ kind: 'ban', state: 'DISABLE' })
    const banned = [await both(), await health(), (await ask(shop.wabaId, 'status'))['status']]
    await change({ kind: 'ban', state: 'REINSTATE' })
    const info = (state: string, date: string) => ({
      field: 'account_update',
      ...PHONE,
      event: 'DISABLED_UPDATE',
      ban_info: { waba_ban_state: state, waba_ban_date: date },
    })
    expect([announced, banned, await fate(text(OPEN)), told().filter(({ field }) => field === 'account_update')]).toEqual([
      'arrived',
      [[131031, 131031, 131031], ['BLOCKED', 'WABA BLOCKED 131031'], 'DISABLED'],
      'arrived',
      [info('SCHEDULE_FOR_DISABLE', 'November 30, 2026'), info('DISABLE', 'November 23, 2026'), info('REINSTATE', 'November 23, 2026')],
    ])
  })

  test('violations, reviews, alerts in both shapes and a changed PIN are told', async () => {
    const alert = { kind: 'alert', type: 'OBA_REJECTED', severity: 'WARNING', description: 'Not this time' } as const
    await change({ kind: 'violation', violation: 'ADULT' })
    await change({ kind: 'review', decision: 'PENDING' })
    await change(alert)
    await change({ ...alert, isFlat: true })
    await change({ kind: 'pin-changed' })
    const words = { alert_severity: 'WARNING', alert_status: 'NONE', alert_type: 'OBA_REJECTED', alert_description: 'Not this time' }
    expect([told(), await health(), (await ask(shop.wabaId, 'account_review_status'))['account_review_status']]).toEqual([
      [
        { field: 'account_update', ...PHONE, event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'ADULT' } },
        { field: 'account_review_update', decision: 'PENDING' },
        { field: 'account_alerts', entity_type: 'BUSINESS', entity_id: '2000000000000001', alert_info: words },
        { field: 'account_alerts', entity_type: 'BUSINESS', entity_id: '2000000000000001', ...words },
        { field: 'security', ...PHONE, event: 'PIN_CHANGED', requester: '122000000000000001' },
      ],
      ['LIMITED', 'BUSINESS LIMITED 141010'],
      'PENDING',
    ])
  })
})
