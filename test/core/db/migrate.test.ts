import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Database } from '#core/db/database.ts'
import { migrate, schemaVersion, type Migration } from '#core/db/migrate.ts'
import { migrations } from '#core/db/migrations/list.ts'
import { sql } from '#core/db/sql.ts'
import { AppError } from '#core/lib/app-error.ts'
import { changedSinceRelease, createEmptyDatabase, fingerprint, migrateLastStep } from '#test/support/migration-harness.ts'
import { released } from './released-migrations.ts'

const parrots: Migration = { version: 10, name: 'parrots', up: (db) => db.exec('CREATE TABLE parrots (name TEXT NOT NULL) STRICT') }
const colours: Migration = {
  version: 20,
  name: 'colours',
  up: (db) => db.exec("ALTER TABLE parrots ADD COLUMN colour TEXT NOT NULL DEFAULT 'green'"),
}

function catchError(act: () => unknown): unknown {
  try {
    return act()
  } catch (cause) {
    return cause
  }
}

/** One row or more for each table as it was at that version, as small shops have them. */
const rowsByVersion: Record<number, (db: Database) => void> = {
  10: (db) => {
    db.run(sql`INSERT INTO settings (key, value) VALUES ('shop.name', '"Mercadinho"')`)
    db.run(
      sql`INSERT INTO commands (key, kind, entity, by_staff, at, payload) VALUES ('k1', 'shop.rename', 'shop', NULL, 1, '{"name":"Mercadinho"}')`,
    )
  },
  20: (db) => {
    db.run(sql`INSERT INTO staff (id, name, login, role_id, is_active, created_at) VALUES ('S1', 'Rosa', 'rosa', 'owner', 1, 1)`)
    db.run(sql`INSERT INTO credentials (staff_id, password_phc, changed_at) VALUES ('S1', '$argon2id$', 1)`)
  },
}

test.each(migrations.map((migration, index) => [migration.name, index] as const))(
  'migrating to "%s" keeps every row that was there',
  (_name, index) => {
    const { db, before, after } = migrateLastStep({
      migrations: migrations.slice(0, index + 1),
      insert(shop) {
        for (const { version } of migrations.slice(0, index)) rowsByVersion[version]?.(shop)
      },
    })
    expect(after).toEqual(before)
    expect(schemaVersion(db)).toBe(migrations[index]?.version)
  },
)

test('the harness sees a row that a migration lost or changed', () => {
  const forgetful: Migration = { version: 30, name: 'forgetful', up: (db) => db.exec("DELETE FROM parrots WHERE name = 'Loro'") }
  const { before, after } = migrateLastStep({
    migrations: [parrots, colours, forgetful],
    insert(db) {
      db.run(sql`INSERT INTO parrots (name) VALUES ('Loro'), ('Zé')`)
    },
  })
  expect({ before, after }).toEqual({
    before: {
      parrots: [
        { name: 'Loro', colour: 'green' },
        { name: 'Zé', colour: 'green' },
      ],
    },
    after: { parrots: [{ name: 'Zé', colour: 'green' }] },
  })
})

test('a failing migration leaves the schema and every row as they were', () => {
  const db = createEmptyDatabase()
  migrate(db, [parrots])
  db.run(sql`INSERT INTO parrots (name) VALUES ('Loro')`)
  const half: Migration = {
    version: 30,
    name: 'half',
    up(database) {
      database.exec('CREATE TABLE cages (size INTEGER) STRICT; DELETE FROM parrots')
      throw new Error('power cut')
    },
  }
  expect(() => migrate(db, [parrots, colours, half])).toThrow('power cut')
  expect({
    version: schemaVersion(db),
    schema: db.list(sql`SELECT name FROM sqlite_master`),
    rows: db.list(sql`SELECT * FROM parrots`),
  }).toEqual({ version: 10, schema: [{ name: 'parrots' }], rows: [{ name: 'Loro' }] })
  expect(migrate(db, [parrots, colours])).toEqual({ from: 10, to: 20 })
})

test('a database of a newer program is refused and not touched', () => {
  const db = createEmptyDatabase()
  migrate(db, [parrots, colours])
  expect(catchError(() => migrate(db, [parrots]))).toMatchObject({ constructor: AppError, code: 'read-only' })
  expect(schemaVersion(db)).toBe(20)
})

test('a database that is up to date is left alone', () => {
  const db = createEmptyDatabase()
  migrate(db, [parrots])
  expect(migrate(db, [{ ...parrots, up: () => expect.unreachable() }])).toEqual({ from: 10, to: 10 })
})

test('migrations out of order are a mistake of ours', () => {
  expect(() => migrate(createEmptyDatabase(), [colours, parrots])).toThrow('migration parrots comes after 20')
})

test('no released migration was edited', () => {
  const read = (file: string) => {
    const path = `src-main/core/db/migrations/${file}`
    return existsSync(path) ? readFileSync(path, 'utf8') : null
  }
  // At each release the new files go into released-migrations.ts with their fingerprints.
  expect(changedSinceRelease({ released, read })).toEqual([])
})

test('an edit of a released migration is noticed, and so is its removal', () => {
  const text = 'CREATE TABLE parrots (name TEXT)'
  const read = (file: string) => (file === '0010-parrots.ts' ? text : null)
  expect(changedSinceRelease({ released: { '0010-parrots.ts': fingerprint(text) }, read })).toEqual([])
  expect(
    changedSinceRelease({ released: { '0010-parrots.ts': fingerprint(`${text} STRICT`), '0020-gone.ts': fingerprint('') }, read }),
  ).toEqual(['0010-parrots.ts', '0020-gone.ts'])
})
