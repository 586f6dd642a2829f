import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import { storageFailureOf } from '#core/db/storage-failure.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'

function failureOf(act: () => unknown): unknown {
  try {
    act()
    return 'no failure'
  } catch (cause) {
    return storageFailureOf(cause)?.code ?? cause
  }
}

test('F12: a full disk has its own words, and what is there can still be read', () => {
  const db = createMemoryDatabase()
  db.run(sql`INSERT INTO settings (key, value) VALUES ('kept', '1')`)
  const { page_count: pages } = db.get<{ page_count: number }>(sql`PRAGMA page_count`)
  db.exec(`PRAGMA max_page_count = ${pages}`)
  const big = JSON.stringify('x'.repeat(100_000))
  expect(failureOf(() => db.transaction(() => db.run(sql`INSERT INTO settings (key, value) VALUES ('big', ${big})`)))).toBe('disk-full')
  expect(db.list(sql`SELECT key FROM settings`)).toEqual([{ key: 'kept' }])
})

test.each([
  ['ENOSPC', 'disk-full'],
  ['SQLITE_READONLY_DBMOVED', 'read-only'],
  ['EROFS', 'read-only'],
  ['EBUSY', 'read-only'],
  ['SQLITE_IOERR', 'read-only'],
  ['SQLITE_IOERR_FSYNC', 'read-only'],
  ['SQLITE_IOERR_READ', 'database-damaged'],
  ['SQLITE_IOERR_SHORT_READ', 'database-damaged'],
  ['EIO', 'read-only'],
  ['SQLITE_CORRUPT_VTAB', 'database-damaged'],
  ['SQLITE_NOTADB', 'database-damaged'],
])('%s is told as %s', (code, expected) => {
  expect(storageFailureOf(Object.assign(new Error('some words'), { code }))?.code).toBe(expected)
})

test('a mistake of ours is not blamed on the disk', () => {
  const db = createMemoryDatabase()
  expect(failureOf(() => db.run(sql`INSERT INTO settings (key, value) VALUES ('k', 'not json')`))).toMatchObject({
    code: 'SQLITE_CONSTRAINT_CHECK',
  })
  expect([storageFailureOf(new Error('x')), storageFailureOf('SQLITE_FULL'), storageFailureOf(null)]).toEqual([null, null, null])
})
