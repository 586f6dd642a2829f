import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type Sqlite from 'better-sqlite3'
import type { Message } from '#contract'
import { sealedSizeOf } from '#core/media/file-cipher.ts'
import type { Sent } from './meta.ts'
import type { World } from './world.ts'

type FileRow = {
  id: string
  state: string
  source_id: string | null
  problem: string | null
  file_id: string | null
  size_bytes: number | null
  sha256: string | null
  upload_id: string | null
}

/** I9: what is said to be here is on the disk, and is what WhatsApp had or what somebody chose. */
export function checkFiles(world: World, db: Sqlite.Database): void {
  const { kept } = world.meta.files
  const chosen = new Map(world.staff.written.flatMap(({ file }) => (file === null ? [] : [[file.mediaId, file.bytes] as const])))
  for (const row of db.prepare(`SELECT * FROM media`).all() as FileRow[]) {
    if (row.state === 'gone' && world.meta.files.isThere(row.source_id ?? ''))
      world.break(`I9: file ${row.source_id} is given up, and WhatsApp has it`)
    if (row.state === 'refused' && (kept.get(row.source_id ?? '')?.falsified ?? 0) < DAMAGED_TRIES)
      world.break(`I9: file ${row.source_id} is refused as ${row.problem}, and came as it is`)
    if (row.state !== 'here') continue
    const size = row.size_bytes ?? 0
    const path = join(world.program.folder(), 'shop.media', ...[0, 1].map((at) => row.file_id?.charAt(at) ?? ''), row.file_id ?? '')
    if (!existsSync(path) || statSync(path).size !== sealedSizeOf(size)) world.break(`I9: file ${row.id} is here, and not on the disk`)
    const bytes = row.source_id === null ? chosen.get(row.id) : kept.get(row.source_id)?.bytes
    if (bytes !== undefined && (bytes.length !== size || hashOf(bytes) !== row.sha256)) world.break(`I9: file ${row.id} is not what it was`)
  }
}

const DAMAGED_TRIES = 4
const hashes = new WeakMap<Buffer, string>()

function hashOf(bytes: Buffer): string {
  const known = hashes.get(bytes) ?? createHash('sha256').update(bytes).digest('hex')
  hashes.set(bytes, known)
  return known
}

/** A message leaves with the file that was chosen for it, whose id at WhatsApp is on disk by then. */
export function checkFileAtTheWire(world: World, { text, uploadId }: Sent, db: Sqlite.Database): void {
  const chosen = world.staff.written.find((message) => message.text === text)?.file ?? null
  if ((chosen === null) !== (uploadId === null))
    return world.break(`I9: "${text}" leaves with a file ${uploadId}, chosen was ${chosen?.mediaId}`)
  if (chosen === null || uploadId === null) return
  const uploaded = world.meta.files.uploads.get(uploadId)
  if (uploaded?.includes(chosen.bytes) !== true) world.break(`I9: "${text}" leaves with another file than was chosen`)
  const stored = db.prepare(`SELECT upload_id FROM media WHERE id = ?`).pluck().get(chosen.mediaId)
  if (stored !== uploadId) world.break(`I9: "${text}" leaves with a file whose id is not on disk`)
}

const ROUNDS = 14
const ROUND_MS = 95_000

/** Whoever wants it has each file fetched that still waits: it comes, or is said to be gone; none is fetched for ever. */
export async function fetchTheRest(world: World): Promise<void> {
  const { staff, clock } = world
  for (let round = 0; round < ROUNDS && (await waiting(world)).length > 0; round += 1) {
    for (const message of await waiting(world)) await staff.call(staff.owner, 'media.fetchNow', { messageId: message.messageId })
    await clock.pass(ROUND_MS)
  }
  for (const { messageId, files } of await waiting(world)) world.break(`I9: the file of message ${messageId} is still ${files[0]?.state}`)
}

async function waiting(world: World): Promise<Message[]> {
  return (await shown(world)).filter(({ files }) => files.some(({ state }) => state === 'waiting' || state === 'fetching'))
}

async function shown({ staff }: World): Promise<Message[]> {
  const messages: Message[] = []
  for (const { conversationId } of await staff.rows(staff.owner)) {
    const page = await staff.call(staff.owner, 'messages.list', { conversationId, limit: 100 })
    // The dispatcher parsed the output with this method's own schema.
    if (page.kind === 'ok') messages.push(...(page.output as { messages: Message[] }).messages)
  }
  return messages
}

/** I9: each file that is here can be had, byte for byte. */
export async function checkBytes(world: World, db: Sqlite.Database): Promise<void> {
  const { staff, meta } = world
  const address = await staff.call(staff.owner, 'media.address', {})
  if (address.kind !== 'ok') return
  const token = (address.output as { prefix: string }).prefix.split('/').at(-1) ?? ''
  for (const row of db
    .prepare(`SELECT * FROM media WHERE state = 'here' AND source_id IS NOT NULL AND id IN (SELECT media_id FROM message_files)`)
    .all() as FileRow[]) {
    const bytes = meta.files.kept.get(row.source_id ?? '')?.bytes
    const answer = await staff.owner.window?.serve({ method: 'GET', path: `${token}/file/${row.id}` })
    if (bytes === undefined || answer?.status !== 200 || !answer.body.equals(bytes))
      world.break(`I9: file ${row.source_id} is given out otherwise than it came: ${answer?.status}`)
  }
}
