import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import { createShopSettings } from '#core/settings/service.ts'
import { setUpShopBase } from '#test/support/shop.ts'

const rules = { idleLockMinutes: 12, attendantGraceDays: 3, hasDelayedRecovery: true }

function setUp() {
  const base = setUpShopBase()
  let changes = 0
  const settings = createShopSettings({ ...base, onSecurityChanged: () => (changes += 1) })
  return { ...base, settings, changes: () => changes }
}

test('a shop begins with five minutes and no grace', () => {
  expect(setUp().settings.securityRules()).toEqual({ idleLockMinutes: 5, attendantGraceDays: 0, hasDelayedRecovery: false })
})

test('rules that were saved hold, are told, and stand in the journal as they were and as they are', () => {
  const { settings, db, changes, published } = setUp()
  // Any text is an id here.
  const answer = settings.saveSecurityRules({ rules, by: 'rosa' as never, key: 'one' })
  const [entry] = db.list<{ action: string; by_staff: string; details: Buffer }>(sql`SELECT action, by_staff, details FROM journal`)
  expect({
    answer,
    now: settings.securityRules(),
    changes: changes(),
    published,
    entry: entry && { ...entry, details: JSON.parse(entry.details.toString()) as unknown },
  }).toEqual({
    answer: rules,
    now: rules,
    changes: 1,
    published: [{ name: 'security.changed', payload: { rules } }],
    entry: {
      action: 'security.changed',
      by_staff: 'rosa',
      details: { before: { idleLockMinutes: 5, attendantGraceDays: 0, hasDelayedRecovery: false }, after: rules },
    },
  })
})

test('a rule that an older program did not know is as a shop begins', () => {
  const { settings, db } = setUp()
  db.run(sql`INSERT INTO settings (key, value) VALUES ('security.rules', '{"idleLockMinutes":9}')`)
  expect(settings.securityRules()).toEqual({ idleLockMinutes: 9, attendantGraceDays: 0, hasDelayedRecovery: false })
})
