import { chmodSync, existsSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { assert } from '../lib/assert.ts'
import type { Redacted } from '../lib/redacted.ts'
import type { Clock, Log } from '../ports.ts'
import { createDatabase, type Database } from './database.ts'

/** How a file is encrypted; kept in the shop's header, so that neither a library default nor a later choice locks a shop out. */
export type CipherParameters = { readonly name: 'aegis'; readonly algorithm: 'aegis-256'; readonly pageSize: number }

export const CIPHER: CipherParameters = { name: 'aegis', algorithm: 'aegis-256', pageSize: 4096 }

export type DatabaseFile = {
  readonly path: string
  /** 32 bytes. */
  readonly key: Redacted<Buffer>
  /** 16 bytes as hex; stand unencrypted at the start of the file, where the vault finds them. */
  readonly salt: string
  readonly cipher: CipherParameters
}

export type OpeningRefusal = 'not-a-database' | 'damaged' | 'in-use' | 'read-only'
export type Opening =
  | { readonly kind: 'opened'; readonly db: Database }
  | { readonly kind: 'refused'; readonly reason: OpeningRefusal; readonly cause: unknown }

/**
 * 32,768 KiB of page cache. A checkpoint every 16,000 pages (64 MiB): a page that changes again meanwhile is moved into the file once, which is
 * most of what intake writes beside the journal. The stall is longer than with fewer, and rarer.
 */
const CACHE_SIZE = -32_768
const CHECKPOINT_PAGES = 16_000

const ENGINE_MISSING: ReadonlySet<string> = new Set(['ERR_DLOPEN_FAILED', 'ERR_DLOPEN_DISABLED', 'MODULE_NOT_FOUND'])

/** Value by pragma, as SQLite answers when asked back. `synchronous` 2 is FULL: it falls to NORMAL on each reopening of a WAL database. */
const SETTINGS: readonly (readonly [pragma: string, set: string, readBack: string | number])[] = [
  ['locking_mode', 'EXCLUSIVE', 'exclusive'],
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  // The default writes sorts into clear-text files.
  ['temp_store', 'MEMORY', 2],
  ['secure_delete', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  ['foreign_keys', 'ON', 1],
  ['cache_size', String(CACHE_SIZE), CACHE_SIZE],
  ['wal_autocheckpoint', String(CHECKPOINT_PAGES), CHECKPOINT_PAGES],
]

/**
 * Opens an existing file (an empty one becomes a database) as its only user, and reads the schema at once, so that a wrong key
 * or a damaged first page shows here. Anything but the four refusals is thrown.
 */
export function openDatabase(file: DatabaseFile, deps: { clock: Clock; log: Log }): Opening {
  let connection: Sqlite.Database | null = null
  try {
    connection = new Sqlite(file.path, { fileMustExist: true, timeout: 0 })
    applyKey(connection, file)
    for (const [pragma, set] of SETTINGS) connection.pragma(`${pragma} = ${set}`)
    connection.prepare('SELECT COUNT(*) FROM sqlite_master').get()
    assertSettings(connection, file.cipher)
    makePrivate(file.path)
    return { kind: 'opened', db: createDatabase({ connection, ...deps }) }
  } catch (cause) {
    connection?.close()
    const reason = refusalOf(cause)
    if (reason === null) throw cause
    return { kind: 'refused', reason, cause }
  }
}

/**
 * Opens an existing file for looking at it alone, also from a program that is not Balcão's own: nothing of it can be changed, and where
 * another has it open, it is `in-use`.
 */
export function openReadOnly(file: DatabaseFile, deps: { clock: Clock; log: Log }): Opening {
  let connection: Sqlite.Database | null = null
  try {
    connection = new Sqlite(file.path, { fileMustExist: true, readonly: true, timeout: 0 })
    applyKey(connection, file)
    for (const pragma of ['query_only = ON', 'temp_store = MEMORY', 'trusted_schema = OFF', 'cell_size_check = ON'])
      connection.pragma(pragma)
    connection.prepare('SELECT COUNT(*) FROM sqlite_master').get()
    return { kind: 'opened', db: createDatabase({ connection, ...deps }) }
  } catch (cause) {
    connection?.close()
    const reason = refusalOf(cause)
    if (reason === null) throw cause
    return { kind: 'refused', reason, cause }
  }
}

/** Why SQLite itself cannot be loaded: its file is missing or blocked. Null when it can be. */
export function missingEngine(): unknown {
  try {
    new Sqlite(':memory:').close()
    return null
  } catch (cause) {
    const isMissing = ENGINE_MISSING.has(codeOf(cause)) || (cause instanceof Error && cause.message.includes('bindings file'))
    if (!isMissing) throw cause
    return cause
  }
}

/** `db.key(buffer)` would derive a key from the bytes as from a passphrase: only the quoted hex form is the key itself. */
function applyKey(connection: Sqlite.Database, { key, salt, cipher }: DatabaseFile): void {
  assert(key.reveal().length === 32, 'the vault derives keys of 32 bytes')
  connection.pragma(`cipher = '${cipher.name}'`)
  connection.pragma(`algorithm = '${cipher.algorithm}'`)
  connection.pragma(`page_size = ${cipher.pageSize}`)
  connection.pragma(`key = "x'${key.reveal().toString('hex')}${salt}'"`)
}

function assertSettings(connection: Sqlite.Database, cipher: CipherParameters): void {
  const expected = [
    ...SETTINGS.map(([pragma, , readBack]) => [pragma, readBack] as const),
    ['cipher', cipher.name],
    ['page_size', cipher.pageSize],
  ] as const
  for (const [pragma, value] of expected) {
    const actual = connection.pragma(pragma, { simple: true })
    assert(actual === value, `the pragma ${pragma} was just set to ${value}, and reads ${String(actual)}`)
  }
}

/** SQLite gives the files beside a database its own mode. */
function makePrivate(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(file)) chmodSync(file, 0o600)
}

function refusalOf(cause: unknown): OpeningRefusal | null {
  const code = codeOf(cause)
  if (code === 'SQLITE_NOTADB') return 'not-a-database'
  if (code.startsWith('SQLITE_CORRUPT')) return 'damaged'
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'in-use'
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_PERM')) return 'read-only'
  return null
}

export function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
}
