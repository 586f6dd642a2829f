import { ANIMATED_STICKER_MAX_BYTES, MEDIA_MAX_BYTES, type MediaKind } from '#contract'
import { AppError } from '../lib/app-error.ts'
import type { KeptFacts } from './inspect.ts'

/** What WhatsApp takes as each kind (Meta: supported media types), by what a file really is. As a document it takes anything. */
const TYPES: { readonly [Kind in Exclude<MediaKind, 'document'>]: readonly string[] } = {
  image: ['jpeg', 'png'],
  video: ['mp4', '3gp'],
  audio: ['aac', 'amr', 'mp3', 'm4a', 'mp4', 'ogg-opus'],
  voice: ['ogg-opus'],
  sticker: ['webp'],
}
const VIDEO_CODECS = ['avc1', 'avc3', 'h263', 's263']

/** Throws `media-empty`, `media-type-refused`, `media-too-large`, with the `limit` in bytes. */
export function assertFitToSend(facts: KeptFacts, as: MediaKind): void {
  const { sizeBytes, type, isAnimated } = facts
  if (sizeBytes === 0) throw new AppError('media-empty', 'WhatsApp takes no empty file')
  if (as !== 'document' && !isOfKind(facts, as)) {
    throw new AppError('media-type-refused', `WhatsApp takes no ${type} as ${as}`, { facts: { type, as } })
  }
  const limit = as === 'sticker' && isAnimated ? ANIMATED_STICKER_MAX_BYTES : MEDIA_MAX_BYTES[as]
  if (sizeBytes > limit) throw new AppError('media-too-large', `A file of ${sizeBytes} bytes is too large as ${as}`, { facts: { limit } })
}

function isOfKind({ type, codecs, channels }: KeptFacts, as: keyof typeof TYPES): boolean {
  if (!TYPES[as].includes(type)) return false
  // Two channels are refused; where the file does not say how many it has, WhatsApp finds out.
  if (type === 'ogg-opus') return channels === null || channels === 1
  const isFilm = codecs.some((codec) => VIDEO_CODECS.includes(codec))
  if (as === 'audio') return !isFilm
  return as !== 'video' || codecs.length === 0 || isFilm
}

/** What it is uploaded as: under a type of its own WhatsApp holds it to the limits of that type, also where it is to be a document. */
export function uploadTypeOf({ mimeType, type, sizeBytes }: KeptFacts, as: MediaKind | null): string {
  // An MP4 of sound alone does not say so in its name.
  if (as === 'audio' && type === 'mp4') return 'audio/mp4'
  if (as !== null && as !== 'document') return mimeType
  const kind = (['image', 'video', 'audio'] as const).find((each) => mimeType.startsWith(`${each}/`))
  if (kind === undefined) return mimeType
  const isTaken = TYPES[kind].includes(type) && sizeBytes <= MEDIA_MAX_BYTES[kind]
  return isTaken ? mimeType : 'application/octet-stream'
}
