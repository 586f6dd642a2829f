import { AppError } from '../lib/app-error.ts'
import { codeOf } from './open-database.ts'

/** What people can do something about, of the ways in which a disk or the file on it fails; null for anything else. */
export function storageFailureOf(cause: unknown): AppError | null {
  const code = codeOf(cause)
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return new AppError('disk-full', 'The disk is full', { cause })
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS')
    return new AppError('read-only', 'The disk or folder cannot be written', { cause })
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return new AppError('database-damaged', 'A page of the database is damaged', { cause })
  return null
}
