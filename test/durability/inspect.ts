import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Database } from '#core/db/database.ts'
import { schemaVersion } from '#core/db/migrate.ts'
import { CIPHER, openDatabase } from '#core/db/open-database.ts'
import { sql } from '#core/db/sql.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { decodeHeader, type ShopHeader } from '#core/vault/header.ts'
import { deriveKey, textToRootKey, type RootKey } from '#core/vault/keys.ts'
import { openWithKit } from '#core/vault/kit-slot.ts'
import { createShopFiles } from '#core/vault/shop-files.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { createFakeLog } from '#test/support/fake-ports.ts'
import { readKeychain, readReceived, readTold, shopFolder, type Received } from './world.ts'

/** What lies in a home while no process uses it. */
export type Seen = {
  readonly files: readonly string[]
  /** Those that were sent and received, by what our rows call them. */
  readonly mediaFiles: readonly string[]
  /** By copy; `damaged` cannot be read. */
  readonly headers: readonly (ShopHeader | 'damaged' | 'absent')[]
  /** The copy of the higher revision. */
  readonly newest: ShopHeader | null
  readonly keychain: Readonly<Record<string, string>>
  /** Different root keys, from the keychain or a printed kit, that open the database. */
  readonly keysThatOpen: number
  /** Null where there is none, or an empty file, or no key. */
  readonly db: Database | null
  readonly schema: number
  readonly told: readonly string[]
  readonly received: readonly Received[]
}

const MEDIA = 'shop.media'

