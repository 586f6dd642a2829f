import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { basename, relative, resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import { isChangingPragma, isPragma, isReading, isTransactional, nameOfPragma, nameOfStatement, splitStatements } from './statement-text.ts'

/**
 * One moment at which a process can die or a disk can fail.
 *
 * `sql`        before a statement that changes the file, each one of an `exec` with several; `begin` and `savepoint` included
 * `commit`     before COMMIT, and before a changing statement outside a transaction, which commits by itself
 * `committed`  after either: it is on disk, and nobody was told. A throw here comes out as the error of what has happened
 * `rollback`   before ROLLBACK and ROLLBACK TO
 * `pragma`     before a PRAGMA that sets or does something; never with its value, which may be a key
 * `close`      before a connection is closed, which moves the log into the file
 * `file`       before a call of `node:fs` that changes something
 */
export type FaultPoint = {
  readonly kind: 'sql' | 'commit' | 'committed' | 'rollback' | 'pragma' | 'close' | 'file'
  /** `INSERT messages`, `journal_mode`, `rename shop.hdr.tmp`: the same in each run, without a value in it. */
  readonly name: string
  /** The connection it happens on. What `reach` does with it is no point. */
  readonly database?: Sqlite.Database
}

/**
 * Calls `reach` at every such moment of this thread; what it throws comes out of the operation, which then does not happen. The answer
 * undoes it; of several at once the last is undone first. Product code is left as it is: what is replaced are the methods of
 * better-sqlite3 and the functions of `node:fs`.
 *
 * Left out: whatever only reads; closing a file; making a connection, which changes nothing in a file that is there; promises and streams
 * of `node:fs`, unless `synchronous-files.ts` makes them calls of these functions; descriptors opened before. With `folder`, only
 * databases and files in it count.
 */
export function watchFaultPoints(reach: (point: FaultPoint) => void, options: { folder?: string } = {}): () => void {
  const isInFolder = remembered((path: string) => isIn(options.folder, path))
  let isInside = false

  /** An operation that is made of others is one point, and `reach` may use files and databases itself. */
  function apart<Result>(act: () => Result): Result {
    isInside = true
    try {
      return act()
    } finally {
      isInside = false
    }
  }

  const undo = [
    ...watchSqlite({
      isWatched: (database) => !isInside && isInFolder(database.name),
      reach: (kind, name, database) => apart(() => reach({ kind, name, database })),
      apart,
    }),
    ...watchFiles({
      isWatched: (path) => !isInside && isInFolder(path),
      reach: (name) => apart(() => reach({ kind: 'file', name })),
      apart,
    }),
  ]
  syncBuiltinESMExports()
  return () => {
    for (const each of undo.toReversed()) each()
    syncBuiltinESMExports()
  }
}

export type StorageErrorCode = 'SQLITE_FULL' | 'SQLITE_IOERR' | 'ENOSPC' | 'EIO'

/** What SQLite or Node throws for a full or failing disk. */
export function storageError(code: StorageErrorCode): Error {
  switch (code) {
    case 'SQLITE_FULL':
      return new Sqlite.SqliteError('database or disk is full', code)
    case 'SQLITE_IOERR':
      return new Sqlite.SqliteError('disk I/O error', code)
    case 'ENOSPC':
      return Object.assign(new Error('ENOSPC: no space left on device'), { code, errno: -28 })
    case 'EIO':
      return Object.assign(new Error('EIO: i/o error'), { code, errno: -5 })
    default:
      throw new Error(`No such storage error: ${String(code satisfies never)}`)
  }
}

type Apart = <Result>(act: () => Result) => Result
type AnyFunction = (...args: unknown[]) => unknown
/** Stands in for a method or function; `original` calls it on the same object. */
type Replacement = (original: AnyFunction, self: unknown, args: readonly unknown[]) => unknown

function watchSqlite(deps: {
  isWatched(database: Sqlite.Database): boolean
  reach(kind: FaultPoint['kind'], name: string, database: Sqlite.Database): void
  apart: Apart
}): (() => void)[] {
  const { isWatched, reach, apart } = deps
  const nameOf = remembered(nameOfStatement)

  function runAt(text: string, database: Sqlite.Database, act: () => unknown): unknown {
    if (isPragma(text)) {
      const source = text.replace(/^\s*pragma\s+/i, '')
      if (isChangingPragma(source)) reach('pragma', nameOfPragma(source), database)
      return apart(act)
    }
    const name = nameOf(text)
    const kind = kindOfStatement(name, database)
    reach(kind, name, database)
    const result = apart(act)
    if (kind === 'commit') reach('committed', name, database)
    return result
  }

  const database = methodsOf(Sqlite.prototype)
  // The class of statements is not exported; every statement has the same prototype.
  const probe = new Sqlite(':memory:')
  const statement = methodsOf(Object.getPrototypeOf(probe.prepare('SELECT 1')))
  probe.close()

  return [
    replace(database, 'exec', (original, self, args) => {
      const connection = self as Sqlite.Database
      if (!isWatched(connection)) return original(...args)
      for (const one of splitStatements(String(args[0]))) {
        if (isReading(one)) apart(() => original(one))
        else runAt(one, connection, () => original(one))
      }
      return connection
    }),
    replace(database, 'pragma', (original, self, args) => {
      const connection = self as Sqlite.Database
      const source = String(args[0])
      if (isWatched(connection) && isChangingPragma(source)) reach('pragma', nameOfPragma(source), connection)
      return apart(() => original(...args))
    }),
    ...(['key', 'rekey'] as const).map((method) =>
      replace(database, method, (original, self, args) => {
        const connection = self as Sqlite.Database
        if (isWatched(connection)) reach('pragma', method, connection)
        return apart(() => original(...args))
      }),
    ),
    replace(database, 'close', (original, self) => {
      const connection = self as Sqlite.Database
      if (connection.open && isWatched(connection)) reach('close', basename(connection.name), connection)
      return apart(() => original())
    }),
    ...(['run', 'get', 'all'] as const).map((method) =>
      replace(statement, method, (original, self, args) => {
        const { source, readonly, database: connection } = self as Sqlite.Statement
        // A transaction's own statements count as reading, for SQLite.
        const isChanging = !readonly || isTransactional(nameOf(source))
        if (!isChanging || !isWatched(connection)) return original(...args)
        return runAt(source, connection, () => original(...args))
      }),
    ),
  ]
}

/** `writeFileSync` … `futimesSync`: by what stands before `Sync`. */
const CHANGING_THEIR_FIRST =
  'writeFile appendFile truncate rename unlink rm rmdir mkdir mkdtemp chmod utimes write writev fsync fdatasync ftruncate fchmod futimes'
const CHANGING_THEIR_SECOND = 'copyFile cp link symlink'

function watchFiles(deps: { isWatched(path: string): boolean; reach(name: string): void; apart: Apart }): (() => void)[] {
  const { isWatched, reach, apart } = deps
  const paths = new Map<unknown, string>()
  const functions = methodsOf(fs)

  /** `position`: of the argument that is the path, or the descriptor, of what is changed. */
  function watched(method: string, position: number): () => void {
    return replace(functions, `${method}Sync`, (original, _self, args) => {
      const target = args[position]
      const path = typeof target === 'number' ? paths.get(target) : resolve(String(target))
      if (path === undefined || !isWatched(path)) return original(...args)
      reach(`${method} ${nameOfFile(path)}`)
      return apart(() => original(...args))
    })
  }

  return [
    ...CHANGING_THEIR_FIRST.split(' ').map((method) => watched(method, 0)),
    ...CHANGING_THEIR_SECOND.split(' ').map((method) => watched(method, 1)),
    replace(functions, 'openSync', (original, _self, args) => {
      const path = resolve(String(args[0]))
      if (isWatched(path) && isWriting(args[1])) reach(`open ${nameOfFile(path)}`)
      const descriptor = original(...args)
      paths.set(descriptor, path)
      return descriptor
    }),
  ]
}

/** The shop's files are called otherwise in each run. */
function nameOfFile(path: string): string {
  return basename(path).replace(/^[0-9a-f]{32}$/, 'FILE')
}

function replace(owner: Record<string, AnyFunction>, name: string, by: Replacement): () => void {
  const original = owner[name]
  if (original === undefined) throw new Error(`There is no ${name} to watch`)
  function replacement(this: unknown, ...args: unknown[]): unknown {
    return by((...given) => Reflect.apply(original as AnyFunction, this, given), this, args)
  }
  owner[name] = replacement
  return () => {
    if (owner[name] !== replacement) throw new Error(`${name} was replaced again since: undo the last watch first`)
    owner[name] = original
  }
}

/** Whatever its methods take and answer, they are only passed on. */
function methodsOf(owner: unknown): Record<string, AnyFunction> {
  return owner as Record<string, AnyFunction>
}

/** The same few questions are asked at every statement. */
function remembered<Answer>(ask: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, Answer>()
  return (text) => {
    const known = answers.get(text)
    if (known !== undefined) return known
    const answer = ask(text)
    answers.set(text, answer)
    return answer
  }
}

function isIn(folder: string | undefined, path: string): boolean {
  return folder === undefined || !relative(resolve(folder), resolve(path)).startsWith('..')
}

function isWriting(flags: unknown): boolean {
  if (typeof flags === 'number') return (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR | fs.constants.O_CREAT)) !== 0
  return flags !== undefined && flags !== 'r' && flags !== 'rs'
}

function kindOfStatement(name: string, database: Sqlite.Database): FaultPoint['kind'] {
  if (/^(COMMIT|END)\b/.test(name)) return 'commit'
  if (name.startsWith('ROLLBACK')) return 'rollback'
  return database.inTransaction || isTransactional(name) ? 'sql' : 'commit'
}
