import { expect, test } from 'vitest'
import { z } from 'zod'
import type { StaffId } from '#contract'
import { createCommandLog, defineCommand } from '#core/commands/command-log.ts'
import type { Database } from '#core/db/database.ts'
import { sql } from '#core/db/sql.ts'
import type { JournalEntryToWrite } from '#core/journal/service.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'

const setShopName = defineCommand({
  kind: 'test.shop-name',
  payload: z.object({ name: z.string().min(1) }),
  journal: {
    action: 'shop.renamed',
    details: (db, { name }) => (name === 'Quiet' ? null : { before: nameIn(db), after: name }),
  },
  apply(db, command) {
    db.run(sql`INSERT INTO settings (key, value) VALUES ('name', ${JSON.stringify(command.payload.name)})
      ON CONFLICT (key) DO UPDATE SET value = excluded.value`)
  },
})

const setQuietly = defineCommand({ ...setShopName, kind: 'test.quiet', journal: null })

function nameIn(db: Database): string | null {
  return db.find<{ value: string }>(sql`SELECT value FROM settings WHERE key = 'name'`)?.value ?? null
}

function setUp() {
  const db = createMemoryDatabase()
  const written: JournalEntryToWrite[] = []
  const commands = createCommandLog({ db, clock: createFakeClock(1000), journal: { append: (entry) => void written.push(entry) } })
  const state = () => ({
    log: db.list(sql`SELECT seq, key, kind, entity, by_staff, at, payload FROM commands`),
    settings: db.list(sql`SELECT key, value FROM settings`),
  })
  return { db, commands, written, state }
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

test('the journal hears what was there before and what is now, once', () => {
  const { commands, written } = setUp()
  const by = 'ana' as StaffId
  commands.append(setShopName, { key: 'k1', entity: 'shop', by, payload: { name: 'Ana' } })
  commands.append(setShopName, { key: 'k2', entity: 'shop', by: null, payload: { name: 'Bia' } })
  commands.append(setShopName, { key: 'k2', entity: 'shop', by: null, payload: { name: 'Bia' } })
  expect(written).toEqual([
    { action: 'shop.renamed', by, at: 1000, subject: null, details: { before: null, after: 'Ana' } },
    { action: 'shop.renamed', by: null, at: 1000, subject: null, details: { before: '"Ana"', after: 'Bia' } },
  ])
})

test('what a kind does not say is not in the journal', () => {
  const { commands, written, state } = setUp()
  commands.append(setQuietly, { key: 'k1', entity: 'shop', by: null, payload: { name: 'Ana' } })
  commands.append(setShopName, { key: 'k2', entity: 'shop', by: null, payload: { name: 'Quiet' } })
  expect({ written, commands: state().log.length }).toEqual({ written: [], commands: 2 })
})

test('without its entry in the journal, nothing is done', () => {
  const db = createMemoryDatabase()
  const journal = {
    append: () => {
      throw new Error('The disk is full')
    },
  }
  const commands = createCommandLog({ db, clock: createFakeClock(), journal })
  expect(() => commands.append(setShopName, { key: 'k1', entity: 'shop', by: null, payload: { name: 'Ana' } })).toThrow('The disk is full')
  expect({ commands: db.list(sql`SELECT key FROM commands`), name: nameIn(db) }).toEqual({ commands: [], name: null })
})