/** Looks at a copy, so that looking mends nothing. `kits`: as typed from paper. */
export function inspect<Result>(home: string, look: (seen: Seen) => Result, kits: readonly string[] = []): Result {
  const copy = mkdtempSync(join(tmpdir(), 'balcao-look-'))
  const folder = join(copy, 'shop')
  try {
    if (existsSync(shopFolder(home))) cpSync(shopFolder(home), folder, { recursive: true })
    const files = existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => name !== MEDIA)
          .toSorted()
      : []
    const media = join(folder, MEDIA)
    const inMedia = existsSync(media) ? readdirSync(media, { recursive: true, withFileTypes: true }) : []
    const headers = ['shop.hdr', 'shop.hdr.2'].map((name) => readHeader(join(folder, name)))
    const keychain = readKeychain(home)
    const opened = openWithAny(folder, candidates({ keychain, headers, kits }))
    try {
      return look({
        files,
        mediaFiles: inMedia.filter((entry) => entry.isFile() && basename(entry.parentPath) !== 'unfinished').map(({ name }) => name),
        headers,
        newest: headers.filter((header) => typeof header === 'object').toSorted((a, b) => b.revision - a.revision)[0] ?? null,
        keychain,
        ...opened,
        schema: opened.db === null ? 0 : schemaVersion(opened.db),
        told: readTold(home),
        received: readReceived(home),
      })
    } finally {
      opened.db?.close()
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

function readHeader(path: string): Seen['headers'][number] {
  if (!existsSync(path)) return 'absent'
  const read = decodeHeader(readFileSync(path, 'utf8'))
  return read.kind === 'good' ? read.header : 'damaged'
}

function candidates(known: { keychain: Seen['keychain']; headers: Seen['headers']; kits: readonly string[] }): RootKey[] {
  const roots = Object.values(known.keychain).map((text) => textToRootKey(new Redacted(text)))
  for (const header of known.headers) {
    if (typeof header === 'string') continue
    for (const kit of known.kits) {
      if (kitOpens({ newest: header }, kit)) roots.push(openWithKit(header, kit))
    }
  }
  const distinct = new Map(roots.filter((root) => root !== null).map((root) => [root.reveal().toString('hex'), root]))
  return [...distinct.values()]
}

function openWithAny(folder: string, roots: readonly RootKey[]): Pick<Seen, 'db' | 'keysThatOpen'> {
  const path = join(folder, 'shop.db')
  if (!existsSync(path) || statSync(path).size === 0) return { db: null, keysThatOpen: 0 }
  const salt = createShopFiles(folder).databaseId()
  const open = (root: RootKey) => {
    const opening = openDatabase(
      { path, key: deriveKey(root, 'db-key'), salt, cipher: CIPHER },
      { clock: createFakeClock(), log: createFakeLog() },
    )
    return opening.kind === 'opened' ? opening.db : null
  }
  const opening = roots.filter((root) => {
    const db = open(root)
    db?.close()
    return db !== null
  })
  const [first] = opening
  return { db: first === undefined ? null : open(first), keysThatOpen: opening.length }
}

/** Whether a printed kit still opens the shop. */
export function kitOpens({ newest }: Pick<Seen, 'newest'>, kit: string): boolean {
  if (newest === null) return false
  try {
    openWithKit(newest, kit)
    return true
  } catch {
    return false
  }
}

/** What must hold at any moment of a shop's life, whatever was going on. */
export function illegalIn(seen: Seen): string[] {
  const { headers, db, files } = seen
  const problems: string[] = []
  if (headers.includes('damaged')) problems.push('a header copy is damaged')
  if (files.includes('shop.db') && !headers.some((header) => typeof header === 'object')) problems.push('a database without a header')
  const hasContent = db !== null || seen.keysThatOpen > 0
  const isBeyondCreating = headers.some((header) => typeof header === 'object' && header.state !== 'creating')
  if (isBeyondCreating && !hasContent) problems.push('no key opens the database')
  if (seen.keysThatOpen > 1) problems.push(`${seen.keysThatOpen} keys open the database`)
  return db === null ? problems : [...problems, ...illegalRows(db), ...filesMissing(db, seen.mediaFiles)]
}

/** How a shop lies there after it was closed in good order. */
export function uncleanIn(seen: Seen): string[] {
  const [first, second] = seen.headers
  const problems: string[] = []
  if (seen.files.join(' ') !== 'shop.db shop.hdr shop.hdr.2') problems.push(`files are ${seen.files.join(' ')}`)
  if (typeof first !== 'object' || JSON.stringify(first) !== JSON.stringify(second)) problems.push('the header copies differ')
  if (typeof first === 'object' && (first.state !== 'normal' || first.rekey !== null)) problems.push(`the header says ${first.state}`)
  if (seen.keysThatOpen !== 1) problems.push(`${seen.keysThatOpen} keys open the database`)
  return problems
}

const SHOWN_ONCE_ACCEPTED = ['accepted', 'sent', 'delivered', 'read', 'played', 'failed']

function filesMissing(db: Database, mediaFiles: readonly string[]): string[] {
  if (db.find(sql`SELECT 1 FROM sqlite_master WHERE name = 'media'`) === undefined) return []
  return db
    .list<{ id: string; file: string }>(sql`SELECT id, file_id AS file FROM media WHERE file_id IS NOT NULL`)
    .filter(({ file }) => !mediaFiles.includes(file))
    .map(({ id }) => `the file ${id} is here, and not on the disk`)
}

function illegalRows(db: Database): string[] {
  const problems = [
    ...db.list<{ integrity_check: string }>(sql`PRAGMA integrity_check`).map((row) => row.integrity_check),
    ...db.list<{ table: string }>(sql`PRAGMA foreign_key_check`).map((row) => `a row of ${row.table} points nowhere`),
  ].filter((line) => line !== 'ok')
  const tables = new Set(db.list<{ name: string }>(sql`SELECT name FROM sqlite_master WHERE type = 'table'`).map(({ name }) => name))
  if (!tables.has('outbox') || !tables.has('attempts')) return problems
  const rows = db.list<{ state: string; status: string; open: number; commands: number }>(sql`
    SELECT outbox.state, messages.status,
      (SELECT COUNT(*) FROM attempts WHERE attempts.message_id = outbox.message_id AND result IS NULL) AS open,
      (SELECT COUNT(*) FROM commands WHERE commands.key = 'message.send:' || outbox.client_key) AS commands
    FROM outbox LEFT JOIN messages ON messages.id = outbox.message_id`)
  for (const { state, status, open, commands } of rows) {
    if (open !== (state === 'attempting' ? 1 : 0)) problems.push(`a message that is ${state} has ${open} open attempts`)
    if (commands !== 1) problems.push(`a message has ${commands} commands`)
    const isShownRight = state === 'accepted' ? SHOWN_ONCE_ACCEPTED.includes(status) : status === state
    if (!isShownRight) problems.push(`a message that is ${state} is shown as ${status}`)
  }
  const { orphans } = db.get<{ orphans: number }>(sql`
    SELECT COUNT(*) AS orphans FROM commands
    WHERE kind = 'message.send' AND substr(key, 14) NOT IN (SELECT client_key FROM outbox)`)
  if (orphans > 0) problems.push(`${orphans} commands without their message`)
  return problems
}
