import { AppError } from '../lib/app-error.ts'
import { assertNever } from '../lib/assert.ts'
import { codeOf } from './open-database.ts'

type StorageFailure = 'disk-full' | 'read-only' | 'database-damaged'

/** Reading went wrong below SQLite: the disk, not what is written on it. Source: sqlite.org/rescode.html. */
const READING = /^SQLITE_IOERR_(?:READ|SHORT_READ|DATA|CORRUPTFS|FSTAT)$/

/** Of the files beside the database. */
const REFUSED_BY_SYSTEM: ReadonlySet<string> = new Set(['EROFS', 'EACCES', 'EPERM', 'EBUSY', 'EIO'])

/** What people can do something about, of the ways in which a disk or the file on it fails; null for anything else. */
export function storageProblemOf(cause: unknown): StorageFailure | null {
  const code = codeOf(cause)
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return 'disk-full'
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' || READING.test(code)) return 'database-damaged'
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_IOERR') || REFUSED_BY_SYSTEM.has(code)) return 'read-only'
  return null
}

/** As SQLite says it, for damage that was found by other means. */
export function damageFound(how: string): Error {
  return Object.assign(new Error(`The database is damaged: ${how}`), { code: 'SQLITE_CORRUPT' })
}

/** The same as an expected failure, for whoever called. */
export function storageFailureOf(cause: unknown): AppError | null {
  const problem = storageProblemOf(cause)
  return problem && new AppError(problem, messageOf(problem), { cause })
}

/**
 * For what may be lost where the disk takes nothing: answers undefined then, and throws anything else on. Not inside a transaction: SQLite may
 * have rolled all of it back.
 */
export function unlessDiskFails<Result>(act: () => Result): Result | undefined {
  try {
    return act()
  } catch (cause) {
    if (storageProblemOf(cause) === null) throw cause
    return undefined
  }
}

function messageOf(problem: StorageFailure): string {
  switch (problem) {
    case 'disk-full':
      return 'The disk is full'
    case 'read-only':
      return 'The disk or folder cannot be written'
    case 'database-damaged':
      return 'A page of the database cannot be read'
    default:
      return assertNever(problem)
  }
}
