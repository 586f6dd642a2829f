import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import Sqlite from 'better-sqlite3'
import { createCommandLog } from '#core/commands/command-log.ts'
import { createContacts } from '#core/contacts/service.ts'
import { createDatabase } from '#core/db/database.ts'
import { migrate } from '#core/db/migrate.ts'
import { migrations } from '#core/db/migrations/list.ts'
import { createInbox } from '#core/inbox/service.ts'
import type { BodyReport } from '#core/intake/applier.ts'
import { createIntake } from '#core/intake/service.ts'
import { createMessages } from '#core/messages/service.ts'
import type { Log } from '#core/ports.ts'
import { decodeWebhook } from '#core/whatsapp/decode/envelope.ts'
import { createSystemClock } from '#host/ports/system-clock.ts'
import { createSystemIds } from '#host/ports/system-ids.ts'
import { describeCopy, describeFile, type ReplayedFile } from './replayed-file.ts'

export type Replay = {
  readonly files: readonly ReplayedFile[]
  readonly totals: ReplayTotals
}

export type ReplayTotals = Readonly<
  Record<'files' | 'applied' | 'kept' | 'rejected' | 'failed' | 'elements' | 'thrown' | 'unaccounted', number>
>

type Options = { readonly onFile?: ((file: ReplayedFile) => void) | undefined; readonly stop: AbortSignal }

/**
 * Feeds each file to the real intake of a fresh shop, in the order of their paths, and removes the shop. Nobody signs a captured
 * body and no number is connected, so every number's events are taken. Once `stop` is aborted, the rest of the files is left out.
 * Rejects when the folder cannot be read.
 */
export async function replayFolder(folder: string, { onFile = () => {}, stop }: Options): Promise<Replay> {
  const shopFolder = mkdtempSync(join(tmpdir(), 'balcao-replay-'))
  try {
    const shop = openShop(join(shopFolder, 'shop.db'))
    const files: ReplayedFile[] = []
    for (const path of listFiles(folder)) {
      if (stop.aborted) break
      const file = await shop.replay(relative(folder, path), readFileSync(path))
      files.push(file)
      onFile(file)
    }
    await shop.close()
    return { files, totals: totalsOf(files) }
  } finally {
    rmSync(shopFolder, { recursive: true, force: true })
  }
}

/** Every file but the notes beside them, whatever it is called. */
function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.toLowerCase().endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}

const nobody = { standingOf: () => null, teamIds: () => [] }

/** Not encrypted and not synced: it lives for seconds and holds what the person has in plain files anyway. */
function openShop(path: string) {
  const clock = createSystemClock()
  const connection = new Sqlite(path)
  connection.pragma('foreign_keys = ON')
  connection.pragma('synchronous = OFF')
  const db = createDatabase({ connection, clock, log: silentLog })
  migrate(db, migrations)
  const ids = createSystemIds({ clock })
  const commands = createCommandLog({ db, clock, journal: { append: () => undefined } })
  const contacts = createContacts({ db, ids, commands })
  const inbox = createInbox({ db, clock, ids, commands, publish: nobodyListens, colleagues: nobody, onRead: () => {} })
  const messages = createMessages({ db, clock, commands, publish: nobodyListens, inbox, contacts })
  let lastReport: BodyReport | null = null
  const filesByDigest = new Map<string, ReplayedFile>()
  const intake = createIntake({
    db,
    clock,
    log: silentLog,
    contacts,
    inbox,
    messages,
    decode: decodeWebhook,
    ownNumberId: () => null,
    onStatus: () => {},
    onAccount: () => {},
    onMerged: () => {},
    report: (report) => {
      lastReport = report
    },
  })

  return {
    async replay(file: string, bytes: Buffer): Promise<ReplayedFile> {
      lastReport = null
      const stored = await intake.receiveUnsigned(bytes)
      await intake.settled()
      const digest = createHash('sha256').update(bytes).digest('hex')
      const original = filesByDigest.get(digest)
      if (stored === 'known' && original !== undefined) return describeCopy(file, original)
      if (lastReport === null) throw new Error(`${file} was stored and never applied`)
      const described = describeFile(file, bytes, lastReport)
      filesByDigest.set(digest, described)
      return described
    },
    async close() {
      await intake.close()
      db.close()
    },
  }
}

const nobodyListens = () => {}
const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }

function totalsOf(files: readonly ReplayedFile[]): ReplayTotals {
  const inState = (state: ReplayedFile['state']) => files.filter((file) => file.state === state).length
  const sum = (count: (file: ReplayedFile) => number) => files.reduce((total, file) => total + count(file), 0)
  return {
    files: files.length,
    applied: inState('applied'),
    kept: inState('kept'),
    rejected: inState('rejected'),
    failed: inState('failed'),
    elements: sum((file) => file.elements),
    thrown: sum((file) => file.thrown),
    unaccounted: sum((file) => file.unaccounted.length),
  }
}
