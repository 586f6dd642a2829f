import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { CIPHER, openDatabase, type Opening } from '#core/db/open-database.ts'
import { sql } from '#core/db/sql.ts'
import type { Database } from '#core/db/database.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { createFakeLog } from '#test/support/fake-ports.ts'
import { makeTemporaryFolder } from '#test/support/temporary-folder.ts'

const KEY = Buffer.from('a1'.repeat(32), 'hex')
const SALT = '00112233445566778899aabbccddeeff'

function setUp() {
  const path = join(makeTemporaryFolder(), 'test.db')
  writeFileSync(path, '', { mode: 0o644 })
  const open = (key: Buffer = KEY): Opening =>
    openDatabase({ path, key: new Redacted(key), salt: SALT, cipher: CIPHER }, { clock: createFakeClock(), log: createFakeLog() })
  return {
    path,
    open,
    opened(): Database {
      const opening = open()
      if (opening.kind === 'refused') throw opening.cause
      return opening.db
    },
    reason(key?: Buffer): string {
      const opening = open(key)
      if (opening.kind === 'opened') opening.db.close()
      return opening.kind === 'refused' ? opening.reason : 'opened'
    },
  }
}

const pragmas = (db: Database) =>
  Object.fromEntries(
    [
      'cipher',
      'journal_mode',
      'synchronous',
      'temp_store',
      'secure_delete',
      'trusted_schema',
      'cell_size_check',
      'foreign_keys',
      'cache_size',
      'wal_autocheckpoint',
      'locking_mode',
      'page_size',
    ].map((name) => [name, Object.values(db.get<Record<string, unknown>>(pragmaQuery(name)))[0]]),
  )

/** Names of pragmas cannot be parameters. */
function pragmaQuery(name: string) {
  return Object.assign(sql``, { text: `PRAGMA ${name}` })
}

const EXPECTED = {
  cipher: 'aegis',
  journal_mode: 'wal',
  synchronous: 2,
  temp_store: 2,
  secure_delete: 1,
  trusted_schema: 0,
  cell_size_check: 1,
  foreign_keys: 1,
  cache_size: -32_768,
  wal_autocheckpoint: 16_000,
  locking_mode: 'exclusive',
  page_size: 4096,
}

test('every setting holds at the first opening and at each later one', () => {
  const { opened } = setUp()
  const first = opened()
  expect(pragmas(first)).toEqual(EXPECTED)
  first.exec('CREATE TABLE notes (text TEXT) STRICT')
  first.close()
  const second = opened()
  expect(pragmas(second)).toEqual(EXPECTED)
  second.close()
})

test('the bytes on disk hold neither the text nor the schema, in the database and in its journal', () => {
  const { opened, path } = setUp()
  const db = opened()
  db.exec('CREATE TABLE parrots (name TEXT) STRICT')
  db.run(sql`INSERT INTO parrots (name) VALUES (${'Loro Gonçalves'.repeat(200)})`)
  const journal = readFileSync(`${path}-wal`)
  db.close()
  const file = readFileSync(path)
  expect(journal.length).toBeGreaterThan(4096)
  expect(file.subarray(0, 16).toString('hex')).toBe(SALT)
  for (const bytes of [file, journal]) {
    for (const needle of ['SQLite format 3', 'Loro', 'parrots', KEY, KEY.toString('hex')]) expect(bytes.includes(needle)).toBe(false)
  }
})

test('files that were readable for others no longer are', () => {
  const { opened, path } = setUp()
  const db = opened()
  db.exec('CREATE TABLE parrots (name TEXT) STRICT')
  expect([path, `${path}-wal`].map((file) => (statSync(file).mode & 0o777).toString(8))).toEqual(['600', '600'])
  db.close()
})

test('the key is the 32 bytes themselves, not a passphrase to derive one from', () => {
  const { opened, path } = setUp()
  const db = opened()
  db.exec('CREATE TABLE parrots (name TEXT) STRICT')
  db.close()
  const readWith = (key: string) => {
    const raw = new Sqlite(path)
    try {
      raw.pragma("cipher = 'aegis'")
      raw.pragma(`key = ${key}`)
      return raw.prepare('SELECT name FROM sqlite_master').all()
    } catch (cause) {
      return cause
    } finally {
      raw.close()
    }
  }
  expect(readWith(`"x'${KEY.toString('hex')}'"`)).toEqual([{ name: 'parrots' }])
  expect(readWith(`'${KEY.toString('hex')}'`)).toMatchObject({ code: 'SQLITE_NOTADB' })
})

test('a wrong key and a damaged first page look alike: no database', () => {
  const { opened, reason, path } = setUp()
  const db = opened()
  db.exec('CREATE TABLE parrots (name TEXT) STRICT')
  db.close()
  expect(reason(Buffer.alloc(32, 3))).toBe('not-a-database')
  const bytes = readFileSync(path)
  bytes[2000] = (bytes[2000] ?? 0) ^ 1
  writeFileSync(path, bytes)
  expect(reason()).toBe('not-a-database')
})

test('what is not encrypted at all is no database either', () => {
  const { reason, path } = setUp()
  writeFileSync(path, `SQLite format 3\0${'x'.repeat(8192)}`)
  expect(reason()).toBe('not-a-database')
})

test('a flipped bit in a later page is an error at the read, never a wrong answer', () => {
  const { opened, path } = setUp()
  const db = opened()
  db.exec('CREATE TABLE parrots (name TEXT) STRICT')
  db.run(sql`INSERT INTO parrots (name) VALUES ('Loro')`)
  db.close()
  const bytes = readFileSync(path)
  bytes[4096 + 2000] = (bytes[4096 + 2000] ?? 0) ^ 1
  writeFileSync(path, bytes)
  const damaged = opened()
  expect(() => damaged.list(sql`SELECT name FROM parrots`)).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^SQLITE_(CORRUPT|IOERR)/) }),
  )
  damaged.close()
})

test('a second opener in this process is told that it is in use', () => {
  const { opened, reason } = setUp()
  const db = opened()
  expect(reason()).toBe('in-use')
  db.exec('CREATE TABLE parrots (name TEXT) STRICT')
  db.close()
  expect(reason()).toBe('opened')
})

test('and so is one in another process', () => {
  const { opened, path } = setUp()
  const db = opened()
  const script = `
    import { openDatabase, CIPHER } from '#core/db/open-database.ts'
    import { Redacted } from '#core/lib/redacted.ts'
    const quiet = { info() {}, warn() {}, error() {} }
    const clock = { now: () => 0, monotonic: () => 0, after: () => () => {} }
    const key = new Redacted(Buffer.from('${KEY.toString('hex')}', 'hex'))
    const opening = openDatabase({ path: process.argv[1], key, salt: '${SALT}', cipher: CIPHER }, { clock, log: quiet })
    process.stdout.write(opening.kind === 'refused' ? opening.reason : 'opened')`
  const run = () =>
    spawnSync(process.execPath, ['--input-type=module-typescript', '-e', script, path], { cwd: process.cwd(), encoding: 'utf8' }).stdout
  expect(run()).toBe('in-use')
  db.close()
  expect(run()).toBe('opened')
})

test('a file that is not there is not made', () => {
  const { path } = setUp()
  const missing = `${path}-missing`
  const opening = openDatabase(
    { path: missing, key: new Redacted(KEY), salt: SALT, cipher: CIPHER },
    { clock: createFakeClock(), log: createFakeLog() },
  )
  expect(opening).toMatchObject({ kind: 'refused', reason: 'read-only' })
  expect(() => statSync(missing)).toThrow('ENOENT')
})
