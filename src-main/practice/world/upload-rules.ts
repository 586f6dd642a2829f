import { codeError } from '../errors/graph-error.ts'

const KB = 1024
const MB = 1024 * KB
const KINDS: readonly { types: readonly string[]; limit: number }[] = [
  { types: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/opus'], limit: 16 * MB },
  { types: ['image/jpeg', 'image/png'], limit: 5 * MB },
  { types: ['video/mp4', 'video/3gpp'], limit: 16 * MB },
  { types: ['image/webp'], limit: 500 * KB },
]
const DOCUMENT_LIMIT = 100 * MB
const STILL_STICKER_LIMIT = 100 * KB
const OTHER_MEDIA = /^(audio|image|video)\//

/** Throws what Meta answers to an upload of the wrong type or size. */
export function checkUpload(mimeType: string, sizeBytes: number): void {
  const bare = bareType(mimeType)
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

/** What can be told of a file from its first bytes: Ogg must hold Opus, and only a moving sticker may be large. */
export function checkUploadedBytes(mimeType: string, bytes: Buffer): void {
  const bare = bareType(mimeType)
  if (bare === 'audio/ogg' && opusChannels(bytes) === null) throw codeError(131053, 'Ogg audio must be encoded with the Opus codec.')
  if (bare === 'image/webp' && bytes.length > STILL_STICKER_LIMIT && !isMoving(bytes))
    throw codeError(131053, `File size ${bytes.length} is larger than the limit of ${STILL_STICKER_LIMIT} bytes for a static sticker.`)
}

/** Whether a file can be a voice note: one channel of Opus in Ogg. */
export function isVoiceNote(mimeType: string, head: Buffer): boolean {
  return bareType(mimeType) === 'audio/ogg' && opusChannels(head) === 1
}

/** The channels that an Opus stream in Ogg tells of (RFC 7845), or null for anything else. */
function opusChannels(bytes: Buffer): number | null {
  if (bytes.subarray(0, 4).toString('latin1') !== 'OggS') return null
  const at = bytes.subarray(0, 256).indexOf('OpusHead', 0, 'latin1')
  return at === -1 ? null : (bytes[at + 9] ?? null)
}

function isMoving(bytes: Buffer): boolean {
  return bytes.subarray(12, 16).toString('latin1') === 'VP8X' && ((bytes[20] ?? 0) & 0x02) !== 0
}

function bareType(mimeType: string): string {
  return mimeType.split(';')[0]?.trim().toLowerCase() ?? ''
}
