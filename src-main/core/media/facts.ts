import { PIXELS_MAX, WAVEFORM_MAX_MS } from '#contract'
import { aacFacts, amrFacts, flacFacts, mp3Facts, wavFacts } from './audio-facts.ts'
import { limitSource, type ByteSource } from './byte-source.ts'
import { fileTypes, type FileType } from './file-types.ts'
import { gifFacts, pngFacts, webpFacts } from './image-facts.ts'
import { isoMediaFacts } from './iso-media-facts.ts'
import { jpegFacts } from './jpeg-facts.ts'
import { oggFacts } from './ogg-facts.ts'

/** What a file says of itself, in its own words: it may lie. Null where it does not say, or where that could not be understood. */
export type MediaFacts = {
  /** As shown: turned as EXIF, or the film's own matrix, says. */
  readonly width: number | null
  readonly height: number | null
  readonly durationMs: number | null
  readonly isAnimated: boolean
  readonly channels: number | null
  /** Four-letter names of an MP4's tracks, such as `avc1` and `mp4a`; otherwise the codec's own name. */
  readonly codecs: readonly string[]
  /** A picture that must not be decoded: of more pixels than `PIXELS_MAX`, or of a size that nobody could find out. */
  readonly isTooLarge: boolean
  /** A recording of which no waveform is made. */
  readonly isTooLong: boolean
}
export type FoundFacts = Partial<Omit<MediaFacts, 'isTooLarge' | 'isTooLong'>>

const DIMENSION_MAX = 2 ** 31
const DURATION_MAX_MS = 1000 * 60 * 60 * 24 * 365

/** Decodes nothing, reads a bounded part of the file, and never throws because of what is in it. */
export async function readFacts(file: ByteSource, type: FileType): Promise<MediaFacts> {
  const { isAnimated = false, codecs = [], channels = null, ...found } = (await readers[type]?.(limitSource(file))) ?? {}
  const width = countOf(found.width, DIMENSION_MAX)
  const height = countOf(found.height, DIMENSION_MAX)
  const durationMs = countOf(found.durationMs, DURATION_MAX_MS)
  const isImage = fileTypes[type].fileClass === 'inline-image'
  return {
    width,
    height,
    durationMs,
    isAnimated,
    channels,
    codecs,
    isTooLarge: isImage && (width === null || height === null || width * height > PIXELS_MAX),
    isTooLong: durationMs !== null && durationMs > WAVEFORM_MAX_MS,
  }
}

const readers: Partial<Record<FileType, (file: ByteSource) => Promise<FoundFacts>>> = {
  jpeg: jpegFacts,
  png: pngFacts,
  webp: webpFacts,
  gif: gifFacts,
  mp4: isoMediaFacts,
  '3gp': isoMediaFacts,
  mov: isoMediaFacts,
  m4a: isoMediaFacts,
  'ogg-opus': oggFacts,
  'ogg-audio': oggFacts,
  mp3: mp3Facts,
  wav: wavFacts,
  flac: flacFacts,
  aac: aacFacts,
  amr: amrFacts,
}

/** Whole numbers above zero; a file may say anything. */
function countOf(value: number | null | undefined, max: number): number | null {
  const count = Math.round(value ?? Number.NaN)
  return count > 0 && count <= max ? count : null
}
