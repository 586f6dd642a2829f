import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { codeOf } from '../db/open-database.ts'
import { renameWithPatience, syncFolder } from '../lib/durable-files.ts'
import { decodeHeader, encodeHeader, type ReadHeader, type ShopHeader } from './header.ts'
import type { RootKey } from './keys.ts'

/** The files of one shop in one folder, and the only code that writes them besides SQLite. */
export type ShopFiles = {
  readonly folder: string
  readonly databasePath: string
  readonly mediaFolder: string
  database(): 'none' | 'empty' | 'present'
  /** Of the database and its journal. */
  sizeBytes(): number
  /** The bytes that stand in clear at the start of the database: its id, unless they are damaged. */
  databaseId(): string
  /** Makes an empty file for SQLite to fill. Leaves a file that is there alone. */
  createDatabase(): void
  /** The copies that exist, the newer first. */
  headers(): ReadHeader[]
  /** Replaces both copies, each whole or not at all, and on disk when it returns. */
  writeHeader(header: ShopHeader, root: RootKey): void
  /** Sets unreadable copies aside under another name. */
  keepDamagedHeaders(suffix: string): void
  /** Makes the folder when needed, for its owner alone. */
  prepareFolder(): 'writable' | 'read-only'
}

/** What the name of each file of a shop begins with, those that SQLite adds included. */
const SHOP = 'shop'
const DATABASE = `${SHOP}.db`
/** Of sealed files, for whoever keeps them. */
const MEDIA = `${SHOP}.media`
const HEADER_COPIES = [`${SHOP}.hdr`, `${SHOP}.hdr.2`] as const
const DATABASE_ID_BYTES = 16

/** Whether a shop was ever begun here. */
export function hasShopFiles(folder: string): boolean {
  return [DATABASE, ...HEADER_COPIES].some((name) => existsSync(join(folder, name)))
}

/**
 * Moves the files of a shop that is not open into a folder of their own, `set-aside-…` within the same one, which may hold other things
 * too. Nothing is deleted or overwritten; what a crash leaves behind is moved the next time.
 */
export function setShopAside(folder: string, now: number): void {
  const aside = join(folder, `set-aside-${new Date(now).toISOString().replaceAll(':', '-')}`)
  mkdirSync(aside, { mode: 0o700 })
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const isOurs = entry.name === MEDIA || (entry.isFile() && entry.name.startsWith(`${SHOP}.`))
    if (isOurs) renameSync(join(folder, entry.name), join(aside, entry.name))
  }
  syncFolder(aside)
  syncFolder(folder)
}

export function createShopFiles(folder: string): ShopFiles {
  const databasePath = join(folder, DATABASE)
  const headerPaths = HEADER_COPIES.map((name) => join(folder, name))

  return {
    folder,
    databasePath,
    mediaFolder: join(folder, MEDIA),
    database() {
      if (!existsSync(databasePath)) return 'none'
      return statSync(databasePath).size === 0 ? 'empty' : 'present'
    },
    sizeBytes() {
      const files = [databasePath, `${databasePath}-wal`].filter((path) => existsSync(path))
      return files.reduce((total, path) => total + statSync(path).size, 0)
    },
    databaseId() {
      const bytes = Buffer.alloc(DATABASE_ID_BYTES)
      const file = openSync(databasePath, 'r')
      try {
        readSync(file, bytes, 0, DATABASE_ID_BYTES, 0)
      } finally {
        closeSync(file)
      }
      return bytes.toString('hex')
    },
    createDatabase() {
      closeSync(openSync(databasePath, 'a', 0o600))
      syncFolder(folder)
    },
    headers() {
      const copies = headerPaths.filter((path) => existsSync(path)).map((path) => decodeHeader(readFileSync(path, 'utf8')))
      return copies.toSorted((one, other) => revisionOf(other) - revisionOf(one))
    },
    writeHeader(header, root) {
      const text = encodeHeader(header, root)
      for (const path of headerPaths) replaceFile(path, text, folder)
    },
    keepDamagedHeaders(suffix) {
      for (const path of headerPaths) if (existsSync(path)) renameSync(path, `${path}.damaged-${suffix}`)
    },
    prepareFolder() {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        proveWritable(folder, databasePath)
        // Somebody may have made the folder before us, readable for all.
        chmodSync(folder, 0o700)
        return 'writable'
      } catch (cause) {
        if (!['EACCES', 'EPERM', 'EROFS'].includes(codeOf(cause))) throw cause
        return 'read-only'
      }
    },
  }
}

/** By doing it: permission bits say nothing of a read-only disk, nor on Windows. */
function proveWritable(folder: string, databasePath: string): void {
  const probe = join(folder, '.writable')
  closeSync(openSync(probe, 'w', 0o600))
  rmSync(probe)
  if (existsSync(databasePath)) closeSync(openSync(databasePath, 'r+'))
}

function revisionOf(copy: ReadHeader): number {
  return copy.kind === 'good' ? copy.header.revision : -1
}

/** Whole or not at all, for its owner alone, and on disk when it returns. */
export function replaceFile(path: string, text: string, folder: string): void {
  const temporary = `${path}.tmp`
  const file = openSync(temporary, 'w', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameWithPatience(temporary, path)
  syncFolder(folder)
}
