import { createHash } from 'node:crypto'

export type StoredMedia = {
  readonly id: string
  readonly mimeType: string
  /** Made anew for each reader, so that a file of a gigabyte takes no memory. */
  readonly chunks: () => Iterable<Buffer>
  readonly sizeBytes: number
  /** Of the real bytes, in base64. */
  readonly sha256: string
  readonly expiresAt: number
  readonly fileName: string | null
  readonly trouble: MediaTrouble
}

/** What may be wrong with a file on WhatsApp's side, each on demand. */
export type MediaTrouble = {
  /** Another hash is told than that of the bytes. */
  readonly hasWrongHash?: true
  /** This size is told instead of the real one. */
  readonly toldSizeBytes?: number
  /** The download names this type, whatever was told before. */
  readonly servedAs?: string
  /** The download answers 302 to there, as if another host had it. */
  readonly redirectTo?: string
  readonly bytesPerSecond?: number
  /** The connection breaks after so many bytes; `times` downloads, or all of them. */
  readonly cutAfterBytes?: number
  readonly times?: number
  /** Bytes without end, and no length told. */
  readonly isEndless?: true
  /** The id is known no more, as after seven days. */
  readonly isGone?: true
}

export type MediaStore = {
  put(media: { content: MediaContent; mimeType: string; fileName?: string; keptMs: number; trouble?: MediaTrouble }): StoredMedia
  find(id: string): StoredMedia | null
  delete(id: string): boolean
  /** A ticket for one download address, good for five minutes. */
  issueTicket(id: string): string
  findByTicket(ticket: string): StoredMedia | null
  /** After how many bytes this download breaks, or null; counted. */
  takeCut(media: StoredMedia): number | null
}

/** Bytes, or so many that nobody wants to hold them: those have `head` first and then a pattern. */
export type MediaContent = Buffer | { readonly sizeBytes: number; readonly head?: Buffer }

const DAY_MS = 24 * 60 * 60 * 1000
/** A file the business uploaded. */
export const UPLOAD_KEPT_MS = 30 * DAY_MS
/** A file a customer sent. */
export const INBOUND_KEPT_MS = 7 * DAY_MS
const URL_LIVES_MS = 5 * 60 * 1000
const BLOCK = Buffer.alloc(64 * 1024, 'balcao ')

export function createMediaStore({ now, nextId }: { now: () => number; nextId: () => string }): MediaStore {
  const mediaById = new Map<string, StoredMedia>()
  const cutsById = new Map<string, number>()
  const tickets = new Map<string, { id: string; expiresAt: number }>()

  function find(id: string): StoredMedia | null {
    const media = mediaById.get(id)
    return media === undefined || media.expiresAt <= now() || media.trouble.isGone === true ? null : media
  }

  return {
    put({ content, mimeType, fileName, keptMs, trouble = {} }) {
      const chunks = () => chunksOf(content)
      const hash = createHash('sha256')
      for (const chunk of chunks()) hash.update(chunk)
      const media: StoredMedia = {
        id: nextId(),
        mimeType,
        chunks,
        sizeBytes: Buffer.isBuffer(content) ? content.length : content.sizeBytes,
        sha256: hash.digest('base64'),
        expiresAt: now() + keptMs,
        fileName: fileName ?? null,
        trouble,
      }
      mediaById.set(media.id, media)
      return media
    },
    find,
    delete: (id) => mediaById.delete(id),
    issueTicket(id) {
      const ticket = createHash('sha256')
        .update(id + '.' + now() + '.' + tickets.size)
        .digest('base64url')
        .slice(0, 32)
      tickets.set(ticket, { id, expiresAt: now() + URL_LIVES_MS })
      return ticket
    },
    findByTicket(ticket) {
      const entry = tickets.get(ticket)
      return entry === undefined || entry.expiresAt <= now() ? null : find(entry.id)
    },
    takeCut({ id, trouble }) {
      const cuts = cutsById.get(id) ?? 0
      if (trouble.cutAfterBytes === undefined || cuts >= (trouble.times ?? Infinity)) return null
      cutsById.set(id, cuts + 1)
      return trouble.cutAfterBytes
    },
  }
}

/** The hash as it is told, in base64. */
export function toldHash({ sha256, trouble }: StoredMedia): string {
  return trouble.hasWrongHash === true ? createHash('sha256').update(sha256).digest('base64') : sha256
}

/** What a reader of an endless file gets after its end, for ever. */
export function* endlessly(chunks: Iterable<Buffer>): Iterable<Buffer> {
  yield* chunks
  for (;;) yield BLOCK
}

function* chunksOf(content: MediaContent): Iterable<Buffer> {
  if (Buffer.isBuffer(content)) {
    yield content
    return
  }
  const head = content.head ?? Buffer.alloc(0)
  if (head.length > 0) yield head.subarray(0, content.sizeBytes)
  for (let left = content.sizeBytes - head.length; left > 0; left -= BLOCK.length) yield BLOCK.subarray(0, Math.min(left, BLOCK.length))
}
