import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import { createShopSettings } from '#core/settings/service.ts'
import { codeOf } from '#test/support/code-of.ts'
import { actor, setUpShopBase } from '#test/support/shop.ts'

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
  const answer = settings.saveSecurityRules({ rules, by: actor({ staffId: 'rosa' }), key: 'one' })
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

test('whether an owner gets in by waiting, owners alone decide, whoever else may change the rules', async () => {
  const { settings } = setUp()
  const caretaker = actor({ staffId: 'caio', role: 'manager', permissions: new Set(['settings.manage']) })
  const save = (change: Partial<typeof rules>, by = caretaker) =>
    codeOf(() => settings.saveSecurityRules({ rules: { ...settings.securityRules(), ...change }, by, key: JSON.stringify(change) }))
  expect([await save({ hasDelayedRecovery: true }), await save({ idleLockMinutes: 9 })]).toEqual(['not-allowed', 'no failure'])
  expect([await save({ hasDelayedRecovery: true }, actor()), await save({ hasDelayedRecovery: false })]).toEqual([
    'no failure',
    'not-allowed',
  ])
  expect(settings.securityRules()).toMatchObject({ idleLockMinutes: 9, hasDelayedRecovery: true })
})

test('a rule that an older program did not know is as a shop begins', () => {
  const { settings, db } = setUp()
  db.run(sql`INSERT INTO settings (key, value) VALUES ('security.rules', '{"idleLockMinutes":9}')`)
  expect(settings.securityRules()).toEqual({ idleLockMinutes: 9, attendantGraceDays: 0, hasDelayedRecovery: false })
})
