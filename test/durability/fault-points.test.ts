import { closeSync, fsyncSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { storageError, watchFaultPoints, type FaultPoint } from '#test/support/fault-points.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'balcao-points-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function points(act: (db: Sqlite.Database) => void): string[] {
  const reached: string[] = []
  const db = new Sqlite(join(folder, 'shop.db'))
  const stop = watchFaultPoints(({ kind, name }) => reached.push(`${kind}: ${name}`), { folder })
  try {
    act(db)
  } finally {
    stop()
    db.close()
  }
  return reached
}

test('names what changes a database, what commits it, and nothing that only reads', () => {
  const reached = points((db) => {
    db.pragma('journal_mode = WAL')
    db.pragma('user_version')
    db.exec(`
      -- a comment; with a semicolon
      CREATE TABLE notes (text TEXT NOT NULL DEFAULT 'a;b') STRICT;
      CREATE TRIGGER kept AFTER DELETE ON notes BEGIN INSERT INTO notes (text) VALUES ('gone'); SELECT 1; END;
      PRAGMA user_version = 3;
    `)
    db.exec('BEGIN IMMEDIATE')
    db.prepare('INSERT OR IGNORE INTO notes (text) VALUES (?)').run('one')
    db.prepare('UPDATE notes SET text = ? RETURNING text').get('two')
    db.exec('SAVEPOINT item')
    db.exec('ROLLBACK TO item')
    db.prepare('SELECT text FROM notes').all()
    db.prepare('COMMIT').run()
    db.prepare('DELETE FROM notes').run()
    db.exec('BEGIN')
    db.exec('ROLLBACK')
    db.close()
  })
  expect(reached).toEqual([
    'pragma: journal_mode',
    'commit: CREATE TABLE notes',
    'committed: CREATE TABLE notes',
    'commit: CREATE TRIGGER kept',
    'committed: CREATE TRIGGER kept',
    'pragma: user_version',
    'sql: BEGIN IMMEDIATE',
    'sql: INSERT notes',
    'sql: UPDATE notes',
    'sql: SAVEPOINT item',
    'rollback: ROLLBACK TO item',
    'commit: COMMIT',
    'committed: COMMIT',
    'commit: DELETE notes',
    'committed: DELETE notes',
    'sql: BEGIN',
    'rollback: ROLLBACK',
    'close: shop.db',
  ])
})

test('names what changes files in the folder, by functions imported before, and not what is elsewhere', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'balcao-elsewhere-'))
  const reached = points(() => {
    const path = join(folder, 'shop.hdr.tmp')
    for (const each of [path, join(elsewhere, 'other')]) {
      const file = openSync(each, 'w', 0o600)
      writeSync(file, 'text')
      fsyncSync(file)
      closeSync(file)
    }
    renameSync(path, join(folder, 'shop.hdr'))
    readFileSync(join(folder, 'shop.hdr'))
    rmSync(join(folder, 'shop.hdr'))
  })
  rmSync(elsewhere, { recursive: true })
  expect(reached).toEqual([
    'file: open shop.hdr.tmp',
    'file: write shop.hdr.tmp',
    'file: fsync shop.hdr.tmp',
    'file: rename shop.hdr.tmp',
    'file: rm shop.hdr',
  ])
})

test('keeps an operation from happening by the error it comes out with, and is gone once undone', () => {
  const db = new Sqlite(join(folder, 'shop.db'))
  db.exec('CREATE TABLE notes (text TEXT) STRICT')
  const seen: FaultPoint[] = []
  const stop = watchFaultPoints((point) => {
    seen.push(point)
    throw storageError('SQLITE_FULL')
  })
  const add = () => db.prepare("INSERT INTO notes VALUES ('one')").run()
  expect(add).toThrow(expect.objectContaining({ name: 'SqliteError', code: 'SQLITE_FULL' }))
  expect(() => renameSync(join(folder, 'shop.db'), join(folder, 'gone'))).toThrow('full')
  stop()
  expect({ seen: seen.length, notes: db.prepare('SELECT COUNT(*) FROM notes').pluck().get() }).toEqual({ seen: 2, notes: 0 })
  add()
  expect(seen).toHaveLength(2)
  db.close()
})
