import { describe, expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import { ANA } from '#test/support/sending.ts'
import { CUSTOMER, HOUR_MS, MINUTE_MS, setUp, TEMPLATE, TEMPLATE_ID } from './scheduled-rig.ts'

describe('who wants no marketing gets none', () => {
  const choice = (shop: Awaited<ReturnType<typeof setUp>>, value: string, at: number, who: object = { wa_id: CUSTOMER }) => {
    const said = JSON.stringify({ ...who, category: 'marketing_messages', value })
    shop.db.run(sql`INSERT INTO raw_events (received_at, sha256, state) VALUES (1, ${Buffer.from(said + at)}, 'applied')`)
    shop.db.run(sql`
      INSERT INTO account_events (dedupe_key, raw_event_id, entry_id, field, at, value)
      VALUES (${said + at}, (SELECT max(id) FROM raw_events), '1', 'user_preferences', ${at}, ${said})`)
  }

  test.each<[name: string, category: 'marketing' | 'utility', said: [value: string, at: number][], goes: boolean]>([
    ['who stopped it', 'marketing', [['stop', 1]], false],
    [
      'who stopped and resumed it',
      'marketing',
      [
        ['resume', 2],
        ['stop', 1],
      ],
      true,
    ],
    [
      'who resumed and stopped it',
      'marketing',
      [
        ['stop', 2],
        ['resume', 1],
      ],
      false,
    ],
    ['who stopped it, but this is about an order', 'utility', [['stop', 1]], true],
    ['who said nothing', 'marketing', [], true],
  ])('%s', async (_name, category, said, goes) => {
    const shop = await setUp()
    shop.categories.set(TEMPLATE_ID, category)
    shop.add(HOUR_MS, { content: TEMPLATE })
    for (const [value, at] of said) choice(shop, value, at)
    choice(shop, 'stop', 9, { wa_id: '5521998887766' })
    await shop.run(HOUR_MS)
    expect(shop.sent().length).toBe(goes ? 1 : 0)
    expect(shop.list()).toMatchObject(goes ? [] : [{ problem: 'marketing-stopped' }])
  })

  test('also when WhatsApp has said so of what was sent before', async () => {
    const shop = await setUp()
    shop.categories.set(TEMPLATE_ID, 'marketing')
    shop.graph.script.push({ kind: 'refused', code: 131050 })
    shop.add(MINUTE_MS, { content: TEMPLATE })
    shop.add(HOUR_MS, { content: TEMPLATE })
    await shop.run(HOUR_MS)
    expect(shop.list()).toMatchObject([{ problem: 'marketing-stopped' }])
    const { scheduledId } = shop.add(HOUR_MS, { content: TEMPLATE })
    choice(shop, 'resume', shop.clock.now())
    await shop.run(HOUR_MS)
    expect(shop.scheduled.list(shop, ANA).scheduled.map((each) => each.scheduledId)).not.toContain(scheduledId)
  })
})
