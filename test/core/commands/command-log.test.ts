import { expect, test } from 'vitest'
import { z } from 'zod'
import { createCommandLog, defineCommand } from '#core/commands/command-log.ts'
import { sql } from '#core/db/sql.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'

const setShopName = defineCommand({
  kind: 'test.shop-name',
  payload: z.object({ name: z.string().min(1) }),
  apply(db, command) {
    db.run(sql`INSERT INTO settings (key, value) VALUES ('name', ${JSON.stringify(command.payload.name)})
      ON CONFLICT (key) DO UPDATE SET value = excluded.value`)
  },
})

function setUp() {
  const db = createMemoryDatabase()
  const commands = createCommandLog({ db, clock: createFakeClock(1000) })
  const state = () => ({
    log: db.list(sql`SELECT seq, key, kind, entity, by_staff, at, payload FROM commands`),
    settings: db.list(sql`SELECT key, value FROM settings`),
  })
  return { db, commands, state }
}

test('a command is written to the log and applied in one go', () => {
  const { commands, state } = setUp()
  expect(commands.append(setShopName, { key: 'k1', entity: 'shop', by: null, payload: { name: 'Ana' } })).toBe(true)
  expect(state()).toEqual({
    log: [{ seq: 1, key: 'k1', kind: 'test.shop-name', entity: 'shop', by_staff: null, at: 1000, payload: '{"name":"Ana"}' }],
    settings: [{ key: 'name', value: '"Ana"' }],
  })
})

test('the same key a second time changes nothing', () => {
  const { commands, state } = setUp()
  commands.append(setShopName, { key: 'k1', entity: 'shop', by: null, payload: { name: 'Ana' } })
  const before = state()
  expect(commands.append(setShopName, { key: 'k1', entity: 'shop', by: null, payload: { name: 'Bia' } })).toBe(false)
  expect(state()).toEqual(before)
})

test('a command that cannot be applied leaves no trace in the log', () => {
  const { commands, state } = setUp()
  expect(() => commands.append(setShopName, { key: 'k1', entity: 'shop', by: null, payload: { name: '' } })).toThrow()
  expect(state()).toEqual({ log: [], settings: [] })
})
