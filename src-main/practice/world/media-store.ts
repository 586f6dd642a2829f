import { createHash } from 'node:crypto'
import { codeError } from '../errors/graph-error.ts'

export type StoredMedia = {
  readonly id: string
  readonly mimeType: string
  readonly bytes: Buffer
  readonly sha256: string
  readonly expiresAt: number
  readonly fileName: string | null
}

export type MediaStore = {
  put(media: { bytes: Buffer; mimeType: string; fileName?: string; keptMs: number }): StoredMedia
  find(id: string): StoredMedia | null
  delete(id: string): boolean
  /** A ticket for one download address, good for five minutes. */
  issueTicket(id: string): string
  findByTicket(ticket: string): StoredMedia | null
}

const DAY_MS = 24 * 60 * 60 * 1000
/** A file the business uploaded. */
export const UPLOAD_KEPT_MS = 30 * DAY_MS
/** A file a customer sent. */
export const INBOUND_KEPT_MS = 7 * DAY_MS
const URL_LIVES_MS = 5 * 60 * 1000

const MB = 1024 * 1024
const KINDS: readonly { types: readonly string[]; limit: number }[] = [
  { types: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/opus'], limit: 16 * MB },
  { types: ['image/jpeg', 'image/png'], limit: 5 * MB },
  { types: ['video/mp4', 'video/3gpp'], limit: 16 * MB },
  { types: ['image/webp'], limit: 500 * 1024 },
]
const DOCUMENT_LIMIT = 100 * MB
const OTHER_MEDIA = /^(audio|image|video)\//

export function createMediaStore({ now, nextId }: { now: () => number; nextId: () => string }): MediaStore {
  const mediaById = new Map<string, StoredMedia>()
  const tickets = new Map<string, { id: string; expiresAt: number }>()

  function find(id: string): StoredMedia | null {
    const media = mediaById.get(id)
    return media === undefined || media.expiresAt <= now() ? null : media
  }

  return {
    put({ bytes, mimeType, fileName, keptMs }) {
      const media: StoredMedia = {
        id: nextId(),
        mimeType,
        bytes,
        sha256: createHash('sha256').update(bytes).digest('base64'),
        expiresAt: now() + keptMs,
        fileName: fileName ?? null,
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
  }
}

/** Throws what Meta answers to an upload of the wrong type or size. */
export function checkUpload(mimeType: string, sizeBytes: number): void {
  const bare = mimeType.split(';')[0]?.trim().toLowerCase() ?? ''
  const kind = KINDS.find((candidate) => candidate.types.includes(bare))
  if (kind === undefined && (OTHER_MEDIA.test(bare) || bare === '')) {
    throw codeError(
      100,
      'Param file must be a file with one of the following types: ' +
        KINDS.flatMap((each) => each.types).join(', ') +
        ". Received file of type '" +
        mimeType +
        "'.",
    )
  }
  const limit = kind?.limit ?? DOCUMENT_LIMIT
  if (sizeBytes > limit) throw codeError(131053, `File size ${sizeBytes} is larger than the limit of ${limit} bytes for ${bare}.`)
  if (sizeBytes === 0) throw codeError(131053, 'The file is empty.')
}
